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
define("query_rank", "r_q", "1", "width of the compressed query in latent attention")
define("nope_dim", "d_n", "1", "dimension of a head's key without rotary position in latent attention")
define("value_dim", "d_v", "1", "dimension of a head's value in latent attention")
define("vectors", "n_v", "1", "vectors of one width: norms, biases, rows of a table or router")
define("width", "w_n", "1", "elements of such a vector")
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

# A decode step
define("activation_bytes", "p_a", "byte", "bytes of one activation sent between accelerators")
define("accelerators", "n", "1", "accelerators of the node", low=1)
define("total_parameters", "N_t", "1", "parameters of the model, those of all experts included")
define("experts", "n_e", "1", "routed experts per layer", low_open=True)
define("top_k", "k_e", "1", "routed experts that a token uses per layer", low_open=True)
define("read_memory", "q", "byte", "bytes read from memory")
define("token_flops", "C_t", "FLOP", "FLOPs of one decoded token, weights and attention")
define("weight_flops", "C_N", "FLOP", "FLOPs of one decoded token through the weights")
define("position_flops", "C_S", "FLOP", "attention FLOPs of one decoded token for each cached position")
define("token_memory", r"\kappa", "byte", "cache bytes of one position of one sequence")
define("token_traffic", "v", "byte", "bytes each accelerator sends for one token")
define(
    "link_bandwidth", r"B_\ell", "byte/second", "bandwidth at which an accelerator sends to the others", low_open=True
)
define("weight_time", r"\tau_w", "second", "time in which the weights are read")
define("cache_time", r"\tau_c", "second", "time in which the cache of one sequence is read", low_open=True)
define("arithmetic_time", r"\tau_F", "second", "time of one token's arithmetic", low_open=True)
define("exchange_time", r"\tau_\ell", "second", "time of exchanging one token's activations")
define("latency", "t_0", "second", "fixed latency of a step that nothing hides")
define("budget", "T_s", "second", "time that a step may take, its fixed latency taken off")
define("speed", "s", "token/second", "tokens per second that each user sees", low_open=True)
define("step_time", "t", "second", "time of one decode step", low_open=True)
define("ridge", "R", "FLOP/byte", "FLOPs for each byte at which arithmetic takes as long as reading", low_open=True)
define("granularity", "g", "1", "batches come in multiples of this", low_open=True)
define("short_tokens", "S_1", "1", "length of the shorter answer")
define("long_tokens", "S_2", "1", "length of the longer answer")
define("few_users", "b_2", "1", "largest batch at the longer answer")
define("many_users", "b_1", "1", "largest batch at the shorter answer")
