"""What users ask for: the length of prompt and answer, and the speed they see."""

from __future__ import annotations

import math
from dataclasses import dataclass

from reasoncost.units import InputError

CONTEXTS = ("end", "mean")


@dataclass(frozen=True, slots=True)
class Workload:
    """Sequences of `prompt` and then `tokens` decoded tokens, at `speed` tokens per second for each user.

    context: the positions a sequence holds in a step. "end": prompt + tokens, the answer's last step; "mean": prompt
    + tokens / 2, the average over an answer, and over users who are anywhere in theirs.
    Raises InputError for negative lengths, an empty context, or a speed that is not positive.
    """

    tokens: float
    speed: float
    prompt: float = 0
    context: str = "end"

    def __post_init__(self) -> None:
        for name in ("tokens", "prompt"):
            if not 0 <= getattr(self, name) < math.inf:
                raise InputError(f"{name} must be at least 0, not {getattr(self, name)}")
        if not 0 < self.speed < math.inf:
            raise InputError(f"speed must be above 0 tokens per second, not {self.speed}")
        if self.context not in CONTEXTS:
            raise InputError(f"context must be one of {', '.join(CONTEXTS)}, not {self.context!r}")
        if self.context_tokens <= 0:
            raise InputError("prompt and answer are both empty: nothing is decoded")

    @property
    def context_tokens(self) -> float:
        """Positions that each sequence holds in the step that is looked at."""
        return self.prompt + (self.tokens if self.context == "end" else self.tokens / 2)
