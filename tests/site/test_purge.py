"""Style sheets: what no page uses goes, what a page might use stays."""

from __future__ import annotations

import pytest

from site_extension.purge import purge, words

USED = {"a", "b", "here"}


def test_words_are_what_could_be_a_class_or_an_id() -> None:
    assert words(['<p class="a b-c" id="_d">1x</p>', "-e"]) >= {"a", "b-c", "_d", "-e"}
    assert "1x" not in words(["1x"])


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".a{x:1}.gone{x:2}p{x:3}", ".a{x:1}p{x:3}"),
        (".gone.a, .b #here{x:1}", ".b #here{x:1}"),
        (".a.gone{x:1}#gone{x:2}", ""),
        (".a:not(.gone){x:1}", ".a:not(.gone){x:1}"),
        (":is(.gone, .a) p, .gone:is(.a){x:1}", ":is(.gone, .a) p{x:1}"),
        ("[href$='.gone']{x:1}", '[href$=".gone"]{x:1}'),
        (".a{x:url(data:a;b,{.gone})}", ".a{x:url(data:a;b,{.gone})}"),
        ('.a{content:"}.gone{"}', '.a{content:"}.gone{"}'),
        ("/* .a{} */.b{x:1/* of y */}", ".b{x:1}"),
        ("@media (width < 9px){.a{x:1}.gone{x:2}}", "@media (width < 9px){.a{x:1}}"),
        ("@media print{.gone{x:1}}", ""),
        ("@supports (x:1){@media print{.gone{x:1}.b{x:2}}}", "@supports (x:1){@media print{.b{x:2}}}"),
        ("@font-face{src:url(gone)}", "@font-face{src:url(gone)}"),
        ("@keyframes turn{to{x:1}}", "@keyframes turn{to{x:1}}"),
        ('@charset "utf-8";.a{x:1}', '@charset "utf-8";.a{x:1}'),
    ],
)
def test_a_rule_stays_if_all_its_classes_and_ids_are_used(css: str, kept: str) -> None:
    assert purge(css, USED) == kept


def test_a_selector_goes_alone_from_its_list() -> None:
    assert purge(".a,.gone,p>.b{x:1}", USED) == ".a,p>.b{x:1}"


def test_a_fault_is_not_passed_over() -> None:
    with pytest.raises(ValueError, match="style sheet"):
        purge(".a{x:1} .b", USED)
