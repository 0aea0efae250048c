"""A transformer's weights: how many there are, what they take and what using them computes."""

from reasoncost.law import Quantity, law


@law(symbol="N_{att}", unit="1", source="vaswani2017attention; ainslie2023gqa")
def attention_parameters(
    layers: Quantity, hidden: Quantity, heads: Quantity, kv_heads: Quantity, head_dim: Quantity
) -> Quantity:
    """Weights of the four attention projections: query and output per head, key and value per key-value head."""
    return 2 * layers * hidden * head_dim * (heads + kv_heads)


@law(symbol="N_{ffn}", unit="1", source="dubey2024llama3")
def gated_ffn_parameters(layers: Quantity, hidden: Quantity, ffn: Quantity) -> Quantity:
    """Weights of gated feed-forward blocks (gate, up and down projection)."""
    return 3 * layers * hidden * ffn


@law(symbol="N_{llama}", unit="1", source="dubey2024llama3")
def llama_parameters(
    layers: Quantity,
    hidden: Quantity,
    heads: Quantity,
    kv_heads: Quantity,
    head_dim: Quantity,
    ffn: Quantity,
    vocab: Quantity,
    embeddings: Quantity,
) -> Quantity:
    """Parameters of a Llama-shaped model: embeddings, projections without biases, two norms a layer and a last one."""
    blocks = attention_parameters(layers, hidden, heads, kv_heads, head_dim) + gated_ffn_parameters(layers, hidden, ffn)
    norms = hidden * (2 * layers + 1)
    return embeddings * vocab * hidden + blocks + norms


@law(symbol="M_w", unit="byte", source="definition")
def weight_bytes(parameters: Quantity, weight_bytes_per_parameter: Quantity) -> Quantity:
    """Bytes of the loaded weights, all in one precision; quantisation scales are left out."""
    return parameters * weight_bytes_per_parameter


@law(symbol="C_w", unit="FLOP", coefficient="FLOP", source="kaplan2020scaling")
def weight_flops_per_token(parameters: Quantity) -> Quantity:
    """FLOPs of one token through the weights: a multiplication and an addition each.

    `parameters` counts weights that are multiplied, so a mixture of experts puts its active ones here. Counting the
    input embedding, which is only looked up, overstates it slightly.
    """
    return 2 * parameters
