"""Every address of the server with its places filled: for laws that hold for all answers at once."""

from starlette.testclient import TestClient

from credence.api.home import ADDRESSES

MOMENTARY = {"/health", "/metrics", "/openapi.json", "/stream", "/tsfm/health", "/how"}  # of the server, or with a time of asking
FILLED = {
    "/embed/{panel}": ("/embed/reliability",), "/docs/{name}": (), "/oembed": (), "/search": ("/search?q=simulated",),
    "/scoreboard/compare": ("/scoreboard/compare?by=category&compare=politics,sports",),
    "/scoreboard/panel": ("/scoreboard/panel?horizons=24h,48h",), "/tsfm/forecast": (),
    "/scoreboard/changes": (),  # names its two runs itself
}  # fmt: skip

Answers = dict[str, tuple[int, bytes]]


def addresses(market: str, event: str, run: str) -> list[str]:
    """All that answer from the lake alone."""
    given = {"market_id": market, "event_id": event, "run_id": run}
    found = [one for path, _ in ADDRESSES if path not in MOMENTARY for one in FILLED.get(path, (path,))]
    return [one.format(**given) for one in found]


def ask(client: TestClient, asked: list[str]) -> Answers:
    """Status and body by address."""
    answers = {address: client.get(address) for address in asked}
    return {address: (answer.status_code, answer.content) for address, answer in answers.items()}
