"""Another lake's raw files, with everything that was not yet knowable at a moment deleted, or replaced by noise.

What counts as later (docs/decisions/0002-two-clocks.md):
  identity   ids, outcome names, tokens, event membership, tags, creation: true at all times, kept
  slug       the first one that a market or an event had is an id (files name events by it); later ones are state
  state      all else in a version of a catalogue object: of the version's `updatedAt` (plus delay)
  outcome    closed, closing times, final prices, the oracle's answer: of the closing they speak of (plus delay), even in
             a version that was written later
  received   what states no time (the exchange's list of markets, open interest, references to events) is of the time at
             which we received it, which is always later here; a winner flag goes by the catalogue's close of its market
Times that date something after the moment are kept, or moved to another time after it: `updatedAt`, a closing time, the last
point of a file whose markets "end at their last observation". They are what makes the fact a later one.
"""

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import zstandard

from credence.config import rules
from credence.lake.raw import BadLine, Envelope, read_envelopes

from . import scramble_drops

Json = dict[str, Any]

CLOCK = rules("clock")
VERSION_DELAY = timedelta(seconds=CLOCK["version_delay_s"])
OUTCOME_DELAY = timedelta(seconds=CLOCK["outcome_delay_s"])
PRICE_DELAY = timedelta(seconds=CLOCK["price_delay_s"])

MARKET_IDENTITY = (
    "id", "conditionId", "questionID", "version", "outcomes", "clobTokenIds", "positionIds", "formatType", "negRisk",
    "startDate", "createdAt", "category", "tags", "updatedAt",
)  # fmt: skip
OUTCOME = (
    "closed", "closedTime", "umaEndDate", "outcomePrices", "umaResolutionStatus", "resolutionStatus", "umaResolutionStatuses",
)  # fmt: skip
EVENT_IDENTITY = ("id", "tags", "negRisk", "createdAt", "updatedAt")
CLOB_IDENTITY = (
    "condition_id", "question_id", "neg_risk", "accepting_order_timestamp", "game_start_time", "tags", "market_slug",
)  # fmt: skip


def moment(value: object) -> datetime | None:
    """A stated time: ISO or epoch seconds, UTC where it names no zone; None where it is none."""
    text = str(value or "").strip()
    if text.isdigit():
        return datetime.fromtimestamp(int(text), UTC)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@dataclass
class Past:
    """The raw files of a lake, read once; `rewrite` makes another lake's raw files of them."""

    raw: Path
    files: dict[Path, list[tuple[Envelope, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in sorted(self.raw.glob("*/dt=*/*.jsonl.zst")):
            lines = self.files[path.relative_to(self.raw)] = []
            for item in read_envelopes(path):
                assert not isinstance(item, BadLine), f"{path}: {item}"
                envelope = item[1]
                lines.append((envelope, msgspec.json.decode(envelope.payload) if envelope.status == 200 else None))
        self.closed_at = self._closings()
        self.first_named = self._first_named()
        self.first_event_slug = self._first_event_slugs()
        self.newest: dict[str, datetime] = {}
        for market, _ in self.markets():
            updated, key = moment(market.get("updatedAt")), str(market.get("conditionId")).lower()
            if updated:
                self.newest[key] = max(self.newest.get(key, updated), updated)

    def markets(self) -> "list[tuple[Json, Envelope]]":
        """Every market object of the catalogue, wherever it stands."""
        found = []
        for lines in self.files.values():
            for envelope, body in lines:
                if body is None or envelope.source != "gamma":
                    continue
                for thing in _listed(body, "events" if "/events" in urlsplit(envelope.url).path else "markets"):
                    own = thing.get("markets") or [] if "/events" in urlsplit(envelope.url).path else [thing]
                    found += [(market, envelope) for market in own]
        return found

    def _closings(self) -> dict[str, datetime]:
        """By condition: when the newest version that says so says that it ended."""
        newest: dict[str, tuple[datetime, datetime]] = {}
        for market, envelope in self.markets():
            ended = ending(market)
            if ended is None or not market.get("conditionId"):
                continue
            learned = moment(market.get("updatedAt")) or envelope.received_at
            key = market["conditionId"].lower()
            newest[key] = max(newest.get(key, (learned, ended)), (learned, ended))
        return {key: ended for key, (_, ended) in newest.items()}

    def _first_named(self) -> dict[str, datetime | None]:
        """By market: the time of the first version that has a slug."""
        found: dict[str, list[datetime]] = defaultdict(list)
        for market, _ in self.markets():
            at = moment(market.get("updatedAt"))
            if market.get("slug"):
                found[str(market["id"])] += [at] if at else []
        return {market_id: min(times, default=None) for market_id, times in found.items()}

    def _first_event_slugs(self) -> dict[str, str]:
        found: dict[str, tuple[datetime, str]] = {}
        events = [event for market, _ in self.markets() for event in market.get("events") or []]
        for lines in self.files.values():
            for envelope, body in lines:
                if body is not None and envelope.source == "gamma" and "/events" in urlsplit(envelope.url).path:
                    events += _listed(body, "events")
        for event in events:
            if event.get("slug"):
                named = (moment(event.get("updatedAt")) or datetime.max.replace(tzinfo=UTC), event["slug"])
                found[str(event.get("id"))] = min(found.get(str(event.get("id")), named), named)
        return {event_id: slug for event_id, (_, slug) in found.items()}

    def has_later_version(self, condition: object, at: datetime) -> bool:
        """Whether the catalogue speaks of this condition in a version of after the moment."""
        updated = self.newest.get(str(condition).lower())
        return updated is not None and updated + VERSION_DELAY > at

    def rewrite(self, out: Path, at: datetime, *, noise: bool, seed: int = 0) -> None:
        """Write raw files in which nothing is left of what came after `at`, or nothing but noise."""
        later = _Later(self, at, noise, seed)
        compressor = zstandard.ZstdCompressor(level=1)
        for path, lines in self.files.items():
            target = out / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as stream:
                for envelope, body in lines:
                    told = envelope
                    if body is not None:
                        answer = msgspec.json.encode(later.answer(envelope.url, body)).decode()
                        told = msgspec.structs.replace(envelope, body=answer, body_base64=None)
                    stream.write(compressor.compress(msgspec.json.encode(told) + b"\n"))
        for folder in sorted((self.raw / "drops").glob("*/drop.json")):
            scramble_drops.rewrite(folder.parent, out / "drops" / folder.parent.name, at, noise=noise, seed=seed)


def ending(market: Json) -> datetime | None:
    """When a closed market ended, as it says itself."""
    times = [moment(market.get("closedTime")), moment(market.get("umaEndDate"))]
    return max((time for time in times if time), default=None) if market.get("closed") else None


def _winner(market: Json) -> int | None:
    flags = [bool(token.get("winner")) for token in market.get("tokens") or []]
    return flags.index(True) if market.get("closed") and True in flags else None


def _listed(body: Any, key: str) -> list[Json]:
    return body if isinstance(body, list) else body.get(key) or []


@dataclass
class _Later:
    past: Past
    at: datetime
    noise: bool
    seed: int

    def answer(self, url: str, body: Any) -> Any:
        path = urlsplit(url).path.rstrip("/")
        for end, change in self._changes().items():
            if path.endswith(end):
                return change(body)
        raise AssertionError(f"{url}: nobody has said what is later in this answer")

    def _changes(self) -> dict[str, Callable[[Any], Any]]:
        def each(key: str, change: Callable[[Json], Json | None]) -> Callable[[Any], Any]:
            def changed(body: Any) -> Any:
                rows = [row for item in _listed(body, key) if (row := change(item)) is not None]
                return rows if isinstance(body, list) else body | {key: rows}

            return changed

        return {
            "/v2/resolutions": each("data", self.resolution),
            "/v2/prices-history": lambda body: body | {"data": self.points(body.get("data") or [], "timestamp", "price")},
            "/v2/oi": each("data", self.interest),
            "/batch-prices-history": lambda body: {
                "history": {token: self.points(points, "t", "p") for token, points in body.get("history", {}).items()}
            },
            "/prices-history": lambda body: body | {"history": self.points(body.get("history") or [], "t", "p")},
            "/books": lambda body: [told for book in body if (told := self.book(book)) is not None],
            "/markets/keyset": each("markets", self.market),
            "/gamma/markets": each("markets", self.market),
            "/events/keyset": each("events", self.event),
            "/events": each("events", self.event),
            "/markets": each("data", self.clob_market),
            "/v2/status": lambda body: body,  # of the service; no table reads it
        }

    # chance, the same for the same thing

    def chance(self, *thing: object) -> random.Random:
        return random.Random(f"{self.seed}/{self.at.isoformat()}/{thing}")

    def after(self, chance: random.Random) -> str:
        """Some time after the moment, past every delay."""
        return (self.at + timedelta(seconds=chance.randint(601, 4_000_000))).isoformat()

    def known(self, time: datetime | None, delay: timedelta) -> bool:
        return time is not None and time + delay <= self.at

    # the catalogue

    def market(self, market: Json) -> Json:
        events = {"events": [self.event(event) for event in market["events"]]} if market.get("events") else {}
        updated = moment(market.get("updatedAt"))
        if self.known(updated, VERSION_DELAY):
            return market | events
        kept = {name: market[name] for name in MARKET_IDENTITY if name in market} | events
        first = self.past.first_named.get(str(market["id"]))
        if market.get("slug") and updated == first:
            kept["slug"] = market["slug"]
        told = self._told(market)
        if not self.noise:
            return {"closed": False} | kept | told
        noise = self._noisy_market(market)
        if self.known(ending(market), OUTCOME_DELAY):
            noise = {name: value for name, value in noise.items() if name not in OUTCOME}
        return noise | kept | told

    def _told(self, market: Json) -> Json:
        """What a later version says of an earlier end."""
        ended, closed_at = ending(market), moment(market.get("closedTime"))
        if self.known(ended, OUTCOME_DELAY):
            return {name: market[name] for name in OUTCOME if name in market}
        if market.get("closed") and self.known(closed_at, OUTCOME_DELAY):  # closed, the answer came later
            return {name: market[name] for name in ("closed", "closedTime", "umaEndDate") if name in market}
        return {}

    def _noisy_market(self, market: Json) -> Json:
        chance = self.chance("market", market.get("id"), market.get("updatedAt"))
        winner = chance.randint(0, 1)
        bid = round(chance.uniform(0, 0.9), 3)
        return {
            "slug": f"noise-{chance.randint(0, 10**12)}",
            "question": f"Noise {chance.random()}?",
            "endDate": (self.at + timedelta(seconds=chance.randint(-3_000_000, 6_000_000))).isoformat(),
            "gameStartTime": (self.at + timedelta(seconds=chance.randint(-3_000_000, 6_000_000))).isoformat(),
            "enableOrderBook": chance.random() < 0.5,
            "volume24hr": chance.lognormvariate(11, 3),
            "bestBid": bid,
            "bestAsk": round(bid + chance.uniform(0, 0.1), 3),
            "closed": True,
            "closedTime": self.after(chance),
            "umaEndDate": self.after(chance),
            "outcomePrices": msgspec.json.encode([str(1 - winner), str(winner)]).decode(),
            "umaResolutionStatus": chance.choice(("resolved", "proposed", "disputed")),
            "resolutionStatus": chance.choice(("resolved", "active")),
            "umaResolutionStatuses": chance.choice(('["proposed"]', '["proposed","disputed","proposed"]', "[]")),
        }

    def event(self, event: Json) -> Json:
        nested = {"markets": [self.market(market) for market in event["markets"]]} if event.get("markets") else {}
        if self.known(moment(event.get("updatedAt")), VERSION_DELAY):
            return event | nested
        kept = {name: event[name] for name in EVENT_IDENTITY if name in event} | nested
        if event.get("slug") == self.past.first_event_slug.get(str(event.get("id")), ""):
            kept["slug"] = event["slug"]
        if self.known(moment(event.get("finishedTimestamp")), OUTCOME_DELAY):
            kept["finishedTimestamp"] = event["finishedTimestamp"]
        if not self.noise:
            return kept
        chance = self.chance("event", event.get("id"), event.get("updatedAt"))
        return {
            "slug": f"noise-{chance.randint(0, 10**12)}",
            "title": f"Noise {chance.random()}",
            "openInterest": chance.lognormvariate(11, 3),
            "endDate": self.after(chance),
            "finishedTimestamp": self.after(chance),
        } | kept

    # the exchange

    def clob_market(self, market: Json) -> Json:
        ended = self.past.closed_at.get(str(market.get("condition_id", "")).lower())
        told = self.known(ended, OUTCOME_DELAY)
        kept = {name: market[name] for name in CLOB_IDENTITY if name in market}
        tokens = [{name: token.get(name) for name in ("token_id", "outcome")} for token in market.get("tokens") or []]
        chance = self.chance("exchange", market.get("condition_id"))
        if told:
            for token, own in zip(market["tokens"], tokens, strict=True):
                own |= {"winner": token.get("winner"), "price": token.get("price")}
            kept |= {"closed": market.get("closed")}
        elif self.noise and (self.past.has_later_version(market.get("condition_id"), self.at) or _winner(market) is not None):
            winner = chance.randint(0, max(len(tokens) - 1, 0))  # one that nothing dates stays one that nothing dates
            for index, own in enumerate(tokens):
                own |= {"winner": index == winner, "price": float(index == winner)}
            kept |= {"closed": True}
        if self.noise:
            kept |= {
                "question": f"Noise {chance.random()}?",
                "end_date_iso": (self.at + timedelta(seconds=chance.randint(-3_000_000, 6_000_000))).isoformat(),
                "enable_order_book": chance.random() < 0.5,
            }
        return {"closed": False} | kept | {"tokens": tokens}

    def points(self, points: list[Json], time: str, price: str) -> list[Json]:
        last, found = (self.at - PRICE_DELAY).timestamp(), []
        chance = self.chance("points", points[:1])
        for point in points:
            if point[time] <= last:
                found.append(point)
            elif self.noise:
                found.append(point | {price: round(chance.random(), 3)})
                if chance.random() < 0.2:
                    found.append(point | {time: point[time] + chance.randint(1, 50_000), price: round(chance.random(), 3)})
        return found

    def book(self, book: Json) -> Json | None:
        if datetime.fromtimestamp(int(book["timestamp"]) / 1000, UTC) + PRICE_DELAY <= self.at:
            return book
        bid = self.chance("book", book["asset_id"]).uniform(0.01, 0.9)
        sides = {"bids": [{"price": str(bid), "size": "1"}], "asks": [{"price": str(bid + 0.05), "size": "1"}]}
        return book | sides if self.noise else None

    # the oracle

    def resolution(self, row: Json) -> Json | None:
        resolved = moment(row.get("resolved_at")) or moment(row.get("last_update_timestamp"))
        if self.known(resolved, OUTCOME_DELAY):
            return row
        if not self.noise:
            return None
        chance = self.chance("resolution", row.get("condition_id"))
        payout = chance.choice(([1_000_000, 0], [0, 1_000_000], [500_000, 500_000]))
        return row | {
            "status": "resolved", "was_disputed": chance.random() < 0.5, "payouts": payout, "resolved_at": self.after(chance),
        }  # fmt: skip

    def interest(self, row: Json) -> Json | None:
        return row | {"value": self.chance("interest", row.get("condition_id")).lognormvariate(11, 3)} if self.noise else None
