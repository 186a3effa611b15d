"""Tables inside an answer that is one object: which there are, by dotted name, and their rows as a file holds them.

A table is a list of objects, or an object of two and more objects with the same keys, which then are rows with a `name`. An
empty list is one where the answer's shape says what would be in it. In a file an object in a row becomes columns `name.key`;
what is nested deeper, and every list, stays as it is and is written as JSON text. The browser's `within.ts` finds the same
names, save those of empty tables.
"""

import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from ..records import sql_type

Model = type[BaseModel]


@dataclass(frozen=True)
class Within:
    """A table of an answer: its rows as in the JSON, and what a row is made of, where a shape says it."""

    rows: Sequence[dict[str, Any]]
    model: Model | None = None
    is_list: bool = True  # else an object of objects

    def columns(self) -> list[tuple[str, ...]]:
        """(name,) or (name, key) of every column, in the order of the rows; of the shape where there are none."""
        names = dict.fromkeys(name for row in self.rows for name in row)
        found: list[tuple[str, ...]] = []
        for name in names or (self.model.model_fields if self.model else ()):
            keys = self._keys(name)
            found += [(name, key) for key in keys] or [(name,)]
        return found

    def cells(self) -> list[tuple[Any, ...]]:
        """The rows as the columns have them; None where a row has nothing there."""
        columns = self.columns()
        return [tuple(_cell(row, column) for column in columns) for row in self.rows]

    def types(self) -> list[str]:
        """SQL types of the columns; empty where the shape does not say one."""
        return [_type(self.model, column) for column in self.columns()]

    def _keys(self, name: str) -> list[str]:
        """Keys of the objects in a column; none where it holds anything else."""
        known = [row[name] for row in self.rows if row.get(name) is not None]
        if any(not isinstance(value, dict) for value in known):
            return []
        if known:
            return list(dict.fromkeys(key for value in known for key in value))
        inner = _model_in(_annotation(self.model, name))
        return list(inner.model_fields) if inner else []


def tables(data: dict[str, Any], shape: Model | None = None, before: str = "") -> dict[str, Within]:
    """Every table of an answer by its name, in the order of the answer."""
    found: dict[str, Within] = {}
    for name, value in data.items():
        path, said = f"{before}{name}", _annotation(shape, name)
        if isinstance(value, list):
            model = _model_in(said)
            is_known = all(isinstance(one, dict) for one in value) if value else model is not None
            found |= {path: Within(value, model)} if is_known else {}
        elif isinstance(value, dict) and _is_named(value):
            model = _model_in(said) if get_origin(_plain(said)) is dict else None
            found[path] = Within([{"name": key} | row for key, row in value.items()], model, is_list=False)
        elif isinstance(value, dict):
            found |= tables(value, _model_in(said), f"{path}.")
    return found


def only(found: dict[str, Within]) -> str | None:
    """The name of the one list there is, or of the one table where none is a list; None where there are several."""
    names = [name for name, table in found.items() if table.is_list] or list(found)
    return names[0] if len(names) == 1 else None


def _is_named(value: dict[str, Any]) -> bool:
    """Whether these are rows under their names: two or more objects, not empty, of the same keys."""
    keys = {tuple(sorted(one)) if isinstance(one, dict) else () for one in value.values()}
    return len(value) > 1 and len(keys) == 1 and keys != {()}


def _cell(row: dict[str, Any], column: tuple[str, ...]) -> Any:
    value = row.get(column[0])
    return value.get(column[1]) if len(column) > 1 and value is not None else value


def _type(model: Model | None, column: tuple[str, ...]) -> str:
    for name in column[:-1]:
        model = _model_in(_annotation(model, name))
    said = _annotation(model, column[-1])
    try:
        kind = sql_type(said)
    except (KeyError, ValueError, TypeError):  # no single type: taken from the values
        return ""
    return "VARCHAR" if kind.endswith("[]") else kind


def _annotation(model: Model | None, name: str) -> Any:
    info = model.model_fields.get(name) if model else None
    return info.annotation if info else None


def _plain(said: Any) -> Any:
    """An annotation without its `| None`."""
    inner = [one for one in get_args(said) if one is not type(None)]
    return inner[0] if get_origin(said) in (Union, types.UnionType) and len(inner) == 1 else said


def _model_in(said: Any) -> Model | None:
    """The one class in an annotation such as `list[Row]`, `dict[str, Row]` or `Row | None`."""
    found = list(dict.fromkeys(_models(said)))
    return found[0] if len(found) == 1 else None


def _models(said: Any) -> Iterator[Model]:
    if isinstance(said, type) and issubclass(said, BaseModel):
        yield said
    for one in get_args(said):
        yield from _models(one)
