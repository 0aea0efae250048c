"""The audit at a glance: every claim is there once, under its verdict."""

from __future__ import annotations

import re

from priceofthought.article import claims
from priceofthought.ledger import entry
from site_extension.overview import by_verdict, picture


def test_every_claim_stands_under_its_verdict() -> None:
    listed = {judged.claim.id: verdict for verdict, members in by_verdict().items() for judged in members}
    assert listed == {name: entry(name).verdict for name in claims()}
    assert all(by_verdict().values())


def test_every_mark_links_to_the_ledger_and_says_what_it_is() -> None:
    drawn = picture("x/ledger.html")
    assert sorted(re.findall(r'href="x/ledger\.html#([^"]+)"', drawn)) == sorted(claims())
    hidden = re.findall(r'<span class="visually-hidden">([^<]+)</span>', drawn)
    assert sorted(hidden) == sorted(claims())
    numbers = [int(number) for number in re.findall(r"<strong>(\d+)</strong>", drawn)]
    assert numbers == [len(members) for members in by_verdict().values()]
