"""The API reference: the docstrings of the library, a page for each floor, laws among the functions."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.ext.autodoc import DataDocumenter, FunctionDocumenter
from sphinx.util.docutils import SphinxDirective

import reasoncost
from reasoncost.law import Law

FLOORS = ("units", "interval", "records", "law", "laws", "catalog", "models", "serving", "audit")
"""What a reader's own program calls, ground floor first; findings, figures and commands have pages of their own."""


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
        imported = super().import_object(raiseerror)
        if imported and isinstance(self.object, Law):
            self.object = self.object.body
        return imported


class ConstantDocumenter(DataDocumenter):
    """A constant is documented with its value, unless that is a place on the disk of whoever builds the pages."""

    def should_suppress_value_header(self) -> bool:
        """Whether the value is left out."""
        return isinstance(self.object, Path) or super().should_suppress_value_header()


def modules(floor: str) -> list[str]:
    """The public modules of a floor of the library, the floor's own first."""
    names = [name for _, name, _ in pkgutil.walk_packages(reasoncost.__path__, "reasoncost.")]
    public = [name for name in names if not any(part.startswith("_") for part in name.split("."))]
    return sorted(name for name in public if name.split(".")[1] == floor and ".findings" not in name)


def summary(module: str) -> str:
    """The first sentence of a module's docstring."""
    return (inspect.getdoc(import_module(module)) or "").partition("\n\n")[0].replace("\n", " ")


class ApiIndex(SphinxDirective):
    """`{api-index}`: every module with a link to its documentation, floor by floor."""

    def run(self) -> list[nodes.Node]:
        """A section for each floor, with a list of its modules."""
        sections = []
        for floor in FLOORS:
            section = nodes.section(ids=[f"floor-{floor}"], names=[f"floor-{floor}"])
            section += nodes.title("", "", *self.parse_inline(f"{{doc}}`{floor} <api/{floor}>`")[0])
            section += nodes.definition_list("", *map(self._item, modules(floor)))
            sections.append(section)
        return sections

    def _item(self, module: str) -> nodes.definition_list_item:
        name = nodes.term("", "", *self.parse_inline(f"{{py:mod}}`{module}`")[0])
        return nodes.definition_list_item("", name, nodes.definition("", nodes.paragraph("", summary(module))))


class ApiFloor(SphinxDirective):
    """`{api-floor} NAME`: the docstrings of a floor, a section for each module within it."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The docstrings."""
        return self.parse_text_to_nodes(
            "".join(map(self._module, modules(self.arguments[0]))), allow_section_headings=True
        )

    def _module(self, name: str) -> str:
        heading = f"## `{name}`\n\n" if name.count(".") > 1 else ""
        return f"{heading}```{{eval-rst}}\n.. automodule:: {name}\n   :members:\n   :member-order: bysource\n```\n\n"


def setup(app: Sphinx) -> None:
    """Register the documenters and the directives."""
    app.add_autodocumenter(LawDocumenter)
    app.add_autodocumenter(ConstantDocumenter, override=True)
    app.add_directive("api-index", ApiIndex)
    app.add_directive("api-floor", ApiFloor)
