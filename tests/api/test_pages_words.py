"""Words of the server's pages: the same keys and places in both languages, none unused; and what sentences say."""

import re
from pathlib import Path

import pytest

from credence.api.pages import sentences, tables, words
from credence.api.pages.negotiation import Reader
from credence.api.pages.plan import LIST, OBJECT, PAGES, PLACES, Asked
from credence.api.pages.words import text_of

EN, KO = Reader("en", "UTC", ""), Reader("ko", "Asia/Seoul", "")
NOWHERE = Asked("/", [], {})
META = {"as_of": "2026-01-31T00:00:00Z"}


def test_both_languages_have_the_same_keys_and_places():
    english, korean = words.words("en"), words.words("ko")
    assert list(english) == list(korean)
    assert [key for key in english if words.places(english[key]) != words.places(korean[key])] == []
    assert [key for key, text in (english | korean).items() if not text.strip()] == []


def test_no_word_is_unused():
    source = "".join(file.read_text(encoding="utf-8") for file in Path(words.__file__).parent.glob("*.py"))
    pages = {page.name for page in (*PAGES, LIST, OBJECT)}
    used = {f"title.{name}" for name in pages} | {f"nav.{name}" for name, _, _ in PLACES}
    used |= {f"anchor.{anchor}" for anchor in ("scheduled", "close", "game_start")}
    used |= {f"sentence.market.{how}" for how in ("yes", "no", "void")}
    used |= {f"sentence.slope.{how}" for how in ("above", "below", "fair")}
    used |= {f"liquidity.{bucket}" for bucket in ("LOW", "MID", "HIGH", "UNKNOWN")}
    used |= {f"sentence.market.outside.{side}" for side in ("below", "above")}
    used |= {f"sentence.market.recalibration.{how}" for how in ("not", "few")}
    used |= {f"run.{name}" for name in sentences.RUN_STATUSES}
    used |= {f"sentence.verdict.{name.replace(' ', '_')}" for name in sentences.VERDICTS}
    quoted = set(re.findall(r"""["']([\w.]+)["']""", source))
    used |= quoted | {f"column.{name}" for name in quoted}
    assert sorted(set(words.words("en")) - used) == []


def test_every_page_has_a_title_and_a_sentence():
    for page in (*PAGES, LIST, OBJECT):
        assert f"title.{page.name}" in words.words("en")
        assert page.name in sentences.SENTENCES


def test_korean_sentences_hold_no_english():
    allowed = re.compile(r"\{\w+\}|YES|NO|npm|run|build|cd web|ci|&&|CSV|Credence|p\b|%")
    assert [key for key, text in words.words("ko").items() if re.search(r"[A-Za-z]", allowed.sub("", text))] == []


def group(**other):
    row = {
        "venue": "all", "category": "all", "liquidity_bucket": "all", "horizon": "24h", "anchor": "scheduled",
        "weighting": "event", "n": 412, "n_events": 203, "brier": 0.137, "brier_low": 0.121, "brier_high": 0.153,
        "slope": 1.08, "slope_low": 1.03, "slope_high": 1.13,
    }  # fmt: skip
    return row | other


@pytest.mark.parametrize(
    ("low", "high", "says"),
    [(1.03, 1.13, "too timid"), (0.8, 0.97, "too bold"), (0.9, 1.2, "no departure from fair prices beyond chance")],
)
def test_a_slope_is_called_off_only_beyond_chance(low, high, says):
    answer = {"data": [group(slope=(low + high) / 2, slope_low=low, slope_high=high)], "meta": META}
    said = text_of(sentences.of_page("scoreboard", answer, NOWHERE, EN))
    assert says in said
    assert "0.137 [0.121, 0.153]" in said
    assert "412 markets in 203 events" in said


def test_filters_are_said_in_words():
    answer = {"data": [group(liquidity_bucket="LOW", category="sports")], "meta": META}
    assert text_of(sentences.of_page("scoreboard", answer, NOWHERE, EN)).startswith("sports, low liquidity, 24")
    asked = {"liquidity_bucket": "LOW", "window": "90d", "horizon": "24h", "anchor": "scheduled"}
    answer = {"data": {"question": asked, "figures": {"n": 9, "n_events": 5}, "verdict": {}}, "meta": META}
    assert text_of(sentences.of_page("explorer", answer, NOWHERE, EN)).startswith("low liquidity, last 90 days, 24")
    assert text_of(sentences.of_page("explorer", answer, NOWHERE, KO)).startswith("유동성 낮음, 최근 90일, ")


def test_too_few_says_so_and_gives_no_number():
    few = dict.fromkeys(("brier", "brier_low", "brier_high", "slope", "slope_low", "slope_high"))
    said = text_of(sentences.of_page("scoreboard", {"data": [group(**few, n=20, n_events=12)], "meta": META}, NOWHERE, EN))
    assert "too few to say" in said
    assert "0." not in said.replace("0 is", "")
    assert "표본 부족" in text_of(sentences.of_page("scoreboard", {"data": [group(**few)], "meta": META}, NOWHERE, KO))


def test_the_group_of_everything_speaks_for_a_page():
    rows = [group(category="politics", n_events=9000), group(n_events=203), group(horizon="1h", n_events=500)]
    said = text_of(sentences.of_page("scoreboard", {"data": rows, "meta": META}, NOWHERE, EN))
    assert said.startswith("All markets, 24\u00a0h before the scheduled end")


def market(**other):
    readings = {
        "price": {"value": 0.62, "low": None, "high": None, "at": "2026-01-31T14:05:00Z", "age_seconds": 2.1},
        "recalibrated": {"value": 0.64, "low": 0.58, "high": 0.7, "verdict": "helps", "trained_on": 412},
        "normal": {"q10": 0.5, "q50": 0.54, "q90": 0.57, "due_at": "2026-01-31T15:00:00Z"},
    }
    return {"data": {"outcome": None, "readings": readings, "trust": {"total": 71.2}} | other, "meta": META}


def test_a_market_says_price_range_and_trust():
    said = text_of(sentences.of_page("market", market(), NOWHERE, EN)).replace("\u202f", " ")
    assert said == (
        "The market says 62 %, at 31 Jan 2026, 14:05 UTC. Its normal range is 50 % to 57 % up to 31 Jan 2026, 15:00 UTC. "
        "Recalibrated: 64 % [58, 70], from 412 past prices. Trust: 71 of 100."
    )


def test_what_is_not_known_of_a_market_is_said():
    nothing = {"price": {"value": None, "at": None}, "recalibrated": None, "normal": None}
    said = text_of(sentences.of_page("market", market(readings=nothing, trust=None), NOWHERE, EN))
    assert said == (
        "No price of this market is known. Its normal range is not known. Whether correcting it would help is not known. "
        "Trust: not known."
    )


@pytest.mark.parametrize(("lang", "side", "says"), [(EN, "below", "below"), (EN, "above", "above"), (KO, "below", "낮")])
def test_a_price_outside_a_narrow_range_does_not_read_as_inside(lang, side, says):
    """63.7 % below 63.9 to 64.1 %: in whole percents all three are 64."""
    found = market(trust={"total": 39.5, "weight_present": 0.6})
    found["data"]["readings"]["price"]["value"] = 0.637
    found["data"]["readings"]["normal"] |= {"q10": 0.6387, "q90": 0.6414, "outside": True, "side": side}
    said = text_of(sentences.of_page("market", found, NOWHERE, lang)).replace("\u202f", " ")
    assert all(figure in said for figure in ("63.7 %", "63.9 %", "64.1 %", "60 %", says))


@pytest.mark.parametrize(("status", "says"), [("RESOLVED_TRUE", "YES"), ("RESOLVED_FALSE", "NO"), ("VOID", "without YES or NO")])
def test_an_ended_market_says_how_it_ended(status, says):
    said = text_of(sentences.of_page("market", market(outcome={"status": status}), NOWHERE, EN))
    assert said.split(".")[0].endswith(says)
    assert "normal range" not in said


def test_a_sentence_escapes_what_stands_in_it():
    from credence.api.pages.template import sentence_html

    asked = Asked("/search", [("q", "<b>")], {})
    said = sentences.of_page("search", {"data": [], "total": 0, "meta": META}, asked, EN)
    assert "&lt;b&gt;" in sentence_html(said)


@pytest.mark.parametrize(
    ("row", "name", "found"),
    [
        ({"slope": 1.0, "slope_low": 0.9, "slope_high": 1.1}, "slope", (1.0, 0.9, 1.1)),
        ({"miss_below": 0.1, "miss_below_se": 0.01}, "miss_below", (0.1, 0.0804, 0.1196)),
        ({"share_yes": 0.5, "low": 0.4, "high": 0.6}, "share_yes", (0.5, 0.4, 0.6)),
        ({"p_recalibrated": 0.5, "recalibrated_low": 0.4, "recalibrated_high": 0.6}, "p_recalibrated", (0.5, 0.4, 0.6)),
        ({"brier": {"value": 0.1, "low": 0.0, "high": 0.2, "unit": "week"}}, "brier", (0.1, 0.0, 0.2)),
    ],
)
def test_an_estimate_finds_its_interval(row, name, found):
    of = tables.estimate_in(name, row)
    assert (of["value"], of["low"], of["high"]) == pytest.approx(found)


def test_an_estimate_without_an_interval_is_left_out():
    table = tables.rows_table([{"category": "politics", "mcb": 0.0123, "n": 3}], (), EN, "rows")
    assert "0.012" not in table
    assert "politics" in table
