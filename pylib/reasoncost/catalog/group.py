"""Groups of like layers: from one record what they cache, read and compute, and how many positions fit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from reasoncost.catalog.formats import number_format
from reasoncost.units import InputError

KINDS = {
    "full": "keys and values of every position",
    "window": "keys and values of the last positions",
    "chunk": "keys and values of the chunk that the newest position is in",
    "latent": "one latent and one rotary key for all heads",
    "sparse": "all of what a full or latent layer keeps, of which an indexer picks what is read",
    "compressed": "a window, and one entry for several positions, which an indexer may pick from",
    "linear": "a recurrent state, and the tail of a convolution's inputs",
    "shared": "nothing of its own: attends to another group's cache",
}
"""What a layer of each kind keeps."""

RULES = {"delta": 3, "mamba2": 2}
"""Products of a vector with a linear layer's state for one token, by its rule of update."""


@dataclass(frozen=True)
class Entry:
    """What a layer keeps of one position, or of `rate` of them: `elements` numbers in the format of that name.

    No format: that of the cache. `window`: kept of the last so many positions, None of all; `picked`: entries that a
    step reads at most, None for all that are kept.
    """

    name: str
    elements: int
    window: int | None = None
    rate: int = 1
    format: str | None = None
    picked: int | None = None

    def bytes(self, element_bytes: Any) -> Any:
        """Bytes of one entry of a layer, where the cache's format has `element_bytes`."""
        return self.elements * (number_format(self.format).bytes_per_element if self.format else element_bytes)

    @property
    def reach(self) -> float:
        """Positions beyond which an entry is no longer added."""
        return math.inf if self.window is None else self.window

    @property
    def read_reach(self) -> float:
        """Positions beyond which a step reads no more entries."""
        return self.reach if self.picked is None else min(self.reach, self.picked * self.rate)


@dataclass(frozen=True)
class LayerGroup:
    """Layers of one kind and shape; counts per layer, widths in elements, 0 where the kind has none.

    `heads` query heads; `kv_heads` of keys of `head_dim` and values of `value_dim`, which are the same numbers
    where `keys_are_values`, and come from one projection but are kept apart where `keys_projected_once`; `window`
    positions (of a chunk: its length). Latent attention: `latent_dim` and `rope_dim` are cached, `nope_dim` is the
    part of a head's key without position, `query_rank` 0 where queries are not compressed; `output_rank` that of the
    heads' output, in `output_groups`, where it is. Indexers: `index_heads`,
    keys of `index_dim` in `index_format` (no keys where another layer's choice is used), and `picked` entries
    chosen. Compressed: one entry for `rate` positions beside the window. Linear: `state_heads` matrices of
    `state_dim` times `value_dim`, updated by `rule`, in `state_format`, and the last `kernel` - 1 inputs of
    `channels` channels in `tail_format`. `shares_with`: the kind whose cache a shared layer attends to.
    """

    kind: str
    layers: int
    heads: int = 0
    kv_heads: int = 0
    head_dim: int = 0
    value_dim: int = 0
    window: int | None = None
    rate: int = 1
    keys_are_values: bool = False
    keys_projected_once: bool = False
    latent_dim: int = 0
    rope_dim: int = 0
    nope_dim: int = 0
    query_rank: int = 0
    output_rank: int = 0
    output_groups: int = 0
    index_heads: int = 0
    index_dim: int = 0
    picked: int | None = None
    index_format: str = "fp8"
    state_heads: int = 0
    state_dim: int = 0
    channels: int = 0
    kernel: int = 1
    rule: str = ""
    state_format: str = "fp32"
    tail_format: str = "bf16"
    shares_with: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise InputError(f"kind {self.kind!r} is not one of {', '.join(KINDS)}")
        self._positive("layers", "rate", "kernel")
        if self.kind == "linear":
            self._positive("state_heads", "state_dim", "value_dim")
            if self.rule not in RULES:
                raise InputError(f"rule {self.rule!r} is not one of {', '.join(RULES)}")
        else:
            self._positive("heads")
            self._positive(*(("latent_dim",) if self.latent_dim else ("kv_heads", "head_dim", "value_dim")))
            if self.kind == "latent":
                self._positive("latent_dim")
        if (self.kind in ("window", "chunk") or self.shares_with in ("window", "chunk")) and not self.window:
            raise InputError(f"window must be given where the kind is {self.kind}")
        if self.window is not None:
            self._positive("window")
        if self.kind == "sparse" and not self.picked:
            raise InputError("picked must be given where the kind is sparse")
        if (self.kind == "shared") != bool(self.shares_with):
            raise InputError("shares_with must be given exactly where the kind is shared")
        for name in (self.index_format, self.state_format, self.tail_format):
            number_format(name)

    def _positive(self, *names: str) -> None:
        for name in names:
            if getattr(self, name) < 1:
                raise InputError(f"{name}: must be above 0, not {getattr(self, name)!r}")

    @property
    def attended(self) -> tuple[Entry, ...]:
        """The entries that attention looks at."""
        from reasoncost.laws.groups import key_value_elements

        if self.kind == "linear":
            return ()
        if self.latent_dim:
            return (Entry("latents", self.latent_dim + self.rope_dim, self.window, picked=self.picked),)
        value_dim = 0 if self.keys_are_values else self.value_dim
        elements = key_value_elements(self.kv_heads, self.head_dim, value_dim)
        if self.kind != "compressed":
            return (Entry("keys and values", elements, self.window, picked=self.picked),)
        near = (Entry("window", elements, self.window),) if self.window else ()
        return (*near, Entry("compressed", elements, rate=self.rate, picked=self.picked))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that a layer keeps."""
        if self.kind == "shared":
            return ()
        keys = Entry("index keys", self.index_dim, rate=self.rate, format=self.index_format)
        return (*self.attended, *([keys] if self.index_dim else []))

    @property
    def state_memory(self) -> Any:
        """Bytes that one layer keeps of a sequence of any length."""
        from reasoncost.laws.groups import state_bytes, tail_bytes

        if self.kind != "linear":
            return 0
        state, tail = (number_format(name).bytes_per_element for name in (self.state_format, self.tail_format))
        matrices = state_bytes(self.state_heads, self.state_dim, self.value_dim, state)
        return plain(matrices + tail_bytes(self.channels, self.kernel, tail))

    def cache_bytes(self, tokens: Any, element_bytes: Any = 2, batch: Any = 1) -> Any:
        """Bytes that the group keeps of `batch` sequences of `tokens` positions; whole numbers where they are exact.

        A chunk counts as what it comes to hold, as an implementation sets it aside, even where a new one has begun.
        """
        return self._kept(self.entries, [(tokens, entry.reach) for entry in self.entries], element_bytes, batch)

    def token_bytes(self, element_bytes: Any = 2) -> Any:
        """Bytes that one more position adds, while every window has room; the mean where entries are compressed."""
        added = (Fraction(entry.bytes(element_bytes)) / entry.rate for entry in self.entries)
        return plain(self.layers * sum(added, Fraction(0)))

    def read_bytes(self, tokens: Any, element_bytes: Any = 2, batch: Any = 1) -> Any:
        """Bytes that a step reads of the cache for one new token of each sequence, the states once."""
        keys = [entry for entry in self.entries if entry.name == "index keys"]
        entries = (*self.attended, *keys)
        return self._kept(entries, [(self._seen(tokens), entry.read_reach) for entry in entries], element_bytes, batch)

    def mean_cache_bytes(self, prompt: Any, answer: Any, element_bytes: Any = 2, batch: Any = 1) -> Any:
        """Bytes that the group keeps in the mean over an answer of `answer` tokens to a prompt; whole tokens."""
        from reasoncost.laws.groups import mean_entries

        prompt, answer = Fraction(prompt), Fraction(answer)
        windows = [prompt + answer if entry.window is None else entry.window for entry in self.entries]
        spans = zip(self.entries, windows, strict=True)
        means = [mean_entries(prompt, answer, window, Fraction(entry.rate)) for entry, window in spans]
        # An entry that is a mean already is neither capped nor compressed again.
        bare = [Entry(entry.name, entry.elements, format=entry.format) for entry in self.entries]
        return self._kept(bare, [(mean, math.inf) for mean in means], element_bytes, batch)

    def attention_flops(self, tokens: Any) -> Any:
        """FLOPs of attention, indexer and states for one new token over `tokens` positions; in the latent space."""
        from reasoncost.laws.groups import grouped_attention_flops, index_flops, state_flops

        if self.kind == "linear":
            return state_flops(self.layers, self.state_heads, self.state_dim, self.value_dim, RULES[self.rule])
        compared = self.latent_dim + self.rope_dim if self.latent_dim else self.head_dim
        summed = self.latent_dim or self.value_dim
        seen = self._seen(tokens)
        shape = (self.layers, self.heads, compared, summed)
        parts = [grouped_attention_flops(*shape, seen, entry.read_reach, entry.rate) for entry in self.attended]
        if self.index_heads:
            parts.append(index_flops(self.layers, self.index_heads, self.index_dim, seen, self.rate))
        return sum(parts)

    def copies(self, accelerators: int) -> Any:
        """Copies of the cache that tensor parallelism sets aside where heads are dealt out; latents have but one."""
        from reasoncost.laws.roofline import cache_copies

        return cache_copies(accelerators, self.state_heads or (1 if self.latent_dim else self.kv_heads))

    def _seen(self, tokens: Any) -> Any:
        """The positions that the newest token may look at."""
        from reasoncost.laws.groups import chunk_positions

        if "chunk" in (self.kind, self.shares_with):
            return chunk_positions(tokens, self.window)
        return tokens

    def _kept(self, entries: Sequence[Entry], spans: Iterable[tuple[Any, Any]], element_bytes: Any, batch: Any) -> Any:
        """Bytes of the entries over a span of (positions, window) each, and of the states."""
        from reasoncost.laws.groups import grouped_cache_bytes

        states = grouped_cache_bytes(self.layers, 0, 0, math.inf, 1, self.state_memory, batch)
        parts = [
            grouped_cache_bytes(self.layers, entry.bytes(element_bytes), tokens, window, entry.rate, 0, batch)
            for entry, (tokens, window) in zip(entries, spans, strict=True)
        ]
        return plain(sum(parts, states))


def plain(number: Any) -> Any:
    """A fraction that is whole as an integer, anything else as it is."""
    return int(number) if isinstance(number, Fraction) and number.denominator == 1 else number


def cache_bytes(groups: Sequence[LayerGroup], tokens: Any, element_bytes: Any = 2, batch: Any = 1) -> Any:
    """Bytes that all groups keep of `batch` sequences of `tokens` positions each."""
    return plain(sum(group.cache_bytes(tokens, element_bytes, batch) for group in groups))


def attention_flops(groups: Sequence[LayerGroup], tokens: Any) -> Any:
    """FLOPs of attention of all groups for one new token over `tokens` positions."""
    return sum(group.attention_flops(tokens) for group in groups)


def fitting_tokens(
    groups: Sequence[LayerGroup], memory: Any, weight_memory: Any = 0, batch: Any = 1, element_bytes: Any = 2
) -> float:
    """Whole positions that each of `batch` sequences may hold beside the weights: the most whose cache fits.

    Infinite where nothing grows with the positions, 0 where not one fits. The window sizes cut the positions into
    pieces, on each of which the cache grows evenly but for entries of several positions: the inverse of the piece in
    which the memory ends is at most an entry of each kind away from the answer.
    """
    from reasoncost.laws.groups import grouped_capacity_tokens

    def fits(tokens: int) -> bool:
        return bool(weight_memory + cache_bytes(groups, tokens, element_bytes, batch) <= memory)

    grown = [(group, entry) for group in groups for entry in group.entries]
    low: int = 0
    for window in sorted({entry.window for _, entry in grown if entry.window}):
        if not fits(window):
            break
        low = window
    if not fits(low):
        return 0
    rising = [(group, entry) for group, entry in grown if entry.reach > low]
    if not rising:
        return math.inf
    sizes = [(group.layers * entry.bytes(element_bytes), entry.rate) for group, entry in rising]
    slope = sum(Fraction(size) / rate for size, rate in sizes)
    # Rounding down leaves at most one entry of each kind out of the line.
    slack: int = math.ceil(sum(size for size, rate in sizes if rate > 1) / slope) + 1
    filled = cache_bytes(groups, low, element_bytes)
    line: int = low + math.floor(grouped_capacity_tokens(Fraction(memory), weight_memory, batch, filled, slope))
    low, high = max(low, line - slack), line + slack + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low
