"""Artefacts: what is written is read, what was not written by us is refused, and what is shipped holds fitted numbers only."""

import json
import re
from dataclasses import replace
from importlib import resources

import numpy as np
import pytest

from credence.errors import InputError
from credence.forecasts import artefact, fitted_models
from credence.forecasts.artefact import FORMAT, LARGEST, PACKAGE, Artefact, parsed, read
from credence.forecasts.cells import HORIZONS_S
from credence.forecasts.origin_features import PATH, SCHEDULE
from credence.forecasts.samples import cells
from credence.forecasts.scale_design import NAMES
from credence.forecasts.shape import BINS, NEAR, SCALES, Shape
from credence.forecasts.trees import Trees

SHIPPED = ("fhs", "har", "learned")
shipped = pytest.mark.parametrize("name", SHIPPED)


def tree(rng):
    """One tree of three leaves."""
    return Trees(
        np.array([0], np.int32), np.array([0, 33], np.int16), rng.normal(size=2).astype(np.float32), np.array([1, -1], np.int32),
        np.array([-3, -2], np.int32), np.array([True, False]), rng.normal(size=3).astype(np.float32),
    )  # fmt: skip


def made(method="LEARNED", seed=0):
    """An artefact of random numbers of the right shapes."""
    rng = np.random.default_rng(seed)
    k = {"FHS": 0, "HAR": len(NAMES), "LEARNED": len(NAMES) + 1}[method]
    size = (len(NEAR) + 1, SCALES, BINS)
    shapes = {cell: Shape(np.sort(rng.uniform(0, 0.3, SCALES - 1)), rng.gamma(0.3, 30, size)) for cell in cells()}
    coefficients = {cell: rng.normal(size=k) * 0.1 for cell in cells()} if k else {}
    information = {cell: np.cov(rng.normal(size=(k, 2 * k))) for cell in cells()} if k else {}
    trees = tree(rng) if method == "LEARNED" else None
    return Artefact(method, shapes, coefficients, information, trees, {"method": method.lower()})


@pytest.mark.parametrize("method", ["FHS", "HAR", "LEARNED"])
def test_what_is_written_is_read(method, tmp_path):
    one = made(method)
    size = one.write(tmp_path / "deep" / "model.json")
    two = read(tmp_path / "deep" / "model.json")
    assert size == (tmp_path / "deep" / "model.json").stat().st_size
    assert (two.method, two.card, two.version) == (one.method, one.card, one.version)
    assert list(two.shapes) == list(one.shapes)
    for cell in cells():
        np.testing.assert_allclose(two.shapes[cell].edges, one.shapes[cell].edges, rtol=1e-8)
        np.testing.assert_allclose(two.shapes[cell].counts, one.shapes[cell].counts, rtol=3e-4, atol=1e-30)
        if one.coefficients:
            np.testing.assert_allclose(two.coefficients[cell], one.coefficients[cell], rtol=1e-8)
            np.testing.assert_allclose(two.information[cell], one.information[cell], rtol=3e-4, atol=1e-30)
            np.testing.assert_array_equal(two.information[cell], two.information[cell].T)
    if one.trees:
        for name, values in one.trees.arrays().items():
            found = two.trees.arrays()[name]
            assert found.dtype == values.dtype
            np.testing.assert_array_equal(found, values)


def test_written_twice_is_the_same_bytes(tmp_path):
    made().write(tmp_path / "one.json")
    read(tmp_path / "one.json").write(tmp_path / "two.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_the_version_is_of_the_numbers_alone():
    one = made()
    assert replace(one, card={"figures": 1}).version == one.version
    assert made(seed=1).version != one.version
    assert replace(one, trees=tree(np.random.default_rng(9))).version != one.version
    cell = cells()[0]
    moved = one.coefficients | {cell: one.coefficients[cell] + 1e-6}
    assert replace(one, coefficients=moved).version != one.version


def test_the_version_does_not_hang_on_how_bytes_are_packed(monkeypatch):
    one, level = made().version, artefact.zlib.compress
    monkeypatch.setattr(artefact.zlib, "compress", lambda raw, _=9: level(raw, 1))
    assert made().version == one


def test_more_than_a_megabyte_is_refused(tmp_path):
    rng = np.random.default_rng(0)
    n = 200_000
    leaves = np.repeat(np.array([[-1]], np.int32), n, axis=1).ravel()
    many = Trees(leaves, *(getattr(tree(rng), name) for name in ("feature", "threshold", "left", "right", "missing_left")),
                 rng.normal(size=n).astype(np.float32))  # fmt: skip
    with pytest.raises(InputError, match=f"at most {LARGEST} bytes"):
        replace(made(), trees=many).write(tmp_path / "model.json")
    assert not (tmp_path / "model.json").exists()


# ---------------------------------------------------------------- what is refused


@pytest.fixture(scope="module")
def text(tmp_path_factory):
    path = tmp_path_factory.mktemp("artefact") / "model.json"
    made().write(path)
    return path.read_text()


@pytest.mark.parametrize(
    "wrong",
    ["", "{", "null", "[]", "7", "[1, 2]", '"text"', "{}", '{"format": 1}', '{"format": 1, "cells": 3}',
     '{"format": 1, "cells": [], "trees": null, "method": "HAR", "card": {}}'],
)  # fmt: skip
def test_foreign_text_is_refused(wrong):
    with pytest.raises(InputError, match="artefact must be JSON written by"):
        parsed(wrong)


def test_a_newer_format_is_refused(text):
    with pytest.raises(InputError, match=f"artefact format must be {FORMAT}; train it again, got {FORMAT + 1}"):
        parsed(json.dumps(json.loads(text) | {"format": FORMAT + 1}))


def cut(content):
    content["cells"][3]["counts"]["zlib"] = content["cells"][3]["counts"]["zlib"][:-40]


def no_base64(content):
    content["cells"][0]["counts"]["zlib"] = "!!!"


def other_shape(content):
    content["cells"][0]["counts"]["shape"] = [3, 3]


def fewer_cells(content):
    content["cells"].pop()


def no_trees(content):
    content["trees"] = None


def listed_trees(content):
    content["trees"] = [1, 2]


def unknown_array(content):
    content["trees"]["depth"] = content["trees"]["roots"]


def other_dtype(content):
    content["trees"]["left"]["dtype"] = "object"


def other_method(content):
    content["method"] = "MAGIC"


def other_number(content):
    content["cells"][0]["coefficients"][0] += 0.01


def short_coefficients(content):
    content["cells"][0]["coefficients"].pop()


def no_version(content):
    del content["version"]


BREAKS = (
    cut, no_base64, other_shape, fewer_cells, no_trees, listed_trees, unknown_array, other_dtype, other_method, other_number,
    short_coefficients, no_version,
)  # fmt: skip


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.__name__)
def test_a_broken_file_is_refused(broken, text):
    content = json.loads(text)
    broken(content)
    with pytest.raises(InputError, match="artefact must be"):
        parsed(json.dumps(content))


def test_numbers_of_other_shapes_are_refused_even_where_their_hash_is_right(tmp_path):
    one, cell = made("HAR"), cells()[0]
    for wrong in (
        replace(one, coefficients=one.coefficients | {cell: np.zeros(3)}, information=one.information | {cell: np.eye(3)}),
        replace(one, shapes=one.shapes | {cell: Shape(np.zeros(2), one.shapes[cell].counts)}),
        replace(one, shapes=dict(list(one.shapes.items())[:-1])), replace(one, method="LEARNED"), replace(one, method="FHS"),
    ):  # fmt: skip
        wrong.write(tmp_path / "model.json")
        with pytest.raises(InputError, match="a whole file"):
            read(tmp_path / "model.json")


@pytest.mark.parametrize("bend", ["past the leaves", "past the nodes", "back to the root", "no such feature", "root"])
def test_trees_that_lead_nowhere_are_refused(bend, tmp_path):
    arrays = {name: values.copy() for name, values in tree(np.random.default_rng(0)).arrays().items()}
    if bend == "past the leaves":
        arrays["left"][1] = -99
    elif bend == "past the nodes":
        arrays["left"][0] = 7
    elif bend == "back to the root":
        arrays["left"][1] = 0
    elif bend == "no such feature":
        arrays["feature"][0] = len(PATH) + len(SCHEDULE) + 1
    else:
        arrays["roots"][0] = 5
    replace(made(), trees=Trees(**arrays)).write(tmp_path / "model.json")
    with pytest.raises(InputError, match="a whole file"):
        read(tmp_path / "model.json")


def test_a_missing_or_binary_file_is_refused(tmp_path):
    (tmp_path / "binary").write_bytes(bytes(range(256)))
    for path in (tmp_path / "none.json", tmp_path, tmp_path / "binary"):
        with pytest.raises(InputError, match="must be"):
            read(path)


# ---------------------------------------------------------------- what is shipped


@shipped
def test_shipped_models_are_small_whole_and_answer(name):
    content = resources.files(PACKAGE).joinpath(f"{name}.json").read_bytes()
    assert len(content) <= LARGEST
    found = parsed(content.decode())
    assert found.method == name.upper()
    assert set(found.shapes) == {(kind, horizon) for kind in HORIZONS_S for horizon in HORIZONS_S[kind]}
    answer = fitted_models.from_artefact(found).forecast_quantiles([0.5, 0.51, 0.5, 0.52] * 30, 12, 300, (0.1, 0.5, 0.9))
    assert answer.answered.all()
    assert (answer.model_id, answer.model_version) == (name, found.version)


@shipped
def test_shipped_models_hold_no_row_no_name_and_no_path(name):
    """Every text in them is a word of the format, of the card, or packed numbers whose size is that of the fitted arrays."""
    content = json.loads(resources.files(PACKAGE).joinpath(f"{name}.json").read_text())
    packed_bytes = 0
    words = []

    def visit(value):
        nonlocal packed_bytes
        if isinstance(value, dict):
            words.extend(value)
            for key, inner in value.items():
                if key == "zlib":
                    packed_bytes += len(artefact.zlib.decompress(artefact.base64.b64decode(inner)))
                else:
                    visit(inner)
        elif isinstance(value, list):
            for inner in value:
                visit(inner)
        elif isinstance(value, str):
            words.append(value)

    visit(content)
    long = [word for word in words if len(word) > 40 and not re.fullmatch("[0-9a-f]{64}", word)]
    assert not [word for word in long if not re.fullmatch(r"[A-Za-z0-9 ,.;:%()<>=/*+'-]+", word)]
    text = " ".join(words)
    assert not re.search(r"0x[0-9a-f]{8}|\.parquet|\.jsonl|(^|\s)[~/][\w.-]+/|20\d\d-\d\d-\d\d-|-vs-|will-", text)
    k = content["cells"][0].get("coefficients", [])
    of_cell = 4 * ((len(NEAR) + 1) * SCALES * BINS + len(k) * (len(k) + 1) // 2)
    of_trees = sum(values.nbytes for values in parsed(json.dumps(content)).trees.arrays().values()) if content["trees"] else 0
    assert packed_bytes == of_cell * len(content["cells"]) + of_trees


@shipped
def test_the_card_says_what_it_was_fitted_on(name):
    card = fitted_models.loaded(name).card
    assert card["method"] == name
    for one in card["sets"]:
        assert re.fullmatch("[0-9a-f]{64}", one["data_sha256"])
        assert 0 < one["trained_events"] < one["events"]
        assert one["origins"] > 0
        assert one["labels_before"] > 1_700_000_000
