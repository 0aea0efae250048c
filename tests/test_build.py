"""The build: pages are written anew when what makes them changed, and a failed build is not taken for a good one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools import build

from .conftest import ROOT

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from site_extension import library

CONFIGURATION = """
import sys
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive

sys.path.insert(0, {extensions!r})
from site_extension import library

MAKER = Path({maker!r})
library.MAKERS = (MAKER,)
extensions = ["site_extension.library"]


class Made(Directive):
    def run(self):
        return [nodes.paragraph("", MAKER.read_text())]


def setup(app):
    app.add_directive("made", Made)
"""


def test_what_makes_the_pages_is_watched() -> None:
    names = {place.relative_to(ROOT).as_posix() for place in library.MAKERS}
    assert names == {"pylib", "book/_ext", "book/_static", "tools", "requirements.txt"}
    assert all(place.exists() for place in library.MAKERS)


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
    monkeypatch.setattr(build.subprocess, "run", lambda *_, **__: done)
    assert build.main() == status
    assert memory.exists() == (status == 0)
    assert (capsys.readouterr().err == "book/ledger.md:3: WARNING: no such page\n") == (status == 1)
