"""Laws of raw files: what came is what is read back, and a cut costs at most the last answer."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from credence.errors import InputError
from credence.lake.layout import Layout, checked_name
from credence.lake.raw import BadLine, RawWriter, read_envelopes, read_lines, repair, whole_length
from credence.sources.http import Answer

RUN = "run-20260101T000000-abcdef"
bodies = st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode))


def answer(body: bytes, **more) -> Answer:
    fields = {
        "source": "gamma", "endpoint": "markets", "method": "GET", "url": "http://localhost/markets/keyset",
        "request": None, "status": 200, "headers": {"age": "0"}, "received_at": datetime(2026, 1, 1, tzinfo=UTC),
    }  # fmt: skip
    return Answer(**{**fields, **more}, body=body)


def written(root: str, answers: list[Answer]) -> list[Path]:
    writer = RawWriter(Layout(Path(root)), RUN)
    for one in answers:
        writer.keep(one)
    writer.close()
    return sorted(Path(root).glob("raw/*/dt=*/*.zst"))


@given(st.lists(bodies, min_size=1, max_size=6), st.integers(100, 599), st.none() | st.text(max_size=50))
def test_any_answer_comes_back_as_it_was_received(sent, status, request):
    answers = [answer(body, status=status, request=request) for body in sent]
    with tempfile.TemporaryDirectory() as root:
        (path,) = written(root, answers)
        read = [envelope for _, envelope in read_envelopes(path)]
    assert [envelope.payload for envelope in read] == sent
    assert {(one.status, one.request, one.received_at) for one in read} == {(status, request, answers[0].received_at)}


@settings(max_examples=25)
@given(st.lists(bodies, min_size=1, max_size=4), st.data())
def test_a_cut_at_any_byte_costs_at_most_the_last_answer(sent, data):
    with tempfile.TemporaryDirectory() as root:
        (path,) = written(root, [answer(body) for body in sent])
        whole = path.read_bytes()
        ends = [0]  # bytes after which a frame is whole
        for body in sent:
            ends.append(ends[-1] + len(frame_of(body)))
        assert ends[-1] == len(whole)
        for cut in data.draw(st.sets(st.integers(0, len(whole)), min_size=1, max_size=12)):
            path.write_bytes(whole[:cut])
            complete = sum(end <= cut for end in ends[1:])
            items = list(read_envelopes(path))
            good = [item for item in items if not isinstance(item, BadLine)]
            # an answer whose text came whole is good, even where its frame's checksum is cut off
            assert [one.payload for _, one in good] == sent[: len(good)]
            assert complete <= len(good) <= complete + 1
            assert (len(items) > len(good)) == (cut not in ends), "a cut is told, and only a cut"
            assert repair(path) == cut - ends[complete]
            assert whole_length(path) == path.stat().st_size == ends[complete]
            written(root, [answer(b"next")])
            assert [one.payload for _, one in read_envelopes(path)] == [*sent[:complete], b"next"]


def frame_of(body: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as root:
        (path,) = written(root, [answer(body)])
        return path.read_bytes()


@given(st.lists(st.binary(max_size=60).filter(lambda line: b"\n" not in line), max_size=8), st.integers(1, 40))
def test_lines_do_not_depend_on_how_a_file_was_compressed(lines, frame_bytes):
    """One frame, many frames, empty lines: the same lines with the same numbers."""
    content = b"".join(line + b"\n" for line in lines)
    compressor = zstandard.ZstdCompressor()
    with tempfile.TemporaryDirectory() as root:
        one, many = Path(root, "one.zst"), Path(root, "many.zst")
        one.write_bytes(compressor.compress(content))
        pieces = [content[at : at + frame_bytes] for at in range(0, len(content), frame_bytes)]
        many.write_bytes(b"".join(compressor.compress(piece) for piece in pieces))
        expected = [(number, line + b"\n") for number, line in enumerate(lines, start=1)]
        assert list(read_lines(one)) == expected
        assert list(read_lines(many)) == expected


def test_an_answer_lies_in_the_file_of_its_utc_day(tmp_path):
    late = datetime(2026, 1, 1, 23, 59, tzinfo=UTC)
    paths = written(str(tmp_path), [answer(b"{}", received_at=late + timedelta(minutes=at)) for at in range(3)])
    assert [path.parent.name for path in paths] == ["dt=2026-01-01", "dt=2026-01-02"]


@given(st.text())
def test_no_name_climbs_out_of_its_folder(name):
    root = Path("/lake/derived")
    try:
        path = root / checked_name(name)
    except InputError:
        return
    assert path.parent == root
    assert path.resolve().parent == root.resolve()


@pytest.mark.parametrize("name", ["..", "../state.sqlite", "a/b", "a\\b", "/etc/passwd", "", ".", "a\0b", "a\n", "x..y"])
def test_names_that_climb_are_refused(name, tmp_path):
    layout = Layout(tmp_path)
    for path_of in (layout.table, layout.manifest, lambda part: layout.raw_file(part, "2026-01-01", "markets", RUN)):
        with pytest.raises(InputError, match="one path segment"):
            path_of(name)
