"""What the pages take from the library: a digest of it, so that a changed library rebuilds them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import reasoncost


def digest() -> str:
    """A digest of the library's and this extension's files."""
    total = hashlib.sha256()
    for folder in (Path(reasoncost.__file__).parent, Path(__file__).parent):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()
