"""The catalog as a page: every record with its source and its date."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from reasoncost import catalog
from reasoncost.catalog import Value
from reasoncost.interval import number
from reasoncost.units import GB, GIB
from site_extension.tables import table


def shown(value: Value | None) -> str:
    """A value with its unit, marked where it could not be confirmed."""
    if value is None:
        return ""
    return marked(f"{number(value.value)} {value.unit}", value)


def marked(text: str, value: Value) -> str:
    """A figure as it is shown, marked where it could not be confirmed."""
    return text if value.confirmed else f"{text} (unconfirmed)"


def address(source: str) -> str:
    """A source as Markdown: where it is an address, a link under the name of its host."""
    if source.startswith("http"):
        return f"[{urlsplit(source).netloc.removeprefix('www.')}]({source})"
    return source.replace("_", r"\_").replace("*", r"\*")


def billions(count: float) -> str:
    """A number of parameters, in billions."""
    return f"{count / 10**9:,.4g} billion"


class Catalog(SphinxDirective):
    """`{catalog} models|accelerators|rents|prices|constants`: one part of the catalog as a table."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The table."""
        parts = {
            "models": self._models,
            "accelerators": self._accelerators,
            "rents": self._rents,
            "prices": self._prices,
            "constants": self._constants,
        }
        head, rows, names = parts[self.arguments[0]]()
        return [table(self, head, rows, [f"catalog-{name}".lower().replace(".", "-") for name in names])]

    def _models(self) -> tuple[Iterable[str], list[tuple[str, ...]], list[str]]:
        shape = ("Layers", "Hidden", "Heads", "KV heads", "Head dim.", "Attention")
        head = ("Model", "Released", *shape, "Parameters", "Sources")
        rows = [
            (
                f"{one.title} (`{name}`)",
                one.released,
                f"{one.layers}",
                f"{one.hidden:,}",
                f"{one.heads}",
                f"{one.kv_heads}",
                f"{one.head_dim}",
                one.attention,
                billions(one.counted_total.value),
                "; ".join(map(address, one.sources)),
            )
            for name, one in catalog.models().items()
        ]
        return head, rows, list(catalog.models())

    def _accelerators(self) -> tuple[Iterable[str], list[tuple[str, ...]], list[str]]:
        head = ("Accelerator", "Memory, as labelled", "Memory, as reported", "Bandwidth", "Dense peak", "Source")
        rows = []
        for name, one in catalog.accelerators().items():
            reported = f"{one.hbm_reported.value / GIB:,.1f} GiB" if one.hbm_reported else ""
            rates = {kind: f"{kind} {rate.value / 10**12:,.0f} T{rate.unit}" for kind, rate in one.peak.items()}
            peaks = "; ".join(marked(text, one.peak[kind]) for kind, text in rates.items())
            rows.append(
                (
                    f"`{name}`",
                    marked(f"{one.hbm_label.value / GB:,.4g} GB", one.hbm_label),
                    reported,
                    marked(f"{one.bandwidth.value / 10**12:,.3g} TB/s", one.bandwidth),
                    peaks,
                    address(one.bandwidth.source),
                )
            )
        return head, rows, list(catalog.accelerators())

    def _rents(self) -> tuple[Iterable[str], list[tuple[str, ...]], list[str]]:
        head = ("Accelerator", "Kind", "USD an hour", "Date", "Note", "Source")
        rows, names = [], []
        for name, seen in catalog.all_rents().items():
            for place, rent in enumerate(seen, start=1):
                low, high = rent.usd_per_hour.low, rent.usd_per_hour.high
                across = f"{low:.2f}" if low == high else f"{low:.2f} to {high:.2f}"
                doubt = "" if rent.confirmed else " (unconfirmed)"
                rows.append((f"`{name}`", rent.kind, f"{across}{doubt}", rent.date, rent.note, address(rent.source)))
                names.append(f"rent-{name}-{place}")
        return head, rows, names

    def _prices(self) -> tuple[Iterable[str], list[tuple[str, ...]], list[str]]:
        head = ("Model", "Seen", "Input", "Cached input", "Output", "Source")
        rows, names = [], []
        for name, history in catalog.price_history().items():
            for one in history:
                seen = one.seen.replace("/", " to ")
                rows.append(
                    (
                        f"`{name}`",
                        seen,
                        f"{one.input.value:g}",
                        f"{one.cached_input.value:g}" if one.cached_input else "",
                        f"{one.output.value:g}",
                        "; ".join(map(address, one.input.source.split("; "))),
                    )
                )
                names.append(f"price-{name}-{one.seen[:10]}")
        return head, rows, names

    def _constants(self) -> tuple[Iterable[str], list[tuple[str, ...]], list[str]]:
        head = ("Name", "Value", "Date", "Source")
        rows = [(f"`{name}`", shown(one), one.date, address(one.source)) for name, one in catalog.constants().items()]
        return head, rows, list(catalog.constants())


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("catalog", Catalog)
