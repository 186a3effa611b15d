"""The four ways of paging against lists that clamp, shift, stumble and repeat themselves."""

import base64
from itertools import pairwise

import httpx2
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credence.errors import Busy, IncompleteSweep, InputError, Refused, UnknownShape, Unreachable
from credence.sources.http import Http
from credence.sources.pace import Deadline
from credence.sources.paging import (
    MOST_BARREN_PAGES,
    batches,
    by_clob_cursor,
    by_keyset,
    by_offset,
    by_v2_cursor,
    id_field,
    only,
)


def rows(first, last):
    return [{"id": str(n)} for n in range(first, last)]


def keyset(http, **options):
    return by_keyset(http, "markets", "/markets/keyset", {"closed": False}, rows="markets", **options)


def clob(http, **options):
    return by_clob_cursor(http, "markets", "/markets", identify=id_field("id"), **options)


def v2(http, **options):
    return by_v2_cursor(http, "trades", "/v2/trades", {"condition": "0xa"}, identify=id_field("id"), **options)


def offset(http, **options):
    return by_offset(http, "markets", "/markets", {"closed": True}, limit=500, identify=id_field("id"), **options)


def base64_of(n):
    return base64.b64encode(str(n).encode()).decode()


class Shelf:
    """An upstream with `size` rows that answers all four ways and clamps every page to `page` rows."""

    def __init__(self, size, page):
        self.size, self.page = size, page

    def __call__(self, request):
        params = request.url.params
        if request.url.path == "/markets/keyset":
            start = int(params.get("after_cursor", "0"))
            more = {} if self.after(start) is None else {"next_cursor": str(self.after(start))}
            return httpx2.Response(200, json={"markets": self.slice(start), **more})
        if request.url.path == "/v2/trades":
            assert params["condition"] == "0xa", "the cursor does not carry the filter"
            start, after = int(params.get("cursor", "0")), self.after(int(params.get("cursor", "0")))
            paging = {"has_more": after is not None, "next_cursor": None if after is None else str(after)}
            return httpx2.Response(200, json={"data": self.slice(start), "pagination": paging})
        if "offset" in params:
            return httpx2.Response(200, json=self.slice(int(params["offset"])))
        start = int(base64.b64decode(params["next_cursor"]))
        after = self.after(start)
        return httpx2.Response(
            200, json={"data": self.slice(start), "next_cursor": base64_of(-1 if after is None else after)}
        )

    def slice(self, start):
        return rows(start, min(start + self.page, self.size))

    def after(self, start):
        return start + self.page if start + self.page < self.size else None


WAYS = [keyset, clob, v2, offset]
way_of_paging = pytest.mark.parametrize("walk", WAYS)


def play_keyset(upstream, *pages, **options):
    """The client of a Gamma list that gives these (rows, next_cursor) in turn."""
    answers = [
        httpx2.Response(200, json={"markets": items, **({} if cursor is None else {"next_cursor": cursor})})
        for items, cursor in pages
    ]
    return upstream.play(*answers, **options)


# Every way


@way_of_paging
@given(size=st.integers(0, 30), page=st.integers(1, 9))
def test_every_row_comes_once_however_pages_are_clamped(walk, size, page):
    transport = httpx2.MockTransport(Shelf(size, page))
    with Http("gamma", "http://localhost", keep=lambda answer: None, transport=transport) as http:
        pages = walk(http)
        got = [identity for one in pages for identity in one.ids]
    assert got == [str(n) for n in range(size)]
    assert pages.sweep.complete
    assert (pages.sweep.items, pages.sweep.distinct, pages.sweep.duplicates) == (size, size, 0)


@way_of_paging
@given(size=st.integers(1, 30), page=st.integers(1, 9), stop=st.integers(1, 9))
def test_a_walk_goes_on_where_it_was_left(walk, size, page, stop):
    transport = httpx2.MockTransport(Shelf(size, page))
    with Http("gamma", "http://localhost", keep=lambda answer: None, transport=transport) as http:
        saved = []
        before = []
        for one in walk(http, save=saved.append):
            before += one.ids
            if one.number == stop:
                break
        assert len(saved) < stop + 1
        # the page at which the reader stopped was not saved as done: it is read again, never skipped
        after = [identity for one in walk(http, start_cursor=saved[-1] if saved else None) for identity in one.ids]
    assert list(dict.fromkeys(before + after)) == [str(n) for n in range(size)]


@way_of_paging
def test_an_empty_list_is_complete(upstream, walk):
    pages = walk(upstream.open(Shelf(0, 5)))
    assert [one.items for one in pages] == [[]]
    assert pages.sweep.complete


@way_of_paging
def test_rows_are_passed_on_as_they_came(upstream, walk):
    shelf = Shelf(1, 5)
    shelf.slice = lambda start: rows(0, 1) if start == 0 else []
    (first, *_) = walk(upstream.open(shelf))
    assert [bytes(item) for item in first.items] == [b'{"id":"0"}']
    assert bytes(first.items[0]) in upstream.kept[0].body


@way_of_paging
def test_a_list_that_fails_is_no_data(upstream, walk):
    shelf = Shelf(9, 3)

    def handler(request):
        answer = shelf(request)
        return answer if b'"0"' in answer.content else httpx2.Response(503)

    pages = walk(upstream.open(handler))
    with pytest.raises(IncompleteSweep, match="after page 1") as failure:
        list(pages)
    assert isinstance(failure.value.__cause__, Unreachable)
    assert not pages.sweep.complete
    assert pages.sweep.pages == 1


@way_of_paging
@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (httpx2.Response(400), Refused),
        (httpx2.Response(429), Busy),
        (httpx2.ReadTimeout("slow"), Unreachable),
        (httpx2.Response(200, json={}), UnknownShape),
        (httpx2.Response(200, json={"data": 3, "markets": "x", "next_cursor": "a"}), UnknownShape),
    ],
)
def test_what_stopped_a_walk_is_its_cause(upstream, walk, answer, cause):
    with pytest.raises(IncompleteSweep) as failure:
        list(walk(upstream.play(answer)))
    assert isinstance(failure.value.__cause__, cause)


@way_of_paging
def test_a_deadline_ends_a_walk(upstream, walk):
    shelf = Shelf(1000, 1)

    def slow(request):
        upstream.time.elapsed += 3
        return shelf(request)

    pages = walk(upstream.open(slow), deadline=Deadline(10, upstream.time.clock))
    with pytest.raises(IncompleteSweep, match="10 s"):
        list(pages)
    assert pages.sweep.pages == 3


def test_a_slow_reader_uses_up_the_deadline_too(upstream):
    pages = keyset(upstream.open(Shelf(9, 1)), deadline=Deadline(10, upstream.time.clock))
    next(pages)
    upstream.time.elapsed += 10
    with pytest.raises(IncompleteSweep, match="10 s"):
        next(pages)
    assert len(upstream.asked) == 1


@way_of_paging
def test_a_cursor_that_went_stale_starts_over_once(upstream, walk):
    shelf = Shelf(4, 2)

    def handler(request):
        if "stale" in str(request.url) or "777" in str(request.url):
            return httpx2.Response(400, json={"error": "invalid cursor"})
        return shelf(request)

    pages = walk(upstream.open(handler), start_cursor="777" if walk is offset else "stale")
    assert [identity for one in pages for identity in one.ids] == ["0", "1", "2", "3"]
    assert pages.sweep.restarts == 1
    with pytest.raises(IncompleteSweep):
        list(walk(upstream.play(httpx2.Response(400)), start_cursor="777"))
    assert len(upstream.asked) >= 2


@given(faulty=st.sets(st.integers(0, 7)), seen_before_healing=st.integers(1, 3))
def test_repeated_cursors_and_rows_heal(faulty, seen_before_healing):
    """Some pages come with their own cursor or with the rows of the page before, until they are asked again."""
    shelf = Shelf(16, 2)
    times: dict[str, int] = {}

    def handler(request):
        start = int(request.url.params.get("after_cursor", "0"))
        times[str(start)] = times.get(str(start), 0) + 1
        body = orjson.loads(shelf(request).content)
        if start // 2 in faulty and times[str(start)] <= seen_before_healing:
            if start % 4:
                body["next_cursor"] = str(start)
            elif start:
                body["markets"] = shelf.slice(start - 2)
        return httpx2.Response(200, json=body)

    transport = httpx2.MockTransport(handler)
    with Http("gamma", "http://localhost", keep=lambda answer: None, transport=transport, sleep=lambda s: None) as http:
        pages = keyset(http)
        assert [identity for one in pages for identity in one.ids] == [str(n) for n in range(16)]
    assert pages.sweep.duplicates == 0
    assert pages.sweep.re_asked == seen_before_healing * len(faulty - {0})


# Gamma


def test_a_keyset_walk_asks_with_after_cursor(upstream):
    http = play_keyset(upstream, (rows(0, 2), "c1"), (rows(2, 3), None))
    saved = []
    pages = list(keyset(http, save=saved.append))
    assert [str(request.url.query, "ascii") for request in upstream.asked] == [
        "closed=false",
        "closed=false&after_cursor=c1",
    ]
    assert [(page.number, page.ids, page.cursor) for page in pages] == [(1, ["0", "1"], "c1"), (2, ["2"], None)]
    assert saved == ["c1"]


def test_a_null_cursor_is_the_end(upstream):
    http = upstream.play(httpx2.Response(200, json={"markets": rows(0, 1), "next_cursor": None}))
    assert len(list(keyset(http))) == 1


@pytest.mark.parametrize("cursor", ["", "  ", 7, [], {}])
def test_a_cursor_that_is_none_breaks_the_protocol(upstream, cursor):
    with pytest.raises(IncompleteSweep) as failure:
        list(keyset(play_keyset(upstream, (rows(0, 1), cursor))))
    assert isinstance(failure.value.__cause__, UnknownShape)
    assert len(upstream.asked) == 4


def test_a_cursor_that_leads_back_is_a_loop(upstream):
    """Page one again and again, as Gamma answers to a parameter that it does not know."""
    http = play_keyset(upstream, (rows(0, 2), "c1"), (rows(2, 4), "c2"), (rows(4, 6), "c1"))
    pages = keyset(http)
    with pytest.raises(IncompleteSweep, match="leads back"):
        list(pages)
    assert pages.sweep.pages == 2
    assert pages.sweep.re_asked == 3
    assert len(upstream.asked) == len(upstream.kept) == 6
    assert len(upstream.time.slept) == 3


def test_a_page_of_known_rows_that_stays_is_drift(upstream):
    again = (rows(0, 2), "c2")
    http = play_keyset(upstream, (rows(0, 2), "c1"), *[again] * 4, (rows(2, 3), None))
    pages = keyset(http)
    assert [page.ids for page in pages] == [["0", "1"], ["0", "1"], ["2"]]
    assert pages.sweep.complete
    assert (pages.sweep.items, pages.sweep.distinct, pages.sweep.duplicates) == (5, 3, 2)


def test_rows_that_shift_are_counted(upstream):
    http = play_keyset(upstream, (rows(0, 3), "c1"), (rows(2, 5), None))
    pages = keyset(http)
    assert len(list(pages)) == 2
    assert (pages.sweep.distinct, pages.sweep.duplicates, pages.sweep.re_asked) == (5, 1, 0)


def test_a_list_that_brings_nothing_new_for_ever_is_not_followed_for_ever(upstream):
    n = 0

    def handler(request):
        nonlocal n
        n += 1
        return httpx2.Response(200, json={"markets": [], "next_cursor": f"c{n}"})

    with pytest.raises(IncompleteSweep, match="nothing new"):
        list(keyset(upstream.open(handler)))
    assert n == MOST_BARREN_PAGES + 1


def test_an_empty_page_is_not_the_end(upstream):
    http = play_keyset(upstream, (rows(0, 1), "c1"), ([], "c2"), (rows(1, 2), None))
    assert [page.ids for page in keyset(http)] == [["0"], [], ["1"]]


def test_rows_without_an_id_are_kept_and_counted(upstream):
    odd = [{"slug": "a"}, {"id": None}, {"id": 7}, {"id": [1]}, None, "x", {"id": "8"}]
    pages = keyset(play_keyset(upstream, (odd, None)))
    (page,) = pages
    assert page.ids == ["", "", "7", "", "", "", "8"]
    assert len(page.items) == 7
    assert (pages.sweep.without_id, pages.sweep.distinct) == (5, 2)


def test_one_row_of_odd_bytes_does_not_spoil_its_page(upstream):
    body = b'{"markets":[{"id":"1","question":"\xff\xfe"},{"id":"\xff"},{"id":"2"}]}'
    (page,) = keyset(upstream.play(httpx2.Response(200, content=body)))
    assert page.ids == ["1", "", "2"]
    assert bytes(page.items[0]) == b'{"id":"1","question":"\xff\xfe"}'
    assert upstream.kept[0].body == body


# CLOB


def test_a_clob_walk_counts_from_ma_to_lte(upstream):
    list(clob(upstream.open(Shelf(3, 2))))
    assert [request.url.params["next_cursor"] for request in upstream.asked] == ["MA==", "Mg=="]


@pytest.mark.parametrize("answer", [{"data": []}, {"data": [], "next_cursor": None}, {"data": [], "next_cursor": ""}])
def test_a_clob_list_ends_only_with_lte(upstream, answer):
    with pytest.raises(IncompleteSweep) as failure:
        list(clob(upstream.play(httpx2.Response(200, json=answer))))
    assert isinstance(failure.value.__cause__, UnknownShape)


# Data API


def test_a_v2_miss_is_an_empty_page(upstream):
    (page,) = v2(upstream.play(httpx2.Response(200, json={"data": None})))
    assert page.items == []


@pytest.mark.parametrize("paging", [{"has_more": True, "next_cursor": None}, {"has_more": False, "next_cursor": "c"}])
def test_has_more_and_the_cursor_must_agree(upstream, paging):
    with pytest.raises(IncompleteSweep, match="contradict"):
        list(v2(upstream.play(httpx2.Response(200, json={"data": [], "pagination": paging}))))


# Offsets


def test_an_offset_counts_the_rows_that_came(upstream):
    """Asked for 500, given 2: the next offset is 2."""
    list(offset(upstream.open(Shelf(3, 2))))
    assert [request.url.params["offset"] for request in upstream.asked] == ["0", "2", "3"]
    assert {request.url.params["limit"] for request in upstream.asked} == {"500"}


def test_offsets_that_repeat_rows_for_ever_end_in_a_failure(upstream):
    """The 2025 trade feed beyond its offset limit."""
    http = upstream.open(lambda request: httpx2.Response(200, json=rows(0, 3)))
    with pytest.raises(IncompleteSweep, match="nothing new"):
        list(offset(http))


# Batches and filters


@given(st.lists(st.text("ab", max_size=9)), st.integers(1, 5), st.integers(12, 30), st.integers(0, 3))
def test_batches_are_bounded_and_lose_nothing(ids, most, room, each):
    parts = list(batches(ids, most, room, each))
    assert [identity for part in parts for identity in part] == ids
    assert all(0 < len(part) <= most and sum(len(identity) + each for identity in part) <= room for part in parts)
    for before, after in pairwise(parts):  # none is smaller than it must be
        full = len(before) == most
        assert full or sum(len(identity) + each for identity in [*before, after[0]]) > room


def test_a_batch_of_nothing_is_refused():
    with pytest.raises(InputError):
        list(batches(["a"], 0))


def test_rows_that_were_not_asked_for_are_refused():
    only(["a", "b"], ["a", "", "a"])
    with pytest.raises(ValueError, match=r"'c'.*ignored"):
        only(["a"], ["a", "c"])
