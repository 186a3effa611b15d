"""Chronos-Bolt and Chronos-2 in this process, through chronos-forecasting (the extra `chronos`; torch is installed first).

In    prices as they are, nan where there was none: both networks take a gap as a gap and scale each series by themselves
Out   quantiles of the price as the network gave them: clipping, ordering and width limits are the guard's
From  a folder with a checkpoint (config.json, model.safetensors); a name on the hub only where the caller allows a download
Once  a checkpoint is read once per process and device, however many forecasters use it: importing takes seconds by itself

Ansari et al. (2024), arXiv 2403.07815; Chronos-2: Ansari et al. (2025), arXiv 2510.15821.
"""

import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InputError, NotInstalled
from .interface import MIN_INCREMENTS, Covariates, Floats, ForecastResult, as_batch, checked_quantiles, steps_of

LEAST_PRICES = MIN_INCREMENTS + 1
BATCH = 256  # series in one pass of the network
NEAR = 1e-9


@dataclass(frozen=True)
class _Loaded:
    pipeline: Any
    version: str
    levels: tuple[float, ...]  # that the network was trained on
    context: int  # steps that it looks at
    several_variates: bool  # Chronos-2: (series, variate, step) in, a list out


_loaded: dict[tuple[str, str], _Loaded] = {}
_loading = threading.Lock()


class Chronos:
    """A Chronos checkpoint. Safe to share between threads."""

    method = "CHRONOS"

    def __init__(
        self,
        model: str | Path,
        *,
        name: str | None = None,
        device: str = "cpu",
        batch_size: int = BATCH,
        download: bool = False,
    ) -> None:
        """Loads the checkpoint, unless this process has it already.

        model     a folder; with `download`, also a name such as amazon/chronos-bolt-tiny, which reaches for the hub
        name      what to call it in `model_id`; None: the folder's or the model's own name
        device    cpu, cuda, or cuda:0 and so on
        download  whether the hub may be asked

        Raises: NotInstalled without the extra; InputError for a folder without a checkpoint of Chronos-Bolt or Chronos-2,
                a device that is not here, or a name without leave to download.
        """
        if batch_size < 1:
            raise InputError("batch_size", batch_size, "a number of series above 0")
        loaded = _load(model, device, download)
        self.model_id = f"chronos/{name or _own_name(model)}"
        self.model_version = loaded.version
        self.device = device
        self.levels, self.context = loaded.levels, loaded.context
        self._loaded, self._batch_size = loaded, batch_size

    def forecast_quantiles(
        self,
        series: ArrayLike,
        horizon: int | Sequence[int],
        step_s: int,  # noqa: ARG002 the interface has it
        quantiles: Sequence[float],
        covariates: Covariates | None = None,  # noqa: ARG002 the interface has it
    ) -> ForecastResult:
        """As in the interface; the length of a step and the covariates make no difference to these networks.

        Levels between those of the training are interpolated linearly, levels beyond them refused: the library would answer
        with the outermost one. Steps beyond the trained ones are rolled out by the library, wider and less sure.

        Raises: InputError.
        """
        prices, steps, levels = as_batch(series), steps_of(horizon), checked_quantiles(quantiles)
        lowest, highest = self.levels[0], self.levels[-1]
        if levels[0] < lowest - NEAR or levels[-1] > highest + NEAR:
            raise InputError("quantiles", list(levels), f"between {lowest:g} and {highest:g} for {self.model_id}")
        window = prices[:, -self.context :]
        known = (~np.isnan(window)).sum(axis=1)
        rows = np.flatnonzero(known >= LEAST_PRICES)
        values = np.full((len(prices), len(steps), len(levels)), np.nan)
        at = np.array(steps) - 1
        for start in range(0, len(rows), self._batch_size):
            some = rows[start : start + self._batch_size]
            trained = _predicted(self._loaded, window[some], steps[-1])
            values[some] = _interpolated(trained[:, at], self.levels, levels)
        used = np.where(known >= LEAST_PRICES, known, 0)
        return ForecastResult(
            values, levels, steps, self.method, self.model_id, self.model_version, used, device=self.device
        )


def _predicted(loaded: _Loaded, window: Floats, horizon: int) -> Floats:
    """Quantiles at the trained levels: (n series, horizon, n levels)."""
    import torch

    inputs = torch.from_numpy(window.astype(np.float32))
    wanted = {"prediction_length": horizon, "quantile_levels": list(loaded.levels)}
    if loaded.several_variates:
        found, _ = loaded.pipeline.predict_quantiles(inputs[:, None, :], batch_size=len(window), **wanted)
        return np.stack([one[0].numpy() for one in found]).astype(np.float64)
    found, _ = loaded.pipeline.predict_quantiles(inputs, **wanted)
    return np.asarray(found.numpy(), np.float64)


def _interpolated(values: Floats, trained: Sequence[float], wanted: Sequence[float]) -> Floats:
    """Values at the wanted levels, linear between the trained ones on the last axis."""
    below = np.clip(np.searchsorted(trained, np.array(wanted) + NEAR) - 1, 0, max(len(trained) - 2, 0))
    above = np.minimum(below + 1, len(trained) - 1)
    width = np.maximum(np.take(trained, above) - np.take(trained, below), NEAR)
    share: NDArray[np.float64] = np.clip((np.array(wanted) - np.take(trained, below)) / width, 0, 1)
    mixed: Floats = values[..., below] * (1 - share) + values[..., above] * share
    return mixed


# --- loading ---


def _load(model: str | Path, device: str, download: bool) -> _Loaded:
    folder = Path(model)
    local = folder.is_dir()
    if not local and not download:
        allowed = "a folder with a checkpoint, such as a downloaded chronos-bolt-tiny; or allow the download of a name"
        raise InputError("model", str(model), allowed)
    key = str(folder.resolve()) if local else str(model), device
    with _loading:
        if key not in _loaded:
            _loaded[key] = _read(model, folder if local else None, device)
        return _loaded[key]


def _read(model: str | Path, folder: Path | None, device: str) -> _Loaded:
    try:
        from chronos import BaseChronosPipeline, Chronos2Pipeline, __version__
        from safetensors import SafetensorError
    except ImportError as error:
        allowed = "an installed provider: first pip install torch==2.13.0, then pip install 'credence[chronos]'"
        raise NotInstalled("provider", "chronos", allowed) from error
    _check_device(device)
    try:
        with _without_progress_bars():
            pipeline = BaseChronosPipeline.from_pretrained(
                str(model), device_map=device, dtype="float32", local_files_only=folder is not None
            )
        levels = tuple(float(level) for level in pipeline.quantiles)
        if folder is not None:
            _check_whole(folder, pipeline.inner_model)
    # what the libraries raise for a wrong folder
    except (OSError, ValueError, RuntimeError, AttributeError, AssertionError, SafetensorError) as error:
        allowed = "a checkpoint of Chronos-Bolt or Chronos-2: config.json and model.safetensors as published"
        raise InputError("model", str(model), allowed) from error
    digest = _digest(folder) if folder is not None else getattr(pipeline.inner_model.config, "_commit_hash", None)
    return _Loaded(
        pipeline,
        f"{digest or 'unknown'} (chronos-forecasting {__version__})",
        levels,
        int(pipeline.model_context_length),
        isinstance(pipeline, Chronos2Pipeline),
    )


def _check_whole(folder: Path, network: Any) -> None:
    """Weights that a file lacks are drawn at random by the loader, with no more than a warning. Raises ValueError."""
    from safetensors import safe_open

    there: set[str] = set()
    for file in folder.glob("*.safetensors"):
        with safe_open(file, framework="pt") as weights:
            there.update(weights.keys())
    names_of: dict[int, set[str]] = {}  # one tensor can have several names, and is saved under one of them
    for name, weight in network.named_parameters(remove_duplicate=False):
        names_of.setdefault(id(weight), set()).add(name)
    missing = sorted(min(names) for names in names_of.values() if not names & there)
    if there and missing:
        raise ValueError(f"{len(missing)} weights are missing, such as {missing[0]}")


@contextmanager
def _without_progress_bars() -> Iterator[None]:
    """transformers draws one on stderr for every file that it reads."""
    from transformers.utils import logging as noise

    shown = noise.is_progress_bar_enabled()
    noise.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            noise.enable_progress_bar()


def _check_device(device: str) -> None:
    import torch

    try:
        wanted = torch.device(device)
    except RuntimeError:
        raise InputError("device", device, "cpu, cuda or cuda:0") from None
    here = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if wanted.type not in ("cpu", "cuda") or (wanted.type == "cuda" and (wanted.index or 0) >= here):
        raise InputError("device", device, "cpu" if not here else f"cpu, cuda or cuda:0 to cuda:{here - 1}")


def _digest(folder: Path) -> str:
    """Which weights these are: the beginning of a SHA-256 over the configuration and the weights."""
    found = hashlib.sha256()
    for file in sorted([folder / "config.json", *folder.glob("*.safetensors")]):
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                found.update(block)
    return found.hexdigest()[:12]


def _own_name(model: str | Path) -> str:
    return Path(model).resolve().name if Path(model).is_dir() else str(model)
