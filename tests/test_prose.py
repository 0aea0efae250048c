"""Numbers in a chapter's prose come from the computation: a typed one is rejected, unless it quotes the article.

A number that quotes the article must be one that the ledger records as stated in a claim of the same chapter.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from priceofthought.article import claims
from tools.chapters import read_source, sources

_NOT_PROSE = (
    re.compile(r"```.*?```", re.DOTALL),  # fenced blocks and directives
    re.compile(r"^\(\S+\)=$", re.MULTILINE),  # targets
    re.compile(r"\{[\w:-]+\}`[^`]*`"),  # roles: citations, references, glued numbers
    re.compile(r"`[^`]*`"),  # code
    re.compile(r"\]\([^)]*\)"),  # addresses of links
    re.compile(r"<https?:[^>]*>"),
)
_MATH = re.compile(r"\$\$.*?\$\$|\$[^$]*\$", re.DOTALL)
_NAME = re.compile(
    r"\b(?:[A-Z]\w*[- ]?\d[\w.]*(?: \d+(?:\.\d+)?[BMT]?)?"  # H100, GB200, FP8, Llama 3, GPT-4
    r"|\d+(?:\.\d+)?[BMT]\b"  # a model's size in its name: 405B
    r"|\d+-bit|\d+ bit|NVL\d+|\d+x[A-Z]\w+"  # 16-bit, 8xH100
    r"|(?:19|20)\d\d)\b"  # years
)
_NUMBER = re.compile(r"(?<![\w.])\d[\d,.]*\d(?!\w)")


def typed_numbers(markdown: str) -> list[str]:
    """The numbers of two digits and more that stand typed in the text."""
    for pattern in _NOT_PROSE:
        markdown = pattern.sub(" ", markdown)
    math = " ".join(_MATH.findall(markdown))
    in_math = [number for number in re.findall(r"(?<![\d^{_])\d{2,}", math) if number != "10"]
    return in_math + _NUMBER.findall(_NAME.sub(" ", _MATH.sub(" ", markdown)))


def quoted(chapter: str) -> set[str]:
    """The numbers that the claims of a chapter state."""
    stated = " ".join(f"{claim.stated} {claim.says}" for claim in claims().values() if claim.chapter == chapter)
    return {number.rstrip(",.") for number in re.findall(r"\d[\d,.]*", stated)}


def test_the_rule_tells_numbers_from_names() -> None:
    assert typed_numbers("Llama 3.1 405B on 8xH100 in 16-bit or FP8 since 2024 {cite}`dubey2024llama3`") == []
    assert typed_numbers("It takes {glue:text}`x` tokens, $2^{3}$ times.") == []
    assert typed_numbers("The node holds 38,752 tokens.") == ["38,752"]
    assert typed_numbers("It costs 5.11 times as much.") == ["5.11"]
    assert typed_numbers("Then $M = 640$ bytes.") == ["640"]


@pytest.mark.parametrize("source", sources(), ids=lambda path: path.stem)
def test_no_number_is_typed_into_prose(source: Path) -> None:
    text = "\n\n".join(cell.source for cell in read_source(source).cells if cell.cell_type == "markdown")
    assert [number for number in typed_numbers(text) if number not in quoted(source.stem)] == []
