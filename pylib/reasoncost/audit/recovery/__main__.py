"""`python -m reasoncost.audit.recovery` searches everything anew and keeps the results."""

from reasoncost.audit.recovery.store import write

write()
