"""Style sheets without the rules that no page and no script of the site can use."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TOKEN = re.compile(r'/\*.*?\*/|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|[{};]|[^{};"\'/]+|/', re.DOTALL)
_NAME = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
_NOT_REQUIRED = re.compile(r":(?:not|is|where|has)\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\]")
_NESTING = ("@media", "@supports", "@layer", "@container")
_WORD = re.compile(r"-?[A-Za-z_][\w-]*")


def words(texts: Iterable[str]) -> set[str]:
    """Every name that could be a class or an id in these texts."""
    found: set[str] = set()
    for text in texts:
        found.update(_WORD.findall(text))
    return found


def _blocks(css: str) -> Iterable[tuple[str, str | None]]:
    """The rules of a style sheet: each selector with its block, or a statement without one."""
    head, body, depth = "", "", 0
    for token in _TOKEN.findall(css):
        if token.startswith("/*"):
            continue
        if token == "{":
            depth += 1
            if depth == 1:
                continue
        elif token == "}":
            depth -= 1
            if depth == 0:
                yield head.strip(), body
                head, body = "", ""
                continue
        elif token == ";" and depth == 0:
            yield head.strip(), None
            head = ""
            continue
        if depth:
            body += token
        else:
            head += token


def _split(selectors: str) -> list[str]:
    """The selectors of a list, split at the commas outside brackets."""
    found, depth, start = [], 0, 0
    for place, character in enumerate(selectors):
        depth += (character in "([") - (character in ")]")
        if character == "," and depth == 0:
            found.append(selectors[start:place])
            start = place + 1
    return [*found, selectors[start:]]


def purge(css: str, used: set[str]) -> str:
    """The style sheet with only the rules whose classes and ids are all used."""
    kept = []
    for head, body in _blocks(css):
        if body is None:
            kept.append(f"{head};")
        elif head.startswith(_NESTING):
            inner = purge(body, used)
            if inner:
                kept.append(f"{head}{{{inner}}}")
        elif head.startswith("@"):
            kept.append(f"{head}{{{body}}}")
        else:
            wanted = [one for one in _split(head) if set(_NAME.findall(_NOT_REQUIRED.sub("", one))) <= used]
            if wanted:
                kept.append(f"{','.join(wanted)}{{{body}}}")
    return "".join(kept)
