"""The ledger as a page: every claim with its words, its figures to scale, its verdict and what it rests on."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections import Counter
from html import escape
from pathlib import Path
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from priceofthought.article import all_evidence, evidence
from priceofthought.figures.cite import citation
from priceofthought.ledger import ledger
from reasoncost.audit.claim import KINDS
from reasoncost.audit.evidence import Evidence
from reasoncost.audit.finding import Reach
from reasoncost.audit.ledger import Entry
from reasoncost.audit.rule import MEANING
from site_extension.claim_cards import badge
from site_extension.interval_drawings import drawings

SCRIPT = Path(__file__).with_name("ledger.js")


def raw(html: str) -> nodes.raw:
    """A piece of HTML."""
    return nodes.raw("", html, format="html")


def verbatim(text: str) -> nodes.literal_block:
    """Text to copy, as it is, with the button that copies it."""
    return nodes.literal_block(text, text, language="text")


def report_address(app: Sphinx, subject: str) -> str:
    """Where an error about a subject is reported, with the title filled in."""
    repository = app.config.html_theme_options["repository_url"]
    return f"{repository}/issues/new?title={quote(f'Error: {subject}')}"


def derived_in(app: Sphinx, entry: Entry) -> str | None:
    """The address of the passage that settles a claim, relative to the site; None while no chapter has it."""
    source = Path(app.srcdir, "chapters", f"{entry.claim.chapter}.md")
    if not source.exists() or f"({entry.claim.anchor})=" not in source.read_text(encoding="utf-8"):
        return None
    return f"chapters/{entry.claim.chapter}.html#{entry.claim.anchor}"


def _source(app: Sphinx, name: str) -> str:
    """A source as Markdown: a citation, a link to the evidence, or the name of a catalog entry."""
    known = app.env.get_domain("cite").bibdata.data.entries
    if name in known:
        return f"{{cite:t}}`{name}`"
    if name in all_evidence():
        return _evidence(all_evidence()[name])
    return f"catalog: `{name}`"


def _evidence(found: Evidence) -> str:
    where = f"[{found.source}]({found.url})" if found.url else found.source
    return f"{where}, {found.date}: {found.statement}"


def _reached(reach: Reach, unit: str | None) -> str:
    """How much a declared space reaches, how much of it meets the figure, and how that compares with chance."""
    whole = reach.interval.of(unit)
    if reach.share is None:
        return f"**Assumptions:** the sources reach {whole}; they are too unlike for a share of them to mean anything."
    told = f"**Assumptions:** the declared space reaches {whole}, and {reach.share:.1%} of it meets the figure"
    if reach.chance_share is None or reach.chance_any is None:
        return f"{told}. Chance cannot be told: the figure is a bound, or too wide to have others near it."
    return (
        f"{told}, where a figure near it has {reach.chance_share:.1%} on average. Something in the space gives "
        f"{reach.chance_any:.0%} of the near figures."
    )


class LedgerTable(SphinxDirective):
    """`{ledger-table}`: all claims in one table, with the controls that filter it."""

    def run(self) -> list[nodes.Node]:
        """The controls and the table."""
        verdicts = Counter(one.verdict for one in ledger())
        controls = (
            '<form id="ledger-controls" class="pst-js-only" role="search">'
            '<label>Search <input type="search" name="text" autocomplete="off"></label>'
            + _choice("verdict", [f"{name} ({verdicts[name]})" for name in MEANING if verdicts[name]])
            + _choice("kind", [f"{name}" for name in KINDS])
            + '<output name="count"></output></form>'
        )
        script = f'<script defer src="_static/{SCRIPT.name}"></script>'
        return [raw(controls + table() + script)]


def table(page: str = "") -> str:
    """All claims as a table, each linked to its entry; `page` is the address of the ledger from elsewhere."""
    names = ("Line", "Claim", "Kind", "Stated", "Computed", "Verdict")
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    rows = "".join(_row(one, page) for one in ledger())
    return (
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Claims"><table id="ledger-table" '
        f'class="ledger"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _choice(name: str, options: list[str]) -> str:
    inner = "".join(f'<option value="{option.split()[0]}">{option}</option>' for option in options)
    return f'<label>{name.capitalize()} <select name="{name}"><option value="">all</option>{inner}</select></label>'


def _row(one: Entry, page: str) -> str:
    claim, why = one.claim, one.finding.why if one.finding else ""
    text = escape(" ".join(filter(None, (claim.id, claim.says, claim.quote, claim.stated, why))).lower(), quote=True)
    return (
        f'<tr data-id="{claim.id}" data-verdict="{one.verdict}" data-kind="{claim.kind}" data-text="{text}">'
        f'<td>{claim.line}</td><td><a href="{page}#{claim.id}">{claim.id}</a></td><td>{claim.kind}</td>'
        f"<td>{escape(claim.stated or '')}</td><td>{escape(one.shown)}</td>"
        f'<td><span class="verdict verdict-{one.verdict}">{one.verdict}</span></td></tr>'
    )


class LedgerEntries(SphinxDirective):
    """`{ledger-entries}`: a section for each claim, under its permanent anchor."""

    def run(self) -> list[nodes.Node]:
        """The sections."""
        return [self._section(one) for one in ledger()]

    def _section(self, one: Entry) -> nodes.section:
        claim = one.claim
        section = nodes.section(ids=[claim.id], names=[claim.id], classes=["entry"])
        section += nodes.title("", "", nodes.literal("", claim.id), nodes.Text(" "), badge(one.verdict))
        section += nodes.paragraph("", claim.says, classes=["claim-says"])
        words = nodes.paragraph(classes=["claim-quote"])
        words += [nodes.inline("", claim.quote, classes=["language-zh-Hans"]), nodes.Text(f" (line {claim.line})")]
        section += words
        drawn = drawings(one)
        if drawn:
            section += raw(drawn)
        section += self.parse_text_to_nodes("\n\n".join(self._facts(one)))
        section += self._citation(one)
        return section

    def _facts(self, one: Entry) -> list[str]:
        claim, finding = one.claim, one.finding
        facts = []
        if claim.stated:
            stated = f", read as {claim.interval.of(claim.unit)}" if claim.interval else ""
            reading = f" ({claim.reading})" if claim.reading else ""
            facts.append(f"**Stated:** {claim.stated}{stated}{reading}.")
        if finding is None:
            return [*facts, f"**Verdict:** {MEANING[one.verdict]}."]
        facts.append(f"**Verdict:** {one.verdict}, that is, {MEANING[one.verdict]}. {finding.why}")
        if one.judgement.precedence:
            facts.append(f"**Order:** {one.judgement.precedence}.")
        reach = finding.reach
        if reach:
            facts.append(_reached(reach, claim.unit))
        assumed = finding.assumptions + (reach.assumptions if reach else ())
        facts += ["\n".join(f"- {each.name}: {each.value} ({each.why})" for each in assumed)] if assumed else []
        facts.append(f"**What would change it:** {finding.would_change}")
        sources = [_source(self.env.app, name) for name in finding.sources]
        if sources:
            facts.append("**Sources:**\n\n" + "\n".join(f"- {each}" for each in sources))
        facts += self._further_evidence(one)
        return facts

    def _further_evidence(self, one: Entry) -> list[str]:
        cited = one.finding.sources if one.finding else ()
        said = {True: "for", False: "against", "partly": "in part"}
        further = [
            f"- *{said[found.supports]}*: {_evidence(found)}"
            for found in evidence(one.claim.id)
            if found.id not in cited
        ]
        return ["**Further evidence:**\n\n" + "\n".join(further)] if further else []

    def _citation(self, one: Entry) -> nodes.container:
        app, claim = self.env.app, one.claim
        where = derived_in(app, one)
        links = [f'<a href="{where}">where it is derived</a>'] if where else []
        links += [
            f'<a href="#{claim.id}">permanent link</a>',
            f'<a href="{escape(report_address(app, f"claim {claim.id}"))}">report an error</a>',
        ]
        box = nodes.container(classes=["entry-foot"])
        box += raw(f"<p>{' · '.join(links)}</p><details><summary>Cite this claim</summary>")
        box += verbatim(citation(claim.id).bibtex())
        box += raw("</details>")
        return box


def table_csv() -> str:
    """The ledger as CSV: a row per claim; lists and objects as JSON."""
    rows = [one.to_json() for one in ledger()]
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        packed = {
            name: json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
            for name, value in row.items()
        }
        writer.writerow(packed)
    return buffer.getvalue()


def _write_files(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    shutil.copyfile(SCRIPT, out / "_static" / SCRIPT.name)
    whole = json.dumps([one.to_json() for one in ledger()], ensure_ascii=False, indent=1)
    (out / "ledger.json").write_text(whole + "\n", encoding="utf-8")
    (out / "ledger.csv").write_text(table_csv(), encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Register the directives and write the downloads."""
    app.add_directive("ledger-table", LedgerTable)
    app.add_directive("ledger-entries", LedgerEntries)
    app.connect("build-finished", _write_files)
