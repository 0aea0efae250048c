"""`python -m reasoncost.audit.recovery` searches everything anew and keeps the results."""

from priceofthought.studies.assumptions.store import write

write()
