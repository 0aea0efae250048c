"""The ledger: every claim present, its quotation exact, its verdict the recorded one."""

import hashlib
import json
import math

import pytest

from priceofthought.article import claims, find
from priceofthought.ledger import entry, ledger, verdict_table
from reasoncost.audit.claim import read
from reasoncost.audit.rule import MEANING
from reasoncost.units import InputError

NAMES_OTHERS_RELY_ON = {
    "id", "kind", "stated", "stated_low", "stated_high", "computed", "computed_low", "computed_high", "unit",
    "verdict", "reached_low", "reached_high", "space_low", "space_high",
    "assumptions", "why", "chapter", "figure", "sources",
}  # fmt: skip
IDS_SHA256 = "30535d6814d9a10fcec2823e8901e544e119412e80876e81abddc2970f891937"
QUOTES_SHA256 = "7d16ce79b5fdb3ecbc780da06f94a6fe6da1b6f59283ab7ba21573417dae54c6"


def digest(words: list[str]) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def test_all_claims_are_there_under_their_permanent_ids() -> None:
    assert digest(list(claims())) == IDS_SHA256


def test_every_quotation_is_exact_and_short() -> None:
    for claim in claims().values():
        assert hashlib.sha256(claim.quote.encode()).hexdigest() == claim.sha256, claim.id
        assert len(claim.quote) <= 80, claim.id
    assert digest([claim.sha256 for claim in claims().values()]) == QUOTES_SHA256


def test_every_verdict_is_the_recorded_one() -> None:
    assert {row.claim.id: row.verdict for row in ledger()} == {row.claim.id: row.claim.recorded for row in ledger()}


def test_findings_belong_to_claims_and_say_why() -> None:
    for row in ledger():
        claim_id, finding = row.claim.id, row.finding
        assert finding
        assert finding.why.endswith("."), claim_id
        assert finding.would_change.endswith("."), claim_id
        reached = (finding.fact, finding.public)
        assert finding.sources or reached == (None, None), f"{claim_id}: a fact without a source"


def test_the_json_has_the_names_that_others_rely_on() -> None:
    for row in ledger():
        record = row.to_json()
        assert set(record) >= NAMES_OTHERS_RELY_ON
        assert record["verdict"] in MEANING
        json.dumps(record, allow_nan=False)


def test_an_unbounded_side_is_null() -> None:
    record = entry("cost-per-token-5x").to_json()
    assert (record["stated_low"], record["stated_high"]) == (5, None)


def test_what_rests_on_assumptions_is_not_shown_as_computed() -> None:
    batch = entry("max-batch-o1-preview")
    assert batch.shown == "59 sequences; 72 if assumed"
    record = batch.to_json()
    assert (record["computed_low"], record["reached_low"], record["reached_high"]) == (59, 72, 72)
    assert (record["space_low"], record["space_high"]) == (1, 1304)
    for row in ledger():
        by_assumption = row.reached is not None and row.judgement.decided_by == row.reached
        assert by_assumption == row.shown.endswith(" if assumed"), row.claim.id


def test_nothing_is_computed_where_nothing_follows_without_assumptions() -> None:
    """The part of the space that meets the figure, and all of it, stand under names of their own."""
    for claim_id in ("kv-full-node", "weights-405gb", "batch-16", "flops-limit", "query-cost-o1-mini", "run-length"):
        record, reach = entry(claim_id).to_json(), entry(claim_id).finding.reach
        assert [record[key] for key in ("computed", "computed_low", "computed_high")] == [None] * 3, claim_id
        assert (record["space_low"], record["space_high"]) == (reach.interval.low, reach.interval.high), claim_id
        assert record["space_low"] <= record["reached_low"] <= record["reached_high"] <= record["space_high"], claim_id
    assert entry("kv-full-node").shown == "38,752 tokens if assumed"
    assert entry("overtraining").to_json()["space_high"] is None


def test_chance_is_missing_only_where_the_figure_is_a_bound_or_has_hardly_a_neighbour() -> None:
    """Of a figure with fewer than five cells of its width within a third of it, or of a list of unlike sources."""
    missing = []
    for row in ledger():
        reach, stated = row.finding.reach, row.claim.interval
        if reach is None or reach.share is None or reach.chance_share is not None:
            continue
        missing.append(row.claim.id)
        if stated and 0 < stated.low < stated.high < math.inf:
            width = stated.high - stated.low
            assert (4 / 3 - 3 / 4) * stated.low / width < 5, row.claim.id
    assert {"flops-limit", "overtraining", "nvl72-relief", "decode-bandwidth-bound"} <= set(missing)


def test_claims_with_parts_give_lists() -> None:
    record = entry("prm800k").to_json()
    assert record["unit"] == ["problem", "solution", "label"]
    assert len(record["stated_low"]) == 3


def test_the_printed_table_is_plain() -> None:
    lines = verdict_table("kv-usable", "kv-budget").splitlines()
    assert lines[0].split() == ["claim", "stated", "computed", "verdict"]
    assert lines[1].endswith("contradicted")
    assert all(line == line.rstrip() for line in lines)


def test_a_printed_table_fits_the_width_asked_for_and_loses_no_word() -> None:
    claims = "posttraining-once-near-pretraining", "generated-exceeds-pretraining", "berry-problems"
    wide, narrow = verdict_table(*claims), verdict_table(*claims, width=80)
    assert max(map(len, wide.splitlines())) > 80 >= max(map(len, narrow.splitlines()))
    assert sorted("".join(narrow.split())) == sorted("".join(wide.split()))
    assert verdict_table(*claims, width=200) == wide


def test_an_unknown_id_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean kv-usable"):
        find("kv-usabel")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("claim = [", "claims.toml: "),
        ("[[claims]]\nid = 'x'\n", "claims.toml: expected a list of tables"),
        ("[[claim]]\nid = 'x'\n", "x: missing field 'kind'"),
        ("[[claim]]\nid = 'x'\nkind = 'guess'\n", "kind 'guess' is none of"),
    ],
)
def test_a_malformed_file_is_refused_in_one_line(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(text)
    assert "\n" not in str(caught.value)
