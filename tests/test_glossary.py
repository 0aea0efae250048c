"""The glossary: which mentions become links, and how their previews come and go in a browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes
from sphinx_exercise.nodes import exercise_enumerable_node, solution_node

from site_extension.glossary import link_first_mentions, pattern, with_previews

from .conftest import PHONE, SITE, WIDE, chapter_pages

ENTRIES = {"batch": "batch", "KV cache": "kv", "cache": "kv", "mixture of experts": "moe"}


def document(*children: nodes.Node) -> nodes.document:
    built = new_document("chapter")
    built += nodes.section("", *children)
    return built


def linked(built: nodes.document) -> list[tuple[str, str]]:
    return [(link["reftarget"], link.astext()) for link in built.findall(addnodes.pending_xref)]


def test_first_mention_of_each_entry_is_linked_and_no_other() -> None:
    built = document(
        nodes.paragraph("", "The KV cache and the cache of a batch."),
        nodes.paragraph("", "Another batch, two\nmixtures of experts, a third KV cache."),
    )
    text = built.astext()
    link_first_mentions(built, ENTRIES)
    shown = [shown for _, shown in linked(built)]
    assert shown == ["KV cache", "batch", "mixtures of experts"]
    assert built.astext() == text


@pytest.mark.parametrize(
    "place",
    [
        nodes.title("", "A batch"),
        nodes.paragraph("", "", nodes.literal("", "batch")),
        nodes.literal_block("", "batch"),
        nodes.paragraph("", "", nodes.math("", "batch")),
        nodes.math_block("", "batch"),
        nodes.paragraph("", "", nodes.reference("", "the batch", refuri="x")),
        nodes.figure("", nodes.caption("", "The batch"), nodes.legend("", nodes.paragraph("", "batch"))),
        nodes.container("", nodes.paragraph("", "batch")),
    ],
    ids=lambda node: type(node).__name__,
)
def test_headings_code_mathematics_links_and_captions_stay(place: nodes.Node) -> None:
    built = document(place.deepcopy(), nodes.paragraph("", "Then the batch."))
    link_first_mentions(built, ENTRIES)
    (link,) = built.findall(addnodes.pending_xref)
    assert link.parent.astext() == "Then the batch."


def test_entry_that_the_author_refers_to_is_left_to_the_author() -> None:
    own = addnodes.pending_xref("", nodes.inline("", "those"), reftype="term", refdomain="std", reftarget="cache")
    built = document(nodes.paragraph("", "A KV cache and a batch. "), nodes.paragraph("", "", own))
    link_first_mentions(built, ENTRIES)
    assert linked(built) == [("batch", "batch"), ("cache", "those")]


def test_exercises_and_solutions_are_running_text() -> None:
    question = exercise_enumerable_node("", nodes.title("", "A batch"), nodes.paragraph("", "Which batch?"))
    built = document(question, solution_node("", nodes.paragraph("", "A cache.")))
    link_first_mentions(built, ENTRIES)
    assert linked(built) == [("batch", "batch"), ("cache", "cache")]
    assert question[0].astext() == "A batch"
    assert not list(question[0].findall(addnodes.pending_xref))


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Batches of one", ["Batches"]),
        ("a minibatch, batching, batch-wise", []),
        ("kv cache or KV caches", ["cache", "KV caches"]),
        ("A mixture of experts", ["mixture of experts"]),
    ],
)
def test_pattern_knows_plurals_and_whole_words(text: str, mentions: list[str]) -> None:
    assert pattern(ENTRIES).findall(text) == mentions


def test_preview_holds_the_definition_and_describes_its_link() -> None:
    definition = nodes.definition("", nodes.paragraph("", "Some ", nodes.emphasis("", "<sequences>")))
    definition += nodes.paragraph("", "Treated elsewhere.")
    item = nodes.definition_list_item("", nodes.term("", "batch"), definition)
    body = with_previews('<a class="reference internal" href="../glossary.html#term-batch">x</a>', {"term-batch": item})
    assert 'aria-describedby="about-term-batch" href="../glossary.html#term-batch"' in body
    assert '<div role="tooltip" id="about-term-batch" hidden>Some &lt;sequences&gt;</div>' in body


@pytest.mark.slow
class TestInABrowser:
    """The previews of the first chapter, opened from the disk."""

    @pytest.fixture
    def page(self, site: Any, browser: Any) -> Any:
        context = browser.new_context(viewport=WIDE, reduced_motion="reduce")
        opened = context.new_page()
        opened.goto((SITE / "chapters" / "kv-cache.html").as_uri())
        yield opened
        context.close()

    def test_hovering_shows_what_stays_under_the_pointer_and_goes_with_escape(self, page: Any) -> None:
        link, box = page.locator("a.term[href$='#term-batch']"), page.locator("#about-term-batch")
        assert box.is_hidden()
        link.hover()
        box.wait_for(state="visible")
        assert page.locator("[role=tooltip]:visible").count() == 1
        box.hover()
        page.wait_for_timeout(400)
        assert box.is_visible()
        page.keyboard.press("Escape")
        assert box.is_hidden()
        link.hover()
        box.wait_for(state="visible")
        page.mouse.move(2, 2)
        box.wait_for(state="hidden")

    def test_focus_by_keyboard_shows_and_escape_or_leaving_hides(self, page: Any) -> None:
        links = page.locator("a.term")
        first = page.locator(f"#{links.nth(0).get_attribute('aria-describedby')}")
        page.locator("article h1").click()
        for _ in range(30):
            page.keyboard.press("Tab")
            if links.nth(0).evaluate("one => one === document.activeElement"):
                break
        first.wait_for(state="visible")
        page.keyboard.press("Escape")
        assert first.is_hidden()
        assert links.nth(0).evaluate("one => one === document.activeElement")
        page.keyboard.press("Tab")
        second = page.locator(f"#{links.nth(1).get_attribute('aria-describedby')}")
        second.wait_for(state="visible")
        page.keyboard.press("Shift+Tab")
        assert second.is_hidden()

    def test_preview_lies_within_the_window(self, page: Any) -> None:
        for width in (WIDE["width"], PHONE["width"]):
            page.set_viewport_size({"width": width, "height": 740})
            for index in range(page.locator("a.term").count()):
                link = page.locator("a.term").nth(index)
                page.keyboard.press("Tab")  # so that focus counts as the keyboard's
                link.focus()
                box = page.locator(f"#{link.get_attribute('aria-describedby')}").bounding_box()
                assert box["x"] >= 0
                assert box["x"] + box["width"] <= width
                assert box["y"] >= 0
                assert box["y"] + box["height"] <= 740

    def test_tap_follows_the_link(self, site: Any, browser: Any) -> None:
        context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
        opened = context.new_page()
        opened.goto((SITE / "chapters" / "kv-cache.html").as_uri())
        opened.locator("a.term[href$='#term-batch']").tap()
        opened.wait_for_url("**/glossary.html#term-batch")
        context.close()


@pytest.mark.slow
def test_every_chapter_has_previews(site: Any) -> None:
    for page in chapter_pages():
        text = page.read_text(encoding="utf-8")
        described = re.findall(r'aria-describedby="(about-term-[^"]+)"', text)
        assert len(described) > 5, page.name
        assert sorted(set(described)) == sorted(re.findall(r'role="tooltip" id="([^"]+)"', text))
