"""How to cite a figure, a claim or the work: BibTeX, CSL-JSON or plain text."""

from __future__ import annotations

import json
from dataclasses import dataclass

from priceofthought.article import claims
from priceofthought.figures.registry import Figure, figures
from reasoncost import __version__
from reasoncost.audit.claim import Claim
from reasoncost.records import Register
from reasoncost.units import InputError

WORK = "The Price of Thought"
AUTHORS = "The Price of Thought contributors"
SITE = "https://price-of-thought.github.io"
YEAR = 2026
FORMATS = ("bibtex", "csl-json", "text")


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited: its key, title and permanent address."""

    key: str
    title: str
    url: str

    def text(self) -> str:
        """As a sentence."""
        return f"{AUTHORS} ({YEAR}). {self.title}. In: {WORK}, version {__version__}. {self.url}"

    def bibtex(self) -> str:
        """As a BibTeX entry."""
        return (
            f"@misc{{priceofthought-{self.key},\n"
            f"  author = {{{{{AUTHORS}}}}},\n"
            f"  title = {{{self.title}}},\n"
            f"  howpublished = {{In: {WORK}, version {__version__}}},\n"
            f"  year = {{{YEAR}}},\n"
            f"  url = {{{self.url}}}\n}}"
        )

    def csl_json(self) -> str:
        """As a CSL-JSON item."""
        item = {
            "id": f"priceofthought-{self.key}",
            "type": "webpage",
            "title": self.title,
            "container-title": WORK,
            "version": __version__,
            "author": [{"literal": AUTHORS}],
            "issued": {"date-parts": [[YEAR]]},
            "URL": self.url,
        }
        return json.dumps([item], ensure_ascii=False, indent=2)

    def formatted(self, form: str) -> str:
        """In one of the FORMATS. Raises InputError for another."""
        forms = {"bibtex": self.bibtex, "csl-json": self.csl_json, "text": self.text}
        if form not in forms:
            raise InputError(f"no citation format {form!r}: one of {', '.join(FORMATS)}")
        return forms[form]()


def citation(name: str) -> Citation:
    """The citation of a figure or claim by id. Raises InputError where neither has that id."""
    known: Register[Figure | Claim] = Register("figure or claim", {**figures(), **claims()})
    cited = known.find(name)
    if isinstance(cited, Figure):
        return Citation(cited.id, cited.title, f"{SITE}/chapters/{cited.chapter}.html#{cited.id}")
    return Citation(cited.id, f"Claim {cited.id}: {cited.says}", f"{SITE}/ledger.html#{cited.id}")
