"""Build the site: `python -m tools.build`. Every warning is an error; what the build says is shown only if it fails.

Only pages whose text changed are built anew, or all where what makes them changed: `site_extension.library` says what.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tools.chapters import ROOT

CONFIGURATION = ROOT / "_build" / "sphinx"
"""Where the configuration lies that Jupyter Book writes from `_config.yml` and `_toc.yml`, and Sphinx reads."""

MEMORY = ROOT / "_build" / ".doctrees" / "environment.pickle"
"""What Sphinx remembers of the last build. It does not remember warnings, so after a failure it must forget."""

SETUP = """
import sys

sys.path.insert(0, {extensions!r})


def setup(app):
    app.confdir = app.srcdir
"""
"""What it lacks: where the extensions are, and that its paths start from the book and not from where it lies itself."""

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_TOLD = re.compile(r"WARNING|ERROR|[Ee]rror:|exception:")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the environment."""
    program = str(Path(sys.executable).parent / command[0])
    return subprocess.run([program, *command[1:]], cwd=ROOT, capture_output=True, text=True)


def configure() -> subprocess.CompletedProcess[str]:
    """Write the configuration for Sphinx; Jupyter Book puts it beside its own, hence the copy."""
    CONFIGURATION.mkdir(parents=True, exist_ok=True)
    config = shutil.copy(ROOT / "_config.yml", CONFIGURATION)
    toc = str(ROOT / "_toc.yml")
    done = run("jupyter-book", "config", "sphinx", "--config", str(config), "--toc", toc, str(ROOT))
    if done.returncode == 0:
        with (CONFIGURATION / "conf.py").open("a", encoding="utf-8") as file:
            file.write(SETUP.format(extensions=str(ROOT / "book" / "_ext")))
    return done


def sphinx(builder: str) -> subprocess.CompletedProcess[str]:
    """Build `_build/BUILDER` by Sphinx alone."""
    done = configure()
    if done.returncode:
        return done
    places = ("-c", str(CONFIGURATION), "-d", str(MEMORY.parent), str(ROOT), str(ROOT / "_build" / builder))
    return run("sphinx-build", "-W", "-n", "-T", "--keep-going", "-b", builder, *places)


def main() -> int:
    """Build; returns the exit status."""
    started = time.monotonic()
    done = sphinx("html")
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
