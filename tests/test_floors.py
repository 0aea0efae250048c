"""The floors: a module imports from its own and from those below, and the library knows no book."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PYLIB = Path(__file__).parents[1] / "pylib"
FLOORS = {
    "reasoncost": ("units", "interval", "records", "law", "laws", "catalog", "models", "serving", "audit", "cli"),
    "priceofthought": ("article", "data", "studies", "findings", "ledger", "figures", "commands"),
}
"""Ground floor first."""
MODULES = sorted(
    path.relative_to(PYLIB) for path in PYLIB.rglob("*.py") if "build" not in path.parts and path.parent != PYLIB
)


def imported(source: str) -> Iterator[str]:
    """The full names of all modules and objects that a source imports, wherever in it. Both packages name in full."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "an import by dots"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floor(module: str) -> tuple[int, int]:
    """How high a module stands: its package, then its floor in it; a package's own `__init__` is the ground."""
    package, name = (*module.split("."), "")[:2]
    return list(FLOORS).index(package), FLOORS[package].index(name) if name in FLOORS[package] else -1


def climbs(module: str, source: str) -> list[str]:
    """What a module imports from above itself."""
    known = [name for name in imported(source) if name.split(".")[0] in FLOORS]
    return [name for name in known if floor(name) > floor(module)]


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_module_imports_from_its_own_floor_and_below(path: Path) -> None:
    module = ".".join(path.with_suffix("").parts)
    assert climbs(module, (PYLIB / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("reasoncost.laws.attention", "from reasoncost import catalog"),
        ("reasoncost.audit.rule", "def f():\n    from reasoncost.cli import main"),
        ("reasoncost.cli.audit", "import priceofthought.ledger"),
        ("priceofthought.studies.votes", "from priceofthought.findings import votes"),
        ("priceofthought.article.setting", "from priceofthought import studies"),
    ],
)
def test_a_climb_is_noticed(module: str, source: str) -> None:
    assert len(climbs(module, source)) == 1


def test_one_word_a_chapter() -> None:
    """A chapter's study, findings and figures are found by the chapter's own word."""
    root = PYLIB.parent
    words = {path.stem.replace("-", "_") for path in (root / "chapters").glob("*.md")}
    for folder in ("studies", "findings", "figures"):
        place = PYLIB / "priceofthought" / folder
        here = {path.stem for path in place.iterdir() if path.stem != "__init__" and not path.stem.startswith("__")}
        assert here - words <= {"headlines", "registry", "style", "show", "cite", "export"}, folder
    assert words - {path.stem for path in (PYLIB / "priceofthought" / "figures").glob("*.py")} == set()
