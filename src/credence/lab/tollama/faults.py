"""Faults on demand: one at a time, the same for every request until another one is chosen."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from .contract import Reply

# kind -> what the asker sees
FAULTS = {
    "hang": "no answer until the asker goes away",
    "die": "a whole header, half a body, then the connection is closed",
    "refuse": "nobody listens: the connection is refused; only from the start",
    "error": "500",
    "unavailable": "503",
    "busy": "429 with Retry-After 0",
    "garbage": "200 and JSON by name, but not JSON",
    "page": "200 and a page of HTML",
    "cut": "a complete message with half of the JSON",
    "wrong_length": "every path is one step short",
    "missing": "the last series is left out",
    "stranger": "the last series has another id",
    "no_quantiles": "means only, as from a model without quantiles",
    "missing_level": "the highest quantile is left out",
    "nan": "the first value is NaN, which is not JSON",
    "null": "the first value is null",
    "text": "the first value is a text",
    "huge": "the first value is beyond every float",
    "cross": "the quantiles are in reverse order",
    "far": "values far outside 0..1",
    "odd_keys": "no fault: the keys of the quantiles are written otherwise",
}
OF_THE_CONNECTION = ("hang", "die", "refuse")  # the server's to do


def spoiled(kind: str, reply: Reply) -> Reply:
    """The answer with that fault. Faults inside a forecast leave other answers as they are."""
    if kind in _STATUS:
        status, headers = _STATUS[kind]
        return Reply(status, b'{"detail":"on purpose"}', headers=headers)
    if kind == "garbage":
        return replace(reply, body=b"not json at all")
    if kind == "page":
        return Reply(200, b"<!DOCTYPE html><title>Just a moment</title>", "text/html")
    if kind == "cut":
        return replace(reply, body=reply.body[: len(reply.body) // 2])
    if reply.forecast is None or kind not in _SPOIL:
        return reply
    body = json.dumps(_SPOIL[kind](json.loads(reply.body)))
    return replace(reply, body=body.replace(f'"{_HUGE}"', "1e999").encode())


_STATUS: dict[str, tuple[int, dict[str, str]]] = {
    "error": (500, {}),
    "unavailable": (503, {}),
    "busy": (429, {"retry-after": "0"}),
}
_HUGE = "beyond every float"  # json.dumps cannot write the number itself


def _first_value(value: object) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def spoil(answer: dict[str, Any]) -> dict[str, Any]:
        for path in answer["forecasts"][0].get("quantiles", {}).values():
            path[0] = value
        return answer

    return spoil


def _every_path(change: Callable[[list[float]], list[float]]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def spoil(answer: dict[str, Any]) -> dict[str, Any]:
        for one in answer["forecasts"]:
            one["mean"] = change(one["mean"])
            one["quantiles"] = {key: change(path) for key, path in one.get("quantiles", {}).items()}
        return answer

    return spoil


def _every_quantiles(change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def spoil(answer: dict[str, Any]) -> dict[str, Any]:
        for one in answer["forecasts"]:
            one["quantiles"] = change(one.get("quantiles", {}))
        return answer

    return spoil


def _missing(answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "forecasts": answer["forecasts"][:-1]}


def _stranger(answer: dict[str, Any]) -> dict[str, Any]:
    answer["forecasts"][-1]["id"] += " of somebody else"
    return answer


_SPOIL: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "wrong_length": _every_path(lambda path: path[:-1]),
    "missing": _missing,
    "stranger": _stranger,
    "no_quantiles": _every_quantiles(lambda _: None),
    "missing_level": _every_quantiles(lambda paths: dict(list(paths.items())[:-1])),
    "nan": _first_value(float("nan")),
    "null": _first_value(None),
    "text": _first_value("0.5"),
    "huge": _first_value(_HUGE),
    # spread apart as well, so that a model that repeats one value crosses too
    "cross": _every_quantiles(
        lambda paths: {
            key: [value + 0.01 * (len(paths) - at) for value in path]
            for at, (key, path) in enumerate(zip(paths, reversed(list(paths.values())), strict=True))
        }
    ),
    "far": _every_path(lambda path: [value * 40 - 20 for value in path]),
    "odd_keys": _every_quantiles(lambda paths: {f"{float(key):.4e}": path for key, path in paths.items()}),
}
