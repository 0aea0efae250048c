"""Mathematics on the pages: what its font must hold."""

from __future__ import annotations

from pathlib import Path

from site_extension.mathml import characters, mathml


def test_the_font_holds_the_characters_of_the_pages_and_the_sign_of_a_root(tmp_path: Path) -> None:
    plain, rooted = tmp_path / "plain.html", tmp_path / "rooted.html"
    plain.write_text(f"<p>sigma {mathml('a + 1', display=False)}</p>", encoding="utf-8")
    rooted.write_text(f"<p>{mathml(chr(92) + 'sqrt{b}', display=True)}</p>", encoding="utf-8")
    assert characters([plain]) == {"a", "+", "1"}
    assert characters([plain, rooted]) == {"a", "+", "1", "b", "\u221a"}
