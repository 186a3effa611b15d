"""docs/bands.md: what a band says, how it is made, the model card, and the figures on events that no model was fitted on.

Lines of tables begin with the name of a set, so that the figures of one set can be compared without the others.
"""

# ruff: noqa: E501  (a page of prose and tables)

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from importlib import resources

import numpy as np

from credence.forecasts import fitted_models, registry
from credence.forecasts.artefact import PACKAGE
from credence.forecasts.interface import Covariates
from credence.forecasts.training_sets import CREDIT
from credence.lab.band_skill import FITTED, REFERENCE, USERS, Method, Result, Score
from credence.measures.forecast_skill import Skill
from credence.pictures.fan import fan
from credence.pictures.forest import forest
from credence.pictures.svg import Foot

from . import band_words as say

SETS = {
    "us": "Polymarket US, mostly sports, a quote every two minutes, on a grid of five",
    "clob": "markets of the international book that had resolved, a price every ten minutes",
    "weather": "daily temperatures of four cities, an hourly price; nothing was fitted on them",
}
HAR, LEARNED, FHS = ("har", "conformal"), ("learned", "conformal"), ("fhs", "conformal")
SHOWN: tuple[Method, ...] = (USERS, REFERENCE, ("fhs", "raw"), FHS, ("har", "raw"), HAR, ("learned", "raw"), LEARNED)
NAMES = {"level_ewma": "users' band", "ewma": "EWMA", "fhs": "fhs", "har": "har", "learned": "learned"}
FLAWS = {
    "level_ewma": "average of prices in logit space, as if on the last one",
    "level_kalman": "variance of levels taken for noise",
    "level_quantiles": "quantiles of past prices",
}
PICTURES = ("bands-skill.svg", "bands-coverage.svg", "bands-fan.svg")
HOUR = 3600

# Goals set before anything was measured: (set, horizon, what, figure of a result, least, most).
Goal = tuple[str, int, str, Callable[[Result, int], float | None], float, float]
NUMPY = {("us", 300): 0.025, ("us", 3600): 0.04, ("us", 21600): 0.03, ("us", 86400): 0.06, ("clob", 600): 0.03,
         ("clob", 3600): 0.03, ("weather", 3600): 0.02, ("weather", 21600): 0.035}  # fmt: skip
TREES = {("us", 300): 0.06, ("us", 3600): 0.055, ("us", 21600): 0.03, ("us", 86400): 0.08, ("clob", 600): 0.08,
         ("clob", 3600): 0.04, ("weather", 3600): 0.03, ("weather", 21600): 0.045}  # fmt: skip
OVER_USERS = {("us", 300): 0.49, ("us", 3600): 0.14, ("us", 21600): 0.04, ("us", 86400): 0.1, ("clob", 600): 0.4,
              ("clob", 3600): 0.24, ("weather", 3600): 0.34, ("weather", 21600): 0.15}  # fmt: skip
CLOSED = {("us", 300): (0.88, 0.94), ("us", 3600): (0.78, 0.84), ("us", 21600): (0.76, 0.85), ("us", 86400): (0.74, 0.9),
          ("clob", 600): (0.82, 0.92), ("clob", 3600): (0.76, 0.86), ("weather", 3600): (0.76, 0.84), ("weather", 21600): (0.74, 0.84)}  # fmt: skip


def page(results: Sequence[Result]) -> tuple[str, dict[str, str]]:
    """The page, and its pictures by file name."""
    parts = [say.HEAD, _default(results), "## Figures\n", say.FIGURES, _sets(results), "### Headline\n", say.HEADLINE, _headline(results)]
    parts += [
        "![skill against the EWMA by set and horizon](pictures/bands-skill.svg)\n",
        "### Goals, reached and not reached\n",
        say.GOALS,
    ]
    parts += [
        _goals(results),
        "### Tier against tier\n",
        say.TIER_WORDS,
        _tiers(results),
        "### Segments, an hour ahead\n",
        say.SEGMENTS,
        _segments(results),
    ]
    parts += ["![closed coverage by segment](pictures/bands-coverage.svg)\n", "### Week by week\n", say.WEEKS, _weeks(results)]
    parts += ["### What users have today, and what it costs\n", say.FLAWED_WORDS, _flawed(results), say.CAN_SAY, _card()]
    return "\n".join(parts), _pictures(results)


def own_lines(text: str, names: Sequence[str]) -> list[str]:
    """Lines with the figures of these sets, in their order."""
    starts = tuple(f"{mark} {name}{end}" for name in names for mark in ("|", "-") for end in (" ", ","))
    return [line for line in text.splitlines() if line.startswith(starts)]


def spliced(text: str, fresh: str, names: Sequence[str]) -> str:
    """`text` with the figures of these sets as in `fresh`, section by section."""
    new: dict[str, list[str]] = {}
    for title, line in _by_section(fresh):
        if own_lines(line, names):
            new.setdefault(title, []).append(line)
    out: list[str] = []
    for title, line in _by_section(text):
        if own_lines(line, names):
            out += new.pop(title, [])
        else:
            out.append(line)
    return "\n".join(out) + "\n"


def _by_section(text: str) -> Iterator[tuple[str, str]]:
    title = ""
    for line in text.splitlines():
        title = line if line.startswith("#") else title
        yield title, line


# ---------------------------------------------------------------- tables


def _sets(results: Sequence[Result]) -> str:
    lines = [
        "| set | what | judged from | to | markets | events | origins | data (sha256) |",
        "|---|---|---|---|---:|---:|---:|---|",
    ]
    for one in results:
        days = " | ".join(f"{datetime.fromtimestamp(ts, UTC):%Y-%m-%d}" for ts in (one.first_ts, one.last_ts))
        lines.append(
            f"| {one.name} | {SETS[one.name]} | {days} | {one.markets:,} | {one.events:,} | {one.origins:,} | `{one.data_sha256[:12]}` |"
        )
    return "\n".join([*lines, ""])


def _headline(results: Sequence[Result]) -> str:
    lines = ["| set | ahead | method | skill against EWMA | against users' band | Winkler skill | closed | open | of changed | below | above | closed 98 % | width | would be limited |",
             "|---|---|---|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|"]  # fmt: skip
    for one in results:
        for horizon in one.missing:
            for method in SHOWN:
                found = one.score(horizon, method)
                if found is not None:
                    lines.append(f"| {one.name} | {ahead(horizon)} | {named(method)} | {_scored(found)} |")
    lines += ["", "| set | ahead | rows | events | outcome unchanged | no price at the target | har: narrower than a horizon before | learned |",
              "|---|---|---:|---:|---:|---:|---:|---:|"]  # fmt: skip
    for one in results:
        for horizon, missing in one.missing.items():
            found = _of(one, horizon, REFERENCE)
            narrower = " | ".join(_share(one.narrower.get((horizon, method), np.nan)) for method in (HAR, LEARNED))
            lines.append(
                f"| {one.name} | {ahead(horizon)} | {found.figures.n:,} | {found.figures.events:,} | {_share(found.figures.unchanged)} | {_share(missing)} | {narrower} |"
            )
    return "\n".join([*lines, ""])


def _scored(found: Score) -> str:
    shown = found.figures
    reference = found.method in (REFERENCE, USERS)
    cells = ["" if found.method == REFERENCE else _skill(found.skill["ewma"]), "" if found.method == USERS else _skill(found.skill["users"]),
             "" if found.method == REFERENCE else _skill(found.winkler["ewma"]), _share(shown.closed), _share(shown.open),
             _share(shown.changed_closed), _share(shown.miss_below), _share(shown.miss_above),
             _share(found.closed_98), _share(shown.width), "" if reference else _share(shown.clamped)]  # fmt: skip
    return " | ".join(cells)


def _goals(results: Sequence[Result]) -> str:
    lines = ["| set | ahead | what | wanted | found | |", "|---|---|---|---|---|---|"]
    failed, of = [], 0
    for one in results:
        for _, horizon, what, figure, least, most in goals(one):
            found = figure(one, horizon)
            if found is None:
                continue
            wanted = (
                f"at least {least:g}" if most == np.inf else f"at most {most:g}" if least == -np.inf else f"{least:g} to {most:g}"
            )
            reached, of = least <= found <= most, of + 1
            lines.append(
                f"| {one.name} | {ahead(horizon)} | {what} | {wanted} | {_told(found, what)} | {'reached' if reached else '**not reached**'} |"
            )
            if not reached:
                failed.append(f"- {one.name}, {ahead(horizon)}, {what}: {_told(found, what)} where {wanted} was wanted")
    return "\n".join([*lines, "", "Not reached:\n", *failed, ""])


def _told(found: float, what: str) -> str:
    """One decimal more than elsewhere: near a goal the third one decides."""
    return f"{found:+.4f}" if "skill" in what else f"{found:.4f}"


def goals(one: Result) -> Iterator[Goal]:
    """The goals of a set, in the order of its horizons."""
    inf = np.inf
    for horizon in one.missing:
        key = (one.name, horizon)
        if key in NUMPY:
            yield *key, "har: skill against the EWMA", _value(HAR, "ewma"), NUMPY[key], inf
            yield *key, "learned: skill against the EWMA", _value(LEARNED, "ewma"), TREES[key], inf
            yield *key, "har: skill against the users' band", _value(HAR, "users"), OVER_USERS[key], inf
            yield *key, "har: closed coverage of the 80 % band", lambda r, h: _of(r, h, HAR).figures.closed, *CLOSED[key]
        for method in (HAR, LEARNED):
            yield *key, f"{method[0]}: upper end of the interval of the skill against the EWMA", _upper(method), 0.0, inf
        if horizon == HOUR:
            yield (
                *key,
                "har: misses of the side that misses more",
                lambda r, h: max(_of(r, h, HAR).low_closed, _of(r, h, HAR).high_closed),
                -inf,
                0.13,
            )
            yield *key, "har: closed coverage of the 98 % band", lambda r, h: _of(r, h, HAR).closed_98, 0.95, 0.985
        if key == ("us", HOUR):
            yield from _us_hour()
        yield *key, "har: share of segment-weeks that kept their word", _kept_share, 0.95, 1.0


def _us_hour() -> Iterator[Goal]:
    inf, moving = np.inf, "moving, over 5 c"
    yield "us", HOUR, "har: Winkler skill against the EWMA", lambda r, h: _of(r, h, HAR).winkler["ewma"].value, 0.06, inf
    yield "us", HOUR, "learned: Winkler skill against the EWMA", lambda r, h: _of(r, h, LEARNED).winkler["ewma"].value, 0.08, inf
    yield (
        "us",
        HOUR,
        "har, moving markets: closed coverage of the 80 % band",
        lambda r, h: _of(r, h, HAR, moving).figures.closed,
        0.72,
        1.0,
    )
    yield (
        "us",
        HOUR,
        "har, moving markets: skill against the EWMA",
        lambda r, h: _of(r, h, HAR, moving).skill["ewma"].value,
        0.06,
        inf,
    )


def _value(method: Method, reference: str) -> Callable[[Result, int], float]:
    return lambda result, horizon: _of(result, horizon, method).skill[reference].value


def _upper(method: Method) -> Callable[[Result, int], float]:
    return lambda result, horizon: _of(result, horizon, method).skill["ewma"].high


def _kept_share(result: Result, horizon: int) -> float:
    found = result.kept[horizon, HAR]
    return sum(one.within * one.judged for one in found) / sum(one.judged for one in found)


def _of(result: Result, horizon: int, method: Method, part: str = "headline") -> Score:
    found = result.score(horizon, method, part)
    assert found is not None, (result.name, horizon, method, part)
    return found


def _tiers(results: Sequence[Result]) -> str:
    lines = ["| set | ahead | fhs over EWMA | har over fhs | learned over har |", "|---|---|---|---|---|"]
    for one in results:
        for horizon in one.missing:
            cells = [
                _skill(tier.skill) + (" (worse)" if tier.skill.high < 0 else "")
                for tier in one.tiers
                if tier.horizon_s == horizon
            ]
            lines.append(f"| {one.name} | {ahead(horizon)} | {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _default(results: Sequence[Result]) -> str:
    """Generated from the intervals: what speaks for the default, and what against it."""
    words: dict[str, dict[str, list[str]]] = {}
    for one in results:
        for tier in one.tiers:
            verdict = "better" if tier.skill.low >= 0 else "worse" if tier.skill.high < 0 else "not told apart"
            words.setdefault(tier.method[0], {}).setdefault(verdict, []).append(f"{one.name} {ahead(tier.horizon_s)}")
    lines = [say.DEFAULT.format(default=registry.DEFAULT)]
    for name, below in (("har", "fhs"), ("learned", "har")):
        said = "; ".join(
            f"{verdict}: {', '.join(words[name][verdict])}"
            for verdict in ("better", "not told apart", "worse")
            if verdict in words[name]
        )
        lines.append(f"- `{name}` over `{below}`: {said}.")
    return "\n".join([*lines, "", say.DEFAULT_END, ""])


def _segments(results: Sequence[Result]) -> str:
    lines = ["| set | segment | rows | unchanged | har: closed | open | of changed | below | above | skill against EWMA | learned: closed | skill against EWMA | EWMA: closed | users' band: closed |",
             "|---|---|---:|---:|---:|---:|---:|---:|---:|---|---:|---|---:|---:|"]  # fmt: skip
    for one in results:
        for found in one.scores:
            if (found.horizon_s, found.method) != (HOUR, HAR):
                continue
            shown, other = found.figures, [_of(one, HOUR, method, found.part) for method in (LEARNED, REFERENCE, USERS)]
            cells = [f"{shown.n:,}", *map(_share, (shown.unchanged, shown.closed, shown.open, shown.changed_closed, shown.miss_below, shown.miss_above)),
                     _skill(found.skill["ewma"]), _share(other[0].figures.closed), _skill(other[0].skill["ewma"]),
                     _share(other[1].figures.closed), _share(other[2].figures.closed)]  # fmt: skip
            lines.append(f"| {one.name} | {found.part} | {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _weeks(results: Sequence[Result]) -> str:
    lines = ["| set | ahead | method | segment-weeks | kept | with 20 events or more | kept | off by more than .06 with 2,000 effective rows |",
             "|---|---|---|---:|---:|---:|---:|---:|"]  # fmt: skip
    for one in results:
        for (horizon, method), kept in one.kept.items():
            if method in (("har", "raw"), HAR, LEARNED):
                large = one.kept_large[horizon, method]
                counts = [(sum(k.judged for k in of), sum(k.within * k.judged for k in of if k.judged)) for of in (kept, large)]
                cells = [f"{n:,} | {_share(inside / n) if n else ''}" for n, inside in counts]
                lines.append(
                    f"| {one.name} | {ahead(horizon)} | {named(method)} | {' | '.join(cells)} | {sum(len(k.far) for k in kept)} |"
                )
    return "\n".join([*lines, ""])


def _flawed(results: Sequence[Result]) -> str:
    lines = ["| set | ahead | " + " | ".join(FLAWS.values()) + " |", "|---|---|" + "---|" * len(FLAWS)]
    for one in results:
        for horizon in one.missing:
            lines.append(
                f"| {one.name} | {ahead(horizon)} | " + " | ".join(_skill(one.flawed[horizon, name]) for name in FLAWS) + " |"
            )
    return "\n".join([*lines, ""])


def _card() -> str:
    """From the shipped files themselves. What models were fitted on may differ, and is told of each."""
    lines = [say.CARD, "| model | version | bytes | fitted numbers |", "|---|---|---:|---|"]
    told: dict[str, list[str]] = {}
    for name in FITTED:
        one = fitted_models.loaded(name)
        size = len(resources.files(PACKAGE).joinpath(f"{name}.json").read_bytes())
        coefficients = sum(len(b) for b in one.coefficients.values())
        fitted = [f"{len(one.shapes)} shapes", *([f"{coefficients:,} coefficients"] if coefficients else [])]
        fitted += [f"{len(one.trees.roots)} trees"] if one.trees else []
        lines.append(f"| `{name}` | `{one.version}` | {size:,} | {', '.join(fitted)} |")
        for of in one.card["sets"]:
            until = datetime.fromtimestamp(of["labels_before"], UTC)
            counts = " | ".join(f"{of[key]:,}" for key in ("markets", "events", "trained_events", "origins"))
            row = f"{counts} | {until:%Y-%m-%d} | `{of['data_sha256']}` | {CREDIT[of['name']]}"
            told.setdefault(f"`{of['name']}` | {row}", []).append(name)
    lines += ["", "| data | markets | events | events learned from | origins | labels before | sha256 of the prices | credit | models |",
              "|---|---:|---:|---:|---:|---|---|---|---|"]  # fmt: skip
    lines += [f"| {row} | {', '.join(models)} |" for row, models in told.items()]
    return "\n".join([*lines, "", say.CARD_END])


# ---------------------------------------------------------------- pictures


def _pictures(results: Sequence[Result]) -> dict[str, str]:
    newest = max(one.last_ts for one in results)
    foot = Foot(
        f"{datetime.fromtimestamp(newest, UTC):%d %B %Y}",
        results[0].data_sha256,
        f"har {fitted_models.loaded('har').version}, learned {fitted_models.loaded('learned').version}",
    )
    return dict(zip(PICTURES, (_skill_picture(results, foot), _coverage_picture(results, foot), _fan_picture()), strict=True))


def _skill_picture(results: Sequence[Result], foot: Foot) -> str:
    rows = []
    for one in results:
        for horizon in one.missing:
            for method in (HAR, LEARNED):
                found = _of(one, horizon, method).skill["ewma"]
                rows.append((f"{one.name} {ahead(horizon)}, {method[0]}", found.value, found.low, found.high, "", found.events))
    return forest(
        rows, heading="How much of the EWMA's loss is saved", sentence="Skill of the pinball loss against the EWMA of changes, on events that "
        "no model was fitted on. Right of 0 is better. A dot is filled where its interval misses 0.", foot=foot, reference=0.0,
        axis="skill: 1 less loss / loss of the EWMA", decimals=3,
    )  # fmt: skip


def _coverage_picture(results: Sequence[Result], foot: Foot) -> str:
    rows = []
    for one in results:
        for found in one.scores:
            if (
                found.horizon_s == HOUR
                and found.part in ("still", "2 to 5 c", "moving, over 5 c")
                and found.method in (USERS, REFERENCE, HAR)
            ):
                shown, half = found.figures, 1.96 * found.closed_se
                label = f"{one.name} {found.part.partition(',')[0]}: {NAMES[found.method[0]]}"
                rows.append(
                    (
                        label,
                        shown.closed,
                        shown.closed - half,
                        shown.closed + half,
                        f"unchanged {100 * shown.unchanged:.0f} %",
                        shown.events,
                    )
                )
    return forest(
        rows, heading="Closed coverage of the 80 % band, an hour ahead", sentence="By the range of the last hour: still, 2 to 5 cents, and "
        "moving (over 5 cents). Where most prices do not change, closed coverage says little; moving markets tell bands apart. har is conformal.",
        foot=foot, reference=0.8, axis="share of outcomes in the closed band", decimals=3,
    )  # fmt: skip


def _fan_picture() -> str:
    """Made-up: a price that moves by chance in half of its steps, and the band that the default method draws from its last moment."""
    rng = np.random.default_rng(20)
    moves = (rng.random(312) < 0.5) * rng.normal(0, 0.006, 312)
    path = np.clip(np.round(0.42 + np.cumsum(moves), 3), 0.02, 0.98)
    seen, came = path[:288], path[288:]
    origin = int(datetime(2026, 1, 1, 18, tzinfo=UTC).timestamp())
    known = Covariates(origin_ts=np.array([origin]), hours_to_end=np.array([30.0]), spread=np.array([0.02]))
    found = registry.forecaster().forecast_quantiles(seen, 24, 300, (0.01, 0.1, 0.5, 0.9, 0.99), known).values[0]
    ahead_of = [((k + 1) / 12, *(float(row[i]) for i in (1, 2, 3, 0, 4))) for k, row in enumerate(found)]
    past = [((k - 71) / 12, float(price)) for k, price in enumerate(seen[-72:])]
    later = [((k + 1) / 12, float(price)) for k, price in enumerate(came)]
    return fan(
        past, ahead_of, later=later, heading="A band of the default method on a made-up price", sentence="Its middle is the last price: what is "
        "forecast is the width. It never leaves 0 to 1.", foot=Foot("1 January 2026", fitted_models.loaded("har").version),
        axis="price", across="hours from the last price", simulated=True,
    )  # fmt: skip


# ---------------------------------------------------------------- words


def ahead(horizon_s: int) -> str:
    return f"{horizon_s // 60} min" if horizon_s < HOUR else f"{horizon_s // HOUR} h"


def named(method: Method) -> str:
    return NAMES[method[0]] + (f" {method[1]}" if method[0] in FITTED else "")


def _skill(found: Skill) -> str:
    return f"{_signed(found.value)} [{_signed(found.low)}, {_signed(found.high)}]"


def _signed(value: float) -> str:
    return f"{value:+.3f}"


def _share(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.3f}"
