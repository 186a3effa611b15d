"""How one mapped column becomes SQL: text, ids, numbers, lists, times.

In   an opened file and one of our field names
Out  SQL over a row `s` of the file, null where the cell says nothing; for numbers and times also SQL that tells a
     cell which says something else (None where the column's type rules that out)
"""

from ...errors import InputError
from ..engine import quoted
from .opened import Opened
from .spec import Constant, Listed
from .zones import offsets, utc_sql, zone

NO_TIME = "null::timestamptz"
ZONED = r":[0-9]{2}(\.[0-9]+)?\s*([zZ]|[+-][0-9]{2}(:?[0-9]{2})?)$"
PER_SECOND = {"s": 1_000_000, "ms": 1_000, "us": 1, "ns": 0.001}
YEARS = (-2_208_988_800_000_000, 4_102_444_800_000_000)  # 1900..2100: a time outside has another unit


def text_of(opened: Opened, name: str) -> str:
    """The cell as text, null where it says nothing."""
    column = opened.file.columns.get(name)
    if column is None:
        return "null::varchar"
    if isinstance(column, Constant):
        return quoted(column.value)
    found = column.column if isinstance(column, Listed) else column
    sql = opened.columns[found]
    if opened.types[found] != "VARCHAR":
        return f"cast({sql} as varchar)"
    sql = f"nullif(trim({sql}), '')" if opened.decoded else f"nullif({sql}, '')"
    if opened.file.null_values:
        sql = f"case when {sql} in ({', '.join(map(quoted, opened.file.null_values))}) then null else {sql} end"
    return sql


def words_of(opened: Opened, name: str) -> str:
    """A text for people; categories are lower case."""
    text = text_of(opened, name)
    return f"lower({text})" if name == "category" else text


def id_of(opened: Opened, name: str) -> str:
    """An id; the token of a fill is the asset that is not USDC."""
    if name == "token_id" and "maker_asset_id" in opened.file.columns:
        maker, taker = text_of(opened, "maker_asset_id"), text_of(opened, "taker_asset_id")
        return f"case when {maker} = '0' then {taker} else {maker} end"
    text = text_of(opened, name)
    return f"lower({text})" if name == "condition_id" else text


def number_of(opened: Opened, name: str) -> tuple[str, str | None]:
    """(the number, SQL that tells a cell which is no number)."""
    column = opened.file.column(name)
    if column is None or opened.types[column] == "VARCHAR":
        text = text_of(opened, name)
        digits = f"replace({text}, ',', '.')" if opened.file.decimal == "," else text
        number = f"try_cast({digits} as double)"
        return number, f"{text} is not null and {number} is null"
    if opened.types[column] == "FLOAT":  # 24 bits: 0.001 would read as 0.00100000005
        return f"round({opened.columns[column]}::double, 6)", None
    return f"try_cast({opened.columns[column]} as double)", None


def list_of(opened: Opened, name: str) -> str:
    """JSON, a Python list, a native list, or text with a separator."""
    column = opened.file.columns.get(name)
    if column is None or isinstance(column, Constant):
        return "null::varchar[]"
    found = column.column if isinstance(column, Listed) else column
    if opened.types[found].endswith("[]"):
        return f"cast({opened.columns[found]} as varchar[])"
    text = text_of(opened, name)
    if isinstance(column, Listed):
        return f"list_transform(string_split({text}, {quoted(column.separator)}), lambda e: trim(e))"
    json = f"""try_cast(from_json(case when json_valid({text}) then {text} end, '["VARCHAR"]') as varchar[])"""
    return f"coalesce({json}, try_cast({text} as varchar[]))"


# ---- times


def time_of(opened: Opened, name: str) -> tuple[str, str | None]:
    """(timestamptz, SQL that tells a cell which is no time)."""
    column = opened.file.column(name)
    if column is None:
        return NO_TIME, None
    sql, kind, text = opened.columns[column], opened.types[column], text_of(opened, name)
    if kind == "TIMESTAMP WITH TIME ZONE":
        return sql, None
    if kind.startswith("TIMESTAMP") or kind == "DATE":
        naive = sql if kind == "TIMESTAMP" else f"cast({sql} as timestamp)"
        return _zoned(opened, naive, column, "true"), None
    number = _epoch(opened, column) if opened.spec.units.time != "text" else None
    if kind == "VARCHAR":
        time = _written(opened, column, text)
        time = f"coalesce({number}, {time})" if number else time
    elif number:
        time = number
    else:
        raise _unit_missing(opened, column)
    return time, f"{text} is not null and {time} is null"


def _unit_missing(opened: Opened, column: str) -> InputError:
    example = opened.first(f"select any_value({opened.columns[column]}) from {opened.relation}")
    held = f"{column} of {opened.file.path} holds numbers such as {example[0] if example else None}"
    return InputError(f"{opened.spec.name}: units.time", "text", f"s, ms, us or ns, because {held}")


def _epoch(opened: Opened, column: str) -> str:
    """Numbers since 1970 as timestamptz; null where they do not fall between 1900 and 2100."""
    unit, kind, sql = opened.spec.units.time, opened.types[column], opened.columns[column]
    micros = f"try_cast(round(try_cast({sql} as double) * {PER_SECOND[unit]}) as bigint)"
    if unit != "ns" and kind in ("BIGINT", "INTEGER", "UINTEGER"):
        micros = f"try_cast({sql}::hugeint * {PER_SECOND[unit]} as bigint)"
    return f"make_timestamptz(case when {micros} between {YEARS[0]} and {YEARS[1]} then {micros} end)"


def _written(opened: Opened, column: str, text: str) -> str:
    """Texts as timestamptz: in the drop's own format, or ISO; without zone they are wall clocks of the drop's zone."""
    own_format = opened.spec.units.time_format
    if own_format:
        return _zoned(opened, f"try_strptime({text}, {quoted(own_format)})", column, "true")
    clean = rf"regexp_replace({text}, '\s*(UTC|GMT)$', 'Z')"
    zoned, naive = f"regexp_matches({clean}, '{ZONED}')", f"try_cast({text} as timestamp)"
    local = _zoned(opened, naive, column, f"not {zoned} and {naive} is not null")
    rest = "" if local == NO_TIME else f" else {local}"
    return f"case when {zoned} then try_cast({clean} as timestamptz){rest} end"


def _zoned(opened: Opened, naive: str, column: str, where: str) -> str:
    """A wall clock of the drop's zone as timestamptz, by the offsets that hold between its ends."""
    span = opened.first(f"select min({naive}), max({naive}) from {opened.relation} where {where}")
    if span is None or span[0] is None:
        return NO_TIME
    if opened.spec.time_zone is None:
        allowed = f"an IANA zone, because {column} of {opened.file.path} states none (for example {span[0]})"
        raise InputError(f"{opened.spec.name}: time_zone", None, allowed)
    return utc_sql(naive, offsets(zone(opened.spec.time_zone, "time_zone"), span[0], span[1]))
