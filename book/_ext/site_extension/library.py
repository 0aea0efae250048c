"""What the pages take from the library: a digest of it, so that a changed library rebuilds them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import reasoncost

BOOK = Path(__file__).parents[2]


def digest(*folders: Path) -> str:
    """A digest of all files in the library and in these folders."""
    total = hashlib.sha256()
    for folder in (Path(reasoncost.__file__).parent, *folders):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()
