"""What the platforms' clients share: one call with its faults, pages that move while they are read, cells, signing."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import urlencode

from anxin.core import json_texts
from anxin.core.carriers import requests
from anxin.core.carriers.requests import NoAnswer, NotReached
from anxin.core.zone import SHANGHAI
from anxin.domain.shops.providers.port import ClaimTold, OrderTold, Remember, ShopFault, Unread, legible

FORM = {"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"}
type Row = Mapping[str, Any]
UNDOCUMENTED = (KeyError, IndexError, TypeError, AttributeError, ValueError, ArithmeticError)


class Client:
    """A platform of pages and totals. A platform's own says how it signs, what its calls and fields are called.

    `SPAN`: so long a while one list may cover; `MOST`: so many rows of it are read at once, `most` for this one (what
    can't be parted further has to be read whole). `LOOKS`: no list tells how a claim goes on, each is looked at.
    """

    GATEWAY: ClassVar[str] = ""
    SIZE: ClassVar[int] = 50
    MOST: ClassVar[int] = 1000
    SPAN: ClassVar[timedelta] = timedelta(hours=24)
    LOOKS: ClassVar[bool] = False
    COURIERS: ClassVar[Mapping[str, str]] = {}

    def __init__(self, values: Mapping[str, str], remember: Remember = lambda _told: None) -> None:
        """Read what was kept; `remember` keeps a token."""
        self.values, self.remember, self.most = values, remember, self.MOST
        self.gateway = values.get("gateway") or self.GATEWAY

    def call(self, method: str, told: Row, *, now: datetime) -> Row:
        """Ask one thing."""
        raise NotImplementedError

    def orders(self, start: datetime, end: datetime, *, now: datetime) -> list[OrderTold | Unread]:
        """Return the paid orders that changed in a while."""
        raise NotImplementedError

    def claims(self, start: datetime, end: datetime, *, now: datetime) -> list[ClaimTold | Unread]:
        """Return the claims that changed in a while."""
        raise NotImplementedError

    def order(self, key: str, *, now: datetime) -> OrderTold | None:
        """Return one order."""
        raise NotImplementedError

    def claim(self, ref: str, order: str, *, now: datetime) -> ClaimTold:
        """Return one claim as it stands."""
        raise NotImplementedError

    def ship(self, order: str, courier: str, waybill: str, *, now: datetime) -> None:
        """Say that an order went out."""
        raise NotImplementedError

    def read_order(self, row: Row) -> OrderTold | None:
        """Read a row of orders; None where it isn't paid."""
        raise NotImplementedError

    def read_claim(self, row: Row) -> ClaimTold:
        """Read a row of claims."""
        raise NotImplementedError

    def answer_as(self, claim: ClaimTold, kind: str, reason: str) -> tuple[str, Row] | None:
        """Return the call of an answer; None where the interface takes no such answer."""
        raise NotImplementedError

    def answer(self, claim: ClaimTold, kind: str, reason: str, *, now: datetime) -> None:
        """Hand a seller's answer in."""
        asked = self.answer_as(claim, kind, reason) if kind in ("agree", "contest") else None
        if asked is None:
            raise ShopFault("by_hand")
        self.call(*asked, now=now)

    def read_orders(self, rows: Iterable[Row], name: str) -> list[OrderTold | Unread]:
        """Read rows of orders; one that can't be read is named."""
        found = [_read(self.read_order, row, str(cell(row, name))) for row in rows]
        return [one for one in found if one is not None]

    def read_claims(self, rows: Iterable[Row], name: str) -> list[ClaimTold | Unread]:
        """Read rows of claims; one that can't be read is named."""
        return [one for row in rows if (one := _read(self.read_claim, row, str(cell(row, name)))) is not None]


def _read[Told](read: Callable[[Row], Told], row: Row, ref: str) -> Told | Unread:
    try:
        return read(row)
    except UNDOCUMENTED:
        return Unread(ref=legible(ref))


def documented[**Given, Answered](
    ask: Callable[Given, Answered], *given: Given.args, **named: Given.kwargs
) -> Answered:
    """Ask a platform; an answer that isn't what the documents say, in whatever way, is a fault of kind `unreadable`."""
    try:
        return ask(*given, **named)
    except UNDOCUMENTED as error:
        raise ShopFault("unreadable", type(error).__name__) from error


def backwards(ask: Callable[[int], tuple[int, list[Row]]], client: Client, *, first: int = 1) -> list[Row]:
    """Read all pages, the last one first: what leaves the list meanwhile moves rows to pages yet to come.

    The first page was read for the total, and is read again at the end. Raises `Fault` of kind `many`.
    """
    total, rows = ask(first)
    if total > client.most:
        raise ShopFault("many", str(total))
    pages = -(-total // client.SIZE)
    if pages <= 1:
        return rows
    return [row for page in range(pages - 1, -1, -1) for row in ask(first + page)[1]]


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> Row:
    """Post something and return the object that comes back."""
    try:
        reply = requests.ask("POST", url, headers=headers, content=body)
    except NotReached as error:
        raise ShopFault("busy", str(error.facts.get("why", ""))) from error
    except NoAnswer as error:
        why = str(error.facts.get("why", ""))
        raise ShopFault("many" if why == "too long" else "silent", why) from error
    if reply.status != 200:
        raise ShopFault("busy" if reply.status == 429 else "silent", f"HTTP {reply.status}")
    try:
        read = json_texts.read(reply.body)
    except ValueError as error:
        raise ShopFault("silent", "unreadable") from error
    if not isinstance(read, dict):
        raise ShopFault("silent", "unreadable")
    return read


def posted(url: str, told: Mapping[str, str]) -> Row:
    """Post a form."""
    return post(url, body=urlencode(told).encode(), headers=FORM)


def md5_signed(told: Mapping[str, str], secret: str) -> dict[str, str]:
    """Sign as Taobao, JD and Pinduoduo document it: MD5 over the secret around all names and values, sorted."""
    text = secret + "".join(f"{name}{told[name]}" for name in sorted(told)) + secret
    return {**told, "sign": hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()}


def compact(told: object, *, ordered: bool = False) -> str:
    """Write JSON without blanks."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=ordered)


def cell(row: Any, path: str, default: Any = "") -> Any:
    """Return what stands in a row under names parted by dots; the default where it isn't there or is null."""
    for name in path.split("."):
        row = row.get(name) if isinstance(row, Mapping) else None
    return default if row is None else row


def shared(total: int, prices: Sequence[int]) -> list[int]:
    """Share what was paid for an order among its lines by their prices, to the fen: platforms tell the sum alone."""
    found, left, rest = [], total, sum(prices)
    for price in prices:
        share = left * price // rest if rest else left
        found.append(share)
        left, rest = left - share, rest - price
    return found


def fen(yuan: object) -> int:
    """Return yuan as fen."""
    return int((Decimal(str(yuan)) * 100).to_integral_exact())


def beijing(at: datetime) -> str:
    """Write a moment as the platforms do."""
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def moment(told: object) -> datetime | None:
    """Read a moment: Beijing's time in words, or seconds; None where there is none."""
    if told in (None, "", 0, "0"):
        return None
    if isinstance(told, int) or str(told).isdigit():
        return datetime.fromtimestamp(int(str(told)), UTC)
    return datetime.strptime(str(told), "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI).astimezone(UTC)


def at(told: object) -> datetime:
    """Read a moment that has to be there."""
    found = moment(told)
    if found is None:
        raise ValueError("expected a moment")
    return found
