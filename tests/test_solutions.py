"""Solutions: a hidden cell and the words after it fold together, up to the next exercise."""

from __future__ import annotations

import sys

from docutils import nodes
from docutils.utils import new_document

from .conftest import ROOT

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from site_extension.solutions import FoldSolutions


def words(text: str) -> nodes.paragraph:
    return nodes.paragraph("", text)


def exercise(title: str) -> nodes.paragraph:
    return nodes.paragraph("", "", nodes.strong("", title), nodes.Text(" And so?"))


def cell(code: str, hide: str | None = "all") -> nodes.container:
    return nodes.container("", nodes.literal_block(code, code), **({"hide_mode": hide} if hide else {}))


def folded(*children: nodes.Node) -> nodes.document:
    document = new_document("chapter")
    document += list(children)
    FoldSolutions(document).run()
    return document


def test_a_solution_ends_where_the_next_exercise_begins() -> None:
    document = folded(
        exercise("First."), cell("a = 1"), words("It is one."), words("Always."), exercise("Second."), cell("b = 2")
    )
    first, second = document[1], document[3]
    assert [type(one).__name__ for one in document.children] == ["paragraph", "container", "paragraph", "container"]
    assert first.astext().count("<details") == first.astext().count("</details>") == 1
    assert first.astext().startswith("<details")
    assert first.astext().endswith("</details>")
    assert [part in first.astext() for part in ("a = 1", "It is one.", "Always.", "Second.")] == [
        True,
        True,
        True,
        False,
    ]
    assert "b = 2" in second.astext()


def test_what_is_no_paragraph_ends_a_solution() -> None:
    document = folded(cell("a = 1"), cell("shown", hide=None), words("Not of the solution."))
    assert len(document.children) == 3
    assert "shown" not in document[0].astext()


def test_only_whole_hidden_cells_are_solutions() -> None:
    before = folded(cell("x", hide="input"), cell("y", hide=None))
    assert "<details" not in before.astext()


def test_the_notebook_reader_does_not_fold_a_solution_again() -> None:
    assert "hide_mode" not in folded(cell("a = 1"))[0]
