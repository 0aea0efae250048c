"""The notation of all laws: every parameter's name, symbol, unit, meaning and domain, once.

A law's parameters are looked up here by name. Counts (tokens, sequences, layers, heads) have the unit 1.
"""

from reasoncost.law import define

# Shapes of a transformer
define("batch", "b", "1", "sequences decoded together")
define("tokens", "S", "1", "positions of a sequence; in attention, those cached; in training, those trained on")
define("layers", "L", "1", "transformer layers")
define("hidden", "d", "1", "width of the residual stream", low_open=True)
define("heads", "h", "1", "query heads per layer", low_open=True)
define("kv_heads", "h_{kv}", "1", "key-value heads per layer")
define("head_dim", "d_h", "1", "dimension of a head")
define("ffn", "d_{ff}", "1", "inner width of the feed-forward block")
define("vocab", "V", "1", "tokens in the vocabulary")
define("embeddings", "n_{emb}", "1", "embedding matrices: 1 where input and output share one, else 2")
define("element_bytes", "p", "byte", "bytes of one cached element")
define("weight_bytes_per_parameter", "w", "byte", "bytes of one weight")
define("window", "W", "1", "positions a local attention layer looks back")
define("global_layers", "L_g", "1", "layers that attend to every position")
define("local_layers", "L_w", "1", "layers that attend within the window")
define("latent_dim", "d_c", "1", "latent dimension cached per token by latent attention")
define("rope_dim", "d_r", "1", "rotary dimension cached per token by latent attention")
define("parameters", "N", "1", "parameters of the model; for a mixture of experts, those active")

# Memory, and a machine
define("memory", "M", "byte", "memory of the node")
define("weight_memory", "M_w", "byte", "bytes of the loaded weights")
define("sequence_memory", "c", "byte", "cache bytes of one sequence")
define("bandwidth", "B", "byte/second", "memory bandwidth of the node", low_open=True)
define("peak", "F", "FLOP/second", "dense peak arithmetic of the node", low_open=True)
define("mbu", r"\eta_B", "1", "share of the memory bandwidth that is reached", high=1, low_open=True)
define("mfu", r"\eta_F", "1", "share of the peak arithmetic that is reached", high=1, low_open=True)

# Loss of a trained model
define("E", "E", "1", "irreducible loss of a loss law, in nats per token")
define("A", "A_N", "1", "coefficient of the size term of a loss law; A in the papers")
define("B", "B_S", "1", "coefficient of the data term of a loss law; B in the papers")
define("alpha", r"\alpha", "1", "exponent of the size term of a loss law", low_open=True)
define("beta", r"\beta", "1", "exponent of the data term of a loss law", low_open=True)
define("compute", "C", "1", "training compute, as the bare count of FLOPs that loss laws are fitted to", low_open=True)
define("size_ratio", "k", "1", "parameters over those of the compute-optimal model of equal loss", low_open=True)
define("inference_tokens", "T", "1", "tokens that a model processes in its lifetime of use")
