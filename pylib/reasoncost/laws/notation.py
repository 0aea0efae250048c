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
define("value_dim", "d_v", "1", "dimension of a head's value")
define("inputs", "n_{in}", "1", "width of the vectors that a projection takes")
define("outputs", "n_{out}", "1", "width of the vectors that a projection gives")
define("vectors", "n_v", "1", "vectors of one width: norms, biases, rows of a table or router")
define("width", "w_n", "1", "elements of such a vector")
define("parameters", "N", "1", "parameters of the model; for a mixture of experts, those active")

# Groups of layers, and formats in blocks
define("rate", "r_c", "1", "positions that share one cache entry", low=1)
define("entry_bytes", "e_c", "byte", "bytes that one layer caches for one entry")
define("state_memory", "M_s", "byte", "bytes that one layer keeps of a sequence of any length")
define("fixed_memory", "M_0", "byte", "cache bytes of one sequence that no longer grow")
define("state_heads", "h_s", "1", "heads of a recurrent state")
define("state_dim", "d_s", "1", "dimension of a recurrent state's keys")
define("channels", "n_{ch}", "1", "channels of a causal convolution")
define("kernel", "n_{ker}", "1", "positions that a causal convolution spans", low=1)
define("products", "n_{mv}", "1", "products of a vector with a state for one token")
define("index_heads", "h_i", "1", "heads of an indexer")
define("index_dim", "d_i", "1", "dimension of an index key")
define("elements", "n_{el}", "1", "numbers that are stored")
define("bits", "b_{el}", "1", "bits of one stored number")
define("block", "n_{bl}", "1", "stored numbers that share scales", low=1)
define("scale_bits", "b_{sc}", "1", "bits of the scales that a block shares")

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
define("cache_memory", "M_c", "byte", "bytes of one copy of the cache of one sequence")
define("copies", "n_{copy}", "1", "copies of the cache that the accelerators keep", low=1)
define("read_memory", "q", "byte", "bytes read from memory")
define("token_flops", "C_t", "FLOP", "FLOPs of one decoded token, weights and attention")
define("weight_flops", "C_N", "FLOP", "FLOPs of one decoded token through the weights")
define("attention_flops", "C_{att}", "FLOP", "attention FLOPs of one decoded token over its cached positions")
define("flops_budget", r"\Phi", "FLOP", "FLOPs that may be spent")
define("position_flops", "C_S", "FLOP", "attention FLOPs of one decoded token for each cached position")
define("token_memory", r"\kappa", "byte", "cache bytes of one position of one sequence")
define("token_traffic", "v", "byte", "bytes each accelerator sends for one token")
define(
    "link_bandwidth", r"B_\ell", "byte/second", "bandwidth at which an accelerator sends to the others", low_open=True
)
define("domains", "n_{dom}", "1", "scale-up domains of the node, each with fast links inside", low=1)
define("scale_out", "B_{out}", "byte/second", "bandwidth at which an accelerator sends to other domains", low_open=True)
define("weight_time", r"\tau_w", "second", "time in which the weights are read")
define("cache_time", r"\tau_c", "second", "time in which the cache of one sequence is read", low_open=True)
define("arithmetic_time", r"\tau_F", "second", "time of one token's arithmetic", low_open=True)
define("communication_time", r"\tau_\ell", "second", "time of sending one token's activations between accelerators")
define("latency", "t_0", "second", "fixed latency of a step that nothing hides")
define("budget", "T_s", "second", "time that a step may take, its fixed latency taken off")
define("speed", "s", "token/second", "tokens per second that each user sees", low_open=True)
define("step_time", "t", "second", "time of one decode step", low_open=True)
define("ridge", "R", "FLOP/byte", "FLOPs for each byte at which arithmetic takes as long as reading", low_open=True)
define("speed_bound", r"b_\tau", "1", "largest batch that keeps the speed, not yet whole")
define("rounding", r"\varrho", "1", "0 to round a batch down, 1/2 to round it to the nearest", high=0.5)
define("granularity", "g", "1", "batches come in multiples of this", low_open=True)
define("short_tokens", "S_1", "1", "length of the shorter answer")
define("long_tokens", "S_2", "1", "length of the longer answer")
define("user_offset", "a", "1", "fixed cost of a user, in tokens of cache")
define("few_users", "b_2", "1", "largest batch at the longer answer")
define("many_users", "b_1", "1", "largest batch at the shorter answer")

# The price of a query
define("input_tokens", "T_{in}", "1", "tokens of the prompt")
define("output_tokens", "T_{out}", "1", "billed tokens of the answer, hidden reasoning included")
define("baseline_output_tokens", "T_{base}", "1", "billed tokens of the answer of the model compared with")
define("input_price", "c_{in}", "USD/Mtoken", "list price of input tokens")
define("output_price", "c_{out}", "USD/Mtoken", "list price of output tokens", low_open=True)
define("baseline_input_price", "c_{in,base}", "USD/Mtoken", "list price of input tokens of the model compared with")
define(
    "baseline_output_price",
    "c_{out,base}",
    "USD/Mtoken",
    "list price of output tokens of the model compared with",
    low_open=True,
)
define(
    "cost_ratio", r"\rho", "1", "cost of a query over that of the same query to the model compared with", low_open=True
)

# Sampling
define("success", "p_s", "1", "probability that one sample is right", high=1)
define("k", "K", "1", "samples of which one must be right")
define("samples", "n_s", "1", "samples drawn", low=1)
define("correct", "n_c", "1", "samples that were right")
define(
    "beta_a",
    "a_{pop}",
    "1",
    "first shape of a beta distribution of success: small means many hopeless problems",
    low_open=True,
)
define(
    "beta_b", "b_{pop}", "1", "second shape of a beta distribution of success: large means hard problems", low_open=True
)
define("scale", "a_{pow}", "1", "minus the logarithm of coverage at one sample, in the power-law fit", low_open=True)
define("decay", "b_{pow}", "1", "exponent at which the logarithm of coverage falls with the samples", low_open=True)
define("votes", "n_{vote}", "1", "votes, each one sample", low=1)
define("rival", "p_r", "1", "probability that one sample gives a certain wrong answer", high=0.5)
define("failure", r"\delta", "1", "probability that the vote goes wrong", high=1, low_open=True)
define("accept_right", "t_+", "1", "probability that the verifier accepts a right sample", high=1)
define("accept_wrong", "t_-", "1", "probability that the verifier accepts a wrong sample", high=1)
define("step_value", "v_s", "1", "probability that a rollout from the step ends right", high=1)
define("rollouts", "n_r", "1", "rollouts from a step", low=1)
define("deviation", r"\sigma", "1", "standard deviation of an estimate", low_open=True)
define("error", r"\varepsilon", "1", "probability that a token brings an error", high=1)
define("repair", "r", "1", "probability that a token repairs the error of the chain", high=1)
define("failure_rate", r"\lambda", "1/hour", "failures of one accelerator in an hour")

# Votes
define("shared", "f_s", "1", "share that all streams of a query have in common", high=1)
define("multiple", "m", "1", "what several streams take over what one takes", low=1)
define("trunk_tokens", "T_{trunk}", "1", "tokens of the answer that all streams share before they branch")
define("capacity_batch", "b_M", "1", "largest batch that the memory holds", low_open=True)
define("bandwidth_batch", "b_B", "1", "largest batch whose cache is read in time", low_open=True)
define("compute_batch", "b_F", "1", "largest batch whose tokens are computed in time", low_open=True)

# Training on generated answers
define("problems", "n_p", "1", "problems of a training set")
define("trajectories", "n_t", "1", "answers generated for each problem", low=1)
define("trajectory_tokens", "T_t", "1", "tokens of one generated answer", low_open=True)
define("generated_tokens", "T_g", "1", "tokens generated to learn from")
define("candidates", "n_g", "1", "answers generated for each that is learned from")
define("verifiers", "n_u", "1", "verifiers and reward models that read every answer")
define("generator_ratio", r"\gamma", "1", "parameters of the generator over those of the trained model", low_open=True)
define("run_flops", "C_{run}", "FLOP", "FLOPs of a training run")
define("cluster", "n_{cl}", "1", "accelerators of a training cluster", low=1)
define("accelerator_peak", "F_1", "FLOP/second", "dense peak arithmetic of one accelerator", low_open=True)
define("accelerator_time", "t_{acc}", "second", "time booked on all accelerators of a run together", low_open=True)
define("token_rate", "x_1", "1/second", "tokens generated per second by one accelerator")
define("verify_time", "t_u", "second", "time of one core to verify one answer")
define("solutions", "n_{sol}", "1", "solutions to be labelled")
define("solving_time", "t_{sol}", "second", "time of a person to solve one problem", low_open=True)
define("elapsed", "t_y", "second", "time that has passed")
define("halving", "t_{1/2}", "second", "time in which the compute for a given performance halves", low_open=True)
