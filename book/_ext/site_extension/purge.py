"""Style sheets without the rules that no page and no script of the site can use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

_NESTING = ("media", "supports", "layer", "container")
_WORD = re.compile(r"-?[A-Za-z_][\w-]*")


def words(texts: Iterable[str]) -> set[str]:
    """Every name that could be a class or an id in these texts."""
    return {word for text in texts for word in _WORD.findall(text)}


def _selectors(prelude: Iterable[Node]) -> Iterator[list[Node]]:
    """The selectors of a list, split at the commas outside brackets."""
    selector: list[Node] = []
    for token in prelude:
        if token == ",":
            yield selector
            selector = []
        else:
            selector.append(token)
    yield selector


def _required(selector: list[Node]) -> set[str]:
    """The classes and ids that a selector asks for; what stands in brackets, as in `:not(.a)`, may also be absent."""
    ids = {token.value for token in selector if token.type == "hash"}
    return ids | {name.value for dot, name in pairwise(selector) if dot == "." and name.type == "ident"}


def _text(tokens: Iterable[Node]) -> str:
    return tinycss2.serialize([token for token in tokens if token.type != "comment"]).strip()


def _kept(rule: Node, used: set[str]) -> str:
    if isinstance(rule, QualifiedRule):
        wanted = [_text(selector) for selector in _selectors(rule.prelude) if _required(selector) <= used]
        return f"{','.join(wanted)}{{{_text(rule.content)}}}" if wanted else ""
    if isinstance(rule, AtRule) and rule.content is not None:
        prelude = _text(rule.prelude)
        inner = purge(rule.content, used) if rule.lower_at_keyword in _NESTING else _text(rule.content)
        return f"@{rule.at_keyword}{f' {prelude}' if prelude else ''}{{{inner}}}" if inner else ""
    return rule.serialize()


def purge(css: str | list[Node], used: set[str]) -> str:
    """The style sheet with only the rules whose classes and ids are all used. Raises ValueError for a faulty one."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    faults = [rule.message for rule in rules if rule.type == "error"]
    if faults:
        raise ValueError(f"style sheet: {faults[0]}")
    return "".join(_kept(rule, used) for rule in rules)
