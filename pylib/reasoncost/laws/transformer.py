"""A transformer's weights: how many there are, what they take and what using them computes."""

from reasoncost.law import law


@law(symbol="N_{att}", unit="1", source="vaswani2017attention; ainslie2023gqa")
def attention_parameters(layers, hidden, heads, kv_heads, head_dim):
    """Weights of the four attention projections: query and output per head, key and value per key-value head."""
    return 2 * layers * hidden * head_dim * (heads + kv_heads)


@law(symbol="N_{ffn}", unit="1", source="dubey2024llama3")
def gated_ffn_parameters(layers, hidden, ffn):
    """Weights of gated feed-forward blocks (gate, up and down projection)."""
    return 3 * layers * hidden * ffn


@law(symbol="N_{ffn2}", unit="1", source="vaswani2017attention")
def plain_ffn_parameters(layers, hidden, ffn):
    """Weights of feed-forward blocks without a gate (up and down projection)."""
    return 2 * layers * hidden * ffn


@law(symbol="N_{up}", unit="1", source="deepseek2024v2")
def latent_expansion_parameters(layers, heads, latent_dim, nope_dim, value_dim):
    """Weights that rebuild every head's keys and values from the latent.

    A server can absorb them into the query and output projections; one that does not multiplies them with every
    cached latent at every step.
    """
    return layers * latent_dim * heads * (nope_dim + value_dim)


@law(symbol="N_{mla}", unit="1", source="deepseek2024v2")
def latent_attention_parameters(layers, hidden, heads, query_rank, latent_dim, rope_dim, nope_dim, value_dim):
    """Weights of multi-head latent attention: queries through a low rank, keys and values through the latent, output.

    The two norms inside (of query_rank and latent_dim elements) are vectors, counted apart.
    """
    queries = query_rank * (hidden + heads * (nope_dim + rope_dim))
    latents = hidden * (latent_dim + rope_dim)
    output = heads * value_dim * hidden
    expansion = latent_expansion_parameters(layers, heads, latent_dim, nope_dim, value_dim)
    return layers * (queries + latents + output) + expansion


@law(symbol="N_{bias}", unit="1", source="vaswani2017attention; ainslie2023gqa")
def qkv_bias_parameters(layers, heads, kv_heads, head_dim):
    """Biases of the query, key and value projections."""
    return layers * head_dim * (heads + 2 * kv_heads)


@law(symbol="N_{proj}", unit="1", source="definition")
def projection_parameters(layers, inputs, outputs):
    """Weights of one projection in each layer, from vectors of one width to vectors of another."""
    return layers * inputs * outputs


@law(symbol="N_{vec}", unit="1", source="definition")
def vector_parameters(vectors, width):
    """Parameters of `vectors` vectors of one width: norms, biases, attention sinks; rows of a table."""
    return vectors * width


@law(symbol="N_{llama}", unit="1", source="dubey2024llama3")
def llama_parameters(layers, hidden, heads, kv_heads, head_dim, ffn, vocab, embeddings):
    """Parameters of a Llama-shaped model: embeddings, projections without biases, two norms a layer and a last one."""
    blocks = attention_parameters(layers, hidden, heads, kv_heads, head_dim) + gated_ffn_parameters(layers, hidden, ffn)
    norms = hidden * (2 * layers + 1)
    return embeddings * vocab * hidden + blocks + norms


@law(symbol="M_w", unit="byte", source="definition")
def weight_bytes(parameters, weight_bytes_per_parameter):
    """Bytes of the loaded weights, all in one precision; quantisation scales are left out."""
    return parameters * weight_bytes_per_parameter


@law(symbol="C_w", unit="FLOP", coefficient="FLOP", source="kaplan2020scaling")
def weight_flops_per_token(parameters):
    """FLOPs of one token through the weights: a multiplication and an addition each.

    `parameters` counts weights that are multiplied, so a mixture of experts puts its active ones here. Counting the
    input embedding, which is only looked up, overstates it slightly.

    >>> weight_flops_per_token(parameters=405_000_000_000)
    810000000000
    """
    return 2 * parameters
