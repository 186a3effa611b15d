"""Which models may answer: config/models.yml, by the licence of their weights.

Refused when the service starts (a production list that names a model which may not serve), and with every request that names a
model which is not on that list.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ...config import rules
from ...errors import InputError, NotLicensed
from .request import Words, refused, short

Tag = Literal["commercial_ok", "research_only", "unknown"]
FIELD = "model.model_name"


@dataclass(frozen=True)
class Licence:
    """One model. `parameters`: trained numbers, 0 for a formula, None where they lie in a file of ours."""

    provider: str
    name: str
    licence: str
    tag: Tag
    parameters: int | None
    source: str

    @property
    def full_name(self) -> str:
        return f"{self.provider}/{self.name}"


class Licences:
    """The list, checked: every production model is known and may serve. Raises NotLicensed."""

    def __init__(self, config: Mapping[str, Any] | None = None) -> None:
        found = rules("models") if config is None else config
        self.models = {one.full_name: one for one in (Licence(**entry) for entry in found["models"])}
        self.production: tuple[str, ...] = tuple(found["production"])
        for name in self.production:
            one = self.models.get(name)
            if one is None or one.tag != "commercial_ok":
                tag = one.tag if one else "not listed"
                failure = NotLicensed("production", Words(f"{name} ({tag})"), "models tagged commercial_ok")
                failure.next_step = "take it off the production list of config/models.yml, or state its licence there"
                raise failure

    def allowed(self, provider: str, name: str) -> Licence:
        """The model, where it may answer. Raises InputError for one that is not known, NotLicensed for one that may not."""
        one = self.models.get(f"{provider}/{name}")
        serving = self._serving(provider)
        if one is None:
            raise refused(FIELD, short(name), f"a model of {provider} that models.yml lists", f"choose one of: {serving}")
        if one.full_name not in self.production:
            failure: InputError = NotLicensed(FIELD, Words(f"{name} ({one.licence}: {one.tag})"), "a model that may serve")
            failure.next_step = f"choose one of: {serving}"
            raise failure
        return one

    def _serving(self, provider: str) -> str:
        return ", ".join(self.names(provider)) or "the built-in methods of provider credence"

    def names(self, provider: str) -> list[str]:
        """The models of a provider that may serve."""
        return [self.models[name].name for name in self.production if self.models[name].provider == provider]

    def providers(self) -> Iterable[str]:
        """The providers that have models here."""
        return sorted({one.provider for one in self.models.values()})
