"""What refuses a row: a problem is a condition over the row under our names, `n`, and what a reader is told of it.

A Draft is that row while it is put together: each column that can go wrong brings its own problem along.
"""

from dataclasses import dataclass, field

from ..engine import quoted
from .columns import text_of
from .opened import Opened
from .spec import KEYS, RAW_FILL

FLOAT_ID = r"[+-]?([0-9]+\.[0-9]*|([0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+)"


@dataclass(frozen=True)
class Problem:
    """Why a row is refused. All four are SQL over `n`."""

    when: str
    field: str
    value: str
    reason: str

    @classmethod
    def of(cls, when: str, field: str, reason: str, value: str = "null::varchar") -> "Problem":
        return cls(when, quoted(field), value, quoted(reason))


UNREAD = Problem("n.unreason is not null", "n.unfield", "n.unvalue", "n.unreason")


@dataclass
class Draft:
    """The columns of a row so far (SQL over `s`, by our names), and its problems in the order in which they count."""

    opened: Opened
    select: dict[str, str] = field(default_factory=dict)
    prices: dict[str, str] = field(default_factory=dict)  # p, b, a: they come last
    problems: list[Problem] = field(default_factory=list)

    def told(self, name: str) -> str:
        """SQL: `name`'s own text, which becomes a column so that a refusal can show it."""
        self.select[f"told_{name}"] = text_of(self.opened, name)
        return f"n.told_{name}"

    def refuse(self, when: str, name: str, reason: str, value: str = "null::varchar") -> None:
        """A row is refused because of `name`, as the file calls it."""
        self.problems.append(Problem.of(when, self.opened.shown(name), reason, value))

    def check(self, column: str, bad: str | None, name: str, reason: str) -> None:
        """A row is refused where `bad`, which becomes bad_<column>; None: it cannot happen."""
        if bad:
            self.select[f"bad_{column}"] = bad
            self.refuse(f"n.bad_{column}", name, reason, self.told(name))


def check_ids(draft: Draft) -> None:
    """Ids that went through a number have lost digits; a row without any id belongs nowhere."""
    opened = draft.opened
    mapped = opened.file.columns
    reason = "an id that was read as a number and has lost digits; bring it as text"
    for name in ("condition_id", "token_id", "native_id", "maker_asset_id", "taker_asset_id"):
        if name in mapped and opened.shown(name) != opened.file.column("slug"):
            draft.refuse(f"regexp_full_match(n.told_{name}, '{FLOAT_ID}')", name, reason, draft.told(name))
    names = [opened.shown(name) for name in (*KEYS, *RAW_FILL[:2]) if name in mapped]
    draft.problems.append(Problem.of("n.key is null", ", ".join(names), "the id is missing"))
