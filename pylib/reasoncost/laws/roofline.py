"""The roofline of a decode step: its time, its speed, and the largest batch that keeps a speed.

A step gives every sequence of a batch one token. It reads the weights once (weight_time) and every sequence's cache
(cache_time each), does every token's arithmetic (arithmetic_time each) and sends activations between accelerators
(communication_time each). Four rules say how these combine: `overlapped` (each hides behind the longest),
`prefetched` (reading hides behind arithmetic and communication, which follow one another), `exposed` (reading and
arithmetic hide behind each other, the communication behind nothing) and `serial` (nothing hides). A fixed latency is
always added.
"""

from reasoncost.law import law, ops

# What one step moves and computes


@law(symbol="Q", unit="byte", source="pope2023efficiently")
def decode_bytes(batch, weight_memory, sequence_memory):
    """Bytes that one decode step reads from memory: the weights once, and the cache of every sequence.

    Activations are left out: they are small beside the weights.
    """
    return weight_memory + batch * sequence_memory


@law(symbol="C_t", unit="FLOP", source="kaplan2020scaling")
def decode_flops(weight_flops, attention_flops):
    """FLOPs of one decoded token: through the weights, and in attention over its cached positions."""
    return weight_flops + attention_flops


@law(symbol="v", unit="byte", source="shoeybi2019megatron; patarasuk2009allreduce")
def allreduce_bytes_per_token(layers, hidden, activation_bytes, accelerators):
    """Bytes that each accelerator sends for one token under tensor parallelism: two all-reduces a layer.

    A ring all-reduce of m bytes over n accelerators makes each of them send 2 m (n - 1) / n bytes. Reductions inside
    the switch need less.
    """
    return 4 * layers * hidden * activation_bytes * (accelerators - 1) / accelerators


@law(
    symbol=r"\bar B_\ell",
    unit="byte/second",
    source="patarasuk2009allreduce",
    domain=lambda accelerators, domains, link_bandwidth, scale_out: (accelerators > 1) & (domains <= accelerators),
)
def allreduce_bandwidth(accelerators, domains, link_bandwidth, scale_out):
    """Bandwidth at which an all-reduce runs on average that reduces inside each scale-up domain, then between domains.

    Of m bytes an accelerator sends 2 m (g - 1) / g inside its domain of g = accelerators / domains (a reduce-scatter
    before, an all-gather after), and over the slow link a ring all-reduce of its share, 2 (m / g) (d - 1) / d for d
    domains. Together that is what one ring over all would send; the two links share it as (n - d) to (d - 1), so this
    is their harmonic mean. One domain: the fast link's bandwidth.
    """
    inside, between = accelerators - domains, domains - 1
    return (accelerators - 1) / (inside / link_bandwidth + between / scale_out)


@law(symbol="n_{copy}", unit="1", source="pope2023efficiently")
def cache_copies(accelerators, kv_heads):
    """Copies of the cache that tensor parallelism sets aside: what the fullest accelerator holds, on all of them.

    Whole heads are dealt out, so that accelerators that outnumber the key-value heads hold copies, and heads that do
    not divide evenly leave places empty: 10 heads on 8 accelerators take two places on each, 1.6 times the cache.
    Latent attention caches what all heads share: kv_heads is 1 there.
    """
    heads_on_fullest = -ops.floor(-kv_heads / accelerators)
    return accelerators * heads_on_fullest / kv_heads


@law(symbol="c", unit="byte", source="definition")
def copied_cache_bytes(cache_memory, copies):
    """Bytes that the cache of one sequence takes over the whole node, every copy counted."""
    return copies * cache_memory


# A mixture of experts


@law(
    symbol="N_e",
    unit="1",
    source="shazeer2017moe",
    domain=lambda total_parameters, parameters, experts, top_k: (top_k < experts) & (parameters <= total_parameters),
)
def expert_parameters(total_parameters, parameters, experts, top_k):
    """Parameters of one routed expert, over all layers, from the counts of all and of the active parameters."""
    return (total_parameters - parameters) / (experts - top_k)


@law(symbol="n_{hit}", unit="1", source="shazeer2017moe", domain=lambda batch, experts, top_k: top_k <= experts)
def experts_touched(batch, experts, top_k):
    """Expected number of distinct experts of a layer that a batch uses, if tokens choose uniformly and independently.

    Skewed routing touches fewer.
    """
    return experts * (1 - (1 - top_k / experts) ** batch)


@law(symbol="N_{read}", unit="1", source="shazeer2017moe")
def parameters_read(batch, total_parameters, parameters, experts, top_k):
    """Expected parameters that a decode step reads: the active ones at a batch of one, nearly all at a large one."""
    untouched = experts - experts_touched(batch, experts, top_k)
    return total_parameters - untouched * expert_parameters(total_parameters, parameters, experts, top_k)


# The times that a step is made of


@law(symbol="t_{read}", unit="second", source="williams2009roofline")
def read_seconds(read_memory, bandwidth, mbu):
    """Time in which the node reads `read_memory` bytes at the reached share `mbu` of its bandwidth."""
    return read_memory / (bandwidth * mbu)


@law(symbol="t_{flop}", unit="second", source="williams2009roofline")
def compute_seconds(token_flops, peak, mfu):
    """Time in which the node does one token's arithmetic at the reached share `mfu` of its peak."""
    return token_flops / (peak * mfu)


@law(symbol="t_{link}", unit="second", source="pope2023efficiently")
def communication_seconds(token_traffic, link_bandwidth):
    """Time in which each accelerator sends one token's activations."""
    return token_traffic / link_bandwidth


# What each part takes of a step, if nothing hides it


@law(symbol="t_r", unit="second", source="williams2009roofline")
def reading_time(batch, weight_time, cache_time):
    """Time in which a step reads the weights and every sequence's cache."""
    return weight_time + batch * cache_time


@law(symbol="t_F", unit="second", source="williams2009roofline")
def computing_time(batch, arithmetic_time):
    """Time in which a step does the arithmetic of every token."""
    return batch * arithmetic_time


@law(symbol="t_x", unit="second", source="pope2023efficiently")
def waiting_time(batch, communication_time, latency):
    """Time in which a step sends the activations of every token, and its fixed latency: neither reads nor computes."""
    return latency + batch * communication_time


# The time of a step


@law(symbol="t_{over}", unit="second", source="williams2009roofline")
def overlapped_step(batch, weight_time, cache_time, arithmetic_time, communication_time, latency):
    """Time of a step whose reading, arithmetic and communication overlap perfectly: the longest of the three."""
    return latency + ops.maximum(weight_time + batch * cache_time, batch * arithmetic_time, batch * communication_time)


@law(symbol="t_{pre}", unit="second", source="definition")
def prefetched_step(batch, weight_time, cache_time, arithmetic_time, communication_time, latency):
    """Time of a step that reads ahead while it computes and communicates, these two one after the other."""
    return latency + ops.maximum(weight_time + batch * cache_time, batch * (arithmetic_time + communication_time))


@law(symbol="t_{exp}", unit="second", source="definition")
def exposed_step(batch, weight_time, cache_time, arithmetic_time, communication_time, latency):
    """Time of a step whose reading and arithmetic overlap, while both wait for the communication."""
    return latency + batch * communication_time + ops.maximum(weight_time + batch * cache_time, batch * arithmetic_time)


@law(symbol="t_{sum}", unit="second", source="definition")
def serial_step(batch, weight_time, cache_time, arithmetic_time, communication_time, latency):
    """Time of a step in which nothing overlaps."""
    return latency + weight_time + batch * (cache_time + arithmetic_time + communication_time)


# Speed and cost


@law(symbol="s", unit="token/second", source="article line 95")
def interactivity(step_time):
    """Tokens per second that one user sees: one token each step."""
    return 1 / step_time


@law(symbol="X", unit="token/second", source="definition")
def throughput(batch, step_time):
    """Tokens per second that the node gives to all its users together."""
    return batch / step_time


@law(symbol="u", unit="second", source="article line 101")
def accelerator_seconds_per_token(accelerators, batch, step_time):
    """Time that accelerators spend on one token: times the price of an accelerator's second, the token's cost."""
    return accelerators * step_time / batch


# The ridge


@law(symbol="R", unit="FLOP/byte", source="williams2009roofline")
def ridge_point(peak, mfu, bandwidth, mbu):
    """FLOPs for each byte read at which arithmetic takes as long as reading."""
    return peak * mfu / (bandwidth * mbu)


@law(symbol="I", unit="FLOP/byte", source="williams2009roofline")
def decode_intensity(batch, token_flops, weight_memory, sequence_memory):
    """FLOPs of a decode step for each byte it reads. Grows with the batch towards token_flops / sequence_memory."""
    return batch * token_flops / decode_bytes(batch, weight_memory, sequence_memory)


@law(
    symbol="S_R",
    unit="1",
    source="definition",
    domain=lambda weight_flops, position_flops, token_memory, ridge: token_memory * ridge > position_flops,
)
def bandwidth_bound_length(weight_flops, position_flops, token_memory, ridge):
    """Context length beyond which decoding is bound by bandwidth at every batch.

    There a sequence's cache takes longer to read than its token takes to compute. No value where attention alone does
    more FLOPs for each byte than the ridge.
    """
    return weight_flops / (token_memory * ridge - position_flops)


# The largest batch that keeps a speed: each bound, then each rule


@law(symbol="T_s", unit="second", source="article line 95")
def step_budget(speed, latency):
    """Time left for reading, arithmetic and communication at a speed per user. Negative where latency is too long."""
    return 1 / speed - latency


@law(symbol="b_M", unit="1", source="definition")
def batch_by_capacity(memory, weight_memory, sequence_memory):
    """Sequences whose caches fit beside the weights. Negative where the weights do not fit."""
    return (memory - weight_memory) / sequence_memory


@law(symbol="b_B", unit="1", source="pope2023efficiently")
def batch_by_bandwidth(budget, weight_time, cache_time):
    """Sequences whose caches can be read in a step, after the weights. Negative where the weights take too long."""
    return (budget - weight_time) / cache_time


@law(symbol="b_F", unit="1", source="pope2023efficiently")
def batch_by_compute(budget, arithmetic_time):
    """Sequences whose tokens can be computed in a step."""
    return budget / arithmetic_time


@law(symbol="b_{link}", unit="1", source="definition")
def batch_by_communication(budget, communication_time):
    """Sequences whose activations can be sent in a step."""
    return budget / communication_time


@law(symbol="b_{over}", unit="1", source="definition")
def overlapped_batch(budget, weight_time, cache_time, arithmetic_time, communication_time):
    """Largest batch, not yet whole, whose overlapped step keeps the budget."""
    return ops.minimum(
        batch_by_bandwidth(budget, weight_time, cache_time), budget / ops.maximum(arithmetic_time, communication_time)
    )


@law(symbol="b_{pre}", unit="1", source="definition")
def prefetched_batch(budget, weight_time, cache_time, arithmetic_time, communication_time):
    """Largest batch, not yet whole, whose prefetched step keeps the budget."""
    return ops.minimum(
        batch_by_bandwidth(budget, weight_time, cache_time), budget / (arithmetic_time + communication_time)
    )


@law(symbol="b_{exp}", unit="1", source="definition")
def exposed_batch(budget, weight_time, cache_time, arithmetic_time, communication_time):
    """Largest batch, not yet whole, whose step with exposed communication keeps the budget."""
    return ops.minimum(
        (budget - weight_time) / (cache_time + communication_time), budget / (arithmetic_time + communication_time)
    )


@law(symbol="b_{sum}", unit="1", source="definition")
def serial_batch(budget, weight_time, cache_time, arithmetic_time, communication_time):
    """Largest batch, not yet whole, whose serial step keeps the budget: one bound in which every term has its share."""
    return (budget - weight_time) / (cache_time + arithmetic_time + communication_time)


@law(symbol="b_g", unit="1", source="definition")
def whole_batch(speed_bound, capacity_batch, granularity, rounding):
    """The batch in whole multiples of `granularity` that the two bounds allow.

    rounding: 0 takes the largest multiple that is not above the lesser bound, 1/2 the nearest one.
    """
    return granularity * ops.floor(ops.minimum(speed_bound, capacity_batch) / granularity + rounding)


# An affine cost: a user takes a fixed part and a part in proportion to length


@law(
    symbol="a",
    unit="1",
    source="article lines 95-100",
    domain=lambda short_tokens, long_tokens, few_users, many_users: many_users > few_users,
)
def affine_offset(short_tokens, long_tokens, few_users, many_users):
    """A user's fixed cost, in tokens' worth of cache, at which few long users cost what many short ones do.

    Solves few (a + long) = many (a + short). Holds for every model in which a user costs a constant and a part in
    proportion to length, whatever the node and its constants. Negative where no such model exists.
    """
    return (few_users * long_tokens - many_users * short_tokens) / (many_users - few_users)


@law(symbol="b_1 / b_2", unit="1", source="article lines 95-100")
def affine_quotient(user_offset, short_tokens, long_tokens):
    """How many times as many users a node serves at the shorter answer, if cost is affine in length.

    The cache alone is an offset of 0 and gives the quotient of the lengths; a large offset brings it towards 1.
    """
    return (user_offset + long_tokens) / (user_offset + short_tokens)
