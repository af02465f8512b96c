"""Later: call the payment provider outside every block, look what became of it, fetch its statements."""

from datetime import date, datetime
from functools import partial

from anxin.core import later, providers
from anxin.core.acting import acting
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import providers as payments
from anxin.domain.ledger import queries
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.queries import online, paid_there


@later.task(queue="outside", retries=8, waits=queries.is_under_way)
def call_provider(*, payment: str, now: datetime, beside: int = 0) -> None:
    """Call the provider of a payment, or look what became of it, and write down what it answered."""
    row = queries.payment(payment)
    asked = row.state != "intended"  # whoever was stopped between the call and its answer wrote down no try
    request = acting(lambda: ledger.begin_call(payment=row, now=now))
    if request is None:
        return
    answer = payments.conclude(row.provider, request, asked=asked, shown=bool(row.show))
    acting(lambda: _finish(row.provider, answer, payment, now, beside=bool(beside)))


@later.task(queue="outside", retries=8, waits=later.nobody)
def close_order(*, payment: str, now: datetime, tries: int = 0) -> None:
    """Have a provider close an order whose code was taken back; one that it refuses to close may be paid by now."""
    row = queries.payment(payment)
    request = online.request_of(row, now=now)
    answer = payments.close(row.provider, request)
    found = answer if answer.is_final else payments.inquire(row.provider, request)
    acting(lambda: ledger.order_closed(payment=queries.payment(payment), answer=found, tries=tries, now=now))


def _finish(provider: str, answer: payments.PaymentAnswer, payment: str, now: datetime, *, beside: bool) -> None:
    if provider in payments.REAL and answer.outcome != "by_hand":
        providers.note_call(provider, fault=_fault(queries.payment(payment), answer), now=now)
    ledger.finish_call(payment=queries.payment(payment), answer=answer, now=now, beside=beside)


def _fault(row: Payment, answer: payments.PaymentAnswer) -> str:
    """Return what was wrong with a call: no answer, or an order that was refused; one that is over was none."""
    refused = answer.outcome == "failed" and row.direction == payments.IN and not row.show
    return answer.fault if answer.outcome == "unknown" or refused else ""


@later.task(queue="outside", retries=8, waits=queries.is_returning)
def give_back_difference(*, difference: str, now: datetime, tries: int = 0) -> None:
    """Give money back that belongs to nothing here, or look what became of it."""
    row = queries.difference_by_key(difference)
    if row.ended_at is not None or row.returning_at is None:
        return
    request = queries.request_back(row, now=now)
    answer = payments.conclude(row.provider, request, asked=tries > 0, shown=False)
    fresh = queries.difference_by_key(difference)
    acting(lambda: ledger.gave_back(difference=fresh, answer=answer, tries=tries, now=now))


@later.every(seconds=3600)
@later.task(queue="outside", retries=2)
def fetch_statements(*, now: datetime) -> None:
    """Fetch the statements that are due, and reconcile them; one that isn't there yet is asked for again."""
    for name, since in providers.kept_since(payments.KIND).items():
        provider = payments.opened(name)
        if provider is None:
            continue
        for day in queries.days_due(name, since=since, now=now):
            _fetch(name, provider, day, now, tells=queries.is_new(day, now=now))


@later.task(queue="outside", retries=2, waits=later.nobody)
def fetch_statement(*, provider: str, day: str, now: datetime) -> None:
    """Fetch a day's statement once more because a person asked for it, and reconcile it anew."""
    found = payments.opened(provider)
    if found is not None:
        _fetch(provider, found, date.fromisoformat(day), now)


def _fetch(name: str, provider: payments.PaymentProvider, day: date, now: datetime, *, tells: bool = True) -> None:
    """Fetch a day's statement; where an old one can't be had, that says nothing of how its provider goes."""
    try:
        lines = provider.statement(day, now=now)
    except payments.NoStatement as error:
        why = f"statement: {error}"
        if tells:
            acting(lambda: providers.note_call(name, fault=why, now=now))
        return
    acting(lambda: ledger.keep_statement(provider=name, day=day, lines=lines, now=now))


@later.task(queue="heavy", retries=8, waits=paid_there.is_misbooked)
def book_with_shops(*, now: datetime) -> None:
    """Book with its shop what an earlier version took from a provider on its word, a bill a block (decision 0041)."""
    for key in paid_there.misbooked().order_by("bill").values_list("bill", flat=True).distinct():
        acting(partial(_book_with_shop, str(key), now))


def _book_with_shop(bill: str, now: datetime) -> None:
    ledger.book_with_shop(bill=queries.bill_by_key(bill), now=now)
