"""What we judge by: thresholds, delays, categories. Loaded once, stored in every manifest."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def rules(name: str) -> Any:
    """The content of config/<name>.yml."""
    return yaml.safe_load(files(__name__).joinpath(f"{name}.yml").read_text())
