"""The books of a shop's stand-in: what was sold, what is claimed, what it was answered; pages that move."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl

from tests.standins.server import Call, Reply, Standin

APP, SECRET, SESSION, SHOP = "12345678", "0123456789abcdef0123456789abcdef", "6101e2f3-session", "4463798"
BEIJING = timezone(timedelta(hours=8))
LIVES = timedelta(minutes=10)


@dataclass(kw_only=True)
class Sold:
    """An order in the platform's books: one line."""

    key: str
    sub: str
    title: str = "山野陶杯 330 ml"
    fen: int = 12900
    freight: int = 600
    at: datetime
    changed: datetime
    shipped: datetime | None = None
    waybill: str = ""
    done: datetime | None = None
    paid: bool = True


@dataclass(kw_only=True)
class Claimed:
    """A claim in the platform's books. `state`: waits, goes_on, paid, closed."""

    ref: str
    of: Sold
    fen: int
    changed: datetime
    back: bool = False
    state: str = "waits"
    reason: str = "商品破损"
    due: datetime | None = None


class Books(Standin):
    """One shop. Moods of its own: token, busy, refuse, html, odd (a row without its sum), double, drift."""

    name = ""

    def __init__(self, *, now: datetime) -> None:
        super().__init__()
        self.now = now
        self.sold: dict[str, Sold] = {}
        self.claimed: dict[str, Claimed] = {}
        self.answers: list[tuple[str, str]] = []
        self.parcels: list[tuple[str, str]] = []
        self.mood = ""

    @property
    def values(self) -> dict[str, str]:
        return {"app": APP, "gateway": self.url}

    @property
    def secrets(self) -> dict[str, str]:
        return {"secret": SECRET, "session": SESSION}

    def sells(self, key: str, *, hours_ago: float = 0.5, shipped: bool = True) -> Sold:
        """Write an order down that was paid three days before it changed last."""
        changed = self.now - timedelta(hours=hours_ago)
        sent = changed if shipped else None
        sold = Sold(key=key, sub=f"{key}1", at=changed - timedelta(days=3), changed=changed, shipped=sent)
        sold.waybill = "YT8800" if shipped else ""
        self.sold[key] = sold
        return sold

    def claims(self, ref: str, of: Sold, *, minutes_ago: float = 20, **more: Any) -> Claimed:
        """Write a claim down that was made so long ago."""
        changed = self.now - timedelta(minutes=minutes_ago)
        self.claimed[ref] = Claimed(ref=ref, of=of, fen=of.fen, changed=changed, **more)
        return self.claimed[ref]

    def took(self, ref: str, kind: str) -> None:
        """Take the seller's answer down; one that nobody waits for any more is a fault of the client's."""
        one = self.claimed[ref]
        assert one.state == "waits", "answered twice"
        self.answers.append((ref, kind))
        one.state, one.changed = "goes_on", self.now

    def page(
        self, rows: Iterable[Any], start: datetime, end: datetime, number: int, size: int
    ) -> tuple[int, list[Any]]:
        """Return how many changed in a while, and one page of them, the newest first."""
        found = sorted((one for one in rows if start <= one.changed <= end), key=lambda one: one.changed, reverse=True)
        some = found[number * size : (number + 1) * size]
        if self.mood == "drift" and found:
            found[0].changed = self.now  # somebody touches the newest: it leaves the while, and all others move up
        if self.mood == "odd" and some:
            some[0] = replace(some[0], fen=None)
        return len(found), [*some, *some] if self.mood == "double" else some

    def handle(self, call: Call, mood: str) -> Reply:
        self.mood = mood
        if mood == "html":
            return Reply(body=b"<html>")
        return Reply(body=json.dumps(self.told(call), ensure_ascii=False).encode())

    def told(self, call: Call) -> dict[str, Any]:
        raise NotImplementedError

    def fresh(self, at: datetime) -> bool:
        return abs(at - self.now) <= LIVES


def words(at: datetime | None) -> str | None:
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S") if at else None


def read(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)


def seconds(at: datetime | None) -> int:
    return int(at.timestamp()) if at else 0


def since(number: object) -> datetime:
    return datetime.fromtimestamp(int(str(number)), UTC)


def yuan(fen: int | None) -> str | None:
    return None if fen is None else f"{fen // 100}.{fen % 100:02d}"


def form(call: Call) -> dict[str, str]:
    """Read a form, and prove its MD5: the secret, each name with its value in order of the names, the secret."""
    told = dict(parse_qsl(call.body.decode(), keep_blank_values=True, strict_parsing=True))
    sign, text = told.pop("sign"), SECRET
    for name, value in sorted(told.items()):
        text += name + value
    assert sign == hashlib.md5((text + SECRET).encode()).hexdigest().upper(), "signed wrongly"
    return told
