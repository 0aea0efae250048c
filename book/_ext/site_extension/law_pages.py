"""The notation and the laws as pages, from the definitions that compute them."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from reasoncost.law import Law
from reasoncost.law.notation import notation
from reasoncost.laws import by_subject, registry
from site_extension.domain import law_anchor
from site_extension.tables import table

_KEY = re.compile(r"[a-z]+\d{4}[a-z0-9]+|[a-z0-9]+")


def users(name: str) -> list[Law]:
    """The laws that take a parameter, in reading order."""
    return [law for law in registry().values() if name in [parameter.name for parameter in law.parameters]]


def cited(app: Sphinx, source: str) -> str:
    """A law's source as Markdown: works of the bibliography as citations, the rest as it stands."""
    works = app.env.get_domain("cite").bibdata.data.entries
    return _KEY.sub(lambda key: f"{{cite:t}}`{key[0]}`" if key[0] in works else key[0], source)


class Notation(SphinxDirective):
    """`{notation}`: every symbol beside its name in code."""

    def run(self) -> list[nodes.Node]:
        """The table."""
        head = ("Symbol", "Name in code", "Unit", "Domain", "Meaning", "First equation", "Its source")
        rows, ids = [], []
        for parameter in notation().values():
            laws = users(parameter.name)
            ids.append(f"notation-{parameter.name}")
            rows.append(
                (
                    f"${parameter.symbol}$",
                    f"`{parameter.name}`",
                    parameter.unit,
                    parameter.domain,
                    parameter.meaning,
                    f"{{law}}`{laws[0].name}`" if laws else "",
                    cited(self.env.app, laws[0].source) if laws else "",
                )
            )
        return [table(self, head, rows, ids)]


class Laws(SphinxDirective):
    """`{laws}`: every law, its equation, what it means and where it comes from."""

    def run(self) -> list[nodes.Node]:
        """A section for each subject, and in it one for each law."""
        sections = []
        for subject, laws in by_subject().items():
            section = nodes.section(ids=[f"laws-{subject}"], names=[f"laws-{subject}"])
            section += nodes.title("", subject.capitalize())
            section += [self._law(law) for law in laws]
            sections.append(section)
        return sections

    def _law(self, law: Law) -> nodes.section:
        anchor = law_anchor(law.name)
        section = nodes.section(ids=[anchor], names=[anchor], classes=["law"])
        section += nodes.title("", "", nodes.literal("", law.name))
        given = ", ".join(f"`{parameter.name}` ${parameter.symbol}$" for parameter in law.parameters)
        summary = (law.__doc__ or "").partition("\n\n")[0]
        source = cited(self.env.app, law.source)
        text = f"{summary}\n\n$$\n{law.latex()}\n$$\n\nGiven {given}. Unit: {law.unit}. Source: {source}."
        section += self.parse_text_to_nodes(text)
        return section


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("notation", Notation)
    app.add_directive("laws", Laws)
