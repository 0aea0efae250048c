"""Claims in a chapter: `{claims}` shows what the article says, `{claim}` links to the ledger's entry."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole

from priceofthought.ledger import entry
from reasoncost.audit.ledger import Entry
from reasoncost.units import InputError

LEDGER = "book/ledger"


def ledger_link(claim_id: str, text: str, *classes: str) -> nodes.Node:
    """A link to a claim's entry in the ledger, resolved when the pages are written."""
    shown = nodes.inline("", text, classes=[*classes])
    return addnodes.pending_xref("", shown, refdomain="", reftype="claim", reftarget=claim_id, refwarn=True)


def badge(verdict: str) -> nodes.inline:
    """A verdict, marked by its colour and its word."""
    return nodes.inline("", verdict, classes=["verdict", f"verdict-{verdict}"])


def card(one: Entry) -> nodes.container:
    """One claim: id, verdict, the figure as stated, the words and what they mean."""
    claim = one.claim
    head = nodes.paragraph(classes=["claim-head"])
    head += [ledger_link(claim.id, claim.id, "claim-id"), nodes.Text(" "), badge(one.verdict)]
    if claim.stated:
        head += [nodes.Text(" "), nodes.inline("", f"stated: {claim.stated}", classes=["claim-stated"])]
    says = nodes.paragraph("", claim.says, classes=["claim-says"])
    quote = nodes.paragraph("", claim.quote, classes=["claim-quote", "language-zh-Hans"])
    return nodes.container("", head, says, quote, classes=["claim"])


class Claims(SphinxDirective):
    """`{claims} id id ...`: a card for each claim."""

    required_arguments = 1
    optional_arguments = 99
    final_argument_whitespace = False

    def run(self) -> list[nodes.Node]:
        """The cards, in the order given."""
        try:
            found = [entry(claim_id) for claim_id in self.arguments]
        except InputError as error:
            raise self.error(str(error)) from None
        return [nodes.container("", *map(card, found), classes=["claims"])]


class ClaimRole(SphinxRole):
    """{claim}`id`: a link to the claim in the ledger."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The link."""
        try:
            return [ledger_link(entry(self.text).claim.id, self.text, "claim-id")], []
        except InputError as error:
            return [], [self.inliner.reporter.error(str(error), line=self.lineno)]


def resolve(app: Sphinx, env: Any, node: Any, contents: nodes.Element) -> nodes.Element | None:
    """Turn a claim's link into the ledger's address, seen from the page it stands on."""
    if node.get("reftype") != "claim":
        return None
    address = app.builder.get_relative_uri(node.get("refdoc", env.docname), LEDGER)
    return nodes.reference("", "", contents, refuri=f"{address}#{node['reftarget']}", internal=True)


def setup(app: Sphinx) -> None:
    """Register the directive, the role and their links."""
    app.add_directive("claims", Claims)
    app.add_role("claim", ClaimRole())
    app.connect("missing-reference", resolve)
