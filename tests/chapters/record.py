"""What an executed chapter shows: the outputs of its cells, and the numbers in its text."""

from __future__ import annotations

import re
from functools import cache

from tools import inline
from tools.chapters import CHAPTERS, read_record


class Record:
    """The executed record of one chapter, by the name of its file."""

    def __init__(self, name: str) -> None:
        self.notebook = read_record(CHAPTERS / f"{name}.ipynb")

    def output(self, code: str, kind: str = "text/plain") -> str:
        """What the only cell whose code contains `code` shows: what it printed, and its results of this MIME type."""
        (cell,) = (cell for cell in self.notebook.cells if cell.cell_type == "code" and code in cell.source)
        shown = (part.text if part.output_type == "stream" else part.data.get(kind, "") for part in cell.outputs)
        return "".join(shown)

    def value(self, expression: str) -> str:
        """The text that an inline expression, with its format, gave; it must be the same wherever it stands."""
        (value,) = {value for (_, place), value in inline.recorded(self.notebook).items() if place == expression}
        return value


@cache
def record(name: str) -> Record:
    """The record of a chapter, read once."""
    return Record(name)


def numbers(text: str) -> list[float]:
    """Every number in a text that stands by itself: 38,752 and 4.1, not the 405 of 405B."""
    return [float(number.replace(",", "")) for number in re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w])", text)]
