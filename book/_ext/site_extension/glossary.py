"""The glossary in the chapters: the first mention of a term links to its entry, and shows it as a preview.

Each link is described by its preview, which is in the page from the start, hidden; a short script shows it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_exercise.nodes import exercise_enumerable_node, solution_node

from site_extension.mathml import mathml

PAGE = "book/glossary"
CHAPTERS = "chapters/"
SCRIPT = Path(__file__).with_name("glossary.js")

PROSE = (
    nodes.document,
    nodes.section,
    nodes.paragraph,
    nodes.bullet_list,
    nodes.enumerated_list,
    nodes.list_item,
    nodes.emphasis,
    nodes.strong,
    exercise_enumerable_node,
    solution_node,
)
"""What running text stands in; a mention inside anything else, such as a heading or a caption, stays as it is."""


def entries(glossary: nodes.document) -> dict[str, nodes.definition_list_item]:
    """The entries of the glossary's page by their anchors; one entry may have several."""
    return {
        name: item
        for item in glossary.findall(nodes.definition_list_item)
        for term in item.findall(nodes.term)
        for name in term["ids"]
    }


def names(glossary: nodes.document) -> dict[str, str]:
    """The entry of every term, and of every other name of a term, by the anchor of its first name."""
    return {
        term.astext(): item[0]["ids"][0]
        for item in glossary.findall(nodes.definition_list_item)
        for term in item.findall(nodes.term)
    }


def pattern(terms: Iterable[str]) -> re.Pattern[str]:
    """What mentions a term: itself, its plural, or either at the start of a sentence; the longest where several fit."""

    def mention(term: str) -> str:
        first = term[0] if term != term.lower() else f"[{term[0]}{term[0].upper()}]"
        rest = re.escape(term[1:]).replace(r"\ of\ ", r"s?\ of\ ").replace(r"\ ", r"\s+")
        return f"{first}{rest}(?:e?s)?"

    ordered = sorted(terms, key=lambda term: (-len(term), term))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(mention, ordered))})(?![\w-])")


def _term_of(mention: str, terms: Iterable[str]) -> str:
    return next(term for term in sorted(terms, key=len, reverse=True) if pattern([term]).fullmatch(mention))


def _prose(document: nodes.document) -> Iterator[nodes.Text]:
    for text in list(document.findall(nodes.Text)):
        parent = text.parent
        while isinstance(parent, PROSE) and parent.parent is not None:
            parent = parent.parent
        if parent is document:
            yield text


def link_first_mentions(document: nodes.document, entry_of: dict[str, str]) -> None:
    """Make the first mention of each entry in running text a reference to it; `entry_of` each name of a term.

    An entry that the author already refers to is left alone, and so is all text inside links, code, mathematics,
    headings and captions.
    """
    explicit = {xref["reftarget"] for xref in document.findall(addnodes.pending_xref) if xref["reftype"] == "term"}
    done = {entry for term, entry in entry_of.items() if term.lower() in {target.lower() for target in explicit}}
    mentions = pattern(entry_of)
    for text in _prose(document):
        pieces: list[nodes.Node] = []
        end = 0
        for found in mentions.finditer(text):
            term = _term_of(found[0], entry_of)
            if entry_of[term] in done:
                continue
            done.add(entry_of[term])
            shown = nodes.inline("", found[0], classes=["std", "std-term"])
            link = addnodes.pending_xref(
                "", shown, refdomain="std", reftype="term", reftarget=term, refexplicit=True, refwarn=True
            )
            pieces += [nodes.Text(text[end : found.start()]), link]
            end = found.end()
        if pieces:
            text.parent.replace(text, [*pieces, nodes.Text(text[end:])])


class LinkTerms(SphinxPostTransform):
    """Link the terms of a chapter, before references are resolved."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Link them."""
        if self.env.docname.startswith(CHAPTERS):
            link_first_mentions(self.document, names(self.env.get_doctree(PAGE)))


def preview(node: nodes.Node) -> str:
    """A definition as HTML, without links."""
    if isinstance(node, nodes.Text):
        return escape(str(node))
    if isinstance(node, nodes.math):
        return mathml(node.astext(), display=False)
    return "".join(map(preview, node.children))


_LINK = re.compile(r'<a class="reference internal" href="([^"]*glossary\.html)?#(term-[^"]+)">')


def with_previews(body: str, found: dict[str, nodes.definition_list_item]) -> str:
    """A page's text with the previews of the entries that it links to, each link described by its own."""
    shown: dict[str, str] = {}

    def describe(link: re.Match[str]) -> str:
        anchor = link[2]
        shown[anchor] = preview(next(found[anchor].findall(nodes.paragraph)))
        return f'<a class="reference internal term" aria-describedby="about-{anchor}" href="{link[1] or ""}#{anchor}">'

    body = _LINK.sub(describe, body)
    if not shown:
        return body
    boxes = "".join(f'<div role="tooltip" id="about-{name}" hidden>{text}</div>' for name, text in shown.items())
    return f'{body}<div class="previews">{boxes}</div>'


def _add_previews(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document) -> None:
    if app.builder.name != "html" or doctree is None:
        return
    context["body"] = with_previews(context["body"], entries(app.env.get_doctree(PAGE)))
    if 'class="previews"' in context["body"]:
        app.add_js_file(SCRIPT.name, loading_method="defer")


def _note_glossary(app: Sphinx, docname: str, text: list[str]) -> None:
    if docname.startswith(CHAPTERS):
        app.env.note_dependency(str(Path(app.srcdir, f"{PAGE}.md")))


def _write_script(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.name == "html":
        shutil.copyfile(SCRIPT, Path(app.outdir, "_static", SCRIPT.name))


def setup(app: Sphinx) -> None:
    """Link the terms when references are resolved, and add the previews when a page is written."""
    app.add_post_transform(LinkTerms)
    app.connect("source-read", _note_glossary)
    app.connect("html-page-context", _add_previews)
    app.connect("build-finished", _write_script, priority=400)
