"""Say in one line what to install where Python is too old or cannot make virtual environments."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this runs before anything is installed
    sys.exit("this Python is too old: install Python 3.11 or newer, or name one with `make PYTHON=python3.11 book`")
try:
    import ensurepip  # noqa: F401
    import venv  # noqa: F401
except ImportError:
    sys.exit("Python cannot make virtual environments here: run `sudo apt-get install python3-venv`")
