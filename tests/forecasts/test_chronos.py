"""Chronos-Bolt and Chronos-2 through their real loading path, on tiny checkpoints with random weights made here.

Random weights know nothing of prices; what can be tested is that the right numbers go in and come out. `make chronos`
installs what is needed. Under CI nothing is skipped: there the models have to be installed.
"""

import os
import re
import subprocess
import sys
from importlib.util import find_spec

import numpy as np
import pytest

from credence.errors import InputError, NotInstalled
from credence.forecasts import chronos
from credence.forecasts.chronos import LEAST_PRICES, Chronos

HERE = find_spec("chronos") is not None and find_spec("torch") is not None
ON_CI = os.environ.get("CI", "").lower() not in ("", "0", "false", "no")
installed = pytest.mark.skipif(not HERE and not ON_CI, reason="the extra `chronos` is not installed; make chronos does it")
# one worker for all: the libraries take seconds to import
pytestmark = pytest.mark.xdist_group("chronos")

DECILES = [round(tenth / 10, 1) for tenth in range(1, 10)]
LEVELS = (0.1, 0.5, 0.9)
CONTEXT, NATIVE_STEPS = 128, 16
SIZES = {"d_model": 32, "d_kv": 8, "d_ff": 64, "num_layers": 1, "num_heads": 2, "vocab_size": 2, "feed_forward_proj": "relu"}
PATCHES = {"context_length": CONTEXT, "input_patch_size": 16, "input_patch_stride": 16, "use_reg_token": True}


def save_bolt(folder, seed=3):
    import torch
    from chronos.chronos_bolt import ChronosBoltModelForForecasting
    from transformers import T5Config

    torch.manual_seed(seed)
    settings = {**PATCHES, "prediction_length": NATIVE_STEPS, "quantiles": DECILES}
    config = T5Config(
        **SIZES, num_decoder_layers=1, decoder_start_token_id=0, chronos_config=settings,
        chronos_pipeline_class="ChronosBoltPipeline",
    )  # fmt: skip
    ChronosBoltModelForForecasting(config).save_pretrained(folder)
    return folder


def save_two(folder, seed=3):
    import torch
    from chronos.chronos2 import Chronos2CoreConfig, Chronos2Model

    torch.manual_seed(seed)
    quantiles = [0.01, 0.05, *DECILES, 0.95, 0.99]
    settings = {**PATCHES, "output_patch_size": NATIVE_STEPS, "quantiles": quantiles, "use_arcsinh": True}
    config = Chronos2CoreConfig(**SIZES, chronos_config=settings, chronos_pipeline_class="Chronos2Pipeline")
    Chronos2Model(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """A folder with a checkpoint of each family."""
    import torch

    torch.set_num_threads(1)  # the networks are tiny, and other tests run beside these
    top = tmp_path_factory.mktemp("checkpoints")
    return {"bolt": save_bolt(top / "tiny-bolt"), "two": save_two(top / "tiny-two")}


@pytest.fixture(params=["bolt", "two"])
def model(request, folders):
    return Chronos(folders[request.param])


@pytest.fixture(scope="module")
def prices():
    """Six walks of 60 steps within 0..1."""
    steps = np.random.default_rng(5).normal(0, 0.01, (6, 60))
    return np.clip(0.5 + np.cumsum(steps, axis=1), 0, 1)


@installed
def test_both_families_load_and_answer(folders, prices):
    for family, name in (("bolt", "tiny-bolt"), ("two", "tiny-two")):
        result = Chronos(folders[family]).forecast_quantiles(prices, 12, 300, LEVELS)
        assert result.values.shape == (6, 12, 3)
        assert result.values.dtype == np.float64
        assert result.answered.all()
        assert (result.method, result.model_id, result.device) == ("CHRONOS", f"chronos/{name}", "cpu")
        assert re.fullmatch(r"[0-9a-f]{12} \(chronos-forecasting 2\.\S+\)", result.model_version)
        assert result.context_length.tolist() == [60] * 6
        assert result.quantiles == LEVELS
        assert result.steps == tuple(range(1, 13))


@installed
def test_prices_go_in_as_they_are_and_come_out_as_the_library_says(model, folders, prices):
    import torch
    from chronos import BaseChronosPipeline

    folder = folders["bolt" if "bolt" in model.model_id else "two"]
    pipeline = BaseChronosPipeline.from_pretrained(folder)
    values = model.forecast_quantiles(prices, 9, 300, LEVELS).values
    for row, found in zip(prices, values, strict=True):  # one at a time, as a list: another way through the library
        expected, _ = pipeline.predict_quantiles([torch.tensor(row)], prediction_length=9, quantile_levels=list(LEVELS))
        assert found == pytest.approx(np.asarray(expected[0]).reshape(9, 3), abs=1e-5)


@installed
def test_a_batch_is_its_series_one_by_one(folders, prices):
    for folder in folders.values():
        together = Chronos(folder).forecast_quantiles(prices, 5, 300, LEVELS).values
        in_parts = Chronos(folder, batch_size=4).forecast_quantiles(prices, 5, 300, LEVELS).values
        alone = [Chronos(folder).forecast_quantiles(row, 5, 300, LEVELS).values[0] for row in prices]
        assert in_parts == pytest.approx(together, abs=1e-5)
        assert np.array(alone) == pytest.approx(together, abs=1e-5)


@installed
def test_a_price_twice_as_high_gives_a_band_twice_as_high(model, prices):
    """Both networks standardise what they see: shifting and stretching the prices does the same to the band."""
    here = model.forecast_quantiles(prices * 0.4, 8, 300, LEVELS).values
    there = model.forecast_quantiles(prices * 0.8 + 0.1, 8, 300, LEVELS).values
    assert there == pytest.approx(here * 2 + 0.1, abs=2e-3)


@installed
def test_levels_between_the_trained_ones_are_interpolated(model, prices):
    known = model.forecast_quantiles(prices, 4, 300, [0.1, 0.2, 0.8, 0.9]).values
    between = model.forecast_quantiles(prices, 4, 300, [0.1, 0.15, 0.2, 0.825]).values
    assert between[..., 0] == pytest.approx(known[..., 0], abs=1e-9)
    assert between[..., 1] == pytest.approx((known[..., 0] + known[..., 1]) / 2, abs=1e-9)
    assert between[..., 2] == pytest.approx(known[..., 1], abs=1e-9)
    assert between[..., 3] == pytest.approx(0.75 * known[..., 2] + 0.25 * known[..., 3], abs=1e-9)


@installed
def test_levels_beyond_the_trained_ones_are_refused(folders, prices):
    two = Chronos(folders["two"])
    assert two.forecast_quantiles(prices, 1, 300, [0.01, 0.99]).answered.all()
    for levels in ([0.05, 0.5], [0.5, 0.95]):
        with pytest.raises(InputError, match=r"quantiles must be between 0\.1 and 0\.9 for chronos/tiny-bolt"):
            Chronos(folders["bolt"]).forecast_quantiles(prices, 1, 300, levels)
    with pytest.raises(InputError, match=r"between 0\.01 and 0\.99"):
        two.forecast_quantiles(prices, 1, 300, [0.001, 0.5])


@installed
def test_a_gap_is_a_gap_and_no_price(model, prices):
    gaps = prices.copy()
    gaps[:, 30:40] = np.nan
    filled = gaps.copy()
    filled[:, 30:40] = filled[:, 29:30]
    with_gaps = model.forecast_quantiles(gaps, 3, 300, LEVELS)
    assert with_gaps.answered.all()
    assert with_gaps.context_length.tolist() == [50] * 6
    assert np.abs(with_gaps.values - model.forecast_quantiles(filled, 3, 300, LEVELS).values).max() > 1e-6
    # prices that begin late are a shorter series
    late = np.concatenate([np.full((6, 20), np.nan), prices], axis=1)
    assert model.forecast_quantiles(late, 3, 300, LEVELS).context_length.tolist() == [60] * 6


@installed
def test_a_series_with_too_few_prices_has_no_answer(model, prices):
    some = prices.copy()
    some[0, : -LEAST_PRICES + 1] = np.nan
    some[1, : -LEAST_PRICES] = np.nan
    some[2] = np.nan
    result = model.forecast_quantiles(some, 2, 300, LEVELS)
    assert result.answered.tolist() == [False, True, False, True, True, True]
    assert result.context_length.tolist() == [0, LEAST_PRICES, 0, 60, 60, 60]
    assert not model.forecast_quantiles(some[[0, 2]], 2, 300, LEVELS).answered.any()


@installed
def test_more_than_the_context_is_not_looked_at(model):
    long = np.random.default_rng(6).uniform(0.2, 0.8, (2, 300))
    result = model.forecast_quantiles(long, 2, 300, LEVELS)
    assert result.context_length.tolist() == [CONTEXT] * 2
    assert np.array_equal(result.values, model.forecast_quantiles(long[:, -CONTEXT:], 2, 300, LEVELS).values)


@installed
@pytest.mark.filterwarnings("ignore:We recommend keeping prediction length:UserWarning")
def test_more_steps_than_trained_are_rolled_out(model, prices):
    path = model.forecast_quantiles(prices, NATIVE_STEPS + 20, 300, LEVELS)
    assert path.values.shape == (6, NATIVE_STEPS + 20, 3)
    assert path.answered.all()
    some = model.forecast_quantiles(prices, [1, NATIVE_STEPS, NATIVE_STEPS + 20], 300, LEVELS)
    assert some.values == pytest.approx(path.values[:, [0, NATIVE_STEPS - 1, -1]], abs=1e-5)


@installed
@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_a_constant_series_stays_finite(model, level):
    assert model.forecast_quantiles(np.full(60, level), 12, 300, LEVELS).answered.all()


# Loading


@installed
def test_a_checkpoint_is_read_once_per_process(folders, tmp_path, monkeypatch):
    from chronos import BaseChronosPipeline

    read = []
    really = BaseChronosPipeline.from_pretrained.__func__

    def counted(cls, *arguments, **options):
        read.append(options)
        return really(cls, *arguments, **options)

    folder = save_bolt(tmp_path / "fresh")
    monkeypatch.setattr(BaseChronosPipeline, "from_pretrained", classmethod(counted))
    first, second = Chronos(folder), Chronos(str(folder), name="another name", batch_size=1)
    assert len(read) == 1
    assert read[0]["local_files_only"] is True
    assert first.model_version == second.model_version
    assert (first.model_id, second.model_id) == ("chronos/fresh", "chronos/another name")


@installed
def test_the_version_tells_weights_apart(folders, tmp_path):
    same, other = save_bolt(tmp_path / "same"), save_bolt(tmp_path / "other", seed=4)
    assert Chronos(same).model_version == Chronos(folders["bolt"]).model_version
    assert Chronos(other).model_version != Chronos(folders["bolt"]).model_version


@installed
def test_a_folder_without_a_checkpoint_is_refused(tmp_path):
    with pytest.raises(InputError, match="model must be a checkpoint of Chronos-Bolt or Chronos-2"):
        Chronos(tmp_path)
    (tmp_path / "config.json").write_text('{"model_type": "t5", "d_model": 32}')
    with pytest.raises(InputError, match="model must be a checkpoint"):
        Chronos(tmp_path)


@installed
def test_half_a_checkpoint_is_refused(folders, tmp_path):
    (tmp_path / "config.json").write_bytes((folders["bolt"] / "config.json").read_bytes())
    with pytest.raises(InputError, match="model must be a checkpoint"):
        Chronos(tmp_path)
    weights = (folders["bolt"] / "model.safetensors").read_bytes()
    (tmp_path / "model.safetensors").write_bytes(weights[: len(weights) // 2])
    with pytest.raises(InputError, match="model must be a checkpoint"):
        Chronos(tmp_path)


@installed
@pytest.mark.parametrize("family", ["bolt", "two"])
def test_missing_weights_are_not_made_up(folders, tmp_path, monkeypatch, family):
    from safetensors.numpy import load_file, save_file

    (tmp_path / "config.json").write_bytes((folders[family] / "config.json").read_bytes())
    weights = load_file(folders[family] / "model.safetensors")
    save_file(weights, tmp_path / "model.safetensors", metadata={"format": "pt"})
    Chronos(tmp_path)
    monkeypatch.setattr(chronos, "_loaded", {})
    del weights["output_patch_embedding.output_layer.weight"]
    save_file(weights, tmp_path / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(InputError, match="model must be a checkpoint") as refused:
        Chronos(tmp_path)
    assert "output_patch_embedding.output_layer.weight" in str(refused.value.__cause__)


@installed
@pytest.mark.parametrize("device", ["tpu-like", "meta", "cuda:99", ""])
def test_a_device_must_be_here(folders, device):
    with pytest.raises(InputError, match="device must be cpu"):
        Chronos(folders["bolt"], device=device)


@installed
def test_the_gpu_gives_the_numbers_of_the_cpu(folders, prices):
    import torch

    if not torch.cuda.is_available():
        pytest.skip("torch sees no GPU here")
    for folder in folders.values():
        there = Chronos(folder, device="cuda").forecast_quantiles(prices, 6, 300, LEVELS)
        assert there.device == "cuda"
        assert there.values == pytest.approx(Chronos(folder).forecast_quantiles(prices, 6, 300, LEVELS).values, abs=1e-3)


# Without the libraries too


@pytest.mark.parametrize("name", ["amazon/chronos-bolt-tiny", "/nowhere/at/all", "s3://bucket/model"])
def test_nothing_is_downloaded_unless_allowed(name):
    with pytest.raises(InputError, match=r"model must be a folder with a checkpoint.*or allow the download"):
        Chronos(name)


def test_a_missing_extra_is_said_with_the_next_step(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "chronos", None)  # what Python does with a package that is not there
    monkeypatch.setattr(chronos, "_loaded", {})
    with pytest.raises(NotInstalled, match=r"pip install torch==2\.13\.0.*pip install 'credence\[chronos\]'"):
        Chronos(tmp_path)


def test_a_batch_has_a_size(tmp_path):
    with pytest.raises(InputError, match="batch_size"):
        Chronos(tmp_path, batch_size=0)


@pytest.mark.parametrize("module", ["credence.forecasts.chronos", "credence.forecasts.tollama"])
def test_nothing_heavy_is_imported_before_it_is_needed(module):
    code = f"import sys, {module}; print([name for name in ('torch', 'chronos', 'transformers') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
