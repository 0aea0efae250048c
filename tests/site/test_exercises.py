"""Exercises: a solution folds by itself, ends where its source says so, and belongs to its exercise."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tools.chapters import ROOT, sources

CONFIGURATION = f"""
import sys

sys.path.insert(0, {str(ROOT / "book" / "_ext")!r})
extensions = ["myst_parser", "site_extension.exercises"]
myst_enable_extensions = ["colon_fence"]
exercise_style = "solution_follow_exercise"
exclude_patterns = ["out"]
"""
TEXT = """# Page

:::{exercise} First
:label: first

Why?
:::

:::{solution-start} first
:::

Because.

**Always.**

:::{solution-end}
:::

Not of the solution.

:::{exercise} Second
:label: second

And then?
:::

:::{solution-start} second
:::

Nothing.

:::{solution-end}
:::
"""


def build(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    (folder / "conf.py").write_text(CONFIGURATION)
    (folder / "index.md").write_text(text)
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-n", str(folder), str(folder / "out")]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_a_solution_folds_from_its_start_to_its_end(tmp_path: Path) -> None:
    done = build(tmp_path, TEXT)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    fold = r'<details class="solution"[^>]*>\s*<summary>Solution</summary>(.*?)</details>'
    first, second = re.findall(fold, page, re.DOTALL)
    assert [text in first for text in ("Because.", "Always.", "Not of", "Nothing.")] == [True, True, False, False]
    assert "Nothing." in second
    assert '<div class="exercise admonition" id="first">' in page
    assert "exercise-content" not in page
    assert "exercise.css" not in page


def test_a_solution_of_no_exercise_is_a_warning(tmp_path: Path) -> None:
    done = build(tmp_path, TEXT.replace("{solution-start} second", "{solution-start} third"))
    assert done.returncode != 0
    assert "third" in done.stderr


def test_every_exercise_of_a_chapter_has_one_solution_and_the_other_way_round() -> None:
    for source in sources():
        text = source.read_text(encoding="utf-8")
        exercises = re.findall(r"^:::\{exercise\} .+\n:label: (\S+)$", text, re.MULTILINE)
        assert len(exercises) >= 2, source.name
        assert re.findall(r"^:::\{solution-start\} (\S+)$", text, re.MULTILINE) == exercises, source.name
