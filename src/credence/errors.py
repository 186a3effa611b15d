"""What can go wrong. Facts are attributes; the sentence is built from them and ends with the next step.

Failure
├── UpstreamFailure     someone we asked                          .source .url
│   ├── Unreachable     no answer, a broken connection            retry
│   │   └── TimedOut    no answer in time                         retry
│   ├── Busy            asked to come back after .after_s         retry
│   ├── UnknownShape    an answer that we cannot read
│   ├── Refused         the upstream says the request is wrong    .status
│   └── IncompleteSweep a list that was not read to its end
├── LakeFailure         something on disk                         .table
│   ├── NotBuilt        read before it was written
│   ├── NewerLake       written by a newer Credence
│   ├── Locked          another writer is at work                 .owner .age_s
│   ├── MixedLake       simulated and real data in one lake
│   ├── NotWritable     no permission, or the disk is full
│   ├── BrokenTable     rows that do not fit what the table promises
│   └── EmptyStep       a step had input and wrote nothing
├── Paused              stopped on purpose, to go on later
├── NotFound            an address that names nothing             .name .value
│   └── NotKept         data that was replaced and swept away
├── QueryRefused        a statement that is not a single read
├── QueryTooSlow        a statement stopped at its time limit
├── Unauthorized        no token, or a wrong one
├── TooMany             more requests than one asker may make     .after_s
├── TooLarge            a body beyond the limit                   .most_bytes
└── InputError          a value from the caller                   .name .value .allowed
    ├── NotLicensed     a model that may not be used here
    └── NotInstalled    a model that could be, and is not, here
"""


class Failure(Exception):
    """Base of everything we raise on purpose."""

    retry = False
    kind = "failure"
    next_step = "see `credence doctor`"


class UpstreamFailure(Failure):
    kind = "upstream"
    next_step = "see `credence doctor`; run again with `credence run --resume`"

    def __init__(self, source: str, url: str, message: str) -> None:
        super().__init__(f"{source}: {message} ({url})")
        self.source, self.url = source, url


class Unreachable(UpstreamFailure):
    """No answer in time, a broken connection, or a 5xx."""

    kind, retry = "unreachable", True


class TimedOut(Unreachable):
    """Patience ended before an answer came."""

    kind, retry = "timeout", True


class Busy(UpstreamFailure):
    """429 or 503 with a wish to be left alone; `after_s` is None where no wish was stated."""

    kind, retry = "busy", True

    def __init__(self, source: str, url: str, after_s: float | None) -> None:
        wish = "no Retry-After" if after_s is None else f"Retry-After {after_s:g} s"
        super().__init__(source, url, f"asked us to slow down ({wish})")
        self.after_s = after_s


class UnknownShape(UpstreamFailure):
    """An answer that is not what the protocol says; retried, because a cut answer looks the same."""

    kind, retry = "unknown_shape", True


class Refused(UpstreamFailure):
    """400, 404, 414, 422: asking again would not help."""

    kind = "refused"

    def __init__(self, source: str, url: str, status: int, detail: str) -> None:
        super().__init__(source, url, f"answered {status}: {detail[:200]}")
        self.status = status


class IncompleteSweep(UpstreamFailure):
    """A list that was not read to its end: never treated as data."""

    kind = "incomplete_sweep"


class LakeFailure(Failure):
    kind = "lake"

    def __init__(self, table: str, message: str) -> None:
        super().__init__(message)
        self.table = table


class NotBuilt(LakeFailure):
    """A table was read before the step that writes it had run."""

    kind = "not_built"
    next_step = "build it with `credence run`, or try `credence up --demo`"

    def __init__(self, table: str) -> None:
        super().__init__(table, f"table {table!r} is not built yet")


class NewerLake(LakeFailure):
    kind = "newer_lake"
    next_step = "install a newer Credence, or choose another folder with --lake"


class Locked(LakeFailure):
    kind = "locked"
    next_step = "wait for it to end; `credence doctor` shows the owner, and a lock whose owner is dead is taken over"

    def __init__(self, owner: str, age_s: float) -> None:
        super().__init__("lake", f"another writer holds this lake: {owner}, for {age_s:.0f} s")
        self.owner, self.age_s = owner, age_s


class MixedLake(LakeFailure):
    kind = "mixed_lake"
    next_step = "choose another folder with --lake or CREDENCE_LAKE"


class NotWritable(LakeFailure):
    kind = "not_writable"
    next_step = "free space or choose a folder you may write to with --lake or CREDENCE_LAKE"


class BrokenTable(LakeFailure):
    """A built table breaks a rule of tables/quality.py."""

    kind = "broken_table"
    next_step = "see derived/reports/quality.json in the lake, and report it: this is a fault of Credence"


class EmptyStep(LakeFailure):
    kind = "empty_step"
    next_step = "see `credence show coverage` and the table `refused`"


class Paused(Failure):
    """Stopped on purpose: memory ran short, or as many batches were read as the caller allowed."""

    kind = "paused"
    next_step = "go on with `credence run --resume`"


class NotFound(Failure):
    kind = "not_found"
    next_step = "list what exists with `credence show markets`"

    def __init__(self, name: str, value: object) -> None:
        super().__init__(f"there is no {name} {value!r}")
        self.name, self.value = name, value


class NotKept(NotFound):
    """The lake as a run left it, some of whose files are gone."""

    kind = "not_kept"
    next_step = (
        "leave `manifest` out for the newest data; files of replaced versions stay CREDENCE_KEEP_HOURS hours, "
        "and the raw data stays: `credence verify` builds tables again"
    )

    def __init__(self, manifest: str) -> None:
        super().__init__("manifest", manifest)
        self.args = (f"the data of manifest {manifest[:12]} is no longer kept: newer runs have replaced it",)


class QueryRefused(Failure):
    kind = "query_refused"
    next_step = "write one SELECT over the lake's tables; docs/tables.md lists them"


class QueryTooSlow(Failure):
    kind = "query_too_slow"
    next_step = "narrow it with WHERE or LIMIT"


class Unauthorized(Failure):
    kind = "unauthorized"
    next_step = "send the token of CREDENCE_API_TOKEN as `Authorization: Bearer ...`"


class TooMany(Failure):
    """One identity asked faster than it may."""

    kind, retry = "too_many", True

    def __init__(self, after_s: float) -> None:
        super().__init__("too many requests from one asker")
        self.after_s = after_s
        self.next_step = f"ask again in {after_s:.3g} s"


class TooLarge(Failure):
    kind = "too_large"

    def __init__(self, most_bytes: int) -> None:
        super().__init__(f"the body is larger than {most_bytes:,} bytes")
        self.most_bytes = most_bytes
        self.next_step = "send fewer prices: a forecast looks at the newest 288 steps"


class InputError(Failure, ValueError):
    kind = "input"
    next_step = "give a value that is allowed"

    def __init__(self, name: str, value: object, allowed: str) -> None:
        super().__init__(f"{name} must be {allowed}, got {value!r}")
        self.name, self.value, self.allowed = name, value, allowed


class NotLicensed(InputError):
    """A model whose licence does not allow this use, or is not known."""

    kind = "not_licensed"


class NotInstalled(InputError):
    """A model or provider that is known and not here."""

    kind = "not_installed"
