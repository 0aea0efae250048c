"""`python -m reasoncost.cli` is `reasoncost`."""

import sys

from reasoncost.cli import main

sys.exit(main())
