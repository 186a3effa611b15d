"""The YAML of a drop: which files, what their columns mean, and where a folder holds such files.

Every mistake is an InputError that names the YAML, the field, the value and what is allowed.
Paths in a YAML stay inside the drop's folder: absolute paths, `..` and links that leave it are refused.
"""

import os
import re
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from ...errors import InputError
from .zones import zone

Form = Literal["markets", "prices", "quotes", "trades", "outcomes", "fills", "histories"]
SERIES: frozenset[str] = frozenset({"prices", "quotes", "trades", "fills", "histories"})

KEYS = ("condition_id", "native_id", "slug", "token_id")  # in this order the first that a row has is its key
RAW_FILL = ("maker_asset_id", "taker_asset_id", "maker_amount", "taker_amount")
TEXTS = ("question", "category", "event_key", "event_title", "outcome", "winner", "resolved_yes")
LISTS = ("tags", "outcomes", "token_ids", "payouts", "price_list")
TIMES = (
    "ts",
    "start_at",
    "scheduled_end_at",
    "closed_at",
    "resolved_at",
    "knowable_at",
    "last_seen_at",
)
NUMBERS = ("price", "bid", "ask", "outcome_index", "usdc_amount", "share_amount")
FIELDS = (*KEYS, *TEXTS, *LISTS, *TIMES, *NUMBERS, *RAW_FILL, "history")
EVENT_FIELDS = (*KEYS, "event_key", "event_title", "question", "category", "date")
NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {  # of each tuple one column, besides a key
    "markets": (),
    "outcomes": (("resolved_yes", "winner", "payouts"),),
    "prices": (("price", "price_list"), ("ts",)),
    "quotes": (("bid",), ("ask",), ("ts",)),
    "trades": (("price",), ("ts",)),
    "fills": (("price", "share_amount", "maker_amount"), ("ts",)),
    "histories": (("history",), ("price",), ("ts",)),
}
SUFFIXES = (".csv", ".tsv", ".txt", ".parquet", ".jsonl", ".ndjson")
SPEC_SUFFIX = ".drop.yml"
SPEC_BYTES = 1_000_000

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,99}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Constant(_Strict):
    """The same value in every row."""

    value: str = Field(description="what every row says")


class Listed(_Strict):
    """A column of lists written as text with a separator; JSON and Python lists need none."""

    column: str = Field(description="the column's name in the file")
    separator: str = Field(min_length=1, description="what stands between two entries")


Column = str | Listed | Constant


class Units(_Strict):
    time: Literal["text", "s", "ms", "us", "ns"] = Field("text", description="unit of times that are numbers")
    time_format: str | None = Field(None, description="strptime format of times in another text form")
    price: Literal["share", "cents", "percent"] = Field("share", description="share = USDC per share, 0..1")


class PriceTime(_Strict):
    """Where the time of a price comes from when the file has no column for it."""

    base: Literal["closed_at", "scheduled_end_at", "knowable_at"] = Field(alias="from", description="a time")
    minus_hours: float = Field(0, description="hours before it")


class DropFile(_Strict):
    path: str = Field(description="below the drop's folder, with /")
    form: Form = Field(description="what a row is")
    columns: dict[str, Column] = Field(min_length=1, description="our name: the file's name")
    delimiter: str = Field(",", min_length=1, max_length=1, description="between two columns of a CSV")
    encoding: str = Field("utf-8", description="of a CSV")
    decimal: Literal[".", ","] = Field(".", description="decimal sign of a CSV")
    null_values: tuple[str, ...] = Field((), description="texts that mean nothing, besides the empty text")
    order: Literal["oldest_first", "newest_first"] = Field(
        "oldest_first", description="how the file is sorted; decides which trade of a second is the last"
    )
    price_kind: Literal["mid", "trade", "history"] | None = Field(None, description="unset: by form")
    price_time_source: str | None = Field(None, pattern=r"^[a-z][a-z0-9_]*$", description="unset: by form")
    price_time: PriceTime | None = Field(None, description="when the file has no column for the time")

    @field_validator("path")
    @classmethod
    def _inside(cls, path: str) -> str:
        return inside(path)

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, encoding: str) -> str:
        try:
            "".encode(encoding)
        except (LookupError, ValueError) as error:
            raise ValueError("a text encoding that Python knows, such as utf-8, utf-16 or cp1252") from error
        return encoding

    @model_validator(mode="after")
    def _fits_its_form(self) -> Self:
        for mistake in (self._wrong_names(), self._missing_names(), self._wrong_kind()):
            if mistake:
                raise ValueError(mistake)
        return self

    def _wrong_names(self) -> str | None:
        names = set(self.columns)
        if unknown := sorted(names - set(FIELDS)):
            return f"columns: {unknown[0]!r} is not one of {', '.join(FIELDS)}"
        if ("usdc_amount" in names) != ("share_amount" in names):
            return "columns: usdc_amount and share_amount together"
        if names & set(RAW_FILL) and not names.issuperset(RAW_FILL):
            return f"columns: all of {', '.join(RAW_FILL)} together"
        for name, column in self.columns.items():
            if isinstance(column, Listed) and name not in LISTS:
                return f"columns: a separator only for {', '.join(LISTS)}, not for {name}"
        return None

    def _missing_names(self) -> str | None:
        names = set(self.columns)
        if not names & {*KEYS, "maker_asset_id"}:
            return f"columns: at least one of {', '.join(KEYS)}"
        for one_of in NEEDS[self.form]:
            if not names & set(one_of) and not (one_of == ("ts",) and self.price_time):
                return f"columns: {' or '.join(one_of)} for form {self.form}"
        of_a_token = self.form in SERIES and names & {"token_id", "maker_asset_id"}
        if of_a_token and not names & {"outcome", "outcome_index"}:
            return (
                "columns: outcome or outcome_index, because the price of a token says nothing about YES until "
                'we know whose token it is; write outcome: {value: "Yes"} where every row is the YES token'
            )
        return None

    def _wrong_kind(self) -> str | None:
        if not self.path.removesuffix(".zst").endswith(SUFFIXES) or self.path.endswith(".parquet.zst"):
            return f"path: a file that ends in one of {', '.join(SUFFIXES)} (or .zst after it, save for .parquet)"
        if self.form == "histories" and not self.is_json:
            return "form: histories only for .jsonl files"
        if "history" in self.columns and self.form != "histories":
            return "columns: history only for form histories"
        return None

    @property
    def is_json(self) -> bool:
        return self.path.removesuffix(".zst").endswith((".jsonl", ".ndjson"))

    @property
    def is_parquet(self) -> bool:
        return self.path.endswith(".parquet")

    def column(self, name: str) -> str | None:
        """The file's name of one of our fields; None where it is not mapped or a constant."""
        found = self.columns.get(name)
        if isinstance(found, Listed):
            return found.column
        return found if isinstance(found, str) else None


class Strip(_Strict):
    """Replace what a regular expression (RE2) finds, everywhere in the text."""

    match: str = Field(description="regular expression")
    put: str = Field("", description=r"what stands there instead; \1 is the first group")


class Pick(_Strict):
    """If the whole text matches, the event is `key`; the first that matches counts."""

    match: str = Field(description="regular expression")
    key: str = Field(description=r"the event; \1 is the first group")


class EventRule(_Strict):
    """Which markets belong together. Events are what is independent: when in doubt, put together."""

    base: Literal[EVENT_FIELDS] = Field(  # type: ignore[valid-type]
        alias="from", description="the field that the event is read from; date = the scheduled end's UTC date"
    )
    pick: tuple[Pick, ...] = Field((), description="tried in order, before strip")
    strip: tuple[Strip, ...] = Field((), description="applied in order, where no pick matched")
    slugify: bool = Field(False, description="lower case, and - for everything but letters and digits")

    @field_validator("pick", "strip")
    @classmethod
    def _regular(cls, rules: tuple[Pick | Strip, ...]) -> tuple[Pick | Strip, ...]:
        for rule in rules:
            _regular_expression(rule.match)
        return rules


class DateRule(_Strict):
    """A scheduled end read from a name: the date that `match` finds, at a wall clock of a zone."""

    base: Literal["event_key", "event_title", "slug", "native_id", "question"] = Field(alias="from")
    match: str = Field(r"\d{4}-\d{2}-\d{2}", description="finds YYYY-MM-DD")
    at: str = Field("24:00", pattern=r"^([01]\d|2[0-4]):[0-5]\d$", description="wall clock; 24:00 ends the day")
    time_zone: str = Field("UTC", description="IANA")

    @field_validator("match")
    @classmethod
    def _regular(cls, match: str) -> str:
        return _regular_expression(match)

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        return _known(name)


class Ends(_Strict):
    """What the ends of these markets mean."""

    means: str = Field(min_length=1, description="one sentence for a reader")
    end_known: Literal["observed", "assumed"] = Field(
        description="observed: the scheduled end was public beforehand; assumed: we only know it from afterwards"
    )
    scheduled: DateRule | None = Field(None, description="unset: the column scheduled_end_at, if mapped")
    closed_at: Literal["column", "last_observation"] = Field("column", description="where the real close is from")
    resolved_at: Literal["column", "closed_at", "last_observation", "last_observation_or_scheduled_end"] = Field(
        "column",
        description="when the outcome was known; the last choice takes the later one, "
        "at most the last observation in the whole file",
    )
    resolved_delay_h: float = Field(0, ge=0, description="hours added to resolved_at")
    provenance: Literal["payouts", "winner", "final", "inferred"] = Field("winner", description="of the outcome")
    independent: bool = Field(True, description="the outcome does not come from a price")
    void: tuple[str, ...] = Field((), description="texts of winner that mean VOID")


class DropSpec(_Strict):
    name: Name = Field(description="the source's name in every table")
    title: str = Field(min_length=1)
    licence: str = Field(min_length=1, description="'none' where nothing was stated")
    credit: str = Field(min_length=1, description="who made it, and where")
    venue: Name = Field("polymarket", description="the exchange")
    files: tuple[DropFile, ...] = Field(min_length=1)
    time_zone: str | None = Field(None, description="IANA; of times that state no zone themselves")
    units: Units = Field(default_factory=lambda: Units.model_validate({}))
    event: EventRule | None = None
    ends: Ends
    ignored: dict[str, str] = Field(default_factory=dict, description="path: why it is not read")

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str | None) -> str | None:
        return name if name is None else _known(name)

    @field_validator("ignored")
    @classmethod
    def _inside(cls, ignored: dict[str, str]) -> dict[str, str]:
        return {inside(path): why for path, why in ignored.items()}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        paths = [file.path for file in self.files]
        for path in paths:
            if paths.count(path) > 1 or path in self.ignored:
                raise ValueError(f"files: {path!r} is named twice")
        return self


@dataclass(frozen=True)
class FoundDrop:
    """A drop whose files lie under `folder`; `files` are the paths found, as the YAML writes them."""

    spec: DropSpec
    folder: Path
    files: tuple[str, ...]
    missing_files: tuple[str, ...]


def load_spec(path: Path) -> DropSpec:
    """The YAML as a record."""
    try:
        if path.stat().st_size > SPEC_BYTES:
            raise InputError(str(path), f"{path.stat().st_size} bytes", f"a YAML of at most {SPEC_BYTES} bytes")
        found = yaml.load(path.read_text("utf-8"), Loader=_OnceLoader)  # noqa: S506  a SafeLoader
    except OSError as error:
        raise InputError(str(path), error.strerror, "a file that can be read") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(str(path), str(error).replace("\n", " "), "YAML in UTF-8") from error
    if not isinstance(found, dict):
        raise InputError(str(path), type(found).__name__, "a YAML mapping with name, files, ends ...")
    try:
        return DropSpec.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        field = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
        raise InputError(f"{path.name}: {field or 'the drop'}", _short(first), _allowed(first)) from error


@cache
def shipped_specs() -> tuple[DropSpec, ...]:
    """The drops that this package describes itself, by name."""
    folder = Path(__file__).parents[2] / "config" / "drops"
    return tuple(load_spec(path) for path in sorted(folder.glob("*.yml")))


def find_drops(folder: Path) -> list[FoundDrop]:
    """Every drop under a folder: shipped ones by the paths of their files, others by a `*.drop.yml` beside them.

    A shipped drop is found when at least one of its files is there; a YAML in the folder that names no existing
    file is an InputError, and so is a name that two drops claim.
    """
    if not folder.is_dir():
        raise InputError("folder", str(folder), "a folder that exists")
    found = [drop for spec in shipped_specs() if (drop := _found(spec, folder)).files]
    for where, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if not name.endswith(SPEC_SUFFIX):
                continue
            path = Path(where) / name
            _stays(path, folder, str(path.relative_to(folder)))
            drop = _found(load_spec(path), path.parent)
            if not drop.files:
                raise InputError(f"{name}: files", list(drop.missing_files), f"files that exist in {path.parent}")
            found.append(drop)
    names_seen: set[str] = set()
    for drop in found:
        if drop.spec.name in names_seen:
            raise InputError("name", drop.spec.name, f"a name that no other drop under {folder} has")
        names_seen.add(drop.spec.name)
    return found


def file_path(folder: Path, path: str) -> Path:
    """Where a file of a drop lies, after a check that it stays inside the folder."""
    return _stays(folder / inside(path), folder, path)


def inside(path: str) -> str:
    """The same path, if it can only point below the folder."""
    posix, windows = PurePosixPath(path), PureWindowsPath(path)
    if (
        not path.strip()
        or "\0" in path
        or "\\" in path
        or posix.is_absolute()
        or windows.drive
        or path.startswith("~")
        or ".." in posix.parts
    ):
        raise InputError("path", path, "a path below the drop's folder, with / and without ..")
    return str(posix)


def _found(spec: DropSpec, folder: Path) -> FoundDrop:
    here = [file.path for file in spec.files if file_path(folder, file.path).is_file()]
    missing = [file.path for file in spec.files if file.path not in here]
    return FoundDrop(spec, folder, tuple(here), tuple(missing))


def _stays(path: Path, folder: Path, shown: str) -> Path:
    if not path.resolve().is_relative_to(folder.resolve()):
        raise InputError("path", shown, f"a path that stays inside {folder}, also through links")
    return path


def _regular_expression(match: str) -> str:
    try:
        re.compile(match)
    except re.error as error:
        raise ValueError(f"a regular expression ({error})") from error
    if re.search(r"\(\?(=|!|<=|<!)", match):
        raise ValueError("a regular expression without look-around (RE2)")
    return match


def _known(name: str) -> str:
    try:
        zone(name, "time_zone")
    except InputError as error:
        raise ValueError(error.allowed) from error
    return name


def _short(error: Any) -> object:
    value = error.get("input")
    text = repr(value)
    return value if len(text) <= 200 else text[:200] + "..."


def _allowed(error: Any) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return "left out: no such field (docs/drops.md lists them)"
    if kind == "missing":
        return "given"
    if kind == "literal_error":
        return f"one of {context.get('expected')}"
    if kind == "value_error":
        inner = context.get("error")
        return inner.allowed if isinstance(inner, InputError) else str(inner)
    return str(error["msg"][:1].lower() + error["msg"][1:])


class _OnceLoader(yaml.SafeLoader):
    """A SafeLoader that refuses a key written twice, which YAML readers otherwise swallow."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, Hashable) and key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key!r} is written twice", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)
