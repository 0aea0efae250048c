"""Training: what learning from tokens computes, and what generating the tokens to learn from adds.

A reasoning model is trained on its own answers. For each trajectory that the model learns from, several candidates are
generated; verifiers and reward models read every candidate; the rest is rejected. Generating and reading are forward
passes, two FLOPs a parameter and token; learning is a forward and a backward pass, six.
"""

from reasoncost.law import law
from reasoncost.laws.transformer import weight_flops_per_token


@law(symbol="C_{train}", unit="FLOP", coefficient="FLOP", source="kaplan2020scaling")
def training_flops(parameters, tokens):
    """FLOPs of training on `tokens` tokens: two per parameter and token forward, four backward.

    Weights only; attention over the context and recomputed activations are left out.

    >>> training_flops(parameters=405_000_000_000, tokens=10**12)
    2430000000000000000000000
    """
    return 6 * parameters * tokens


# Trajectories


@law(symbol="n_{all}", unit="1", source="article lines 37-54")
def total_trajectories(problems, trajectories):
    """Trajectories over all problems."""
    return problems * trajectories


@law(symbol="T_{gen}", unit="1", source="article lines 37-54")
def total_generated_tokens(problems, trajectories, trajectory_tokens, shared):
    """Tokens generated for all problems, where a problem's trajectories have a share of their length in common.

    What is common is generated once; with nothing shared it is a plain product. A tree that branches at many points
    shares more between some trajectories than between others; `shared` then is what all of them share.
    """
    return problems * trajectory_tokens * (shared + trajectories * (1 - shared))


# Passes and FLOPs


@law(symbol="r_{fb}", unit="1", source="article lines 59-61")
def forward_passes_per_backward(candidates, verifiers):
    """Forward passes for each backward pass, counted per token that is learned from.

    Learning takes one of each, as in pre-training, where there are no candidates. Each candidate is generated once
    and read by every verifier. A pass of a smaller verifier counts as a full one here.
    """
    return 1 + candidates * (1 + verifiers)


@law(symbol="C_{post}", unit="FLOP", coefficient="FLOP", source="article lines 59-65; kaplan2020scaling")
def posttraining_flops(parameters, generated_tokens, candidates, verifiers, generator_ratio):
    """FLOPs of training on the model's, or a larger generator's, own answers.

    Every generated token is computed once and read by every verifier, all of them of the generator's size; one in
    `candidates` is learned from. A value model that is trained as well, and prompts that are read, are left out.
    """
    forward = weight_flops_per_token(generator_ratio * parameters) * (1 + verifiers)
    return generated_tokens * (forward + training_flops(parameters, 1) / candidates)


@law(symbol="r_{post}", unit="1", source="definition")
def posttraining_ratio(generated_tokens, tokens, candidates, verifiers, generator_ratio):
    """FLOPs of post-training over those of pre-training on `tokens`. The size of the model drops out."""
    post = posttraining_flops(1, generated_tokens, candidates, verifiers, generator_ratio)
    return post / training_flops(1, tokens)


@law(symbol="T_{=}", unit="1", source="definition")
def parity_generated_tokens(tokens, candidates, verifiers, generator_ratio):
    """Generated tokens at which post-training takes as many FLOPs as pre-training on `tokens` did.

    Three times the pre-training set where tokens are only generated; fewer with verifiers, learning, or a generator
    larger than the model.
    """
    return tokens / posttraining_ratio(1, 1, candidates, verifiers, generator_ratio)


# The length of a run


@law(symbol="t_{run}", unit="second", source="definition")
def run_seconds(run_flops, cluster, accelerator_peak, mfu):
    """Time of a run of `run_flops` on `cluster` accelerators that reach a share `mfu` of their dense peak.

    Interruptions and restarts are left out, unless the share is an average over all of the run.
    """
    return run_flops / (cluster * accelerator_peak * mfu)


@law(symbol=r"\eta_{run}", unit="1", source="definition")
def reached_share(run_flops, accelerator_time, accelerator_peak):
    """Share of the dense peak that a run reached over all the time that its accelerators were booked."""
    return run_flops / (accelerator_time * accelerator_peak)


# Verifiers on CPUs, and human labels


@law(symbol="n_{core}", unit="1", source="article lines 48-52")
def busy_cores(token_rate, trajectory_tokens, verify_time):
    """CPU cores that an accelerator keeps busy: trajectories finished per second, times the time to verify one.

    The time is that of one core; waiting for input and output is left out.
    """
    return token_rate / trajectory_tokens * verify_time


@law(symbol="t_{lab}", unit="second", source="definition")
def labelling_seconds(solutions, solving_time):
    """Time of people to label solutions, if checking one takes as long as solving its problem."""
    return solutions * solving_time


# Algorithmic progress


@law(symbol="s_y", unit="1", source="ho2024algorithmic")
def compute_saved(elapsed, halving):
    """Share of the compute for a given performance that is saved after a time, if it halves in every `halving`."""
    return 1 - 2 ** (-elapsed / halving)
