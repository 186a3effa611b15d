"""docs/reading.md: what the recordings say about calibration, with intervals, pictures, and what they cannot say."""

# ruff: noqa: E501  (a page of prose and tables)

from typing import Any

from credence.api import drawing
from credence.api.answers import Facts
from credence.api.reader import facts_of_files
from credence.lake import Lake
from credence.products import attrition, calibration, comparison, panel, recalibration

SETS = {
    "polymarket_us": (
        "Polymarket US, quotes every two minutes, 10 July to 14 August 2026",
        "All markets of another venue whose outcome the exchange itself states; 98 % are sports. Whole days are missing, and with them the "
        "last hours of many markets. Time zone of the quotes inferred (New York). An end is the last observation, so `close` is no real close.",
    ),
    "clob_prices_history_weather": (
        "Daily temperatures in four cities, hourly prices, March to June 2026",
        "Every bucket of the events that a collector followed, chosen before the outcome. Prices stop at 12:00 UTC of the day, before the "
        "outcome is certain. About eleven buckets an event, one of which wins.",
    ),
    "gamma_derived_resolved_high_volume_2024_with_prior_price": (
        "Political markets of 2024 and 2025, one price two days before the close",
        "Chosen by high volume, which is known only afterwards, and by having closed. The price is dated back from the real close, so it "
        "counts for the anchor `close` alone.",
    ),
    "clob_prices_history_10min_2026_01": (
        "160 markets of January 2026, a price every ten minutes",
        "Markets of forty events that had resolved by the time of recording: selected on having ended.",
    ),
    "data_api_trades_midterms_2022": (
        "Trades of 24 markets on the 2022 midterms",
        "Every trade on the automated market maker of that time; five events.",
    ),
    "clob": ("Price histories and books that the replayed endpoints serve", "What the catalogue's recordings happen to hold: a few dozen markets."),
}  # fmt: skip
CELLS = [(anchor, horizon) for anchor in ("close", "scheduled", "game_start") for horizon in ("30d", "7d", "48h", "24h", "1h")]
PICTURED = {
    "polymarket-us-close-1h": {"price_source": "polymarket_us", "anchor": "close", "horizon": "1h"},
    "weather-scheduled-24h": {"price_source": "clob_prices_history_weather", "anchor": "scheduled", "horizon": "24h"},
    "politics-close-48h": {
        "price_source": "gamma_derived_resolved_high_volume_2024_with_prior_price", "anchor": "close", "horizon": "48h",
    },
}  # fmt: skip
FUNNELS = {
    "polymarket-us": ("Polymarket US, 1h before the last observation", {"venue": "polymarket_us", "anchor": "close", "horizon": "1h"}),
    "weather": ("Weather on Polymarket, 24h before the scheduled end", {"venue": "polymarket", "category": "weather", "horizon": "24h"}),
    "politics": ("Politics on Polymarket, 48h before the close", {"venue": "polymarket", "category": "politics", "anchor": "close", "horizon": "48h"}),
}  # fmt: skip


def page(lake: Lake) -> tuple[str, dict[str, str]]:
    """The page and its pictures by file name."""
    meta = facts_of_files(lake)
    pictures: dict[str, str] = {}
    answers = {
        (source, *cell): calibration.answer(lake, draws=999, price_source=source, anchor=cell[0], horizon=cell[1])
        for source in SETS for cell in CELLS if _has_rows(lake, source, *cell)
    }  # fmt: skip
    parts = [_head(meta), _reading(answers, lake), "## Each set\n"]
    for source, (title, chosen) in SETS.items():
        own = {key[1:]: found for key, found in answers.items() if key[0] == source}
        parts += [f"### {title}\n", f"`{source}`. {chosen}\n", _table(own), ""]
    parts += ["## Pictures\n"]
    for name, asked in PICTURED.items():
        pictures[f"{name}.svg"] = drawing.reliability(answers[asked["price_source"], asked["anchor"], asked["horizon"]], meta)
        parts.append(f"![{name}](pictures/{name}.svg)\n")
    cells = calibration.cells(lake, anchor="close")
    pictures["cells-close.svg"] = drawing.cells(cells, meta)
    parts += ["![slopes by category and horizon](pictures/cells-close.svg)\n", _cells(cells), _funnels(lake, meta, pictures)]
    parts += [_sensitivity(lake), _noise(answers), _horizons(lake), _recalibration(lake), _trust(lake), _researcher(lake)]
    return "\n".join(parts), pictures


def _has_rows(lake: Lake, source: str, anchor: str, horizon: str) -> bool:
    sql = "select 1 from cube_rows where price_source = $s and anchor = $a and horizon = $h and p_yes is not null and resolved_yes is not null limit 1"
    return bool(lake.rows(sql, {"s": source, "a": anchor, "h": horizon}))


def _head(meta: dict[str, Any]) -> str:
    return f"""# Reading the recordings: how far can these prices be believed?

Written by `tests/recorded/test_reading.py`, which fails when a figure here is no longer true. Data up to {meta["as_of"][:10]}, all sets
that have prices before the outcome, brought in as in [results](results.md). How a figure is made and when it is shown:
[calibration](calibration.md). Each event counts once. Intervals are 95 % and the wider of two, by event and by the week of the answer.
"""


def _reading(answers: dict[Any, Any], lake: Lake) -> str:
    def slope(source: str, anchor: str, horizon: str) -> str:
        return _interval(answers[source, anchor, horizon]["figures"]["estimates"]["slope"])

    def by_event(source: str, anchor: str, horizon: str) -> str:
        low, high = answers[source, anchor, horizon]["figures"]["estimates"]["slope"]["by_unit"]["event"]
        return f"[{low:.3f}, {high:.3f}]"

    us, weather = answers["polymarket_us", "close", "1h"], answers["clob_prices_history_weather", "scheduled", "24h"]
    politics = answers["gamma_derived_resolved_high_volume_2024_with_prior_price", "close", "48h"]
    return f"""## What may be said

- **Sports on Polymarket US, an hour before the last observation** ({us["figures"]["n"]:,} markets, {us["figures"]["n_events"]:,} events):
  {us["verdict"]["word"]}. Slope {slope("polymarket_us", "close", "1h")}. By event alone the interval would be
  {by_event("polymarket_us", "close", "1h")}, and a reader of that might call the prices not extreme enough; but all of it lies in
  {us["figures"]["n_weeks"]} weeks, and a few weeks cannot tell a property of the market from what those weeks had in common.
- **Temperatures, a day before the scheduled end** ({weather["figures"]["n"]:,} buckets, {weather["figures"]["n_events"]:,} events):
  {weather["verdict"]["word"]}. Slope {slope("clob_prices_history_weather", "scheduled", "24h")}; the direction, above 1, is that of the
  favourite-longshot bias: cheap buckets cost too much. Two days before, the same buckets do differ:
  slope {slope("clob_prices_history_weather", "scheduled", "48h")}.
- **Politics, two days before the close** ({politics["figures"]["n"]:,} markets, {politics["figures"]["n_events"]:,} events):
  {politics["verdict"]["word"]}. Slope {slope("gamma_derived_resolved_high_volume_2024_with_prior_price", "close", "48h")}. These markets were chosen for
  their final volume and for having closed, and the moment is counted back from a close that nobody knew beforehand.
- **Nothing here is a figure of "Polymarket".** Each set was selected by somebody for a reason, and none is a sample of all markets.
  Sets are shown one by one and never put together into one number.
- **Thin against thick markets: cannot be said.** Hardly any row has a liquidity that was observed before its moment (below). Final volume
  is no substitute: it is known only afterwards, and it follows the outcome.
- **Where quote noise may be the cause.** For Polymarket US bid and ask are known: the table below says where a deviation reaches beyond them.
  For the other sets only one price is recorded, so noise of the quote cannot be told from miscalibration. It makes prices look too
  extreme (slope below 1); all slopes here lie above 1 or cannot be told from it, so noise is not what they show.
"""


def _table(own: dict[tuple[str, str], dict[str, Any]]) -> str:
    if not own:
        return "No row of this set can be scored."
    lines = ["| anchor | before | markets | events | weeks | Brier | slope | in the large | p joint | p MCB against calibrated | verdict |",
             "|---|---|---:|---:|---:|---|---|---|---:|---:|---|"]  # fmt: skip
    for (anchor, horizon), found in own.items():
        shown = found["figures"]
        counts = f"| {anchor} | {horizon} | {shown['n']:,} | {shown['n_events']:,} | {shown['n_weeks']} |"
        if not shown["enough"]:
            lines.append(f"{counts} | | | | | {shown['reason']} |")
            continue
        estimates = [_interval(shown["estimates"][name]) for name in ("brier", "slope", "in_the_large")]
        p_values = [_p(shown["tests"]["joint"]["p_value"]), _p(found["null"]["p_value"]["mcb"])]
        lines.append(f"{counts} " + " | ".join([*estimates, *p_values, _verdict(found)]) + " |")
    return "\n".join(lines)


def _verdict(found: dict[str, Any]) -> str:
    word, sentence = found["verdict"]["word"], found["verdict"]["sentence"]
    return f"{word}; {sentence.rpartition('; ')[2]}" if word == "no difference seen" else word


def _cells(found: dict[str, Any]) -> str:
    differ = [f"{cell['category']} {cell['horizon']}" for cell in found["cells"] if cell["differs"]]
    few = [f"{cell['category']} {cell['horizon']}" for cell in found["cells"] if not cell["enough"]]
    return (f"Of {len(found['cells'])} cells with a price, {found['judged']} could be judged; at q = {found['q']:g} "
            f"({found['rule']}; {found['test']}) these differ: {', '.join(differ) or 'none'}. Too few: {', '.join(few)}.\n")  # fmt: skip


def _funnels(lake: Lake, meta: Facts, pictures: dict[str, str]) -> str:
    parts = ["## Who is left\n", "A step loses markets at random only if the share of YES stays. Intervals are exact, by event.\n"]
    for name, (title, asked) in FUNNELS.items():
        found = attrition.read(lake, **asked)
        pictures[f"funnel-{name}.svg"] = drawing.attrition(found, meta)
        rows = [
            f"| {step['step']} | {step['meaning']} | {step['markets']:,} | {step['events']:,} | {_share(step)} |" for step in found["steps"]
        ]
        parts += [f"### {title}\n", f"![{title}](pictures/funnel-{name}.svg)\n", "| step | who | markets | events | share YES |",
                  "|---|---|---:|---:|---|", *rows, ""]  # fmt: skip
    return "\n".join(parts)


def _sensitivity(lake: Lake) -> str:
    parts = ["## If doubtful labels were taken otherwise\n"]
    names = ("labels", "n", "n_events", "brier", "mcb", "slope", "share_yes")
    for title, asked in FUNNELS.values():
        found = attrition.read(lake, **asked)
        rows = ["| " + " | ".join(_number(row[name]) for name in names) + " |" for row in found["sensitivity"]]
        parts += [f"### {title}\n", "| " + " | ".join(names) + " |", "|" + "---|" * len(names), *rows, ""]
    parts.append("Where rows are equal, no market with such a label has a price at that moment. `every age of price` lifts the age limit.\n")
    return "\n".join(parts)


def _noise(answers: dict[Any, Any]) -> str:
    parts = ["## Quote noise: beyond bid and ask, and at the mean of the hour\n",
             "| set | moment | region | rows | y - bid | y - ask | beyond |", "|---|---|---|---:|---|---|---|"]  # fmt: skip
    for (source, anchor, horizon), found in answers.items():
        for region in (found["spread"] or {"regions": []})["regions"]:
            parts.append(f"| {source} | {anchor} {horizon} | {region['region']} | {region['n']:,} | {_interval(region['y_minus_bid'])} | "
                         f"{_interval(region['y_minus_ask'])} | {'yes' if region['beyond'] else 'no'} |")  # fmt: skip
    parts += ["", "| set | moment | rows with both | slope of the quote | slope of the hour's mean |", "|---|---|---:|---|---|"]
    for (source, anchor, horizon), found in answers.items():
        both = found["prices"]["mean_1h"]
        if isinstance(both, dict) and both["quote"].get("slope") and both["mean_1h"].get("slope"):
            slopes = " | ".join(_interval(both[kind]["slope"]) for kind in ("quote", "mean_1h"))
            parts.append(f"| {source} | {anchor} {horizon} | {both['n']:,} | {slopes} |")
    return "\n".join([*parts, ""])


def _horizons(lake: Lake) -> str:
    parts = ["## The same markets at several horizons\n"]
    for title, asked in (("Weather, scheduled end", {"category": "weather"}), ("Polymarket US, close", {"venue": "polymarket_us", "anchor": "close"})):
        found = panel.read(lake, horizons=("48h", "24h", "1h"), **asked)
        rows = [
            f"| {row['panel'].replace('_', ' ')} | {row['horizon']} | {row['n']:,} | {row['n_already_resolved']:,} | {row['n_missing']:,} | "
            f"{_interval(row['brier'])} | {_interval(row['bias'])} | {_interval(row['slope'])} |"
            for row in found["rows"]
        ]
        parts += [f"### {title}: {found['members']:,} markets of {found['events']:,} events, fixed at 48h\n",
                  "| panel | before | n | already resolved | no price | Brier | YES minus price | slope |", "|---|---|---:|---:|---:|---|---|---|",
                  *rows, ""]  # fmt: skip
    return "\n".join(parts)


def _recalibration(lake: Lake) -> str:
    """Of cells in which any price could be judged."""
    found = [row for row in recalibration.evidence(lake).rows if row["n_events"]]
    parts = ["## Would another number have been better than the price?\n",
             "Taught by complete months whose answers were known when the month of the price began, judged on that month alone. Gain is log "
             "loss at the price minus log loss at the recalibrated price; it helps only if the wider interval lies above 0.\n",
             "| anchor | category | before | methods | events | weeks | gain | interval | smallest that could be seen | verdict |",
             "|---|---|---|---|---:|---:|---:|---|---:|---|"]  # fmt: skip
    for row in found:
        gain = "" if row["gain"] is None else f"{row['gain']:+.4f}"
        ends = "" if row["gain_low"] is None else f"{row['gain_low']:+.4f} to {row['gain_high']:+.4f}"
        seen = "" if row["smallest_detectable"] is None else f"{row['smallest_detectable']:.4f}"
        parts.append(f"| {row['anchor']} | {row['category']} | {row['horizon']} | {row['methods']} | {row['n_events']:,} | {row['n_weeks']} | "
                     f"{gain} | {ends} | {seen} | {row['verdict']} |")  # fmt: skip
    return "\n".join([*parts, "" if found else "No month was complete before another one had prices.", ""])


def _trust(lake: Lake) -> str:
    counts = lake.rows("select count(*) as n, count(total) as scored, count(liquidity) as money, count(stability) as still "
                       "from trust where anchor <> 'latest' and trust_version = 'v1'")[0]  # fmt: skip
    return (f"## Trust\n\nOf {counts['n']:,} priced moments {counts['still']:,} have a stability, {counts['money']:,} a liquidity that was observed "
            f"before, and {counts['scored']:,} a score: with less than .6 of the weights known there is none. So nothing can be said here on "
            "whether trust tells; in worlds with known truth it can.\n")  # fmt: skip


def _researcher(lake: Lake) -> str:
    parts = ["## How much worse are thin markets?\n", "`credence show scoreboard --by liquidity --compare LOW,HIGH` answers:\n"]
    parts += ["> " + line if line else ">" for line in comparison.markdown(comparison.read(lake, "liquidity", ("LOW", "HIGH"))).splitlines()]
    return "\n".join([*parts, ""])


def _interval(part: dict[str, Any] | None) -> str:
    if part is None or part["value"] is None:
        return ""
    return f"{part['value']:.3f}" + (" [not told by weeks]" if part["low"] is None else f" [{part['low']:.3f}, {part['high']:.3f}]")


def _share(step: dict[str, Any]) -> str:
    return "" if step["share_yes"] is None else f"{step['share_yes']:.3f} [{step['low']:.3f}, {step['high']:.3f}]"


def _number(value: Any) -> str:
    return "" if value is None else str(value) if isinstance(value, str) else f"{value:,.0f}" if value >= 10 else f"{value:.4f}"


def _p(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"
