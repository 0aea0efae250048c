"""Build the site: `python -m tools.build`. Every warning is an error; what the build says is shown only if it fails."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

from tools.chapters import ROOT

COMMAND = ("jupyter-book", "build", "-W", "-n", "--keep-going", str(ROOT))
_TOLD = re.compile(r"WARNING|ERROR|[Ee]rror:|exception:")


def main() -> int:
    """Build; returns the exit status."""
    started = time.monotonic()
    command = [str(Path(sys.executable).parent / COMMAND[0]), *COMMAND[1:]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        told = [line for line in (done.stdout + done.stderr).splitlines() if _TOLD.search(line)]
        print("\n".join(dict.fromkeys(told)) or done.stderr, file=sys.stderr)
        return done.returncode
    print(f"site: {ROOT / '_build' / 'html' / 'index.html'} ({time.monotonic() - started:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
