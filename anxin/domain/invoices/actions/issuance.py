"""How an invoice is issued: a provider asked and its answer written down, or by hand; then delivered."""

from datetime import datetime

from django.utils.translation import gettext as _

from anxin.core import later, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.files import SealedFile, leave
from anxin.core.money import format_fen
from anxin.core.states import change, lock, transition
from anxin.core.streams.models import Entry
from anxin.domain.invoices import queries, rules
from anxin.domain.invoices.actions import hands
from anxin.domain.invoices.actions.reds import level
from anxin.domain.invoices.actions.wishes import NothingToInvoice, drop, forget, put_asking
from anxin.domain.invoices.models import Invoice
from anxin.domain.invoices.providers import InvoiceAnswer, InvoiceRequest, chosen
from anxin.domain.invoices.queries import Buyer
from anxin.domain.ledger.queries.repayments import is_asked_back

FETCH = "anxin.domain.invoices.tasks.fetch_file"


class MoneyAskedBack(WrongState):
    """Money of the bill waits for finance to agree that it goes back: until then nobody knows over how much."""

    code = "invoices.money_asked_back"


class NumberTaken(Invalid):
    """Another invoice has this number."""

    code = "invoices.number_taken"


def begin_asking(*, invoice: Invoice, now: datetime) -> InvoiceRequest | None:
    """Write down that the provider is being asked, over what is left of the bill now; None where nothing is to ask."""
    lock(invoice.bill, invoice)
    if invoice.state == "requested":
        name = chosen()
        if not name or invoice.to_check or (invoice.blue and not (invoice.blue.provider and invoice.buyer_sealed)):
            return None  # by hand, as what was written by hand is reversed; or finance looks at it first
        if not invoice.is_red and is_asked_back(invoice.bill):
            return None  # asked once finance has said whether it goes back
        fen = invoice.amount_fen if invoice.is_red else queries.net_of(invoice.bill)
        hands.done(invoice, now=now)
        if fen <= 0:
            transition(invoice, "drop", by=SYSTEM, now=now, sets={"buyer_sealed": ""})
            return None
        sets = {"provider": name, "amount_fen": fen}
        transition(invoice, "ask", by=SYSTEM, now=now, facts={"amount_fen": fen, "provider": name}, sets=sets)
    return queries.request_of(invoice, now=now) if invoice.state in ("asked", "failed") else None


def finish_asking(*, invoice: Invoice, answer: InvoiceAnswer, now: datetime) -> None:
    """Write down what the provider answered, and look again where that was no end; twice changes nothing."""
    lock(invoice.bill, invoice)
    if invoice.state not in ("asked", "failed"):
        return
    if answer.outcome == "issued" and _is_taken(answer.official, invoice):
        answer = InvoiceAnswer(outcome="unknown", fault="number of another")
    if answer.outcome == "issued":
        issue(
            invoice=invoice,
            official=answer.official,
            at=answer.at or now,
            by=SYSTEM,
            now=now,
            found_at=answer.found_at,
            twice=answer.twice,
        )
        return
    failed = invoice.state == "failed"
    fault = (answer.fault or invoice.fault) if failed else answer.fault
    change(invoice, {"tries": invoice.tries + 1, "fault": fault[:120]})
    if answer.outcome == "failed" and not failed:
        transition(invoice, "fail", by=SYSTEM, now=now, sets={"tries": 0})
        failed = True
        if queries.is_of_erased(invoice) and not invoice.is_red:
            drop(invoice=invoice, by=SYSTEM, now=now)
            return
    if not failed:
        put_asking(invoice, now=now, in_s=rules.pause_s(invoice.tries))
    elif invoice.tries < len(rules.TURNS_S):
        put_asking(invoice, now=now, in_s=rules.TURNS_S[invoice.tries])


def issue(
    *,
    invoice: Invoice,
    official: str,
    at: datetime,
    by: Actor,
    now: datetime,
    found_at: str = "",
    twice: str = "",
    amount_fen: int = 0,
) -> None:
    """Say that an invoice is issued, by its official number; a red one reverses by it, a blue one is levelled.

    `amount_fen` is what stands on one that was issued by hand: more than is left of the bill where money went back
    meanwhile, and a red one follows. `twice` is the number of another that the provider issued for it after refusing
    it: finance reverses that one.
    """
    lock(invoice.bill, invoice)
    if _is_taken(official, invoice):
        raise NumberTaken("official", expected="a number of its own", got=official)
    fen = invoice.amount_fen if by == SYSTEM else _by_hand_fen(invoice, amount_fen)
    sets = {"official": official, "issued_at": at, "found_at": found_at, "tries": 0, "to_check": False}
    sets |= {"fault": f"{rules.TWICE}{twice}" if twice else "", "amount_fen": fen}
    facts = {"number": invoice.number, "official": official, "amount_fen": fen}
    if invoice.state == "requested":
        hands.done(invoice, now=now)
    transition(invoice, "issue", by=by, now=now, facts=facts, sets=sets)
    if queries.is_of_erased(invoice):
        forget(invoice)
    if by == SYSTEM:  # its provider issued it
        later.put(FETCH, arguments={"invoice": str(invoice.id)}, key=f"invoices.fetch:{invoice.id}", now=now)
    if invoice.blue is None:
        level(bill=invoice.bill, now=now)
        return
    blue = queries.invoice_by_key(invoice.blue.pk)
    lock(blue)
    if blue.reversed_fen == blue.amount_fen and not blue.reds.filter(official="").exists():
        hands.has_file(blue, now=now)
        wrong = {"wrong": True} if invoice.reason == rules.MISTAKE else {}
        transition(blue, "reverse", by=SYSTEM, now=now, facts={"number": blue.number, **wrong})


def _by_hand_fen(invoice: Invoice, said_fen: int) -> int:
    """Return over how much somebody issued it: what he says, else what is left of the bill now.

    Raises `invoices.money_asked_back`, and `core.invalid` for less than is left, or more than was paid.
    """
    if not invoice.is_red and is_asked_back(invoice.bill):
        raise MoneyAskedBack({"number": invoice.bill.number})
    net_fen = invoice.amount_fen if invoice.is_red else queries.net_of(invoice.bill)
    most_fen = invoice.amount_fen if invoice.is_red else invoice.bill.paid_fen
    if not (said_fen or net_fen):
        raise NothingToInvoice({"number": invoice.bill.number})
    if said_fen and not net_fen <= said_fen <= most_fen:
        least, most = format_fen(net_fen), format_fen(most_fen)
        raise Invalid("amount_fen", expected=_("{least} to {most}").format(least=least, most=most), got=said_fen)
    return said_fen or net_fen


def decided_back(*, fact: Entry, now: datetime) -> None:
    """Finance has said whether money of a bill goes back: a provider is asked for the invoice that waited for it."""
    number = str(fact.facts["number"])
    for one in Invoice.objects.select_related("bill").filter(bill__number=number, blue=None, state="requested"):
        put_asking(one, now=now, key=str(fact.id))


def _is_taken(official: str, invoice: Invoice) -> bool:
    return Invoice.objects.filter(official=official).exclude(pk=invoice.pk).exists()


def deliver(*, invoice: Invoice, by: Actor, now: datetime, file: SealedFile | None = None) -> None:
    """Say that an invoice is with who asked for it: its file lies on his page, or was sent another way."""
    lock(invoice.bill, invoice)
    hands.has_file(invoice, now=now)
    kept = file.sha256 if file else ""
    facts = {"number": invoice.number, "sha256": kept, **({"red": True} if invoice.is_red else {})}
    left = "" if invoice.fault == rules.NO_FILE else invoice.fault
    transition(invoice, "deliver", by=by, now=now, facts=facts, sets={"file": kept, "fault": left})


def add_file(*, invoice: Invoice, file: SealedFile, by: Actor, now: datetime) -> None:
    """Put the file of an issued invoice on the customer's page: with it, it is delivered, but who has none gets it
    by post.
    """
    lock(invoice.bill, invoice)
    if invoice.state == "issued" and not invoice.by_post:
        deliver(invoice=invoice, by=by, now=now, file=file)
        return
    leave([invoice.file], now=now)
    change(invoice, {"file": file.sha256})
    facts = {"number": invoice.number, "row": str(invoice.pk), "sha256": file.sha256}
    timeline.write(invoice.stream(), "invoices.file_added", by=by, now=now, facts=facts)


def note_found(*, invoice: Invoice, found_at: str) -> None:
    """Write down where the provider has the file of an issued invoice."""
    lock(invoice.bill, invoice)
    change(invoice, {"found_at": found_at})


def ask_again(*, invoice: Invoice, by: Actor, now: datetime) -> None:
    """Have the provider asked again, or what became of it; a red one that lapsed begins anew by another number."""
    lock(invoice.bill, invoice)
    if invoice.state == "failed":
        attempt = invoice.attempt + (1 if invoice.is_red else 0)
        transition(invoice, "renew", by=by, now=now, sets={"attempt": attempt, "tries": 0, "fault": ""})
    put_asking(invoice, now=now, key=f"by-hand:{now.isoformat(timespec='seconds')}")


def take_up(*, now: datetime) -> None:
    """Have a provider asked for what was waiting to be written by hand."""
    for one in Invoice.objects.select_related("bill").filter(state="requested").order_by("id")[:200]:
        put_asking(one, now=now, key=now.isoformat(timespec="hours"))


def open_buyer(*, invoice: Invoice, by: Actor, now: datetime) -> Buyer | None:
    """Open whom an invoice is for, to write or send it by hand; who looked stays on the customer's record."""
    lock(invoice.bill, invoice)
    timeline.write(invoice.stream(), "invoices.buyer_seen", by=by, now=now, facts={"number": invoice.number})
    return queries.buyer(invoice)


def look_for_files(*, now: datetime) -> None:
    """Tell finance of what was issued hours ago and is with nobody."""
    for one in queries.unfiled(now=now).select_related("bill")[:200]:
        hands.lacks_file(one, now=now)
