"""Fonts: cut to the characters asked for, and cut once."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from site_extension import fonts


def test_a_cut_holds_the_characters_asked_for_and_no_others() -> None:
    font = TTFont(io.BytesIO(fonts.cut(fonts.SANS, "aß", {"wght": 400}, ())))
    assert set(font.getBestCmap()) == {ord("a"), ord("ß")}
    assert font.flavor == "woff2"
    assert "fvar" not in font


def test_the_same_cut_is_taken_from_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[list[str]] = []

    def cut(source: Path, characters: list[str], *_: object) -> bytes:
        made.append(characters)
        return "".join(characters).encode()

    monkeypatch.setattr(fonts, "cut", cut)
    app: Any = SimpleNamespace(srcdir=str(tmp_path), outdir=str(tmp_path / "out"))
    target = tmp_path / "out" / "_static" / "text.woff2"
    target.parent.mkdir(parents=True)
    fonts.write(app, "text", fonts.SANS, "ba")
    fonts.write(app, "text", fonts.SANS, "aab")
    assert made == [["a", "b"]]
    assert target.read_bytes() == b"ab"
    fonts.write(app, "text", fonts.SANS, "abc")
    assert target.read_bytes() == b"abc"
