"""The figures of the chapter on five votes."""

from __future__ import annotations

import numpy as np

from priceofthought.article import setting, stated
from priceofthought.figures import style
from priceofthought.figures.registry import Plot, Table, figure
from priceofthought.studies import votes as found
from priceofthought.studies.pricing import PREVIEW, answer_tokens, puzzle_tokens
from reasoncost.laws.votes import share_for_multiple, shared_context, shared_reads, vote_multiple

CHAPTER = "votes"


@figure(
    "fig-votes-regimes",
    title="Five streams cost one to five times as much",
    chapter=CHAPTER,
    alt="Cost multiple of five streams against the share of the context in common. Where arithmetic binds it is five "
    "throughout; where the cache binds it falls in a straight line from five to one; the price, ten, lies above all.",
)
def votes_regimes() -> Plot:
    """Cost multiple of five streams in each regime, over the share in common."""
    shares = np.linspace(0, 1, 101)
    cached = vote_multiple(found.streams(), shares)
    slower = np.array([found.step(float(shared)) for shared in shares])
    price, figure_stated = found.price_multiple(), stated("votes-share-prefix")
    needed = float(share_for_multiple(found.streams(), figure_stated.high))
    drawing, axes = style.new(7, 4)
    axes.axhspan(figure_stated.low, figure_stated.high, color=style.FILL[1], linewidth=0)
    axes.axhline(price, color=style.INK, linewidth=1)
    axes.annotate(f"the price: {price:.0f}×", (0.5, price), xytext=(0, 4), textcoords="offset points")
    axes.plot(shares, np.full_like(shares, found.streams()), color=style.SERIES[1])
    axes.plot(shares, cached, color=style.SERIES[0])
    axes.plot(shares, slower, color=style.SERIES[2], linestyle="--")
    axes.annotate(
        "arithmetic binds", (0.6, found.streams()), xytext=(0, 4), textcoords="offset points", color=style.SERIES[1]
    )
    axes.annotate(
        "cache binds,\nsame speed", (0.38, 3.6), xytext=(4, 0), textcoords="offset points", color=style.SERIES[0]
    )
    axes.annotate(
        f"{found.users_with_votes()} users, slower",
        (0.02, slower[2]),
        xytext=(0, -16),
        textcoords="offset points",
        color=style.SERIES[2],
    )
    axes.annotate("the band: “no extra”", (0.3, 1.6), color=style.MUTED)
    start = float(shared_context(puzzle_tokens(), 0, answer_tokens(PREVIEW)))
    axes.plot([start, needed], [found.cache_held(), figure_stated.high], "o", color=style.SERIES[0])
    axes.annotate(
        f"{needed:.1%}", (needed, figure_stated.high), xytext=(2, 5), textcoords="offset points", color=style.SERIES[0]
    )
    axes.annotate(
        f"from the prompt: {start:.1%}",
        (start, found.cache_held()),
        xytext=(4, -34),
        textcoords="offset points",
        color=style.SERIES[0],
    )
    axes.set(xlim=(0, 1), ylim=(0, 11), xlabel="share of the context that all streams have in common")
    axes.set_ylabel("cost of five streams over one, times")
    axes.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    axes.set_title("Five streams cost one to five times as much, never ten")
    table: Table = {
        "share of the context in common": shares.tolist(),
        "arithmetic binds (times)": [float(found.streams())] * len(shares),
        "cache binds, same speed (times)": cached.tolist(),
        f"{found.users_with_votes()} users, slower (times)": slower.tolist(),
    }
    caption = (
        f"Cost of {found.streams()} streams over one, by what binds; dashed: a node that serves "
        f"{found.users_with_votes()} users either way, only slower. Below {figure_stated.high:g} times the cache "
        f"rounds to no extra. That needs {needed:.1%} of the context in common; streams from the prompt have "
        f"{start:.1%}."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-votes-branch",
    title="What is shared is not written five times",
    chapter=CHAPTER,
    alt="Left: tokens and cache of five streams fall together from five times to one as the streams branch later. "
    "Right: with a longer prompt tokens stay at five times while the cache falls, but only beyond thousands of tokens.",
)
def votes_branch() -> Plot:
    """The two ways to share: branch late, or start from a long prompt."""
    answer, prompt = answer_tokens(PREVIEW), puzzle_tokens()
    trunks = np.linspace(0, answer, 101)
    late = {
        "tokens written": vote_multiple(found.streams(), trunks / answer),
        "cache held": vote_multiple(found.streams(), shared_context(prompt, trunks, answer)),
        "cache read": vote_multiple(found.streams(), shared_reads(prompt, trunks, answer)),
    }
    prompts = np.geomspace(10, 10**6, 101)
    long = {
        "tokens written": np.full_like(prompts, found.streams()),
        "cache held": vote_multiple(found.streams(), shared_context(prompts, 0, answer)),
        "cache read": vote_multiple(found.streams(), shared_reads(prompts, 0, answer)),
    }
    drawing, (left, right) = style.new(7.4, 3.6, ncols=2, sharey=True)
    for order, name in enumerate(late):
        dashes = ("-", "--", ":")[order]
        left.plot(trunks / answer, late[name], color=style.SERIES[order], linestyle=dashes)
        right.plot(prompts, long[name], color=style.SERIES[order], linestyle=dashes)
    left.annotate(
        "tokens written,\ncache held", (0.42, 3.4), xytext=(4, 4), textcoords="offset points", color=style.SERIES[0]
    )
    left.annotate(
        "cache read", (0.3, 2.4), xytext=(-6, -6), textcoords="offset points", ha="right", color=style.SERIES[2]
    )
    right.annotate(
        "tokens written", (2e4, found.streams()), xytext=(0, -14), textcoords="offset points", color=style.SERIES[0]
    )
    right.annotate("cache held", (2e4, 2.2), xytext=(4, 0), textcoords="offset points", color=style.SERIES[1])
    right.annotate(
        "cache read", (2.2e3, 2.4), xytext=(-6, -10), textcoords="offset points", ha="right", color=style.SERIES[2]
    )
    right.axvline(prompt, color=style.MUTED, linewidth=1, linestyle="--")
    right.annotate(
        f"the puzzle: {prompt:.0f}", (prompt, 1), xytext=(4, 2), textcoords="offset points", color=style.MUTED
    )
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
        f"Tokens, cache held at the end and cache read of {found.streams()} streams over one, for answers of "
        f"{answer:,.0f} tokens: where they branch late (left), and where they start from a longer prompt (right)."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-votes-node",
    title="On the article's node the cache binds long answers",
    chapter=CHAPTER,
    alt="Cost multiple of five streams against the length of the answer, one line for each share in common. For short "
    "answers all lines lie near five; beyond some thousand tokens they part, down to one where everything is shared.",
)
def votes_node() -> Plot:
    """Cost multiple on the article's node against the length of the answer, for several shares in common."""
    lengths = np.geomspace(100, 50_000, 109)
    drawing, axes = style.new(7, 3.8)
    table: Table = {"answer (tokens)": lengths.tolist()}
    for order, shared in enumerate((0, 0.5, 0.875, 1)):
        multiples = [found.cost(shared, float(length)) for length in lengths]
        table[f"cost with {shared:.1%} in common (times)"] = multiples
        axes.plot(lengths, multiples, color=style.SERIES[order])
        axes.annotate(
            f"{shared:.1%} in common" if shared % 0.5 else f"{shared:.0%} in common",
            (lengths[-1], multiples[-1]),
            xytext=(0, 4),
            textcoords="offset points",
            ha="right",
            color=style.SERIES[order],
        )
    answer = answer_tokens(PREVIEW)
    axes.axvline(answer, color=style.MUTED, linewidth=1, linestyle="--")
    axes.annotate(
        f"o1-preview: {answer:,.0f}",
        (answer, 0.7),
        xytext=(-4, 0),
        textcoords="offset points",
        ha="right",
        color=style.MUTED,
    )
    axes.set(xscale="log", xlim=(lengths[0], lengths[-1]), ylim=(0.5, 5.6), xlabel="answer, tokens")
    axes.set_ylabel("cost of five streams over one, times")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set_title("Only long answers leave arithmetic to spare")
    users = found.batches(answer)
    caption = (
        f"Cost of {found.streams()} streams over one at {setting.SPEED} tokens per second and user, Llama 3.1 405B on "
        f"eight H100, weights in 8 bit and cache in 16. At {answer:,.0f} tokens memory holds {users['capacity']:.0f} "
        f"single streams, while arithmetic would allow {users['compute']:.0f}."
    )
    return Plot(drawing, table, caption)
