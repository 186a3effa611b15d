"""Bad input: refused with file, line, field, value and reason; what stands beside it goes through, and the job ends."""

import json
from datetime import UTC, datetime

import httpx2
import msgspec
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from credence.errors import MixedLake
from credence.tables.decode.files import decode_file

TOKEN = "7" * 70
CONDITION = "0x" + "ab" * 32
GOOD = {
    "id": "77", "conditionId": CONDITION, "slug": "a", "question": "Good?", "outcomes": '["Yes", "No"]',
    "outcomePrices": '["0.5", "0.5"]', "clobTokenIds": json.dumps([TOKEN, "8" * 70]), "closed": False,
    "endDate": "2026-03-01T00:00:00Z", "updatedAt": "2026-02-01T00:00:00Z", "startDate": "2026-01-01T00:00:00Z",
}  # fmt: skip
URLS = {
    "gamma": "http://localhost/markets/keyset", "clob": "http://localhost/markets",
    "points": "http://localhost/batch-prices-history", "books": "http://localhost/books",
    "resolutions": "http://localhost/v2/resolutions", "interest": "http://localhost/v2/oi",
    "series": f"http://localhost/v2/prices-history?token_id={TOKEN}",
}  # fmt: skip


def envelope(kind: str, body: bytes) -> bytes:
    """One raw line, as RawWriter makes it."""
    line = {
        "received_at": datetime(2026, 2, 1, tzinfo=UTC), "source": "gamma", "endpoint": kind, "method": "GET",
        "url": URLS[kind], "request": None, "status": 200, "headers": {"x-simulated": "calm"},
    }  # fmt: skip
    try:
        return msgspec.json.encode({**line, "body": body.decode()}) + b"\n"
    except UnicodeDecodeError:
        return msgspec.json.encode({**line, "body_base64": body}) + b"\n"


def markets(*objects: dict | bytes) -> bytes:
    """A page of the catalogue."""
    texts = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in objects]
    return b'{"markets": [' + b", ".join(texts) + b"]}"


def bad(**fields) -> dict:
    return {**GOOD, "id": "78", **fields}


POINTS = f'{{"history": {{"{TOKEN}": [{{"t": 1769900000, "p": 0.5}}, %s]}}}}'
BAD = {
    "a market without id": ("gamma", markets(GOOD, bad(id=None)), "id", ""),
    "an empty id": ("gamma", markets(GOOD, bad(id="")), "id", ""),
    "an id as a float": ("gamma", markets(GOOD, bad(id=1e76)), "id", "1e+76"),
    "a price above 1": ("gamma", markets(GOOD, bad(outcomePrices='["1.2", "-0.2"]')), "outcomePrices", "1.2"),
    "a price below 0": ("gamma", markets(GOOD, bad(outcomePrices='["-0.1", "1.1"]')), "outcomePrices", "-0.1"),
    "a price that is no number": ("gamma", markets(GOOD, bad(outcomePrices='["NaN", "1"]')), "outcomePrices", "NaN"),
    "an endless volume": ("gamma", markets(GOOD, bad(volume24hr="Infinity")), "volume24hr", "Infinity"),
    "prices cut in the middle": ("gamma", markets(GOOD, bad(outcomePrices='["0.5", ')), "outcomePrices", '["0.5", '),
    "token ids as floats": ("gamma", markets(GOOD, bad(clobTokenIds="[1e76, 2e76]")), "clobTokenIds", "1e+76"),
    "token ids in other digits": ("gamma", markets(GOOD, bad(clobTokenIds='["²", "³"]')), "clobTokenIds", "²"),
    "a time that is none": ("gamma", markets(GOOD, bad(endDate="soon")), "endDate", "soon"),
    "a time as a number": ("gamma", markets(GOOD, bad(endDate=12.5e99)), "endDate", "1.25e+100"),
    "text that is not UTF-8": ("gamma", markets(GOOD, b'{"id": "78", "question": "\xff\xfe"}'), "object", None),
    "a list instead of an object": ("gamma", markets(GOOD, b"[1]"), "object", "[1]"),
    "a point above 1": ("points", (POINTS % '{"t": 1769900600, "p": 1.5}').encode(), "p", "1.5"),
    "a point that is text": ("points", (POINTS % '{"t": 1769900600, "p": "n/a"}').encode(), "p", '"n/a"'),
    "a point in milliseconds": ("points", (POINTS % '{"t": 1769900600000000, "p": 0.5}').encode(), "t", None),
    "a point out of all time": ("points", (POINTS % f'{{"t": {10**30}, "p": 0.5}}').encode(), "t", None),
    "a book with odd prices": ("books", b'[{"asset_id": "7", "timestamp": "1", "bids": [{"price": "NaN"}]}]', "bids", "nan"),
    "a book with words": ("books", b'[{"asset_id": "7", "timestamp": "1", "asks": [{"price": "x"}]}]', "asks", "x"),
    "a book without a time": ("books", b'[{"asset_id": "7", "timestamp": "now"}]', "timestamp", "now"),
    "payouts in words": ("resolutions", b'{"data": [{"condition_id": "0x1", "payouts": "yes"}]}', "payouts", '"yes"'),
    "interest in words": ("interest", b'{"data": [{"condition_id": "0x1", "value": "many"}]}', "value", '"many"'),
    "a series in words": ("series", b'{"data": [{"timestamp": 1769900000, "price": "low"}]}', "price", '"low"'),
}  # fmt: skip


def raw_file(path, *lines: bytes):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zstandard.ZstdCompressor().compress(b"".join(lines)))
    return path


@pytest.mark.parametrize("case", BAD)
def test_a_bad_value_is_refused_with_its_place_and_nothing_else_is(case, tmp_path):
    kind, body, field, value = BAD[case]
    good = envelope("gamma", markets(GOOD))
    decoded = decode_file(raw_file(tmp_path / "a.jsonl.zst", good, envelope(kind, body), good), "raw/a.jsonl.zst")
    ((file, line, name, found, reason, raw),) = decoded.refusals.rows
    assert (file, line, name) == ("raw/a.jsonl.zst", 2, field)
    assert value is None or found == value
    assert reason
    assert raw
    # the answers before and after, and the good objects of the same answer
    assert len(decoded.answers.rows) == 3
    assert [row[0] for row in decoded.catalogue.markets.rows] == ["77"] * (3 if kind == "gamma" else 2)
    assert len(decoded.exchange.points.rows) == (1 if kind == "points" else 0)


def test_lines_that_are_no_answers_are_refused_and_the_others_read(tmp_path):
    good = envelope("gamma", markets(GOOD))
    lines = [good, b"not JSON\n", b'{"url": 5}\n', b"\xff\xfe\n", b"[" * 5000 + b"\n", b"\n", good]
    decoded = decode_file(raw_file(tmp_path / "a.jsonl.zst", *lines), "a")
    assert [row[1] for row in decoded.refusals.rows] == [2, 3, 4, 5, 6]
    assert all("not a kept answer" in row[4] for row in decoded.refusals.rows)
    assert len(decoded.catalogue.markets.rows) == 2


def test_of_equal_names_in_one_object_the_last_counts_for_everyone(tmp_path):
    twice = markets(json.dumps(GOOD).replace('"id": "77"', '"id": "1", "id": "77"').encode())
    decoded = decode_file(raw_file(tmp_path / "a.jsonl.zst", envelope("gamma", twice)), "a")
    assert [row[0] for row in decoded.catalogue.markets.rows] == ["77"]


@settings(max_examples=60)
@given(data=st.data())
def test_no_answer_makes_the_decoder_fall(tmp_path_factory, data):
    """Any odd value in any field: refused or taken, and the file can always be written as columns."""
    odd = st.sampled_from(
        [None, True, 1e76, -1, 10**30, "", "NaN", "1e999", "9" * 400, [], {}, [None], [[[]]], '["a"', "[1e76]", "\ud800",
         "9999-99-99", [{"price": "Infinity"}], {"a": 1}, "\0"]
    )  # fmt: skip
    samples = {
        "gamma": {"markets": [GOOD]},
        "clob": {"data": [{"condition_id": CONDITION, "tokens": [{"token_id": TOKEN, "price": 0.5, "winner": False}]}]},
        "points": {"history": {TOKEN: [{"t": 1, "p": 0.5}]}},
        "books": [{"asset_id": TOKEN, "timestamp": "1769900000000", "bids": [{"price": "0.4"}], "asks": []}],
        "resolutions": {"data": [{"condition_id": CONDITION, "status": "resolved", "payouts": [1, 0], "resolved_at": "1"}]},
        "interest": {"data": [{"condition_id": CONDITION, "value": 5.0}]},
        "series": {"data": [{"timestamp": 1, "price": 0.5, "resolution_seconds": 60}]},
    }
    kind = data.draw(st.sampled_from(sorted(samples)))
    body = json.loads(json.dumps(samples[kind]))
    holder = body
    for _ in range(data.draw(st.integers(0, 4))):  # go down to some field
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        if not isinstance(holder[key], (dict, list)) or data.draw(st.booleans()):
            holder[key] = data.draw(odd)
            break
        holder = holder[key]
    folder = tmp_path_factory.mktemp("odd")
    line = envelope(kind, json.dumps(body).encode("utf-8", "surrogatepass"))
    decoded = decode_file(raw_file(folder / "a.jsonl.zst", line), "a")
    assert len(decoded.answers.rows) == 1
    for name, columns in decoded.columns().items():
        columns.write(folder / f"{name}.parquet")


def test_bad_raw_files_end_up_in_refused_and_the_job_ends(jobs, small_exchange, hashes, clean):
    """All of it at once, through the job: the tables of the good data are what they were."""
    lake = jobs.lake("lake", small_exchange.url)
    folder = lake.layout.raw / "gamma" / "dt=2026-02-01"
    lines = [envelope(kind, body.replace(json.dumps(GOOD).encode() + b", ", b"")) for kind, body, _, _ in BAD.values()]
    raw_file(folder / "odd-by-hand.jsonl.zst", *lines)
    raw_file(folder / "lines-by-hand.jsonl.zst", b"not JSON\n", b"\xff\xfe\n")
    whole = zstandard.ZstdCompressor().compress(b"".join(envelope("gamma", b'{"markets": []}') for _ in range(500)))
    (folder / "cut-by-hand.jsonl.zst").write_bytes(whole[: len(whole) // 2])
    jobs.run(lake)
    assert hashes(lake) == clean
    rows = lake.rows("select file, line, field, reason from refused order by file, line")
    found = {(row["file"].rpartition("/")[2], row["line"]) for row in rows}
    assert {line for file, line in found if file == "odd-by-hand.jsonl.zst"} == set(range(1, len(lines) + 1))
    assert {line for file, line in found if file == "lines-by-hand.jsonl.zst"} == {1, 2}
    (cut,) = [row for row in rows if row["file"].endswith("cut-by-hand.jsonl.zst")]
    assert "truncated" in cut["reason"]
    # the good lines before the cut went through
    answers = lake.layout.decoded.glob("answer/*cut-by-hand*.parquet")
    with lake.reading() as connection:
        (n,) = connection.execute("select count(*) from read_parquet($f)", {"f": [str(p) for p in answers]}).fetchone()
    assert n == cut["line"] - 1


def test_pages_that_repeat_their_rows_leave_one_row_each(jobs, small_exchange, hashes, clean, keys_are_unique):
    """The same answers twice over, under the name of another run."""
    lake = jobs.lake("lake", small_exchange.url)
    page = httpx2.get(small_exchange.url + "/markets/keyset?limit=100&closed=true&include_tag=true").content
    folder = lake.layout.raw / "gamma" / "dt=2026-02-01"
    raw_file(folder / "markets-by-hand.jsonl.zst", *[envelope("gamma", page)] * 3)
    jobs.run(lake)
    keys_are_unique(lake)
    assert hashes(lake) == clean


def test_simulated_and_real_data_do_not_meet(jobs, small_exchange, tmp_path):
    real = jobs.lake("real", small_exchange.url)
    real.claim(simulated=False)
    with pytest.raises(MixedLake, match="simulated data is refused") as told:
        jobs.run(real)
    assert "--lake" in told.value.next_step
    assert not list(real.layout.raw.glob("**/*.zst")), "nothing of it was kept"

    made_up = jobs.lake("made-up", small_exchange.url)
    jobs.run(made_up)
    before = made_up.versions()
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "prices.csv").write_text("slug,t,p\na,2026-01-01T00:00:00Z,0.5\n")
    (drop / "mine.drop.yml").write_text(
        "{name: mine, title: Mine, licence: none, credit: me, ends: {means: as noted, end_known: observed}, "
        "files: [{path: prices.csv, form: prices, columns: {slug: slug, ts: t, price: p}}]}"
    )
    with pytest.raises(MixedLake, match="real data is refused"):
        jobs.run(made_up, sources=(), drops=str(drop))
    assert made_up.versions() == before
    assert not made_up.layout.drops.exists()
