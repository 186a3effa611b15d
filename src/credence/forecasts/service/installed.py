"""The service as the settings have it: who can be asked besides the built-in methods."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...errors import NotInstalled
from ...settings import Settings
from ..interface import Forecaster
from .metrics import ForecastMetrics
from .providers import Provider
from .request import refused
from .service import Conformal, ForecastService


def open_service(
    settings: Settings, metrics: ForecastMetrics | None = None, conformal: Conformal | None = None
) -> ForecastService:
    """The service with every provider that is here; nobody is asked yet. Raises InputError, NotLicensed."""
    return ForecastService(installed(settings), conformal=conformal, metrics=metrics)


def installed(settings: Settings) -> dict[str, Provider]:
    """The providers by name: tollama always, because only asking tells whether it is there; chronos where it has a folder."""
    found = {"tollama": _tollama(settings)}
    if settings.chronos_folder is not None:
        found["chronos"] = _chronos(Path(settings.chronos_folder), settings.chronos_device)
    return found


def _chronos(folder: Path, device: str) -> Provider:
    """Checkpoints in this process, each in a folder named like the model, without its owner."""

    def model(name: str, options: Mapping[str, Any]) -> Forecaster:
        from ..chronos import Chronos

        if options:
            raise refused("model.params", ", ".join(options), "left out: chronos has none")
        checkpoint = folder / name.rpartition("/")[2]
        if not checkpoint.is_dir():
            failure = NotInstalled("model.model_name", name, "a model whose checkpoint is in CREDENCE_CHRONOS_FOLDER")
            failure.next_step = f"put its checkpoint into a folder named {checkpoint.name} there, or ask provider credence"
            raise failure
        return Chronos(checkpoint, name=name, device=device)

    return model


def _tollama(settings: Settings) -> Provider:
    """Models of one tollama server, which share its connections."""
    from ..tollama import Tollama
    from ..tollama_client import TollamaClient

    client = TollamaClient(settings.tollama_url, key=settings.tollama_key)

    def model(name: str, options: Mapping[str, Any]) -> Forecaster:
        return Tollama(name, client=client, options=options)

    return model
