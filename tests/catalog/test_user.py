"""Users' own accelerators and nodes: found, counted, marked where they have no source, and refused in one line."""

import os
from pathlib import Path

import pytest

from reasoncost import catalog
from reasoncost.catalog import user
from reasoncost.units import InputError

CHIP = """
[Chip]
aliases = ["C1"]
hbm_label = {value = 128e9, unit = "byte"}
bandwidth = {value = 4e12, unit = "byte/s", source = "datasheet", date = "2026"}
peak.fp8 = {value = 1e15, unit = "FLOP/s"}
scale_up = {value = 8, unit = "accelerator", source = "datasheet", date = "2026"}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder on the search path."""
    monkeypatch.setenv(user.SEARCH_PATH, str(tmp_path))
    return tmp_path


def write(folder: Path, text: str | bytes, name: str = "my.toml") -> str:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


def test_a_file_of_one_accelerator_is_a_node_of_its_whole_domain(tmp_path):
    node = catalog.node(write(tmp_path, CHIP))
    assert (node.name, node.count, node.domains) == ("Chip", 8, 1)
    assert (node.accelerator.title, node.accelerator.hbm_label_bytes) == ("Chip", 128 * 10**9)
    assert "Chip" not in catalog.accelerators()


def test_a_file_may_count_beyond_one_domain_or_count_what_the_catalog_has(tmp_path):
    node = catalog.node(write(tmp_path, CHIP + "[Chip2]\naccelerator = 'Chip'\ncount = 16"))
    assert (node.name, node.accelerator.name, node.count, node.domains) == ("Chip2", "Chip", 16, 2)
    node = catalog.node(write(tmp_path, CHIP.replace("[Chip]", "[Chip]\ncount = 24")))
    assert (node.name, node.count, node.domains) == ("Chip", 24, 3)
    node = catalog.node(write(tmp_path, "[farm]\naccelerator = 'H100'\ncount = 16"))
    assert (node.name, node.accelerator) == ("farm", catalog.accelerator("H100"))


def test_values_without_a_source_are_named(tmp_path):
    chip = catalog.node(write(tmp_path, CHIP)).accelerator
    assert chip.unsourced == ("hbm_label", "peak fp8")
    assert chip.bandwidth.source == "datasheet"


def test_no_value_of_the_package_is_without_a_source():
    assert not any(part.unsourced for part in catalog.accelerators().values())
    values = list(catalog.constants().values())
    values += [value for model in catalog.models().values() for value in (model.counted_total, model.counted_active)]
    assert not any(value.unsourced for value in values)


def test_the_search_path_adds_accelerators_and_nodes(folder):
    write(folder, CHIP.replace("[Chip]", "[Chip]\ncount = 16"))
    write(folder, "[Farm]\naccelerator = 'C1'\ncount = 32", "other.toml")
    assert list(catalog.accelerators())[-1] == "Chip"
    assert catalog.node("c1").count == catalog.node("Chip").count == 16
    assert catalog.node("8xC1").count == 8
    assert catalog.node("farm").domains == 4
    assert {"8xChip", "Chip", "Farm"} < set(catalog.nodes())
    assert catalog.node("8xH100").accelerator.name == "H100-SXM"


def test_several_folders_are_read(tmp_path, monkeypatch):
    folders = [tmp_path / name for name in "ab"]
    for place in folders:
        place.mkdir()
        write(place, CHIP.replace("[Chip]", f"[{place.name}]").replace("C1", f"{place.name}1"))
    monkeypatch.setenv(user.SEARCH_PATH, os.pathsep.join(map(str, folders)))
    assert list(catalog.accelerators())[-2:] == ["a", "b"]


@pytest.mark.parametrize("taken", ["H100-SXM", "h100", "C1", "chip"])
def test_a_name_that_stands_twice_names_both_files(taken, folder):
    first, second = write(folder, CHIP), write(folder, f"[{taken}]\naccelerator = 'B200'\ncount = 8", "z.toml")
    with pytest.raises(InputError) as fault:
        catalog.accelerators()
    other = "accelerators.toml" if "h100" in taken.casefold() else first
    assert str(fault.value) == f"{second}: {taken} stands in {other} too"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (CHIP, "", ": holds no table"),
        (CHIP, "x = 1", ": x: expected a table, not 1"),
        (CHIP, "[x", ": Expected ']'"),
        ("[Chip]", "[8xChip]", ": 8xChip: a name must not begin as a count does"),
        ("[Chip]", '["a\\nb"]', ": a name is longer than 100 characters or not printable"),
        ("[Chip]", f"[{'a' * 101}]", ": a name is longer than 100 characters or not printable"),
        ("[Chip]", "[Chip]\ncolour = 'red'", ": Chip: colour: unknown field"),
        ("[Chip]", "[Chip]\nvendor = 3", ": Chip: vendor: 3 is not text"),
        ("[Chip]", "[Chip]\na.b.c.d.e = 1", ": Chip: a: b: c: more than 4 tables inside one another"),
        ("[Chip]", "[Chip]\ncount = 9", ": Chip: count: Chip comes in 1 to 8 per scale-up domain"),
        ("[Chip]", "[Chip]\ncount = -8", ": Chip: count: Chip comes in 1 to 8"),
        ("[Chip]", "[Chip]\ncount = 8.5", ": Chip: count: 8.5 is not a whole number"),
        ("[Chip]", "[Chip]\ncount = true", ": Chip: count: True is not a whole number"),
        ("[Chip]", f"[Chip]\ncount = 8{'0' * 999}", ": Chip: count: must be at most 1,000,000,000"),
        ("[Chip]", f"[Chip]\ncount = 8{'0' * 9999}", "a line of more than 10,000 characters"),
        ("[Chip]", f"[Chip]\ncount = 8{'0' * 5000}", ": Exceeds the limit"),
        (
            CHIP,
            "[farm]\naccelerator = 'H101'\ncount = 8",
            ": farm: accelerator: no accelerator is called 'H101'; did",
        ),
        (CHIP, "[farm]\naccelerator = 'H100'", ": farm: count: missing"),
        (CHIP, "[farm]\naccelerator = 'H100'\ncount = 8\npower = 3", ": farm: power: unknown field"),
        (
            CHIP,
            "[a]\naccelerator = 'H100'\ncount = 8\n[b]\naccelerator = 'H100'\ncount = 8",
            ": describes a, b: a node",
        ),
        ('{value = 128e9, unit = "byte"}', "128e9", ": Chip: hbm_label: expected a table, not 128000000000.0"),
        ("128e9", "nan", ": Chip: hbm_label: must be above 0 and in byte, not nan"),
        ("128e9", "inf", ": Chip: hbm_label: must be above 0 and in byte, not inf"),
        ("128e9", "-1", ": Chip: hbm_label: must be above 0 and in byte, not -1"),
        ("128e9", "'128 GB'", ": Chip: hbm_label: value: '128 GB' is not a number"),
        ('"byte"}', '"GB"}', ": Chip: hbm_label: unit 'GB' is not known"),
        ("value = 8,", "value = 7.5,", ": Chip: scale_up: must be a whole number, not 7.5"),
        ("peak.fp8", "peak.fp7", ": Chip: no number format is called 'fp7'"),
        ("1e15", "0", ": Chip: peak: fp8: must be above 0 and in FLOP/s"),
        (', source = "datasheet", date = "2026"}', ', source = "datasheet"}', ": Chip: bandwidth: date: missing"),
        ("[Chip]", "[Chip]\nnotes = " + "[\n" * 3000, ": is nested too deeply"),
        ("128e9", "[" + "[1]," * 2000 + "]", ": Chip: hbm_label: value: [[1], [1], [1], [1], [1], [1], ...] is not"),
    ],
)
def test_a_fault_is_one_line_with_file_and_field(old, new, says, tmp_path):
    assert old in CHIP
    path = write(tmp_path, CHIP.replace(old, new, 1))
    with pytest.raises(InputError) as fault:
        catalog.node(path)
    assert str(fault.value).startswith(path)
    assert says in str(fault.value)
    assert "\n" not in str(fault.value)


def test_what_is_no_text_or_no_file_or_too_large_is_refused(tmp_path, monkeypatch):
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    os.mkfifo(tmp_path / "pipe.toml")
    large = write(tmp_path, b"#" + b"\n" * user.MOST_BYTES, "large.toml")
    for path, says in (
        (write(tmp_path, b"\xff\xfe"), "is not UTF-8 text"),
        (large, "is larger than 1,000,000 bytes"),
        (tmp_path / "none.toml", "is not a file"),
        (folder, "is not a file"),
        (tmp_path / "pipe.toml", "is not a file"),
    ):
        with pytest.raises(InputError) as fault:
            catalog.node(str(path))
        assert str(fault.value) == f"{path}: {says}"
    monkeypatch.setenv(user.SEARCH_PATH, str(tmp_path / "none"))
    with pytest.raises(InputError, match=f"{user.SEARCH_PATH}: .*none is not a folder"):
        catalog.nodes()
