"""Full worlds: the planted truth is in the displayed prices of every world, and each world is what its name says."""

import doctest
import json
import math
from collections import Counter
from datetime import UTC, datetime
from itertools import islice, pairwise

import duckdb
import numpy as np
import pytest
from scipy.special import expit, logit
from scipy.stats import binom

from credence.config import rules
from credence.errors import InputError
from credence.lab.exchange.folder import Folder
from credence.lab.worlds import WORLDS, calendars, chain, life, make, planned, realism
from credence.lab.worlds.life import DAY, HOUR, TICKS
from credence.lab.worlds.planted import BUCKETS, CATEGORIES, HORIZONS, PLANS, Grid, simulated_low
from credence.lab.worlds.thin import line
from credence.tables.decode import clob, data_api
from credence.tables.decode.gamma import GammaColumns

from .read_world import World, lines, moment

SURE = 0.999  # of one whole check
OTHERS = [name for name in PLANS if name != "calm"]
NOW = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def events_of():
    made: dict[tuple[str, int], list[life.Event]] = {}

    def of(name: str, events: int = 1300) -> list[life.Event]:
        if (name, events) not in made:
            made[name, events] = list(islice(WORLDS[name](1_000_000, 21), events))
        return made[name, events]

    return of


@pytest.fixture(scope="module")
def world_of(tmp_path_factory):
    made: dict[str, World] = {}

    def of(name: str) -> World:
        if name not in made:
            folder = tmp_path_factory.mktemp("worlds") / name
            make(name, folder, markets=250, seed=5)
            made[name] = World(folder)
        return made[name]

    return of


def misses(p, yes, groups=10):
    """Groups of like p whose YES lie beyond the exact binomial interval at their mean p. Rows must be independent."""
    cut = np.unique(np.quantile(p, np.linspace(0, 1, groups + 1)))
    group = np.clip(np.searchsorted(cut, p, side="right") - 1, 0, len(cut) - 2)
    found = []
    for each in np.unique(group):
        here = group == each
        low, high = binom.interval(1 - (1 - SURE) / groups, int(here.sum()), p[here].mean())
        if not low <= yes[here].sum() <= high:
            found.append((float(p[here].mean()), int(here.sum()), int(yes[here].sum())))
    return found


def rows_at(events, name, hours):
    """Tick, truth, outcome, event and market before the end, of one market per event: nothing in common, no shock."""
    found = []
    for event in events:
        market = event.markets[int(event.event_id) % len(event.markets)]
        if market.true_p[name] is not None and not market.shock:
            at = event.stages_of(market)[-1].end_at - hours * HOUR
            found.append((market.ticks_at(at), market.true_p[name], market.resolved_yes, event, market))
    return found


def planted_of(world, event, market):
    cell = CATEGORIES.index(event.category), HORIZONS.index("24h"), BUCKETS.index(market.bucket)
    return PLANS[world].slopes()[cell]


# --- truth


@pytest.mark.parametrize(("name", "hours"), [("true_p_24h", 24), ("true_p_1h", 1)])
@pytest.mark.parametrize("world", PLANS)
def test_outcomes_agree_with_the_truth(events_of, world, name, hours):
    rows = rows_at(events_of(world), name, hours)
    p, yes = np.array([row[1:3] for row in rows], float).T
    assert len(p) > 380
    assert misses(p, yes) == []


@pytest.mark.parametrize("world", [name for name in PLANS if name != "thin-unequal"])
def test_the_truth_is_the_planted_function_of_the_displayed_price(events_of, world):
    """24 h before the last end, unless the price is stale or the end was moved: the slope of another horizon held then."""
    for tick, p, _, event, market in rows_at(events_of(world), "true_p_24h", 24):
        at = event.stages_of(market)[-1].end_at - DAY
        fresh = at - market.observed_at[np.searchsorted(market.observed_at, at, side="right") - 1] <= 6 * HOUR
        if event.kind != "rescheduled" and fresh:
            b = planted_of(world, event, market)
            assert market.slope_24h == b
            assert p == pytest.approx(expit(b * logit(tick / TICKS)), abs=1e-12)


def test_the_check_can_say_no(events_of):
    rows = rows_at(events_of("calm"), "true_p_24h", 24)
    p, yes = np.array([row[1:3] for row in rows], float).T
    assert misses(expit(0.5 * logit(p)), yes, groups=6)
    assert misses(expit(2 * logit(p)), yes, groups=6)


def test_noise_makes_thin_prices_too_extreme_by_what_the_truth_says(events_of):
    """All legs of LOW events; the standard error of the slope, by event, is about .03."""
    slopes = {}
    for world in ("thin-equal", "thin-unequal"):
        count, yes = np.zeros(1001), np.zeros(1001)
        for event in events_of(world):
            at = event.stages[-1].end_at - DAY
            for market in event.markets[:8]:
                if market.bucket == "LOW" and market.true_p["true_p_24h"] is not None and event.kind != "rescheduled":
                    count[market.ticks_at(at)] += 1
                    yes[market.ticks_at(at)] += market.true_p["true_p_24h"]
        slopes[world] = line(count, yes)[0]
        assert count.sum() > 450
    assert slopes["thin-equal"] == pytest.approx(1, abs=1e-9)  # the truth instead of the outcome: no error at all
    assert slopes["thin-unequal"] == pytest.approx(simulated_low("world", "24h")[0], abs=0.06)


def test_thin_prices_know_less(events_of):
    spread = {}
    for bucket in ("LOW", "HIGH"):
        ticks = [row[0] for row in rows_at(events_of("thin-equal"), "true_p_24h", 24) if row[4].bucket == bucket]
        spread[bucket] = np.std(ticks)
    assert spread["LOW"] < 0.92 * spread["HIGH"]


# --- what each world is


@pytest.mark.parametrize("world", OTHERS)
def test_one_event_in_twenty_is_large(events_of, world):
    sizes = [len(event.markets) for event in events_of(world)[100:1300]]
    assert np.mean([size >= 20 for size in sizes]) == pytest.approx(0.05, abs=0.002)
    assert max(sizes) <= 80
    assert max(size for size in sizes if size < 20) <= 6


def test_large_events_of_the_calm_world_come_after_three_hundred(events_of):
    sizes = [len(event.markets) for event in events_of("calm")]
    assert max(sizes[:300]) <= 6
    assert np.mean([size >= 20 for size in sizes[300:1300]]) == pytest.approx(0.05, abs=0.002)


def test_a_neg_risk_event_has_one_winner_and_prices_that_sum_to_one(events_of):
    for event in events_of("neg-risk", 400):
        assert (event.shape == "exclusive") == (len(event.markets) > 1)
        if event.shape == "exclusive":
            assert sum(market.resolved_yes for market in event.markets) == 1
            sums = sum(market.ticks for market in event.markets)
            open_until = np.searchsorted(event.markets[0].observed_at, event.stages[-1].end_at)
            if event.kind != "early":
                assert set(sums[:open_until]) == {TICKS}


def test_a_ladder_descends(events_of):
    for event in events_of("ladder", 400):
        ticks = np.array([market.ticks for market in event.markets])
        assert (np.diff(ticks, axis=0) <= 0).all()
        assert sorted((m.resolved_yes for m in event.markets), reverse=True) == [m.resolved_yes for m in event.markets]


def test_disputes_are_every_third_event(events_of):
    assert Counter(event.kind for event in events_of("disputed")[:100])["disputed"] == 33


def test_what_happens_ends_its_market_early(events_of):
    early = late_yes = no = 0
    for event in events_of("early-yes"):
        for market in event.markets:
            at, end = event.resolved_at_of(market), event.stages_of(market)[-1].end_at
            if market.own:
                assert market.resolved_yes
                early += 1
                assert market.own.trading_ends_at <= end
                assert market.observed_at[-1] < market.own.trading_ends_at
                assert market.own.stages[0].name == "created"
            elif event.kind == "plain":
                assert at > end
                late_yes += market.resolved_yes
                no += not market.resolved_yes
    assert early > 1.5 * late_yes
    assert no > early


def test_an_event_says_how_the_last_of_its_markets_stands(events_of):
    for event in events_of("early-yes"):
        times = [stage.at for stage in event.stages]
        assert times == sorted(times)
        all_resolved = all(event.resolved_at_of(market) for market in event.markets)
        assert (event.resolved_at is not None) == all_resolved
        if all_resolved:
            assert event.resolved_at == max(event.resolved_at_of(market) for market in event.markets)


def test_a_window_of_closes_holds_too_many_yes(events_of):
    """Trap of growing markets: of all that is resolved today, YES is over-represented against what is scheduled by today."""
    closed, scheduled = [], []
    for event in events_of("early-yes"):
        for market in event.markets:
            end = event.stages[0].end_at
            if end > life.HISTORY_END - 10 * DAY and event.resolved_at_of(market):
                closed.append(market.resolved_yes)
            if end <= life.HISTORY_END - 10 * DAY and event.status(market).startswith("RESOLVED"):
                scheduled.append(market.resolved_yes)
    assert np.mean(closed) > np.mean(scheduled) + 0.3


# --- shocks


@pytest.mark.parametrize("world", ["calm", "biased"])
def test_shocks_move_prices_together(events_of, world):
    """In the hour of a shock the log-odds of all markets move with its factor, elsewhere not."""
    from credence.lab.worlds.generator import shocks

    found = shocks(world, 21)
    assert len(found) == 12
    moves = {True: [], False: []}
    for event in events_of(world):
        if event.shape == "exclusive":
            continue
        market = event.markets[0]
        for at, factor in found:
            for shocked, when in ((True, at), (False, at + 5 * DAY)):
                step = int(np.searchsorted(market.observed_at, when))
                if 0 < step < len(market.ticks) and when < event.stages[-1].at:
                    moves[shocked].append(factor * (logit(market.ticks[step] / 1000) - logit(market.ticks[step - 1] / 1000)))
    z = {shocked: np.mean(values) / (np.std(values) / math.sqrt(len(values))) for shocked, values in moves.items()}
    assert len(moves[True]) > 300
    assert z[True] > 5
    assert abs(z[False]) < 4


def test_a_shock_is_drawn_apart_from_what_it_moves():
    from credence.lab.worlds.generator import shocks

    moments = [at for at, _ in shocks("calm", 3)]
    assert shocks("calm", 3) != shocks("calm", 4)
    assert moments == sorted(moments)
    assert moments[0] >= life.HISTORY_START


# --- the folder


@pytest.mark.parametrize("world", OTHERS)
def test_payloads_decode(world_of, world):
    folder = world_of(world).folder
    gamma, books = GammaColumns(), clob.ClobColumns()
    for row in lines(folder / "gamma/markets_world.jsonl.zst"):
        gamma.add_market(json.dumps(row).encode(), NOW, simulated=True)
    nested = 0
    for row in lines(folder / "gamma/events_world.jsonl.zst"):
        nested += len(gamma.add_event(json.dumps(row).encode(), NOW, simulated=True))
    for row in lines(folder / "clob/markets_world.jsonl.zst"):
        books.add_market(json.dumps(row).encode(), NOW, derived=False, simulated=True)
    for row in lines(folder / "data_api/resolutions_world.jsonl.zst"):
        data_api.resolution(json.dumps(row).encode())
    for row in lines(folder / "data_api/oi_world.jsonl.zst"):
        data_api.interest(json.dumps(row).encode())
    assert len(books.markets.rows) == 250
    assert nested > 250


@pytest.mark.parametrize("world", OTHERS)
def test_versions_know_no_future_and_agree_with_the_truth(world_of, world):
    found = world_of(world)
    assert set(found.final) == set(found.truth)
    for id_, rows in found.versions.items():
        truth = found.truth[id_]
        times = [moment(row["updatedAt"]) for row in rows]
        assert times == sorted(set(times))
        assert times[-1] <= moment(found.facts["as_of"])
        for row, at in zip(rows, times, strict=True):
            assert row["closed"] == (truth["closed_at"] is not None and truth["closed_at"] <= at)
            assert row["closed"] == ("closedTime" in row)
        assert [row["volumeNum"] for row in rows] == sorted(row["volumeNum"] for row in rows)
        history = found.histories[truth["token_id"]]
        if truth["resolved_at"]:
            assert history[-1]["t"] < truth["resolved_at"].timestamp()
        assert all(0.001 <= point["p"] <= 0.999 for point in history)
        assert all(before["t"] < after["t"] for before, after in pairwise(history))


@pytest.mark.parametrize("world", OTHERS)
def test_event_versions_hold_the_newest_version_of_their_markets(world_of, world):
    found = world_of(world)
    for event in found.events:
        at = moment(event["updatedAt"])
        for nested in event["markets"]:
            newest = [row for row in found.versions[nested["id"]] if moment(row["updatedAt"]) <= at][-1]
            assert nested == {name: value for name, value in newest.items() if name != "events"}


@pytest.mark.parametrize("world", ["thin-equal", "thin-unequal", "biased"])
def test_the_bucket_is_known_a_day_before_the_end(world_of, world):
    """What a version says of 24 hours' volume before the cutoff is the planned bucket, and most markets have one by then."""
    found, limits = world_of(world), rules("cutoffs")["liquidity"]
    right, total = 0, 0
    for id_, rows in found.versions.items():
        cutoff = found.truth[id_]["last_scheduled_end_at"].timestamp() - DAY
        known = [row["volume24hr"] for row in rows if "volume24hr" in row and moment(row["updatedAt"]).timestamp() < cutoff]
        total += 1
        if known:
            bucket = "HIGH" if known[-1] >= limits["high_from"] else "MID" if known[-1] >= limits["mid_from"] else "LOW"
            right += bucket == found.truth[id_]["liquidity"]
    assert right >= 0.85 * total
    assert {truth["liquidity"] for truth in found.truth.values()} == set(BUCKETS)


def test_the_truth_is_told_beside_the_payloads_and_served_by_nobody(world_of):
    for world in OTHERS:
        found = world_of(world)
        told = found.planted
        assert told["name"] == world
        assert set(told["slope"]) == set(CATEGORIES)
        assert len(told["shocks"]) == 12
        assert set(told["realism"]) == {"this world", "recorded, ten minute", "recorded, two minute"}
    biased = world_of("biased").planted["slope"]
    assert biased["politics"]["30d"]["LOW"] == 1.3
    assert biased["weather"]["24h"]["HIGH"] == pytest.approx(0.85 * 0.85)
    told = world_of("thin-unequal").planted["low_by_simulation"]["24h"]
    assert (told["slope"], told["intercept"]) == simulated_low("world", "24h")
    served = Folder(str(world_of("biased").folder))
    assert not any(b"true_p" in found.body or b"slope" in found.body for found in served.payloads() if found.kind != "history")
    assert served.unreadable == 0


def test_same_arguments_give_the_same_bytes(tmp_path):
    for world in OTHERS:
        for copy in "ab":
            make(world, tmp_path / world / copy, markets=40, seed=3)
        paths = sorted(path.relative_to(tmp_path / world / "a") for path in (tmp_path / world / "a").rglob("*") if path.is_file())
        assert len(paths) == 9
        for path in paths:
            assert (tmp_path / world / "a" / path).read_bytes() == (tmp_path / world / "b" / path).read_bytes()


@pytest.mark.parametrize("world", OTHERS)
def test_a_larger_world_begins_with_the_smaller_one(world):
    small, large = list(WORLDS[world](150, 5)), WORLDS[world](400, 5)
    for event, same in zip(small[:-2], large, strict=False):
        assert event.stages == same.stages
        assert [market.ticks.tolist() for market in event.markets] == [m.ticks.tolist() for m in same.markets]


@pytest.mark.parametrize("markets", [1, 2, 7, 100])
@pytest.mark.parametrize("world", OTHERS)
def test_a_world_has_as_many_markets_as_asked(world, markets):
    assert sum(len(event.markets) for event in WORLDS[world](markets, 1)) == markets


# --- chains


def clock_of(known, run=None, fallen=None):
    n = len(known)
    return chain.Clock(
        np.array(known), np.zeros(n, int) if run is None else np.array(run), np.full(n, np.nan),
        np.zeros(n) if fallen is None else np.array(fallen), math.nan,
    )  # fmt: skip


def test_a_chain_keeps_its_mean_where_slopes_change():
    """From .3 through three stages; 20,000 legs that share a factor of .3 in each of 40 chains."""
    grid = Grid(np.array([[1.3, 0.8, 1.1]]), np.zeros((1, 3)))
    clock = clock_of([0, 0.1, 0.2, 0.2, 0.5, 0.5, 0.9], run=[0, 0, 0, 1, 1, 2, 2])
    means = []
    for seed in range(200):
        course = chain.walks(np.random.default_rng(seed), clock, grid, np.full(60, 0.3), one_walk=False)
        assert (course.ticks[:, 1] != 300).any()
        means.append(np.append(course.true_p.mean(axis=0), course.yes.mean()))
    found = np.array(means)
    wanted = expit(1.3 * logit(0.3))
    error = found.std(axis=0) / math.sqrt(len(found))
    assert (abs(found.mean(axis=0) - wanted) < 4 * error + 1e-12).all()


def test_what_has_not_come_loses_what_was_left_to_come():
    """Legs at .3 of which half the YES come in one step: .15 come; the others go on at .15 / .85."""
    clock = clock_of([0, 0, 0.5], fallen=[0, 0.5, 0])
    rest, came, yes = [], [], []
    for seed in range(300):
        course = chain.walks(np.random.default_rng(seed), clock, Grid(np.ones((1, 1)), np.zeros((1, 1))), np.full(60, 0.3), False)
        came.append((course.happened == 1).mean())
        rest.append(course.true_p[:, 1].mean())
        yes.append(course.yes.mean())
        assert course.yes[course.happened == 1].all()
    assert np.mean(came) == pytest.approx(0.15, abs=0.008)  # 18,000 draws: standard error .0027
    assert np.mean(rest) == pytest.approx(0.15 / 0.85, abs=0.002)
    assert np.mean(yes) == pytest.approx(0.3, abs=0.02)


def test_quiet_hours_keep_the_price():
    flat, clock = Grid(np.ones((1, 1)), np.zeros((1, 1))), clock_of([0, 0, 0, 0.4, 0.4, 0.4])
    course = chain.walks(np.random.default_rng(1), clock, flat, np.full(9, 0.4), one_walk=False)
    assert (course.ticks[:, :3] == 400).all()
    assert (np.diff(course.ticks[:, 3:], axis=1) == 0).all()
    assert (course.ticks[:, 3] != 400).any()


# --- realism


def test_figures_of_a_path_worked_by_hand():
    """Prices .5 .5 .6 .55 .55, a minute apart: changes 0 .1 -.05 0. Products of neighbours: 0, -.005, 0.

    Squares of the three first are .0125 in sum, of the three last too: lag 1 = -.005 / .0125 = -.4.
    """
    paths = realism.Paths(60)
    paths.add([0, 60, 120, 180, 240], [0.5, 0.5, 0.6, 0.55, 0.55], 0.02)
    found = paths.figures()
    assert (found.changes, found.zero_share, found.spread) == (4, 0.5, 0.02)
    assert found.lag_1 == pytest.approx(-0.4)
    assert math.isnan(found.tail_index)


def test_a_silence_is_no_row_of_zeros():
    paths = realism.Paths(60)
    paths.add([0, 60, 600, 660], [0.5, 0.6, 0.6, 0.7])  # at 120 the price of 60 is still fresh enough
    assert paths.figures().changes == 3


def test_no_change_has_no_memory_and_no_tail():
    found = realism.figures([([0, 60, 120], [0.5, 0.5, 0.5])], 60)
    assert found.zero_share == 1
    assert math.isnan(found.lag_1)
    assert math.isnan(found.spread)
    with pytest.raises(InputError, match="ascending"):
        realism.figures([([60, 0], [0.5, 0.5])], 60)


@pytest.mark.parametrize("world", PLANS)
def test_paths_are_lifelike(events_of, world):
    """Near the recorded hourly ones; that changes cannot be foreseen is planted, so lag 1 is 0 and not -.06 to -.12."""
    paths = realism.Paths(HOUR)
    for event in events_of(world)[:300]:
        for market in event.markets[:3]:
            paths.add(market.observed_at, market.ticks / TICKS)
    found = paths.figures()
    assert 0.55 < found.zero_share < 0.85  # recorded: .67, .66
    assert 1.1 < found.tail_index < 3.2  # recorded: 1.2, 1.7
    assert abs(found.lag_1) < 0.06


@pytest.mark.recorded
def test_figures_of_the_recorded_ten_minute_set_are_those_stated(recorded_folder):
    for name, every in (("hourly", 3600), ("recorded", 600)):
        paths = realism.Paths(every)
        for row in lines(recorded_folder / "clob/prices_history_10min_2026-01.jsonl.zst"):
            points = row["response"]["history"]
            paths.add([point["t"] for point in points], [point["p"] for point in points])
        found = realism.figures_of(paths.figures())
        for figure, stated in rules("worlds")["recorded_paths"]["ten_minute"][name].items():
            assert found[figure] == pytest.approx(stated, abs=0.006), figure


@pytest.mark.recorded
def test_figures_of_the_recorded_two_minute_set_are_those_stated(recorded_folder):
    folder = recorded_folder / "polymarket_us"
    with duckdb.connect(config={"threads": 2, "memory_limit": "1GB"}) as connection:
        found = connection.execute(
            "select q.slug, epoch(q.ts) as t, q.bid::double as bid, q.ask::double as ask "
            f"from '{folder}/quotes_2min.parquet' as q "
            f"join (select slug, row_number() over (order by slug) as n from '{folder}/markets.parquet') using (slug) "
            "where n % 20 = 0 and q.ask > q.bid and q.ask - q.bid <= 0.1 order by q.slug, q.ts"
        ).fetchnumpy()
    middle, spread = np.round((found["bid"] + found["ask"]) / 2, 5), np.round(found["ask"] - found["bid"], 4)
    ends = np.flatnonzero(found["slug"][1:] != found["slug"][:-1]) + 1
    for name, every in (("hourly", 3600), ("recorded", 120)):
        paths = realism.Paths(every)
        for part in np.split(np.arange(len(middle)), ends):
            paths.add(found["t"][part], middle[part], spread[part])
        figures = realism.figures_of(paths.figures())
        for figure, stated in rules("worlds")["recorded_paths"]["two_minute"][name].items():
            assert figures[figure] == pytest.approx(stated, abs=0.006), figure


@pytest.mark.parametrize("module", [chain, realism, planned, calendars])
def test_examples_run(module):
    assert doctest.testmod(module, extraglobs={"np": np}).failed == 0
