"""Build the site: `python -m tools.build`. Every warning is an error; what the build says is shown only if it fails.

Only pages whose text changed are built anew, or all where what makes them changed: `site_extension.library` says what.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

from tools.chapters import ROOT

COMMAND = ("jupyter-book", "build", "-W", "-n", "--keep-going", str(ROOT))
MEMORY = ROOT / "_build" / ".doctrees" / "environment.pickle"
"""What Sphinx remembers of the last build. It does not remember warnings, so after a failure it must forget."""

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_TOLD = re.compile(r"WARNING|ERROR|[Ee]rror:|exception:")


def main() -> int:
    """Build; returns the exit status."""
    started = time.monotonic()
    command = [str(Path(sys.executable).parent / COMMAND[0]), *COMMAND[1:]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        MEMORY.unlink(missing_ok=True)
        said = _COLOUR.sub("", done.stdout + done.stderr)
        told = [line for line in said.splitlines() if _TOLD.search(line)]
        print("\n".join(dict.fromkeys(told)) or done.stderr, file=sys.stderr)
        return done.returncode
    print(f"site: {ROOT / '_build' / 'html' / 'index.html'} ({time.monotonic() - started:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
