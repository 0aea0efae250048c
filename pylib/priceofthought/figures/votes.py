"""The figures of the chapter on five votes."""

from __future__ import annotations

import numpy as np

from priceofthought.article import setting, stated
from priceofthought.figures import style
from priceofthought.figures.registry import Plot, Table, figure
from priceofthought.studies import votes
from priceofthought.studies.pricing import PREVIEW, answer_tokens, puzzle_tokens
from reasoncost.laws.votes import share_for_multiple, shared_context, shared_reads, vote_multiple

CHAPTER = "votes"


@figure("fig-votes-regimes", title="Five streams cost one to five times as much", chapter=CHAPTER)
def votes_regimes() -> Plot:
    """Cost multiple of five streams in each regime, over the share in common."""
    shares = np.linspace(0, 1, 101)
    cached = vote_multiple(votes.streams(), shares)
    slower = np.array([votes.step(float(shared)) for shared in shares])
    price, figure_stated = votes.price_multiple(), stated("votes-share-prefix")
    needed = float(share_for_multiple(votes.streams(), figure_stated.high))
    drawing, axes = style.new(7, 4)
    axes.axhspan(figure_stated.low, figure_stated.high, color=style.FILL[1], linewidth=0)
    axes.axhline(price, color=style.INK, linewidth=1)
    style.note(axes, f"the price: {price:.0f}×", (0.5, price), (0, 4))
    axes.plot(shares, np.full_like(shares, votes.streams()), color=style.SERIES[1])
    axes.plot(shares, cached, color=style.SERIES[0])
    axes.plot(shares, slower, color=style.SERIES[2], linestyle="--")
    style.note(axes, "arithmetic binds", (0.6, votes.streams()), (0, 4), style.SERIES[1])
    style.note(axes, "cache binds,\nsame speed", (0.38, 3.6), (4, 0), style.SERIES[0])
    style.note(axes, f"{votes.users_with_votes()} users, slower", (0.02, slower[2]), (0, -16), style.SERIES[2])
    axes.annotate("the band: “no extra”", (0.3, 1.6), color=style.MUTED)
    start = float(shared_context(puzzle_tokens(), 0, answer_tokens(PREVIEW)))
    axes.plot([start, needed], [votes.cache_held(), figure_stated.high], "o", color=style.SERIES[0])
    style.note(axes, f"{needed:.1%}", (needed, figure_stated.high), (2, 5), style.SERIES[0])
    style.note(axes, f"from the prompt: {start:.1%}", (start, votes.cache_held()), (4, -34), style.SERIES[0])
    axes.set(xlim=(0, 1), ylim=(0, 11), xlabel="share of the context that all streams have in common")
    axes.set_ylabel("cost of five streams over one, times")
    axes.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    axes.set_title("Five streams cost one to five times as much, never ten")
    table: Table = {
        "share of the context in common": shares.tolist(),
        "arithmetic binds (times)": [float(votes.streams())] * len(shares),
        "cache binds, same speed (times)": cached.tolist(),
        f"{votes.users_with_votes()} users, slower (times)": slower.tolist(),
    }
    caption = (
        f"Cost of {votes.streams()} streams over one, by what binds; dashed: a node that serves "
        f"{votes.users_with_votes()} users either way, only slower. Below {figure_stated.high:g} times the cache "
        f"rounds to no extra. That needs {needed:.1%} of the context in common; streams from the prompt have "
        f"{start:.1%}."
    )
    alt = (
        f"Cost multiple of {votes.streams()} streams against the share of the context in common. Where arithmetic "
        f"binds it is {votes.streams()} throughout; where the cache binds it falls in a straight line from "
        f"{cached[0]:.0f} to {cached[-1]:.0f}; the price, {price:.0f}, lies above all."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-votes-branch", title="What is shared is not written five times", chapter=CHAPTER)
def votes_branch() -> Plot:
    """The two ways to share: branch late, or start from a long prompt."""
    answer, prompt = answer_tokens(PREVIEW), puzzle_tokens()
    trunks = np.linspace(0, answer, 101)
    late = {
        "tokens written": vote_multiple(votes.streams(), trunks / answer),
        "cache held": vote_multiple(votes.streams(), shared_context(prompt, trunks, answer)),
        "cache read": vote_multiple(votes.streams(), shared_reads(prompt, trunks, answer)),
    }
    prompts = np.geomspace(10, 10**6, 101)
    long = {
        "tokens written": np.full_like(prompts, votes.streams()),
        "cache held": vote_multiple(votes.streams(), shared_context(prompts, 0, answer)),
        "cache read": vote_multiple(votes.streams(), shared_reads(prompts, 0, answer)),
    }
    drawing, (left, right) = style.new(7.4, 3.6, ncols=2, sharey=True)
    for order, name in enumerate(late):
        dashes = ("-", "--", ":")[order]
        left.plot(trunks / answer, late[name], color=style.SERIES[order], linestyle=dashes)
        right.plot(prompts, long[name], color=style.SERIES[order], linestyle=dashes)
    style.note(left, "tokens written,\ncache held", (0.42, 3.4), (4, 4), style.SERIES[0])
    style.note(left, "cache read", (0.3, 2.4), (-6, -6), style.SERIES[2], ha="right")
    style.note(right, "tokens written", (2e4, votes.streams()), (0, -14), style.SERIES[0])
    style.note(right, "cache held", (2e4, 2.2), (4, 0), style.SERIES[1])
    style.note(right, "cache read", (2.2e3, 2.4), (-6, -10), style.SERIES[2], ha="right")
    right.axvline(prompt, color=style.MUTED, linewidth=1, linestyle="--")
    style.note(right, f"the puzzle: {prompt:.0f}", (prompt, 1), (4, 2), style.MUTED)
    left.set(xlim=(0, 1), ylim=(0.8, 5.4), xlabel="share of the answer before the streams branch")
    left.set_ylabel("five streams over one, times")
    left.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    right.set(xscale="log", xlim=(10, 10**6), xlabel="prompt, tokens")
    left.set_title("Sharing the answer saves tokens too; only a long prompt saves cache alone")
    table: Table = {"share of the answer before the branch": (trunks / answer).tolist()}
    table |= {f"{name}, prompt of {prompt:.0f} (times)": values.tolist() for name, values in late.items()}
    table["prompt (tokens)"] = prompts.tolist()
    table |= {f"{name}, branch at the prompt (times)": values.tolist() for name, values in long.items()}
    caption = (
        f"Tokens, cache held at the end and cache read of {votes.streams()} streams over one, for answers of "
        f"{answer:,.0f} tokens: where they branch late (left), and where they start from a longer prompt (right)."
    )
    halved = prompts[np.argmax(long["cache held"] <= votes.streams() / 2)]
    alt = (
        f"Left: tokens and cache of {votes.streams()} streams fall together from {late['tokens written'][0]:.0f} times "
        f"to {late['tokens written'][-1]:.0f} as the streams branch later. Right: with a longer prompt tokens stay at "
        f"{long['tokens written'][-1]:.0f} times while the cache falls, to half only from {halved:,.0f} tokens on."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-votes-node", title="On the article's node the cache binds long answers", chapter=CHAPTER)
def votes_node() -> Plot:
    """Cost multiple on the article's node against the length of the answer, for several shares in common."""
    lengths = np.geomspace(100, 50_000, 109)
    drawing, axes = style.new(7, 3.8)
    table: Table = {"answer (tokens)": lengths.tolist()}
    for order, shared in enumerate((0, 0.5, 0.875, 1)):
        multiples = [votes.cost(shared, float(length)) for length in lengths]
        table[f"cost with {shared:.1%} in common (times)"] = multiples
        axes.plot(lengths, multiples, color=style.SERIES[order])
        style.note(
            axes,
            f"{shared:.1%} in common" if shared % 0.5 else f"{shared:.0%} in common",
            (lengths[-1], multiples[-1]),
            (0, 4),
            style.SERIES[order],
            ha="right",
        )
    answer = answer_tokens(PREVIEW)
    axes.axvline(answer, color=style.MUTED, linewidth=1, linestyle="--")
    style.note(axes, f"o1-preview: {answer:,.0f}", (answer, 0.7), (-4, 0), style.MUTED, ha="right")
    axes.set(xscale="log", xlim=(lengths[0], lengths[-1]), ylim=(0.5, 5.6), xlabel="answer, tokens")
    axes.set_ylabel("cost of five streams over one, times")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set_title("Only long answers leave arithmetic to spare")
    users = votes.batches(answer)
    lines = list(table.values())[1:]
    first, last = ([line[end] for line in lines] for end in (0, -1))
    caption = (
        f"Cost of {votes.streams()} streams over one at {setting.SPEED} tokens per second and user, "
        f"{setting.model().title} on {setting.NODE}, 8-bit weights, 16-bit cache. At {answer:,.0f} tokens memory "
        f"holds {users['capacity']:.0f} single streams, while arithmetic would allow {users['compute']:.0f}."
    )
    alt = (
        f"Cost multiple of {votes.streams()} streams against the length of the answer, one line for each share in "
        f"common. At {lengths[0]:,.0f} tokens the lowest line lies at {min(first):.1f}; at {lengths[-1]:,.0f} they "
        f"part, from {max(last):.1f} where nothing is shared to {min(last):.1f} where everything is."
    )
    return Plot(drawing, table, caption, alt)
