"""Numbers in a chapter's text: {n}`expression:format`, evaluated in the chapter's kernel.

An expression sees the state after the last code cell before it, and one that stands before the first code cell, as in a
chapter's answer, the state at the chapter's end. The record's text holds the value in its place, so that it reads the
same everywhere; the cell's metadata keeps each expression with its value.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Any

KEY = "inline"
"""The metadata of a record's text cell that holds its expressions and their values."""

ROLE = re.compile(r"\{n\}`([^`]+)`")
_MARKUP = re.compile(r"([\\`*_$<>\[\]|~])")

Values = dict[tuple[int, str], str]
"""The value of each expression, by the number of code cells that were executed before it and its own text."""


class InlineError(Exception):
    """An expression that cannot be evaluated: after how many code cells, which one, and why."""

    def __init__(self, after: int, expression: str, reason: str) -> None:
        super().__init__(reason)
        self.place = after, expression


def _one_line(content: str) -> str:
    return content.replace("\n", " ")


def _plain(role: re.Match[str], value: str) -> str:
    """The value as Markdown that shows it as it is, in the place of its role."""
    # A number with a full stop at the beginning of a line would begin a numbered list.
    begins_line = role.string[: role.start()].rpartition("\n")[2].strip() == ""
    full_stop = role.string[role.end() : role.end() + 1] in (".", ")")
    return _MARKUP.sub(r"\\\1", value) + ("\\" if begins_line and full_stop else "")


def _placed(notebook: Any) -> Iterator[tuple[int, Any]]:
    """The text cells, each with the number of code cells after which it is evaluated."""
    kinds = [cell.cell_type for cell in notebook.cells]
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            yield kinds[:index].count("code") or kinds.count("code"), cell


def places(source: Any) -> list[tuple[int, str]]:
    """The expressions of a chapter's source in the order of the text, each after how many code cells."""
    return [(after, _one_line(content)) for after, cell in _placed(source) for content in ROLE.findall(cell.source)]


def recorded(record: Any) -> Values:
    """The values that a record holds."""
    return {
        (after, expression): value
        for after, cell in _placed(record)
        for expression, value in cell.metadata.get(KEY, {}).items()
    }


def fill(source: Any, values: Values) -> None:
    """Put the values into the text of a chapter's source, as plain text, and into its metadata."""
    for after, cell in _placed(source):
        held = {_one_line(content): values[after, _one_line(content)] for content in ROLE.findall(cell.source)}
        if held:
            cell.metadata[KEY] = held
            cell.source = ROLE.sub(lambda match, held=held: _plain(match, held[_one_line(match[1])]), cell.source)


def request(wanted: Iterable[tuple[int, str]]) -> dict[str, Any]:
    """The arguments of a kernel client's `execute_interactive` for these expressions; `answers` reads the reply.

    Each is evaluated as an f-string, so that Python itself tells the format from the expression. Raises InlineError for
    what is not one expression with at most a format.
    """
    asked = {}
    for after, expression in wanted:
        asked[expression] = f"f'''{{ {expression}}}'''"
        try:
            parsed = ast.parse(asked[expression], mode="eval").body
        except SyntaxError as error:
            raise InlineError(after, expression, f"SyntaxError: {error.msg}") from None
        if not isinstance(parsed, ast.JoinedStr) or [type(part) for part in parsed.values] != [ast.FormattedValue]:
            raise InlineError(after, expression, "SyntaxError: not one expression")
    return {"code": "", "silent": True, "allow_stdin": False, "user_expressions": asked}


def answers(wanted: Iterable[tuple[int, str]], reply: Any) -> Values:
    """The values in a kernel's reply. Raises InlineError for the first expression that failed."""
    values = {}
    for after, expression in wanted:
        answer = reply["content"]["user_expressions"][expression]
        if answer["status"] != "ok":
            raise InlineError(after, expression, f"{answer['ename']}: {answer['evalue']}")
        values[after, expression] = ast.literal_eval(answer["data"]["text/plain"])
    return values
