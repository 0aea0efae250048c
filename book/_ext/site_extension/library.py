"""What every page is made from besides its own text: a digest of it, so that the pages are built anew when it changes.

Sphinx looks at the texts alone. A changed law, record, directive or style would otherwise leave old pages standing.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from sphinx.application import Sphinx

import reasoncost

BOOK = Path(__file__).parents[2]
LIBRARY = Path(reasoncost.__file__).parents[1]
MAKERS = (LIBRARY, BOOK / "_ext", BOOK / "_static", BOOK.parent / "tools", BOOK.parent / "requirements.txt")
"""The library with its data, the extensions, the styles, the tools that know the chapters, and all versions."""


def digest(*places: Path) -> str:
    """A digest of these files, and of all files in these folders, by name and content."""
    total = hashlib.sha256()
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and path.suffix != ".pyc":
                total.update(f"{path.relative_to(place.parent)}\n".encode())
                total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def setup(app: Sphinx) -> None:
    """Read and write every page anew when the digest is another than at the last build."""
    app.add_config_value("makers_digest", digest(*MAKERS), "env", [str])
