"""The API reference: the docstrings of the library, module by module, laws among the functions."""

from __future__ import annotations

import pkgutil
from typing import Any

from sphinx.application import Sphinx
from sphinx.ext.autodoc import FunctionDocumenter

import reasoncost
from reasoncost.law import Law

PAGE = "book/api"


class LawDocumenter(FunctionDocumenter):
    """A law is documented as the function that it is written as."""

    objtype = "law"
    directivetype = "function"
    priority = FunctionDocumenter.priority + 10

    @classmethod
    def can_document_member(cls, member: Any, membername: str, isattr: bool, parent: Any) -> bool:
        """Laws, and nothing else."""
        return isinstance(member, Law)

    def import_object(self, raiseerror: bool = False) -> bool:
        """Take the function behind the law."""
        found = super().import_object(raiseerror)
        if found and isinstance(self.object, Law):
            self.object = self.object.body
        return found


FLOORS = ("units", "law", "laws", "catalog", "serving", "audit")
"""What a reader's own program calls; findings, figures and commands have pages of their own."""


def modules() -> list[str]:
    """The public modules of the library, floor by floor."""
    names = [name for _, name, _ in pkgutil.walk_packages(reasoncost.__path__, "reasoncost.")]
    public = [name for name in names if not any(part.startswith("_") for part in name.split("."))]
    called = [name for name in public if name.split(".")[1] in FLOORS and ".findings" not in name]
    return sorted(called, key=lambda name: FLOORS.index(name.split(".")[1]))


def _fill(app: Sphinx, docname: str, text: list[str]) -> None:
    if docname != PAGE:
        return
    for name in modules():
        options = "   :members:\n   :member-order: bysource"
        text[0] += f"\n## `{name}`\n\n```{{eval-rst}}\n.. automodule:: {name}\n{options}\n```\n"


def setup(app: Sphinx) -> None:
    """Register the documenter, and fill the page."""
    app.add_autodocumenter(LawDocumenter)
    app.connect("source-read", _fill)
