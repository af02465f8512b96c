"""The statement of an account: what it stood at before a month, what came and went, and what it stands at after it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import batched
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum, Value

from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, Invalid
from anxin.core.gathered_rows import Gathered
from anxin.core.timeline import StreamKey
from anxin.core.zone import SHANGHAI
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Bill, Transfer
from anxin.domain.ledger.queries import paid_there
from anxin.domain.ledger.queries.cash import Holder
from anxin.domain.ledger.queries.paid_there import ORDER
from anxin.domain.ledger.rules.shops_money import GAVE_ITSELF
from anxin.domain.network.queries.lookup import outlet_of, technician_of
from anxin.domain.people.queries import access

HOUSES = frozenset({"finance", "operator", "merchant_owner", "merchant_agent"})
COUNTS = frozenset({"finance", "operator"})
OUTLETS = frozenset({"outlet_manager", "outlet_dispatcher"})
MOST, AT_ONCE = 20_000, 500
OF_BILL = ("number", "stream_kind", "stream_key")
TOLD = ("id", "settled_at", "debit", "credit", "amount_fen", "reason", "reverses__reason")
type Case = tuple[str, UUID]
"""The kind of a bill's case, and its key."""


class NoAccount(Forbidden):
    """Nothing is kept in the ledger for whoever asks."""

    code = "ledger.no_account"


@dataclass(frozen=True, kw_only=True)
class Movement:
    """One movement: in which case, by which bill, and what the account stands at after it."""

    at: datetime
    case: str
    bill: str
    reason: str
    came_fen: int
    went_fen: int
    left_fen: int


@dataclass(frozen=True, kw_only=True)
class AccountStatement:
    """A month of an account; `before_fen` and what came, less what went, is `left_fen`.

    `apart` is what of it never went through here, `over_provider` what was paid before there was a case and lies with
    a provider of the house, or went back over it, as that one's account says: both count for nothing.
    """

    month: date
    before_fen: int
    movements: tuple[Movement, ...]
    apart: tuple[Movement, ...] = ()
    over_provider: tuple[Movement, ...] = ()

    @property
    def came_fen(self) -> int:
        """Return what came in all."""
        return sum(one.came_fen for one in self.movements)

    @property
    def went_fen(self) -> int:
        """Return what went in all."""
        return sum(one.went_fen for one in self.movements)

    @property
    def left_fen(self) -> int:
        """Return what the account stands at after the month."""
        return self.before_fen + self.came_fen - self.went_fen


def account_statement(actor: Actor, *, month: date) -> AccountStatement:
    """Return a month of an actor's own account: cash at a door or counter, a house's charges and what it gave back.

    Raises `ledger.no_account`, and `core.invalid` for more movements than a table takes.
    """
    return _statement(*_own(actor), month=month)


def cash_statement(holder: Holder, *, actor: Actor, month: date) -> AccountStatement:
    """Return a month of the cash at a door or counter, for who counts it; raises as `account_statement`."""
    if not actor.may(COUNTS):
        raise NoAccount
    return _statement(rules.cash_account(str(holder.pk)), "debit", "credit", month=month)


@dataclass(frozen=True, kw_only=True)
class BookAccountView:
    """An account that no person and no house here has, and what it stands at: what came to it, less what left it."""

    name: str
    fen: int


def open_accounts(actor: Actor) -> list[BookAccountView]:
    """Return the accounts of the house, its providers and whoever bears costs outside, where anything ever moved.

    Two queries, each along the index of its side. Raises `ledger.no_account`.
    """
    if not actor.may(COUNTS):
        raise NoAccount
    sums: dict[str, int] = {}
    posted = Transfer.objects.filter(state=Transfer.State.POSTED).order_by()
    for side, sign in (("debit", 1), ("credit", -1)):
        rows = posted.filter(**{f"{side}__in": rules.OPEN_ACCOUNTS}).values_list(side).annotate(fen=Sum("amount_fen"))
        for name, fen in rows:
            sums[name] = sums.get(name, 0) + sign * fen
    return [BookAccountView(name=one, fen=sums[one]) for one in rules.OPEN_ACCOUNTS if one in sums]


def open_account_statement(name: str, *, actor: Actor, month: date) -> AccountStatement:
    """Return a month of such an account, for who keeps the money; raises as `account_statement`."""
    if not actor.may(COUNTS) or name not in rules.OPEN_ACCOUNTS:
        raise NoAccount
    return _statement(name, "debit", "credit", month=month)


def _statement(account: str, came: str, went: str, *, month: date) -> AccountStatement:
    begins = datetime.combine(month.replace(day=1), time(), SHANGHAI)
    ends = begins.replace(year=begins.year + begins.month // 12, month=begins.month % 12 + 1)
    house = account.startswith(rules.organisation_account(""))
    counted = paid_there.counted(account) if house else []
    left = before = _before(account, came, went, begins, counted if house else None)
    rows = _within(account, begins, ends, most=MOST + 1)
    if len(rows) > MOST:
        raise Invalid("month", expected=f"{MOST} movements at most", got=len(rows))
    known, numbers = {one.pk for one in counted}, _numbers(rows)
    told: dict[str, list[Movement]] = {"movements": [], "apart": [], "over_provider": []}
    for one in rows:
        is_apart = house and paid_there.is_apart(one, known)
        sign = 1 if one[came] == account else -1
        left += 0 if is_apart else sign * one["amount_fen"]
        into = "movements" if not is_apart else "over_provider" if one["through"] else "apart"
        told[into].append(_movement(one, numbers, sign=sign, left_fen=left))
    parts = {name: tuple(several) for name, several in told.items()}
    return AccountStatement(month=begins.date(), before_fen=before, **parts)


def _movement(row: dict[str, Any], numbers: dict[Case | None, str], *, sign: int, left_fen: int) -> Movement:
    fen = row["amount_fen"]
    return Movement(
        at=row["settled_at"],
        case=numbers.get(_case(row), ""),
        bill=row["number"] or "",
        reason=_what_for(row, came=sign > 0),
        came_fen=fen if sign > 0 else 0,
        went_fen=fen if sign < 0 else 0,
        left_fen=left_fen,
    )


def _what_for(row: dict[str, Any], *, came: bool) -> str:
    """Return what a movement was for, as its account's holder reads it: a shop what it gave out of its own pocket."""
    if row["reverses__reason"] == rules.GONE:
        return rules.REVERSED
    return GAVE_ITSELF if came and row["reason"] == rules.GONE else str(row["reason"])


def _before(account: str, came: str, went: str, until: datetime, counted: list[Transfer] | None) -> int:
    """Return what an account stood at; of a house's without what was paid, and went back, elsewhere (`counted`)."""
    if counted is None:
        return _balance(account, came, went, until)
    earlier = [one for one in counted if one.settled_at and one.settled_at < until]
    own = sum(one.amount_fen if getattr(one, came) == account else -one.amount_fen for one in earlier)
    return own + _balance(account, came, went, until, orders=False)


def _own(actor: Actor) -> tuple[str, str, str]:
    """Return an actor's account, the side on which money comes to it, and the other side."""
    if actor.kind == "technician":
        return rules.cash_account(str(technician_of(actor).pk)), "debit", "credit"
    outlet = outlet_of(actor) if actor.may(OUTLETS) else None
    if outlet is not None:
        return rules.cash_account(str(outlet.pk)), "debit", "credit"
    if not actor.may(HOUSES):
        raise NoAccount
    return rules.organisation_account(actor.organisation), "credit", "debit"


def _balance(account: str, came: str, went: str, until: datetime, *, orders: bool = True) -> int:
    """Return what came to an account less what went, without what is of orders where told (one query)."""
    sums = _summed(account, came, until, orders=orders).union(_summed(account, went, until, orders=orders), all=True)
    return sum(fen if side == came else -fen for side, fen in sums)


def _summed(account: str, side: str, until: datetime, *, orders: bool) -> "QuerySet[Transfer, tuple[str, int]]":
    """Sum one side of an account, which an index answers without its rows; of bills only those of orders are read."""
    rows = Transfer.objects.filter(**{side: account}, state=Transfer.State.POSTED, settled_at__lt=until)
    rows = rows if orders else rows.exclude(Exists(Bill.objects.filter(pk=OuterRef("bill"), stream_kind=ORDER)))
    sums = rows.order_by().values(side).annotate(side=Value(side), fen=Sum("amount_fen"))
    told: QuerySet[Transfer, tuple[str, int]] = sums.values_list("side", "fen")
    return told


def _within(account: str, begins: datetime, ends: datetime, *, most: int) -> list[dict[str, Any]]:
    """Return the movements of a time, each beside what its bill says, which is looked up for it alone (one query)."""
    sides = [Q(**{side: account}, settled_at__gte=begins, settled_at__lt=ends) for side in ("debit", "credit")]
    rows: Any = Transfer.objects.filter(sides[0] | sides[1], state=Transfer.State.POSTED).order_by("settled_at", "id")
    of = Gathered(Bill.objects.filter(pk=OuterRef("bill")), *OF_BILL)
    told = rows.annotate(through=paid_there.over_provider(), of=of).values(*TOLD, "through", "of")[:most]
    return [one | next(iter(one["of"]), dict.fromkeys(OF_BILL)) for one in told]


def _case(row: dict[str, Any]) -> Case | None:
    """Return the kind and key of the case a movement's bill is of; None where it has none."""
    return (row["stream_kind"], row["stream_key"]) if row["stream_key"] else None


def _numbers(rows: list[dict[str, Any]]) -> dict[Case | None, str]:
    """Number the cases of bills, as those who have to do with them do: an order by its own number."""
    found: dict[Case | None, str] = {}
    for some in batched({case for row in rows if (case := _case(row))}, AT_ONCE, strict=False):
        orders = Purchase.objects.filter(pk__in=[key for kind, key in some if kind == ORDER])
        numbers = access.numbers_of(StreamKey(kind, str(key)) for kind, key in some if kind != ORDER)
        found |= {(one.kind, UUID(one.key)): number for one, number in numbers.items()}
        found |= {(ORDER, key): number for key, number in orders.values_list("pk", "order_key")}
    return found
