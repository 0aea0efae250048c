"""Say in one line what to install where Python is too old or cannot make virtual environments. Runs on any Python."""

import sys


def stop(line):
    sys.stderr.write(line + "\n")
    sys.exit(2)


if sys.version_info < (3, 11):  # noqa: UP036 - this runs before anything is installed
    stop("this Python is too old: install Python 3.11 or newer, or name one with `make PYTHON=python3.11 book`")
try:
    import ensurepip  # noqa: F401
    import venv  # noqa: F401
except ImportError:
    stop("Python cannot make virtual environments here: run `sudo apt-get install python3-venv`")
