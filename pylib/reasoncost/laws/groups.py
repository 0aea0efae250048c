"""Groups of layers: what a group caches, reads and computes; compressed, capped, constant; and formats in blocks."""

from reasoncost.law import law, ops


@law(symbol=r"n_{ent}", unit="1", source="transformers2026; beltagy2020longformer")
def cache_entries(tokens, window, rate):
    """Entries that a layer keeps of `tokens` positions: of the last `window`, one for every `rate` positions.

    A compressed entry exists once all its positions do, so the count is rounded down. Where every position has an
    entry of its own (rate 1) it is the count of positions, which may be a fraction where it is a mean.
    """
    kept = ops.minimum(tokens, window)
    return ops.where(rate > 1, ops.floor(kept / rate), kept)


@law(symbol="M_g", unit="byte", source="transformers2026; yang2024gateddelta")
def grouped_cache_bytes(layers, entry_bytes, tokens, window, rate, state_memory, batch):
    """Bytes that a group of like layers caches for `batch` sequences of `tokens` positions each.

    A layer keeps entries of `entry_bytes` (keys and values of all its heads, a latent, an index key), which grow with
    the tokens up to its window, and a state that does not grow. kv_cache_bytes, mla_cache_bytes and
    windowed_kv_cache_bytes are its cases of one group or two.

    >>> grouped_cache_bytes(layers=16, entry_bytes=4096, tokens=4096, window=1024, rate=1, state_memory=0, batch=1)
    67108864
    """
    return batch * layers * (entry_bytes * cache_entries(tokens, window, rate) + state_memory)


@law(symbol="S_g", unit="1", source="definition")
def grouped_capacity_tokens(memory, weight_memory, batch, fixed_memory, token_memory):
    """Positions that each of `batch` sequences may hold where every one takes `token_memory` beside `fixed_memory`.

    The inverse of a sum of grouped_cache_bytes between two window sizes: the filled windows and the states are fixed,
    what still grows takes the same for every position. Negative where weights and fixed part alone do not fit.
    """
    return ((memory - weight_memory) / batch - fixed_memory) / token_memory


@law(symbol="Z_S", unit="1", source="definition")
def summed_entries(tokens, window, rate):
    """The sum of cache_entries over 1, 2, ..., tokens positions; whole numbers all.

    Up to the window the count rises by one every `rate` positions, so that q full steps hold rate * q (q - 1) / 2 and
    the begun one the rest; beyond the window it stays.
    """
    filled = ops.minimum(tokens, window)
    steps = ops.floor(filled / rate)
    rising = rate * steps * (steps - 1) / 2 + steps * (filled - steps * rate + 1)
    return rising + steps * (tokens - filled)


@law(
    symbol=r"\bar{n}_e",
    unit="1",
    source="definition",
    domain=lambda input_tokens, output_tokens, window, rate: output_tokens > 0,
)
def mean_entries(input_tokens, output_tokens, window, rate):
    """Entries that a layer keeps in the mean over an answer, from its first token to its last.

    The mean of what is kept, not what is kept at the mean length: a window that fills during the answer makes the
    first smaller.
    """
    whole = summed_entries(input_tokens + output_tokens, window, rate)
    return (whole - summed_entries(input_tokens, window, rate)) / output_tokens


@law(symbol="n_{chunk}", unit="1", source="transformers2026")
def chunk_positions(tokens, window):
    """Positions that the newest of `tokens` sees where the sequence is cut into chunks of `window` positions.

    A chunk begins empty: the first token of one sees itself alone, the last one all of it.
    """
    return tokens - window * ops.floor(ops.maximum(tokens - 1, 0) / window)


@law(symbol="n_{kv}", unit="1", source="ainslie2023gqa; transformers2026")
def key_value_elements(kv_heads, head_dim, value_dim):
    """Elements of the keys and values of one position in one layer; keys and values may differ in width."""
    return kv_heads * (head_dim + value_dim)


@law(symbol="M_{st}", unit="byte", source="yang2024gateddelta; transformers2026")
def state_bytes(state_heads, state_dim, value_dim, element_bytes):
    """Bytes of the recurrent states of one layer: for every head a matrix from keys (or state) to values.

    >>> state_bytes(state_heads=48, state_dim=128, value_dim=128, element_bytes=4)
    3145728
    """
    return state_heads * state_dim * value_dim * element_bytes


@law(symbol="M_{tail}", unit="byte", source="transformers2026")
def tail_bytes(channels, kernel, element_bytes):
    """Bytes of the inputs that a causal convolution of `kernel` positions still needs: the last kernel - 1."""
    return channels * (kernel - 1) * element_bytes


@law(symbol="C_g", unit="FLOP", coefficient="FLOP", source="vaswani2017attention; deepseek2024v2")
def grouped_attention_flops(layers, heads, head_dim, value_dim, tokens, window, rate):
    """FLOPs of attention of a group of layers for one new token: scores over its entries, and their weighted sum.

    Grows with the tokens, up to the window where there is one. `head_dim` is what a score compares and `value_dim`
    what is summed: of latent attention in the latent space, latent and rotary part, and the latent.
    sdpa_flops_per_token is the case of head_dim = value_dim.
    """
    return 2 * layers * heads * (head_dim + value_dim) * cache_entries(tokens, window, rate)


@law(symbol="C_{st}", unit="FLOP", coefficient="FLOP", source="yang2024gateddelta; transformers2026")
def state_flops(layers, state_heads, state_dim, value_dim, products):
    """FLOPs of recurrent states for one new token: `products` products of a vector with each head's matrix.

    Mamba-2 has two, the write of the new value and the read; a delta rule has three, since it first reads what it
    corrects. Decay and gates, elementwise, are left out.
    """
    return 2 * products * layers * state_heads * state_dim * value_dim


@law(symbol="C_{idx}", unit="FLOP", coefficient="FLOP", source="deepseek2025v32; transformers2026")
def index_flops(layers, index_heads, index_dim, tokens, rate):
    """FLOPs in which an indexer scores every entry for one new token: one product per index head and entry.

    The small sum over index heads is left out.
    """
    return 2 * layers * index_heads * index_dim * cache_entries(tokens, tokens, rate)


@law(symbol="M_{fmt}", unit="byte", coefficient="byte", source="rouhani2023mx")
def block_format_bytes(elements, bits, block, scale_bits):
    """Bytes of `elements` of `bits` each, of which every `block` shares scales of `scale_bits`.

    >>> block_format_bytes(elements=32, bits=4, block=32, scale_bits=8)
    17.0
    """
    return elements * (bits + scale_bits / block) / 8
