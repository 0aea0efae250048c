"""A calculator's markup: a form and its results, filled in with the worked example."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from itertools import groupby

from calculators.formulas import in_symbols, with_values
from calculators.numbers import written
from calculators.spec import Calculator, Choice, Input, Plot, Shown, Switch
from reasoncost.law.plan import Amount, AnyStep, Condition, Settings, Step, Values, holds, is_finite

SCRIPTLESS = (
    "This calculator needs JavaScript, which is off or did not load. What stands here is a worked example, computed "
    "when the page was built."
)


def markup(calculator: Calculator) -> str:
    """The calculator as HTML."""
    shown, settings = calculator.example
    known = calculator.run(shown, settings)
    return f"""<div class="calculator" id="{calculator.name}" role="group" aria-label="{escape(calculator.title)}">
<noscript><p class="calculator-scriptless">{SCRIPTLESS}</p></noscript>
<form class="calculator-form" autocomplete="off">
{"".join(_choice(calculator, choice) for choice in calculator.choices)}
{"".join(_switch(calculator, switch, settings) for switch in calculator.switches)}
{_inputs(calculator, shown, settings)}
</form>
<div class="calculator-answer">
<p class="calculator-message" role="alert"></p>
<p role="status"><span class="calculator-verdict">{escape(calculator.sentence(known, settings))}</span>
<span class="calculator-main">{escape(_main(calculator, known, settings))}</span></p>
</div>
<p class="calculator-caption">Results, each with its law and the values put in</p>
<dl class="calculator-results">
{_results(calculator, known, settings)}</dl>
{_plot(calculator.plot)}
<p class="calculator-left-out">Left out: {escape(calculator.left_out)}.</p>
<p class="calculator-actions"><button type="button" class="calculator-cite">Cite this calculation</button>
<button type="button" class="calculator-reset">Back to the example</button></p>
<p class="calculator-citation" tabindex="0" hidden></p>
</div>
"""


def _hidden(condition: Condition, settings: Settings) -> str:
    return "" if holds(condition, settings) else " hidden"


def _select(field: str, name: str, label: str, options: Mapping[str, str], value: str) -> str:
    items = "".join(
        f'<option value="{escape(key)}"{" selected" if key == value else ""}>{escape(text)}</option>'
        for key, text in options.items()
    )
    return (
        f'<div class="calculator-field"><label for="{field}">{escape(label)}</label>'
        f'<select id="{field}" name="{name}">{items}</select></div>\n'
    )


def _choice(calculator: Calculator, choice: Choice) -> str:
    options = {"": "my own numbers"} | {key: row.title for key, row in choice.rows.items()}
    return _select(f"{calculator.name}-{choice.name}-choice", choice.name, choice.label, options, choice.value)


def _switch(calculator: Calculator, switch: Switch, settings: Settings) -> str:
    field = f"{calculator.name}-{switch.name}-switch"
    return _select(field, switch.name, switch.label, switch.options, settings[switch.name])


def _inputs(calculator: Calculator, shown: Mapping[str, Amount | None], settings: Settings) -> str:
    parts = []
    for group, members in groupby(calculator.inputs, key=lambda entry: entry.group):
        fields = "".join(_input(calculator, entry, shown[entry.name], settings) for entry in members)
        folded = f'<details class="calculator-group"><summary>{escape(group)}</summary><div>{fields}</div></details>\n'
        parts.append(folded if group else fields)
    return "".join(parts)


def _input(calculator: Calculator, entry: Input, value: Amount | None, settings: Settings) -> str:
    field = f"{calculator.name}-{entry.name}"
    unit = f' <span class="calculator-unit">{escape(entry.unit)}</span>' if entry.unit else ""
    slider = (
        f'<input type="range" min="0" max="1000" step="1" data-input="{entry.name}" '
        f'aria-label="{escape(entry.label)}, slider">'
        if entry.slider
        else ""
    )
    hint = f"{escape(entry.notation.meaning)}: {entry.domain}"
    return (
        f'<div class="calculator-field" data-field="{entry.name}"{_hidden(entry.when, settings)}>'
        f'<label for="{field}">{escape(entry.label)}</label>'
        f'<span class="calculator-entry"><input id="{field}" name="{entry.name}" type="text" inputmode="decimal" '
        f'value="{"" if value is None else value}" title="{hint}">{unit}</span>'
        f"{slider}</div>\n"
    )


def _results(calculator: Calculator, known: Values, settings: Settings) -> str:
    return "".join(_result(place, step, shown, known, settings) for place, step, shown in calculator.rows)


def _main(calculator: Calculator, known: Values, settings: Settings) -> str:
    """The results that stand out, in one line."""
    main = [(step, shown) for _, step, shown in calculator.rows if shown.main and _is_active(step, known, settings)]
    return "; ".join(f"{shown.label}: {_with_unit(shown, known[step.name])}" for step, shown in main)


def _is_active(step: AnyStep, known: Values, settings: Settings) -> bool:
    """Whether the step counts under these settings, and its guards are above what they must be."""
    return holds(step.when, settings) and all(known[name] > bound for name, bound in step.above.items())


def _with_unit(shown: Shown, value: float) -> str:
    return f"{written(value / shown.scale)} {shown.unit}".strip() if is_finite(value) else written(value)


def _result(place: int, step: AnyStep, shown: Shown, known: Values, settings: Settings) -> str:
    active = _is_active(step, known, settings)
    text = _with_unit(shown, known[step.name] if active else float("nan"))
    if isinstance(step, Step):
        formula = f'{in_symbols(step.law)} <span class="calculator-filled">{with_values(step, known)}</span>'
    else:
        formula = "its own bound, at the largest whole batch that it allows: what is read depends on the batch"
    classes = "calculator-result is-main" if shown.main else "calculator-result"
    return (
        f'<div data-step="{place}" class="{classes}"{"" if active else " hidden"}><dt>{escape(shown.label)}</dt>'
        f'<dd class="calculator-value">{escape(text)}</dd>'
        f'<dd class="calculator-formula" tabindex="0">{formula}</dd></div>\n'
    )


def _plot(plot: Plot) -> str:
    return (
        '<div class="calculator-figure"><div class="calculator-plot" aria-hidden="true"></div>'
        f'<p class="calculator-caption">{escape(plot.caption)} The points mark the numbers above.</p></div>'
    )
