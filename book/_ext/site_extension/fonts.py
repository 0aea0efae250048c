"""Fonts cut down to the characters that are used."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path


def subset(source: Path, characters: Iterable[str], target: Path) -> None:
    """Write the font as WOFF2 with only these characters (and the stretched forms that mathematics needs of them)."""
    from fontTools import subset as cut

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = cut.Options(flavor="woff2", hinting=False, layout_features=["*"], notdef_outline=True)
    font = cut.load_font(str(source), options)
    cutter = cut.Subsetter(options)
    cutter.populate(unicodes=[ord(character) for character in characters])
    cutter.subset(font)
    target.parent.mkdir(parents=True, exist_ok=True)
    cut.save_font(font, str(target), options)
