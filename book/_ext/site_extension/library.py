"""What every page is made from besides its own text: a digest of it, so that the pages are built anew when it changes.

Sphinx looks at the texts alone. A changed law, record, directive or style would otherwise leave old pages standing.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from sphinx.application import Sphinx

from site_extension import ROOT

PACKAGES = ROOT / "pylib"
PAGE_INPUTS = (PACKAGES, ROOT / "book" / "_ext", ROOT / "book" / "_static", ROOT / "tools", ROOT / "requirements.txt")
"""The packages with their data, the extensions, the styles, the tools that know the chapters, and all versions."""


def digest(*places: Path) -> str:
    """A digest of these files, and of all files in these folders, by name and content."""
    total = hashlib.sha256()
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and path.suffix != ".pyc" and ".egg-info" not in path.parent.name:
                total.update(f"{path.relative_to(place.parent)}\n".encode())
                total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def setup(app: Sphinx) -> None:
    """Read and write every page anew when the digest is another than at the last build."""
    app.add_config_value("page_inputs_digest", digest(*PAGE_INPUTS), "env", [str])
