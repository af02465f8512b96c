"""Later: ask the provider of an invoice outside of every block, fetch its file, take up what waited for a provider."""

from datetime import datetime, timedelta

from anxin.core import files, later, providers
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.carriers import requests
from anxin.core.carriers.requests import NoAnswer, NotReached
from anxin.core.errors import Invalid
from anxin.domain.invoices import actions as invoices
from anxin.domain.invoices import providers as issuers
from anxin.domain.invoices import queries
from anxin.domain.invoices.models import Invoice

MOST_BYTES = 8 * 1024 * 1024
FETCHES = 8


@later.task(queue="outside", retries=8, waits=queries.is_under_way)
def ask_provider(*, invoice: str, now: datetime) -> None:
    """Ask a provider to issue an invoice, or look what became of it, and write down what it answered."""
    row = queries.invoice_by_key(invoice)
    request = acting(lambda: invoices.begin_asking(invoice=row, now=now))
    if request is None:
        return
    name, only_inquire = row.provider, row.state == "failed"
    answer, given = issuers.conclude(name, request, asked=row.tries > 0, only_inquire=only_inquire)
    acting(lambda: _finish(invoice, name, answer, given, now))


def _finish(invoice: str, name: str, answer: issuers.InvoiceAnswer, given: dict[str, str], now: datetime) -> None:
    if given:
        providers.remember(name, given)
    kept = providers.account(name)
    price = int(kept.values.get("price_mill") or 0) if kept and answer.outcome == "issued" else 0
    providers.note_call(name, fault=answer.fault if answer.outcome == "unknown" else "", cost_mill=price, now=now)
    invoices.finish_asking(invoice=queries.invoice_by_key(invoice), answer=answer, now=now)


@later.task(queue="outside", retries=2, waits=queries.lacks_file)
def fetch_file(*, invoice: str, now: datetime, tries: int = 0) -> None:
    """Fetch the file of an issued invoice and keep it; where that fails for long, finance adds it by hand."""
    row = queries.invoice_by_key(invoice)
    if row.state != "issued" or row.file:
        return
    found_at, kept = row.found_at or _found(row, now), providers.account(row.provider)
    try:
        reply = requests.fetch(found_at, most_bytes=MOST_BYTES, beside=kept.values.get("gateway", "") if kept else "")
        body = reply.body if reply.status == 200 else b""
        file = acting(lambda: files.receive([body], length=len(body), allowed={"application/pdf"}, now=now))
    except (NotReached, NoAnswer, Invalid):
        if tries < FETCHES:
            key, then = f"invoices.fetch:{invoice}:{tries}", now + timedelta(minutes=2**tries)
            told: dict[str, str | int] = {"invoice": invoice, "tries": tries + 1}
            acting(lambda: later.put(FETCH, arguments=told, key=key, now=now, run_at=then))
        return
    acting(lambda: invoices.add_file(invoice=row, file=file, by=SYSTEM, now=now))


def _found(row: Invoice, now: datetime) -> str:
    """Ask the provider where the file is of what it issued: it may say so later; empty where it doesn't."""
    request = queries.request_of(row, now=now)
    if request is None:
        return ""
    answer, given = issuers.conclude(row.provider, request, asked=True, only_inquire=True)
    if given:
        acting(lambda: providers.remember(row.provider, given))
    if answer.found_at:
        acting(lambda: invoices.note_found(invoice=row, found_at=answer.found_at))
    return answer.found_at


FETCH = "anxin.domain.invoices.tasks.fetch_file"


@later.task(queue="prompt", retries=3, waits=queries.is_mail_lost)
def look_at_mail(*, message: int, now: datetime) -> None:
    """Tell finance of an invoice whose mail did not leave."""
    acting(lambda: invoices.miss_mail(message=message, now=now))


@later.every(seconds=3600)
@later.task(queue="heavy", retries=2)
def look_for_files(*, now: datetime) -> None:
    """Tell finance of what was issued and whose file never came."""
    acting(lambda: invoices.look_for_files(now=now))


@later.every(seconds=3600)
@later.task(queue="outside", retries=2)
def ask_waiting(*, now: datetime) -> None:
    """Take up what waits since before there was a provider."""
    if issuers.chosen():
        acting(lambda: invoices.take_up(now=now))
