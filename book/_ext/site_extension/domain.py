"""Claims and laws as a Sphinx domain: `{claim}` and `{law}` link to them, other projects by intersphinx."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from priceofthought.article import claims
from reasoncost.laws import registry

NAME = "book"
LEDGER, LAWS = "book/ledger", "book/laws"
"""The pages on which all claims and all laws stand."""


def law_anchor(name: str) -> str:
    """The anchor of a law on its page."""
    return f"law-{name}"


def places() -> dict[tuple[str, str], tuple[str, str]]:
    """The page and the anchor of each object, by its type and its name."""
    return {("claim", name): (LEDGER, name) for name in claims()} | {
        ("law", name): (LAWS, law_anchor(name)) for name in registry()
    }


def claim_link(claim_id: str, text: str, *classes: str) -> nodes.Node:
    """A link to a claim's entry in the ledger, resolved when the pages are written."""
    shown = nodes.inline("", text, classes=[*classes])
    return addnodes.pending_xref("", shown, refdomain=NAME, reftype="claim", reftarget=claim_id, refwarn=True)


class Link(XRefRole):
    """{claim}`id`, {law}`name`: a link, in the type of the running text."""

    innernodeclass = nodes.inline


class BookDomain(Domain):
    """The objects of the book that have an address of their own."""

    name = NAME
    label = "The Price of Thought"
    object_types = {"claim": ObjType("claim", "claim"), "law": ObjType("law", "law")}  # noqa: RUF012
    roles = {"claim": Link(warn_dangling=True), "law": Link(warn_dangling=True)}  # noqa: RUF012
    dangling_warnings = {"claim": "no claim %(target)s", "law": "no law %(target)s"}  # noqa: RUF012

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """The reference, or None where nothing has that name."""
        place = places().get((typ, target))
        return make_refnode(builder, fromdocname, *place, contnode) if place else None

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """The references that {any} could mean."""
        return [
            (f"{NAME}:{kind}", make_refnode(builder, fromdocname, *place, contnode))
            for (kind, name), place in places().items()
            if name == target
        ]

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Every claim and every law, for the inventory and the search."""
        return [(name, name, kind, page, anchor, 1) for (kind, name), (page, anchor) in places().items()]

    def merge_domaindata(self, docnames: Any, otherdata: Any) -> None:
        """Nothing: the objects come from the library, not from the pages."""


def setup(app: Sphinx) -> None:
    """Register the domain; `primary_domain` in the configuration lets its roles go by their short names."""
    app.add_domain(BookDomain)
