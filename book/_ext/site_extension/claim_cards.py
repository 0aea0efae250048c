"""Claims in a chapter: `{claims}` shows what the article says."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from priceofthought.ledger import entry
from reasoncost.audit.ledger import Entry
from reasoncost.units import InputError
from site_extension.domain import claim_link


def badge(verdict: str) -> nodes.inline:
    """A verdict, marked by its colour and its word."""
    return nodes.inline("", verdict, classes=["verdict", f"verdict-{verdict}"])


def card(claimed: Entry) -> nodes.container:
    """One claim: id, verdict, the figure as stated, the words and what they mean."""
    claim = claimed.claim
    head = nodes.paragraph(classes=["claim-head"])
    head += [claim_link(claim.id, claim.id, "claim-id"), nodes.Text(" "), badge(claimed.verdict)]
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
            entries = [entry(claim_id) for claim_id in self.arguments]
        except InputError as error:
            raise self.error(str(error)) from None
        return [nodes.container("", *map(card, entries), classes=["claims"])]


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("claims", Claims)
