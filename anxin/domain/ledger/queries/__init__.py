"""What can be asked about money: bills by stream, balances, what is open."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.gathered_rows import Gathered
from anxin.core.states import is_newest, newest, remembered
from anxin.core.timeline import StreamKey
from anxin.core.wording import called
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Bill, BillLine, Payment, Repayment, Transfer
from anxin.domain.ledger.queries.accounts import NoAccount, account_statement
from anxin.domain.ledger.queries.bill_views import IN_PAGE as IN_PAGE
from anxin.domain.ledger.queries.bill_views import WHOLE, BillView, view_of, whole
from anxin.domain.ledger.queries.bill_views import Came as Came
from anxin.domain.ledger.queries.bill_views import PayCode as PayCode
from anxin.domain.ledger.queries.cash import Holder, cash_accounts, code_of, held_by, holder_of, is_cash, may_take
from anxin.domain.ledger.queries.provider_statements import (
    SHANGHAI,
    difference,
    difference_by_key,
    difference_situation,
    differences,
    differences_of,
    is_returning,
    is_under_way,
    payment_by_number,
    request_back,
    stated_at,
    waiting,
)
from anxin.domain.ledger.queries.statement_days import (
    StatementDay,
    asks_statements,
    days_due,
    is_new,
    missing_statements,
    statement_day,
    statement_situation,
)
from anxin.domain.ledger.queries.statement_sums import statements
from anxin.domain.ledger.queries.transfers import takes_transfers, transfer_account
from anxin.domain.ledger.queries.unclear_payments import payment_situation, unclear_payment
from anxin.domain.people import queries as people

OPEN = rules.OPEN_BILL
BESIDE = (*WHOLE, "here_fen")
"""What is read along with a bill that lies beside another row."""
PAYER, WECHAT = "ledger.payment.payer", "wechat"
PAID = "paid:"
"""How the key of a payment begins that was made elsewhere, before the case."""


class NoSuchBill(Missing):
    """There is no such bill, or not for this actor."""

    code = "ledger.no_such_bill"


def visible_to(actor: Actor, *, now: datetime) -> QuerySet[Bill]:
    """Return the bills of the streams an actor may see."""
    parties = people.parties_of(actor, now=now)
    mine = parties.filter(stream_kind=OuterRef("stream_kind"), stream_key=OuterRef("stream_key"))
    return Bill.objects.filter(Exists(mine))


def bill(number: str, *, actor: Actor, now: datetime) -> Bill:
    """Return a bill by its number, for who may see it."""
    found = visible_to(actor, now=now).filter(number=number).first()
    if found is None:
        raise NoSuchBill({"number": number})
    return found


def bill_by_key(key: str) -> Bill:
    """Find a bill by its id, for who reacts to a fact about it."""
    return Bill.objects.get(id=key)


def payment(key: str) -> Payment:
    """Return a payment by its id, with its bill, for a task."""
    found = remembered(Payment, key)
    if found is None or "bill" not in found._state.fields_cache:
        found = Payment.objects.select_related("bill").filter(id=key).first()
    if found is None:
        raise NoSuchBill({"payment": key})
    return found


def latest(stream: StreamKey) -> Bill | None:
    """Return the bill of a stream that counts: the newest one not replaced."""
    rows = Bill.objects.filter(stream_kind=stream.kind, stream_key=stream.key).exclude(state="replaced")
    counts = rows.order_by("-created_at", "-id").first
    found = newest(Bill, stream, counts)
    return found if found is None or found.state != "replaced" else counts()


def repayable(stream: StreamKey) -> list[Bill]:
    """Return the bills of a stream whose money is still here, the newest first: each stays for what was paid of it."""
    rows = _here(Bill.objects.filter(stream_kind=stream.kind, stream_key=stream.key))
    return list(rows.order_by("-created_at", "-id"))


def _here(rows: QuerySet[Bill]) -> QuerySet[Bill]:
    """Narrow bills to those of which something that was paid is still here."""
    return rows.filter(paid_fen__gt=F("refunded_fen") + F("reserved_fen"))


def waiting_to_go_back(stream: StreamKey) -> Bill | None:
    """Return a bill of a stream of which money waits already to be given back."""
    waits = Exists(Repayment.objects.filter(bill=OuterRef("pk"), ended_at=None))
    return Bill.objects.filter(waits, stream_kind=stream.kind, stream_key=stream.key).first()


def repayable_fen(row: Bill) -> int:
    """Return what was paid of a bill, and of all others of its stream, and is still here (no query if read beside)."""
    known: int | None = vars(row).get("here_fen")
    return sum(refundable(one) for one in repayable(row.stream())) if known is None else known


def refundable(row: Bill) -> int:
    """Return what of a bill's payment can still be refunded, in fen."""
    return rules.refundable(paid_fen=row.paid_fen, refunded_fen=row.refunded_fen, reserved_fen=row.reserved_fen)


def releasable(row: Bill) -> int:
    """Return what of a bill can be let go: what is open, and what was paid and is here still."""
    return still_due(row) + refundable(row)


def open_bills(kind: str) -> list[Bill]:
    """Return the bills of a kind of case that aren't settled, whoever asks: for who takes a house elsewhere."""
    return list(Bill.objects.filter(stream_kind=kind, state__in=OPEN))


def still_due(row: Bill) -> int:
    """Return what a bill asks for still."""
    return row.total_fen - row.paid_fen if row.state in OPEN else 0


def is_paying(row: Bill) -> bool:
    """Return whether a payment of a bill is under way: nobody lowers it, or lets it go, meanwhile."""
    return _pays(row, ("intended", "called", "unclear"))


def is_code_shown(row: Bill) -> bool:
    """Return whether a bill is being paid by what can be taken back still; what is unclear a person looks into."""
    return _pays(row, ("intended", "called"))


def _pays(row: Bill, states: tuple[str, ...]) -> bool:
    every = vars(row).get("every_payment")
    if every is None:
        every = row.payments.filter(direction=Payment.Direction.IN).values("state")
    return any(one["state"] in states for one in every)


def taker(row: Bill) -> str:
    """Name the account that a bill's payment came to."""
    first = row.payments.filter(direction=Payment.Direction.IN, state="succeeded").order_by("id")[0]
    return rules.taken_by(first.provider, reference=first.reference, back=True)


def movements_elsewhere(row: Bill, *, source: str, reason: str) -> "QuerySet[Transfer, Transfer]":
    """Return what is booked of a bill in somebody else's books and still stands."""
    key = rules.elsewhere_key(source, "")
    return Transfer.objects.filter(bill=row, key__startswith=key, reason=reason, reversed_by=None).order_by("id")


def elsewhere(row: Bill, *, source: str) -> tuple[int, int]:
    """Give how much of a bill is booked as gone back elsewhere, and how much of that as come in again."""
    sums = [movements_elsewhere(row, source=source, reason=one) for one in (rules.GONE, rules.CAME)]
    gone, came = (sum(some.values_list("amount_fen", flat=True)) for some in sums)
    return gone, came


def beside(kind: str) -> Gathered:
    """Return the bill that counts as what lies beside a row of this kind: `read_beside` makes the bill of it."""
    rows = Bill.objects.filter(stream_kind=kind, stream_key=OuterRef("pk")).exclude(state="replaced")
    columns = [field.attname for field in Bill._meta.concrete_fields]
    here = _here(Bill.objects.filter(stream_kind=kind, stream_key=OuterRef("stream_key"))).values("stream_key")
    left = here.annotate(left=Sum(F("paid_fen") - F("refunded_fen") - F("reserved_fen"))).values("left")
    several = whole(rows).annotate(here_fen=Coalesce(Subquery(left), 0)).order_by("-created_at", "-id")
    return Gathered(several[:1], *columns, *BESIDE)


def read_beside(found: Sequence[dict[str, Any]], stream: StreamKey) -> Bill | None:
    """Make the bill that was read beside a row, whole."""
    row = None
    for one in found:
        beside = {name: one.pop(name) for name in BESIDE}
        row = Bill.from_db(connection.alias, list(one), list(one.values()))
        vars(row).update(beside)
    return is_newest(Bill, stream, row)


def view(row: Bill) -> BillView:
    """Show a bill (one query)."""
    return view_of(whole(Bill.objects.filter(pk=row.pk)).get())


def balance(account: str) -> int:
    """Return the posted balance of an account: what came to it less what left it."""
    posted = Transfer.objects.filter(state=Transfer.State.POSTED)
    sums = posted.filter(Q(debit=account) | Q(credit=account)).aggregate(
        to=Sum("amount_fen", filter=Q(debit=account)), out=Sum("amount_fen", filter=Q(credit=account))
    )
    return (sums["to"] or 0) - (sums["out"] or 0)
