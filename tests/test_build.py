"""The build: pages are written anew when what makes them changed, and a failed build is not taken for a good one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from site_extension import library
from tools import build

from .conftest import ROOT

CONFIGURATION = """
import sys
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive

sys.path.insert(0, {extensions!r})
from site_extension import library

MAKER = Path({maker!r})
library.PAGE_INPUTS = (MAKER,)
extensions = ["site_extension.library"]


class Made(Directive):
    def run(self):
        return [nodes.paragraph("", MAKER.read_text())]


def setup(app):
    app.add_directive("made", Made)
"""


def test_what_makes_the_pages_is_watched() -> None:
    names = {place.relative_to(ROOT).as_posix() for place in library.PAGE_INPUTS}
    assert names == {"pylib", "book/_ext", "book/_static", "tools", "requirements.txt"}
    assert all(place.exists() for place in library.PAGE_INPUTS)


def test_digest_sees_content_names_and_new_files(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "inner").mkdir(parents=True)
    file = folder / "inner" / "one.toml"
    file.write_text("a = 1")
    seen = [library.digest(folder)]
    assert library.digest(folder) == seen[0]
    file.write_text("a = 2")
    seen.append(library.digest(folder))
    file.rename(folder / "one.toml")
    seen.append(library.digest(folder))
    (folder / "two.html").write_text("")
    seen.append(library.digest(folder))
    assert len(set(seen)) == len(seen)
    (folder / "two.pyc").write_text("")
    (folder / "made.egg-info").mkdir()
    (folder / "made.egg-info" / "SOURCES.txt").write_text("")
    assert library.digest(folder) == seen[-1]


def test_pages_are_written_anew_only_when_what_makes_them_changed(tmp_path: Path) -> None:
    source, maker = tmp_path / "source", tmp_path / "maker"
    source.mkdir()
    text = CONFIGURATION.format(extensions=str(ROOT / "book" / "_ext"), maker=str(maker))
    (source / "conf.py").write_text(text)
    (source / "index.rst").write_text("Page\n====\n\n.. made::\n")
    page = tmp_path / "out" / "index.html"

    def written() -> tuple[str, int]:
        command = [sys.executable, "-m", "sphinx", "-q", "-W", str(source), str(tmp_path / "out")]
        subprocess.run(command, check=True, cwd=ROOT)
        return page.read_text(encoding="utf-8"), page.stat().st_mtime_ns

    maker.write_text("made first")
    first, at_first = written()
    assert "made first" in first
    assert written()[1] == at_first
    maker.write_text("made second")
    assert "made second" in written()[0]


@pytest.mark.parametrize("status", [0, 1])
def test_failed_build_is_forgotten(
    status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    memory = tmp_path / "environment.pickle"
    memory.touch()
    monkeypatch.setattr(build, "MEMORY", memory)
    done = subprocess.CompletedProcess([], status, "reading\n", "book/ledger.md:3: WARNING: no such page\n")
    monkeypatch.setattr(build, "sphinx", lambda builder: done)
    assert build.main() == status
    assert memory.exists() == (status == 0)
    assert (capsys.readouterr().err == "book/ledger.md:3: WARNING: no such page\n") == (status == 1)


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book of one page, built in place of this one."""
    folder = tmp_path / "book"
    (folder / "static").mkdir(parents=True)
    (folder / "book" / "_ext").mkdir(parents=True)
    (folder / "static" / "own.css").write_text("p {}")
    (folder / "static" / "own.svg").write_text("<svg/>")
    (folder / "_config.yml").write_text(
        "title: A book\nhtml: {favicon: static/own.svg}\nsphinx: {config: {html_static_path: [static]}}\n"
    )
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (folder / "index.md").write_text("# A page\n")
    monkeypatch.setattr(build, "ROOT", folder)
    monkeypatch.setattr(build, "CONFIGURATION", folder / "_build" / "sphinx")
    monkeypatch.setattr(build, "MEMORY", folder / "_build" / ".doctrees" / "environment.pickle")
    return folder


@pytest.mark.slow
def test_the_build_writes_nothing_but_what_lies_under_its_folder(book: Path) -> None:
    before = sorted(path.name for path in book.iterdir())
    assert build.main() == 0
    assert sorted(path.name for path in book.iterdir()) == sorted(["_build", *before])
    assert (book / "_build" / "html" / "_static" / "own.css").exists()
    assert 'href="_static/own.svg"' in (book / "_build" / "html" / "index.html").read_text(encoding="utf-8")
    assert build.MEMORY.exists()


@pytest.mark.slow
def test_a_warning_fails_the_build_and_is_told_with_file_and_line(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (book / "index.md").write_text("# A page\n\n{doc}`nowhere`\n")
    assert build.main() != 0
    told = capsys.readouterr().err
    assert f"{book / 'index.md'}:3: WARNING: unknown document: 'nowhere'" in told
    assert not build.MEMORY.exists()


@pytest.mark.slow
def test_jupyter_book_gives_the_same_pages_as_sphinx_alone(site: Path, tmp_path: Path) -> None:
    build.configure().check_returncode()
    options = ("-q", "-c", str(build.CONFIGURATION), "-d", str(tmp_path / "memory"))
    build.run("sphinx-build", *options, str(ROOT), str(tmp_path / "sphinx")).check_returncode()
    build.run("jupyter-book", "build", "--path-output", str(tmp_path), str(ROOT)).check_returncode()
    first, second = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.html")}
        for folder in (tmp_path / "sphinx", tmp_path / "_build" / "html")
    )
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
