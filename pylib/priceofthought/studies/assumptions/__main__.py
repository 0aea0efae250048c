"""`python -m priceofthought.studies.assumptions` searches everything anew and keeps the results."""

from collections.abc import Sequence

from priceofthought.studies.assumptions import pair
from priceofthought.studies.assumptions.searches import SEARCHES
from reasoncost.audit.recovery.chance import Landscape
from reasoncost.audit.recovery.search import Survivors


def keep_pair(claim_ids: Sequence[str], survivors: Survivors, wide: Landscape) -> None:
    """Keep the details of the joint search of the batches."""
    if tuple(claim_ids) == pair.CLAIMS:
        pair.write(pair.detail(survivors, wide))


SEARCHES.write(keep_pair)
