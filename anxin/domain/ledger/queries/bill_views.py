"""A bill as its payer, technician, desk and finance read it: one same figure for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet

from anxin.core.gathered_rows import Gathered
from anxin.core.money import format_fen
from anxin.core.wording import called
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Bill, BillLine, Difference, Payment, Repayment
from anxin.domain.ledger.providers import NATIVE
from anxin.domain.ledger.rules.situation import SURPLUS
from anxin.domain.ledger.states import BILL, PAYMENT
from anxin.domain.ledger.wording import SUMS, provider_called

WHOLE = ("every_line", "every_payment", "every_surplus", "every_asked")
"""What is read along with a bill that is shown."""
IN_PAGE = frozenset({"jsapi", "h5"})
OUTSIDE = frozenset({rules.CASH, *rules.REMITTED})
"""Ways of which no provider gives a receipt."""


@dataclass(frozen=True, kw_only=True)
class LineView:
    """One line of a bill."""

    code: str
    name: str
    quantity: int
    full_fen: int
    amount_fen: int
    why: str


@dataclass(frozen=True, kw_only=True)
class PayCode:
    """What the payer scans or opens now, until when, and whose it is."""

    provider: str
    show: str
    until_at: datetime | None
    method: str = NATIVE

    @property
    def whose(self) -> str:
        """Return the provider."""
        return provider_called(self.provider)

    @property
    def is_scanned(self) -> bool:
        """Return whether it is a code to scan; else it was placed for one page, and is paid there."""
        return self.method not in IN_PAGE

    @property
    def opens(self) -> bool:
        """Return whether a phone can open it, not only scan it."""
        return self.show.startswith("https://")


@dataclass(frozen=True, kw_only=True)
class Came:
    """Money that came for a bill: how much, by whom it was taken, when."""

    fen: int
    provider: str
    at: datetime | None

    @property
    def whose(self) -> str:
        """Return how it came."""
        return provider_called(self.provider)


@dataclass(frozen=True, kw_only=True)
class BillView:
    """A bill as its payer reads it: `due_fen` is what is to pay now (本次应付).

    `asking`: its provider was asked for the code to pay by, and has not given one; nothing can have been paid.
    `failed`: the last payment that was begun came to nothing. `cash`: the payment in cash that its payer has not
    confirmed yet, `cash_fen` how much it is. `surplus`: what came once too often, and what becomes of it. `asked_fen`:
    what goes back once finance has agreed.
    """

    number: str
    state: str
    total_fen: int
    full_fen: int
    paid_fen: int
    refunded_fen: int
    refundable_fen: int
    due_fen: int
    paying: bool
    unclear: bool
    lines: tuple[LineView, ...]
    asking: bool = False
    failed: bool = False
    code: PayCode | None = None
    cash: str = ""
    cash_fen: int = 0
    came: tuple[Came, ...] = ()
    surplus: tuple[rules.Sum, ...] = ()
    asked_fen: int = 0

    @property
    def lowered_fen(self) -> int:
        """Return by how much it was lowered; one that is waived whole says that itself."""
        charged = sum(one.amount_fen for one in self.lines)
        return 0 if self.state == "waived" else charged - self.total_fen

    @property
    def reserved_fen(self) -> int:
        """Return what is on its way back."""
        return self.paid_fen - self.refunded_fen - self.refundable_fen

    @property
    def in_parts(self) -> bool:
        """Return whether a part of it can be paid: its payer has agreed to it."""
        return self.state in BILL.capabilities["owed"]

    @property
    def receipts(self) -> tuple[Came, ...]:
        """Return what came, where no provider's own receipt says it all."""
        alone = len(self.came) == 1 and self.came[0].provider not in OUTSIDE
        return () if alone else self.came

    @property
    def cash_begun(self) -> bool:
        """Return whether cash is being taken that the customer has not confirmed yet."""
        return bool(self.cash) and self.due_fen > 0

    @property
    def standing(self) -> tuple[rules.Sum, ...]:
        """Return how the bill stands, the most telling sum first."""
        stands = rules.standing_of(
            state=self.state,
            total_fen=self.total_fen,
            due_fen=self.due_fen,
            paid_fen=self.paid_fen,
            refunded_fen=self.refunded_fen,
            reserved_fen=self.reserved_fen,
        )
        asked = (rules.Sum(code="asked_back", fen=self.asked_fen),) if self.asked_fen else ()
        return (*stands, *asked, *self.surplus)

    @property
    def said(self) -> tuple[str, ...]:
        """Return how the bill stands in words, the most telling first."""
        return tuple(str(SUMS[one.code]).format(sum=format_fen(one.fen)) for one in self.standing)


def whole(rows: QuerySet[Bill]) -> QuerySet[Bill]:
    """Read bills with all that is shown of them."""
    lines = BillLine.objects.filter(bill=OuterRef("pk")).order_by("position")
    paid_in = Payment.objects.filter(bill=OuterRef("pk"), direction=Payment.Direction.IN)
    over = Difference.objects.filter(payment__bill=OuterRef("pk"), direction=Payment.Direction.IN, kind__in=SURPLUS)
    known = over.filter(payment__state__in=PAYMENT.ends).order_by("found_at", "id")
    asked = Repayment.objects.filter(bill=OuterRef("pk"), ended_at=None).order_by("id")
    return rows.annotate(
        every_line=Gathered(lines, "code", "name", "name_en", "quantity", "full_fen", "amount_fen", "why"),
        every_payment=Gathered(
            paid_in, "id", "state", "provider", "show", "until_at", "method", "amount_fen", "moved_at", "fault"
        ),
        every_surplus=Gathered(known, "theirs_fen", "returning_at", "end"),
        every_asked=Gathered(asked, "amount_fen", "reason"),
    )


def view_of(row: Bill) -> BillView:
    """Show a bill that was read `whole` (no query)."""
    lines = tuple(LineView(**called(one)) for one in vars(row)["every_line"])
    every = vars(row)["every_payment"]
    begun = next((one for one in every if (one["provider"], one["state"]) == (rules.CASH, "intended")), None)
    came = sorted((one for one in every if one["state"] == "succeeded"), key=lambda one: str(one["id"]))
    due = row.total_fen - row.paid_fen if row.state in rules.OPEN_BILL else 0
    left = rules.refundable(paid_fen=row.paid_fen, refunded_fen=row.refunded_fen, reserved_fen=row.reserved_fen)
    return BillView(
        number=row.number,
        state=row.state,
        total_fen=row.total_fen,
        full_fen=sum(one.full_fen for one in lines),
        paid_fen=row.paid_fen,
        refunded_fen=row.refunded_fen,
        refundable_fen=left,
        due_fen=due,
        lines=lines,
        cash=str(begun["id"]) if begun else "",
        cash_fen=begun["amount_fen"] if begun else 0,
        came=tuple(Came(fen=one["amount_fen"], provider=one["provider"], at=one["moved_at"]) for one in came),
        asked_fen=sum(rules.asked_back(one["reason"], one["amount_fen"], due) for one in vars(row)["every_asked"]),
        surplus=tuple(found for one in vars(row)["every_surplus"] if (found := _surplus(one))),
        **_online([one for one in every if one["provider"] != rules.CASH]),
    )


def _online(every: list[dict[str, Any]]) -> dict[str, Any]:
    """Return how a bill's payments by codes stand."""
    open_ones = [one for one in every if one["state"] in ("intended", "called")]
    shown = (one for one in every if one["state"] == "called" and one["show"])
    codes = [PayCode(**{name: one[name] for name in ("provider", "show", "until_at", "method")}) for one in shown]
    last = max(every, key=lambda one: str(one["id"]), default={})
    unclear = any(one["state"] == "unclear" for one in every)
    return {
        "paying": bool(open_ones),
        "unclear": unclear,
        "asking": not unclear and bool(open_ones) and not any(one["show"] for one in open_ones),
        "failed": bool(last)
        and last["state"] == "failed"
        and last["fault"] not in (*rules.PAID_OTHERWISE, rules.VOIDED),
        "code": codes[0] if codes else None,
    }


def _surplus(one: Mapping[str, Any]) -> rules.Sum | None:
    """Return what becomes of money that came once too often; none of what was explained otherwise."""
    waits = "over_back" if one["returning_at"] else "over"
    code = {"": waits, "returned": "over_gone", rules.KEPT: "over_kept"}.get(one["end"])
    return rules.Sum(code=code, fen=one["theirs_fen"] or 0) if code else None
