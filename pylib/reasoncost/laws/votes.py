"""Votes: what several streams of one query cost, where they share the beginning of their context.

A stream is one chain of thought with its answer. All streams start from the same prompt; they may also share a trunk,
the part of the answer written before they branch. Whatever is shared is stored, read or computed once.
"""

from reasoncost.law import law, ops
from reasoncost.laws.roofline import decode_bytes


@law(symbol="m_s", unit="1", source="article lines 129 and 133")
def vote_multiple(votes, shared):
    """What `votes` streams take over what one takes, of anything of which the share `shared` is common to all.

    With the share of the answer: tokens written. With the share of the context: cache held; cache read, by kernels
    that read a common prefix once. With the prompt's share of all tokens: FLOPs through the weights.
    """
    return shared + votes * (1 - shared)


@law(
    symbol="f_m",
    unit="1",
    source="vote_multiple, solved for the share",
    domain=lambda votes, multiple: (votes > 1) & (multiple <= votes),
)
def share_for_multiple(votes, multiple):
    """Share that must be common to all streams for them to take no more than `multiple` times what one takes."""
    return (votes - multiple) / (votes - 1)


def _branches_within(input_tokens, trunk_tokens, output_tokens):
    return (trunk_tokens <= output_tokens) & (output_tokens > 0)


@law(symbol="f_{end}", unit="1", source="definition", domain=_branches_within)
def shared_context(input_tokens, trunk_tokens, output_tokens):
    """Share of a stream's context that all streams have in common, at the end of the answer: prompt and trunk."""
    return (input_tokens + trunk_tokens) / (input_tokens + output_tokens)


@law(symbol="f_{read}", unit="1", source="definition", domain=_branches_within)
def shared_reads(input_tokens, trunk_tokens, output_tokens):
    """Share of the cache reads of a whole answer that all streams have in common.

    A token at place t of the answer reads input_tokens + t positions; beyond the trunk, t - trunk_tokens of them are
    the stream's own. Lengths are taken as continuous: right to one part in the number of tokens.
    """
    common = 2 * output_tokens * input_tokens + trunk_tokens * (2 * output_tokens - trunk_tokens)
    return common / (output_tokens * (2 * input_tokens + output_tokens))


@law(symbol="m_{step}", unit="1", source="pope2023efficiently; article line 132")
def vote_step_multiple(votes, shared, batch, weight_memory, sequence_memory):
    """Bytes a decode step reads with `votes` streams for each of `batch` users over those with one stream each.

    The weights are read once whatever the streams. Where bandwidth binds, this is how much longer a step takes, and
    what each user costs more, if the node serves as many users as before, only slower.
    """
    with_votes = decode_bytes(batch, weight_memory, sequence_memory * vote_multiple(votes, shared))
    return with_votes / decode_bytes(batch, weight_memory, sequence_memory)


@law(symbol="m_v", unit="1", source="article lines 129-133")
def vote_cost_multiple(votes, shared, capacity_batch, bandwidth_batch, compute_batch):
    """What a user with `votes` streams costs over one with a single stream, at the same speed: fewer share a node.

    The batches are the most users with one stream each that capacity, bandwidth and arithmetic allow. Sharing helps
    the first two; every stream computes its own tokens. Lies between vote_multiple and `votes`.
    """
    cached = vote_multiple(votes, shared)
    users = ops.minimum(capacity_batch / cached, bandwidth_batch / cached, compute_batch / votes)
    return ops.minimum(capacity_batch, bandwidth_batch, compute_batch) / users
