"""What the pages take from the library: a digest of it, so that a changed library rebuilds them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import reasoncost


def digest() -> str:
    """A digest of the files of the library, of this extension and of the pages' style and scripts."""
    total = hashlib.sha256()
    book = Path(__file__).parents[2]
    for folder in (Path(reasoncost.__file__).parent, book / "_ext", book / "_static"):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()
