"""Records of data files: read by the types of their fields, and found by name."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from reasoncost.records import Register, build, by_id, given, named, parse_json, parse_toml
from reasoncost.units import InputError


@dataclass(frozen=True)
class Part:
    width: float


@dataclass(frozen=True)
class Thing:
    name: str
    count: int
    part: Part | None = None
    spans: tuple[float, float] | None = None
    words: tuple[str, ...] = ()
    shares: Mapping[str, float] | None = None
    aliases: tuple[str, ...] = ()


def test_a_record_is_read_by_the_types_of_its_fields():
    thing = build(
        Thing,
        {"name": "a", "count": 2, "part": {"width": 1}, "spans": [1, 2], "words": ["x"], "shares": {"y": 0.5}},
        "f",
    )
    assert thing == Thing("a", 2, Part(1), (1, 2), ("x",), {"y": 0.5})
    with pytest.raises(TypeError):
        thing.shares["y"] = 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"count": 2.5}, "f: a: count: 2.5 is not a whole number"),
        ({"count": True}, "f: a: count: True is not a whole number"),
        ({"part": {"width": "w"}}, "f: a: part: width: 'w' is not a number"),
        ({"part": 3}, "f: a: part: expected a table, not 3"),
        ({"part": {}}, "f: a: part: width: missing"),
        ({"spans": [2, 1]}, "f: a: spans: expected [lowest, highest], not [2, 1]"),
        ({"spans": [1]}, "f: a: spans: expected [lowest, highest], not [1]"),
        ({"words": ["x", " "]}, "f: a: words: expected an array of non-empty strings"),
        ({"shares": {"y": "z"}}, "f: a: shares: y: 'z' is not a number"),
        ({"shares": 1}, "f: a: shares: expected a table, not 1"),
        ({"counts": 1}, "f: a: counts: unknown field; did you mean count?"),
    ],
)
def test_a_fault_names_the_field_and_what_is_allowed(change, says):
    with pytest.raises(InputError) as fault:
        named(Thing, {"a": {"count": 2} | change}, "f")
    assert str(fault.value) == says


def test_records_are_found_by_name_and_alias_regardless_of_case():
    things = Register("thing", named(Thing, {"Alpha": {"count": 1, "aliases": ["first"]}, "Beta": {"count": 2}}, "f"))
    assert things.find("alpha") is things.find("FIRST") is things["Alpha"]
    assert list(things) == ["Alpha", "Beta"]
    assert "first" not in things
    with pytest.raises(InputError, match=r"^no thing is called 'alpa'; did you mean Alpha\?$"):
        things.find("alpa")
    with pytest.raises(InputError, match=r"^no thing is called 'x'; known are Alpha, Beta, first$"):
        things.find("x")
    with pytest.raises(InputError, match="thing must be named by a string, not 3"):
        things.find(3)


def test_of_many_names_forty_are_listed():
    many = Register("thing", {f"thing-{number}": number for number in range(50)})
    with pytest.raises(InputError, match=r"thing-39 and more$"):
        many.find("x")


def test_no_name_stands_for_two_records():
    with pytest.raises(InputError, match="thing 'a' stands for A and for B"):
        Register("thing", named(Thing, {"A": {"count": 1}, "B": {"count": 2, "aliases": ["a"]}}, "f"))


def row(fields, where):
    if fields["count"] < 0:
        raise InputError(f"{where}: count is negative")
    return int(fields["count"]) + len(fields["words"])


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ({}, "f: expected a list of tables"),
        ([1], "f: entry 1: expected a table with an id"),
        ([{"count": 1}], "f: entry 1: expected a table with an id"),
        ([{"id": "a", "count": 1}], "f: a: missing field 'words'"),
        ([{"id": "a", "count": "x", "words": ""}], "f: a: '<' not supported between instances of 'str' and 'int'"),
        ([{"id": "a", "count": -1, "words": ""}], "f: a: count is negative"),
        ([{"id": "a", "count": 1, "words": ""}] * 2, "f: a: the id stands twice"),
    ],
)
def test_a_list_is_read_with_faults_of_one_line(rows, says):
    assert by_id(row, [{"id": "a", "count": 1, "words": "xy"}], "f") == {"a": 3}
    with pytest.raises(InputError) as fault:
        by_id(row, rows, "f")
    assert str(fault.value) == says


@pytest.mark.parametrize(("parse", "text"), [(parse_toml, "x ="), (parse_json, "{"), (parse_json, "[]")])
def test_text_that_cannot_be_read_names_its_file(parse, text):
    with pytest.raises(InputError, match=r"^f: "):
        parse(text, "f")


def test_a_value_that_must_be_there():
    assert given(0, "a thing") == 0
    with pytest.raises(InputError, match=r"^a thing is not known$"):
        given(None, "a thing")
