"""`python -m reasoncost.audit.recovery` searches everything anew and keeps the results."""

import sys

from reasoncost.audit.recovery.store import write

write(progress=sys.stderr.isatty())
