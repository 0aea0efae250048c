"""Mathematics on the pages: what its font must hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from latex2mathml.symbols_parser import SYMBOLS

from reasoncost.law import notation
from reasoncost.laws import registry
from site_extension.mathml import characters, mathml

LONG_COMMANDS = {name[1:] for name in SYMBOLS if len(name) > 5}
"""Commands of TeX too long for a subscript to spell them by chance, as `in` and `over` do."""


def test_the_font_holds_the_characters_of_the_pages_and_the_sign_of_a_root(tmp_path: Path) -> None:
    plain, rooted = tmp_path / "plain.html", tmp_path / "rooted.html"
    plain.write_text(f"<p>sigma {mathml('a + 1', display=False)}</p>", encoding="utf-8")
    rooted.write_text(f"<p>{mathml(chr(92) + 'sqrt{b}', display=True)}</p>", encoding="utf-8")
    assert characters([plain]) == {"a", "+", "1"}
    assert characters([plain, rooted]) == {"a", "+", "1", "b", "\u221a"}


def letters(tex: str) -> Iterator[str]:
    """The words that neighbouring one-letter identifiers spell, the base of an index counting as its letter."""
    for parent in ElementTree.fromstring(mathml(tex, display=True)).iter():
        firsts = (child if child.tag == "mi" else child.find("./mi") for child in parent)
        spelt = ("" if first is None else first.text or "" for first in firsts)
        yield from re.findall(r"[A-Za-z]+", "".join(text if len(text) == 1 else " " for text in spelt))


def spelt_commands(tex: str) -> set[str]:
    """Commands of TeX that came out as a row of letters."""
    commands = LONG_COMMANDS | set(re.findall(r"\\([A-Za-z]{2,})", tex))
    return {command for word in letters(tex) for command in commands if command in word}


def test_a_row_of_letters_is_seen() -> None:
    assert spelt_commands(r"\\varepsilon_{hw} = a b") == {"varepsilon", "epsilon"}
    assert spelt_commands(r"\varepsilon_{in} = \frac{a}{b} S_{max}") == set()


@pytest.mark.parametrize(
    "tex", [*(law.latex() for law in registry().values()), *(p.symbol for p in notation().values())]
)
def test_no_equation_or_symbol_spells_a_command(tex: str) -> None:
    assert spelt_commands(tex) == set()
