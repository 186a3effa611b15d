"""python -m credence.cli.forecast_server: the API over an empty lake, for the load bench; the rules may be shortened.

The same server, application and service as `credence serve`; --rules replaces parts of config/forecast.yml, so that a breaker
that stays open for two minutes can be watched within seconds.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from typing import Any

from ..settings import Settings
from . import serving


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m credence.cli.forecast_server", description=__doc__)
    parser.add_argument("--lake", required=True, help="folder that need not exist")
    parser.add_argument("--tollama-url", default="http://127.0.0.1:11435", help="server of provider tollama")
    parser.add_argument("--rules", default="{}", help="JSON that replaces parts of config/forecast.yml")
    asked = parser.parse_args()
    settings = Settings(
        lake=asked.lake, host="127.0.0.1", port=0, tollama_url=asked.tollama_url, api_token=None, api_rate_per_s=1e6
    )
    serve(settings, json.loads(asked.rules))


def serve(settings: Settings, rules: Mapping[str, Any]) -> None:
    """Serve until SIGTERM or SIGINT; the first line on stdout says where."""
    from ..config import rules as written
    from ..forecasts.service import ForecastService
    from ..forecasts.service.installed import installed
    from ..lake import open_lake

    config = replaced(written("forecast"), rules)
    lake = open_lake(settings.lake, settings)
    listener = serving.listen(settings.host, settings.port, settings)
    service = ForecastService(installed(settings), config=config)
    service.warm()
    serving.serve(lake, listener, service)


def replaced(config: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    """A configuration with some of its entries replaced, however deep they lie."""
    return {
        name: replaced(value, parts[name]) if isinstance(value, dict) and name in parts else parts.get(name, value)
        for name, value in config.items()
    }


if __name__ == "__main__":
    main()
