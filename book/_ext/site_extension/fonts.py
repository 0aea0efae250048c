"""Fonts cut down to what the pages use, from pinned packages, kept between builds under `_build/fonts`."""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import fontpkg_source_sans_3
import fontpkg_source_serif_4
import justmytype_intl_cjk
import pydata_sphinx_theme
from sphinx.application import Sphinx

from priceofthought.article import claims

SERIF = Path(fontpkg_source_serif_4.ROOT, "files", "SourceSerif4[opsz,wght].ttf")
SERIF_ITALIC = Path(fontpkg_source_serif_4.ROOT, "files", "SourceSerif4-Italic[opsz,wght].ttf")
SANS = Path(fontpkg_source_sans_3.ROOT, "files", "SourceSans3[wght].ttf")
CHINESE = Path(justmytype_intl_cjk.__file__).parent / "fonts" / "ofl" / "notosanssc" / "NotoSansSC[wght].ttf"
MATH = Path(find_spec("ziamath").origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"
"""The package is searched for its font and not imported."""

THEME = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / "static"
"""Where the theme keeps its icon fonts."""

LATIN = frozenset(
    map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2027), *range(0x2190, 0x2194)])
) | frozenset("łŁőěščžśćğıΔαβηεπ−≈≤≥≠∞′″‹›€")
TEXT_FEATURES = ("kern", "liga", "ccmp", "locl", "mark", "tnum", "lnum")


def cut(source: Path, characters: Iterable[str], axes: dict[str, Any], features: tuple[str, ...]) -> bytes:
    """The font with only these characters and features, its axes narrowed, as WOFF2."""
    import io

    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = subset.Options(hinting=False, layout_features=list(features), notdef_outline=True)
    font = TTFont(source)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(map(ord, characters)))
    cutter.subset(font)
    if axes:
        font = instancer.instantiateVariableFont(font, axes)
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer, reorderTables=False)
    return buffer.getvalue()


def write(
    app: Sphinx,
    name: str,
    source: Path,
    characters: Iterable[str],
    axes: dict[str, Any] | None = None,
    features: tuple[str, ...] = TEXT_FEATURES,
    target: Path | None = None,
) -> None:
    """Write `_static/NAME.woff2`, or `target`, from the store of earlier builds where it holds this very cut."""
    wanted = sorted(set(characters))
    key = json.dumps([source.name, source.stat().st_size, wanted, axes, features], default=list)
    store = Path(app.srcdir, "_build", "fonts", f"{name}-{hashlib.sha256(key.encode()).hexdigest()[:16]}.woff2")
    if not store.exists():
        store.parent.mkdir(parents=True, exist_ok=True)
        partial = store.with_suffix(".part")
        partial.write_bytes(cut(source, wanted, axes or {}, features))
        partial.replace(store)
    shutil.copyfile(store, target or Path(app.outdir, "_static", f"{name}.woff2"))


def _text_fonts(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.format != "html":
        return
    quoted = {character for claim in claims().values() for character in claim.quote}
    write(app, "serif", SERIF, LATIN, {"opsz": 14, "wght": (400, 700)})
    write(app, "serif-italic", SERIF_ITALIC, LATIN, {"opsz": 14, "wght": 400})
    write(app, "sans", SANS, LATIN, {"wght": (400, 700)})
    write(app, "chinese", CHINESE, quoted, {"wght": 400})


def setup(app: Sphinx) -> None:
    """Write the text fonts after the pages."""
    app.connect("build-finished", _text_fonts)
