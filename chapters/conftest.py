"""nbval re-executes the code of a record; this holds the numbers in its text to the same execution."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from nbval.plugin import IPyNbCell

from tools import inline


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """After each cell evaluate the inline expressions that saw its state, and compare them with the record."""
    yield
    if not isinstance(item, IPyNbCell):
        return
    held = {place: value for place, value in inline.recorded(item.parent.nb).items() if place[0] == item.cell_num + 1}
    if held:
        reply = item.parent.kernel.kc.execute_interactive(**inline.request(held), timeout=60)
        now = inline.answers(held, reply)
        wrong = [
            f"{{n}}`{place[1]}` is {now[place]}, not {value}" for place, value in held.items() if now[place] != value
        ]
        if wrong:
            item.raise_cell_error(f"the text's numbers differ from the record's: {'; '.join(wrong)}")
