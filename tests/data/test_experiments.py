import hashlib
import re
from pathlib import Path

import pytest

from priceofthought.data import experiments
from reasoncost.units import InputError

FOLDER = Path(experiments.__file__).with_name("published")


def test_the_files_are_the_published_ones_byte_for_byte():
    table = dict(re.findall(r"^\| (\S+) \| ([0-9a-f]{64}) \|$", (FOLDER / "README.md").read_text(), re.MULTILINE))
    assert sorted([*table, "README.md"]) == sorted(path.name for path in FOLDER.iterdir())
    for name, digest in table.items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest


def test_chinchilla_runs():
    runs = experiments.chinchilla_runs()
    assert len(runs) == 245
    assert min(run.loss for run in runs) > 2
    assert runs[0] == experiments.TrainingRun(6795600349.289497, 9.993852799709755e18, 5.005581996196243)


def test_overtrained_models():
    models = experiments.overtrained_models()
    assert len(models) == 104
    assert all(len(model.losses) == 8 for model in models)
    for model in models:
        assert model.tokens == pytest.approx(20 * model.multiplier * model.parameters, rel=1e-6)
    assert max(6 * model.parameters * model.tokens for model in models) > 2**63  # Python integers do not overflow


def test_the_oddity_that_the_readme_names():
    loss = {
        model.multiplier: model.losses["c4_val"]
        for model in experiments.overtrained_models()
        if model.corpus == "c4_original" and model.parameters == 411_616_256
    }
    assert (round(loss[4], 3), round(loss[8], 3)) == (2.787, 2.803)


def test_repeated_sampling():
    rows = experiments.repeated_sampling()
    assert len(rows) == 18
    assert all(0 < row.share < 1 for row in rows)
    assert sum(not row.confirmed for row in rows) == 4


def test_a_malformed_row_names_file_and_line(monkeypatch, tmp_path):
    (tmp_path / "f.csv").write_text("k\nmany\n")
    monkeypatch.setattr(experiments.resources, "files", lambda package: tmp_path)
    monkeypatch.setattr(experiments, "FOLDER", ".")
    with pytest.raises(InputError, match=r"f\.csv: line 2: invalid literal"):
        experiments._rows("f.csv", lambda row: int(row["k"]))
