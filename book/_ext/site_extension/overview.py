"""The audit at a glance: every claim a mark under its verdict, each a link; and the claims of one verdict, in order."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from priceofthought.ledger import entry, ledger
from priceofthought.studies.headlines import headlines
from reasoncost.audit.ledger import Entry
from reasoncost.audit.rule import MEANING
from site_extension.claim_cards import badge
from site_extension.domain import LEDGER, claim_link


class VerdictGrid(nodes.General, nodes.Element):
    """The picture of all verdicts."""


def by_verdict() -> dict[str, list[Entry]]:
    """The entries under each verdict that occurs."""
    groups = {name: [judged for judged in ledger() if judged.verdict == name] for name in MEANING}
    return {name: members for name, members in groups.items() if members}


def picture(page: str) -> str:
    """A row for each verdict, a mark for each claim; `page` is the address of the ledger."""
    rows = []
    for verdict, members in by_verdict().items():
        marks = "".join(
            f'<li><a class="mark verdict-{verdict}" href="{page}#{judged.claim.id}" '
            f'title="{escape(judged.claim.id + ": " + judged.claim.says, quote=True)}">'
            f'<span class="visually-hidden">{judged.claim.id}</span></a></li>'
            for judged in members
        )
        rows.append(
            f'<div class="marks-row"><div class="marks-name"><strong>{len(members)}</strong> {verdict}</div>'
            f'<ul class="marks" aria-label="{verdict}: {MEANING[verdict]}">{marks}</ul></div>'
        )
    return f'<div class="verdict-marks">{"".join(rows)}</div>'


class VerdictMarks(SphinxDirective):
    """`{verdict-marks}`: the picture."""

    def run(self) -> list[nodes.Node]:
        """The picture's node; its links are written when the page is."""
        return [VerdictGrid()]


class VerdictMeanings(SphinxDirective):
    """`{verdict-meanings}`: each verdict and what it says."""

    def run(self) -> list[nodes.Node]:
        """A definition list."""
        meanings = nodes.definition_list()
        for name, meaning in MEANING.items():
            says = nodes.paragraph("", f"{meaning[0].upper()}{meaning[1:]}.")
            meanings += nodes.definition_list_item("", nodes.term("", "", badge(name)), nodes.definition("", says))
        return [meanings]


class Headlines(SphinxDirective):
    """`{headlines}`: the first findings, a sentence and a link to the claim each."""

    def run(self) -> list[nodes.Node]:
        """An item for each."""
        items = nodes.bullet_list(classes=["findings"])
        for claim_id, sentence in headlines().items():
            (item,) = self.parse_text_to_nodes(sentence)
            item += [nodes.Text(" "), claim_link(claim_id, f"{claim_id}: {entry(claim_id).verdict}", "claim-id")]
            items += nodes.list_item("", item)
        return [items]


class ClaimsByVerdict(SphinxDirective):
    """`{claims-by-verdict} verdict ...`: each claim with one of these, what it says, and why."""

    required_arguments = 1
    optional_arguments = 7

    def run(self) -> list[nodes.Node]:
        """An item for each claim, or a word where there is none."""
        items = nodes.bullet_list(classes=["findings"])
        for judged in ledger():
            if judged.verdict in self.arguments and judged.finding:
                said, why = self.parse_text_to_nodes(f"*{judged.claim.says}.*\n\n{judged.finding.why}")
                link = claim_link(judged.claim.id, f"{judged.claim.id}: {judged.verdict}", "claim-id")
                why += [nodes.Text(" "), link]
                items += nodes.list_item("", said, why)
        return [items] if items.children else [nodes.paragraph("", "Nothing, at present.")]


def setup(app: Sphinx) -> None:
    """Register the directives and the picture."""

    def visit(translator: Any, node: VerdictGrid) -> None:
        builder = translator.builder
        translator.body.append(picture(builder.get_relative_uri(builder.current_docname, LEDGER)))
        raise nodes.SkipNode

    app.add_node(VerdictGrid, html=(visit, None))
    app.add_directive("verdict-marks", VerdictMarks)
    app.add_directive("verdict-meanings", VerdictMeanings)
    app.add_directive("headlines", Headlines)
    app.add_directive("claims-by-verdict", ClaimsByVerdict)
