"""Numbers in a chapter's text: which expressions are evaluated, in which state, and what holds the record to them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools import chapters, execute, inline

from .conftest import ROOT

CHAPTER = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
---

The answer is {n}`users:.1f`.

```{code-cell} ipython3
users, price = 59, {"long": 1.5}
```

It holds {n}`users`, at {n}`price["long"]:.2f` dollars.

```{code-cell} ipython3
users = 585
```

Now it holds {n}`users
+ 1:>5,d`.
"""


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(chapters, "KEYS", tmp_path / "keys")
    source = tmp_path / "01-small.md"
    source.write_text(CHAPTER, encoding="utf-8")
    return source


def nbval(record: Path) -> subprocess.CompletedProcess[str]:
    shutil.copy(chapters.CHAPTERS / "conftest.py", record.parent)
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--nbval", str(record)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("f(\"a:b\", 'c')[1:2]", "['c']"),
        ('d["x:,"]:,.0f', "1,234"),
        ("{1: 2}[1]:03d", "002"),
        ("d['x:,'] != 2", "True"),
        ("(lambda: 5)()", "5"),
    ],
)
def test_python_tells_the_format_from_strings_slices_and_keys(expression: str, value: str) -> None:
    asked = inline.request([(1, expression)])["user_expressions"][expression]
    assert eval(asked, {"f": lambda *given: list(given), "d": {"x:,": 1234.4}}) == value


@pytest.mark.parametrize("expression", ["", "a b", "a} {b", "a}''' + f'''{b", "a:{", "x="])
def test_what_is_not_one_expression_is_refused(expression: str) -> None:
    with pytest.raises(inline.InlineError, match=r"^SyntaxError: ") as refused:
        inline.request([(3, expression)])
    assert refused.value.place == (3, expression)


def test_an_expression_belongs_to_the_cell_before_it_and_at_the_head_to_the_last() -> None:
    cells = [new_markdown_cell("{n}`a`"), new_code_cell("a"), new_markdown_cell("{n}`b` {n}`c`"), new_code_cell("b")]
    assert inline.places(new_notebook(cells=cells)) == [(2, "a"), (1, "b"), (1, "c")]


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("Costs {n}`x`.", "$1.5 * a_b", r"Costs \$1.5 \* a\_b."),
        ("It uses\n{n}`x`. Others use more.", "8", "It uses\n8\\. Others use more."),
        ("It uses {n}`x`. Others\n{n}`x` more.", "8", "It uses 8. Others\n8 more."),
    ],
)
def test_a_value_is_text_and_not_markup(text: str, value: str, shown: str) -> None:
    notebook = new_notebook(cells=[new_code_cell(""), new_markdown_cell(text)])
    inline.fill(notebook, {(1, "x"): value})
    assert notebook.cells[1].source == shown
    assert notebook.cells[1].metadata == {"inline": {"x": value}}


def test_an_expression_makes_a_new_execution_and_a_change_of_prose_does_not(source: Path) -> None:
    def key(text: str) -> str:
        source.write_text(text, encoding="utf-8")
        return chapters.execution_key(chapters.read_source(source), "")

    first = key(CHAPTER)
    assert key(CHAPTER.replace("Now it holds", "Later there is room for")) == first
    assert key(CHAPTER.replace("{n}`users`", "{n}`users + 1`")) != first
    assert key(CHAPTER.replace("Now it holds", "Now {n}`price` holds")) != first


@pytest.mark.slow
def test_text_holds_the_values_of_its_place_and_nbval_holds_them_to_the_code(source: Path) -> None:
    execute.run_chapter(source, "")
    record = chapters.record_of(source)
    assert [cell.source for cell in chapters.read_record(record).cells if cell.cell_type == "markdown"] == [
        "The answer is 585.0.",
        "It holds 59, at 1.50 dollars.",
        "Now it holds   586.",
    ]
    done = nbval(record)
    assert done.returncode == 0, done.stdout
    text = record.read_text(encoding="utf-8")
    for true, false, cell in (("585.0", "586.0", 1), ('"59"', '"95"', 0)):
        assert true in text
        record.write_text(text.replace(true, false), encoding="utf-8")
        done = nbval(record)
        assert done.returncode == 1
        assert f"Cell {cell}: the text's numbers differ" in done.stdout
        assert f"is {json.loads(true)}, not {json.loads(false)}" in done.stdout


@pytest.mark.slow
def test_a_change_of_prose_is_put_into_the_record_with_the_values_it_holds(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = chapters.library_digest()
    execute.run_chapter(source, library)
    source.write_text(CHAPTER.replace("Now it holds", "Later:"), encoding="utf-8")
    monkeypatch.setattr(execute, "run_chapter", None)
    assert execute.execute([source])
    assert chapters.read_record(chapters.record_of(source)).cells[-1].source == "Later:   586."


@pytest.mark.slow
def test_a_failing_expression_is_named_with_its_line_and_the_old_record_stays(source: Path) -> None:
    execute.run_chapter(source, "")
    record = chapters.record_of(source)
    before = record.read_bytes()
    for expression, reason in (("nobody", "NameError: name 'nobody' is not defined"), ("a b", "SyntaxError: ")):
        source.write_text(CHAPTER.replace('price["long"]', expression), encoding="utf-8")
        with pytest.raises(execute.ChapterError, match=rf"^01-small.md: line 14: \{{n\}}`{expression}:.2f`: {reason}"):
            execute.run_chapter(source, "")
    assert record.read_bytes() == before
