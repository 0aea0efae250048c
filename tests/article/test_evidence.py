"""The evidence file: every entry is about a claim that exists, can be looked up, and malformed files are refused."""

import re
from pathlib import Path

import pytest

from priceofthought.article import all_evidence, claims, evidence, source
from reasoncost.audit.evidence import read
from reasoncost.interval import Interval
from reasoncost.units import InputError

BIBLIOGRAPHY = Path(__file__).parents[2] / "book" / "references.bib"

ENTRY = """
[[evidence]]
id = "some-source"
claim = ["node-hbm", "cpu-gpu-hgx"]
supports = true
statement = "A node has 640 GB."
value = 640
unit = "GB"
source = "A data sheet"
url = "https://example.org/sheet"
date = "2024-12-03"
kind = "primary"
"""


@pytest.mark.parametrize("entry", all_evidence().values(), ids=lambda entry: entry.id)
class TestEachEntry:
    def test_claims_exist(self, entry):
        assert entry.claims
        assert set(entry.claims) <= claims().keys()

    def test_can_be_looked_up(self, entry):
        assert entry.url or (entry.repository and entry.path)
        assert entry.source

    def test_date_has_its_form(self, entry):
        assert re.fullmatch(r"(19|20)\d\d(-\d\d(-\d\d)?)?", entry.date)

    def test_bibliography_key_exists(self, entry):
        keys = re.findall(r"^@\w+\{([^,]+),", BIBLIOGRAPHY.read_text(encoding="utf-8"), re.MULTILINE)
        assert entry.bib is None or entry.bib in keys

    def test_states_something_in_one_sentence(self, entry):
        assert entry.statement.endswith(".")
        assert "\n" not in entry.statement

    def test_bearing_without_settling_is_explained(self, entry):
        assert entry.supports != "partly" or entry.note

    def test_numbers_are_finite(self, entry):
        assert all(abs(number) < float("inf") for number in entry.numbers.values())


def test_bibliography_keys_are_unique():
    keys = re.findall(r"^@\w+\{([^,]+),", BIBLIOGRAPHY.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(keys) == len(set(keys))


def test_claim_gets_its_evidence():
    entries = evidence("qwq-words")
    assert [entry.id for entry in entries] == ["qwq-transcript-words"]
    assert entries[0].interval == Interval.point(2166)
    assert entries is evidence("qwq-words")


def test_claim_without_evidence_gets_none():
    assert evidence("tokens-gpt-4o") == ()


def test_unknown_claim_is_refused():
    with pytest.raises(InputError, match="no claim is called 'qwq-word'; did you mean qwq-words"):
        evidence("qwq-word")


def test_entry_with_several_claims():
    entry = read(ENTRY)["some-source"]
    assert entry.claims == ("node-hbm", "cpu-gpu-hgx")
    assert entry.supports is True
    assert entry.independent
    with pytest.raises(TypeError):
        entry.numbers["gb"] = 1


def test_bounds_make_the_interval():
    entry = read(ENTRY.replace("value = 640", "low = 639\nhigh = 641"))["some-source"]
    assert entry.interval == Interval(639, 641)
    assert read(ENTRY.replace('value = 640\nunit = "GB"', ""))["some-source"].interval is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[[evidence]]", "[[evidence]", "evidence.toml: Expected"),
        ("[[evidence]]", "[[proof]]", "evidence.toml: expected a list of tables"),
        ('id = "some-source"', 'id = "Some Source"', "lower-case words"),
        ('id = "some-source"', "", "entry 1: expected a table with an id"),
        ('claim = ["node-hbm", "cpu-gpu-hgx"]', "", "missing field 'claim'"),
        ('claim = ["node-hbm", "cpu-gpu-hgx"]', "claim = []", "names no claim"),
        ("supports = true", 'supports = "perhaps"', "supports is 'perhaps'"),
        ('url = "https://example.org/sheet"', "", "needs a url"),
        ('url = "https://example.org/sheet"', 'url = "example.org"', "not an http address"),
        ('url = "https://example.org/sheet"', 'repository = "a/b"', "go together"),
        ('date = "2024-12-03"', 'date = "3 December 2024"', "not a year"),
        ('date = "2024-12-03"', 'date = "2024-13"', "not a year"),
        ('kind = "primary"', 'kind = "rumour"', "none of primary"),
        ('kind = "primary"', 'kind = "primary"\ndated = "guessed"', "none of published"),
        ('unit = "GB"', "", "needs a unit"),
        ("value = 640", "value = 640\nlow = 641", "out of order"),
        ('kind = "primary"', 'kind = "primary"\ncolour = "red"', "colour"),
        ("[[evidence]]", "[evidence]", "evidence.toml: expected a list of tables"),
        ('kind = "primary"', 'kind = "primary"\nnumbers = { gb = "many" }', "must be numbers"),
        ('date = "2024-12-03"', "date = 2024", "some-source"),
        ("value = 640", 'value = "many"\nlow = 1', "some-source"),
        ("[[evidence]]", ENTRY + "[[evidence]]", "stands twice"),
    ],
)
def test_malformed_file_is_refused_in_one_line(old, new, message):
    with pytest.raises(InputError, match=message) as caught:
        read(ENTRY.replace(old, new, 1))
    assert "\n" not in str(caught.value)


def test_figures_that_must_be_there():
    entry = read(ENTRY.replace('kind = "primary"', 'kind = "primary"\nnumbers = { cpus = 2 }'))["some-source"]
    assert (entry.figure, entry.number("cpus")) == (640, 2)
    with pytest.raises(InputError, match="some-source: no number is called 'cpu'; did you mean cpus"):
        entry.number("cpu")
    with pytest.raises(InputError, match="some-source: low is not known"):
        _ = entry.bounds
    with pytest.raises(InputError, match="some-source: value is not known"):
        _ = read(ENTRY.replace('value = 640\nunit = "GB"', ""))["some-source"].figure


def test_unknown_evidence_gets_the_nearest_ids():
    assert source("public-text-stock").number("tokens_low") < source("public-text-stock").figure
    with pytest.raises(InputError, match="no evidence is called 'public-text-stocks'; did you mean public-text-stock"):
        source("public-text-stocks")
