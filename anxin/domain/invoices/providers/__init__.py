"""Who issues invoices: opened with what was kept, asked outside of every transaction, each by our own number."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from anxin.core import providers
from anxin.core.carriers import deadlines
from anxin.domain.invoices.providers.nuonuo import Nuonuo
from anxin.domain.invoices.providers.port import InvoiceAnswer, InvoiceRequest, Issuer, Remember

KIND = "invoices"
LONGEST_S = 40.0
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
"""What an answer of a shape nobody expects comes to: it says nothing, and it is asked again."""
REAL: dict[str, Callable[[Mapping[str, str], Remember], Issuer]] = {"nuonuo": Nuonuo}


def chosen() -> str:
    """Name who issues invoices: set up, and tried well; empty where invoices are written by hand."""
    ready = (one for one in providers.health().values() if one.kind == KIND and one.tried_at and not one.trial_fault)
    return next((one.name for one in ready if one.name in REAL), "")


def conclude(
    name: str, request: InvoiceRequest, *, asked: bool, only_inquire: bool
) -> tuple[InvoiceAnswer, dict[str, str]]:
    """Bring an invoice on, and return beside the answer what secrets the provider gave (a token).

    What failed before is inquired about first, since it may have been issued after all.
    """
    kept, given = providers.account(name), dict[str, str]()
    if kept is None or name not in REAL:
        return InvoiceAnswer(outcome="unknown", fault="not set up"), given
    issuer = REAL[name](kept.values, given.update)
    try:
        said = deadlines.at_most(LONGEST_S, lambda: _conclude(issuer, request, asked=asked, only_inquire=only_inquire))
    except TimeoutError:
        said = InvoiceAnswer(outcome="unknown", fault="too slow")
    except UNREADABLE:
        said = InvoiceAnswer(outcome="unknown", fault="unreadable")
    return said, given


def _conclude(issuer: Issuer, request: InvoiceRequest, *, asked: bool, only_inquire: bool) -> InvoiceAnswer:
    found = issuer.inquire(request) if asked or only_inquire else InvoiceAnswer(outcome="absent")
    for number in request.before:
        earlier = issuer.inquire(replace(request, number=number))
        if earlier.outcome == "issued" and found.outcome == "issued":
            return replace(found, twice=earlier.official)
        if earlier.outcome not in ("failed", "absent"):
            return earlier if found.outcome in ("failed", "absent") else found
    if found.outcome != "absent":
        return found
    return InvoiceAnswer(outcome="failed") if only_inquire else issuer.issue(request)


def trial(values: Mapping[str, str], name: str, *, now: datetime) -> str:
    """Ask for an invoice nobody wrote, so that keys and seller are proved; return what is wrong, or ""."""
    request = InvoiceRequest(number="TRIAL0000000000001", amount_fen=1, title="", now=now)
    answer = REAL[name](values, lambda told: None).inquire(request)
    return "" if answer.outcome == "absent" else answer.fault or answer.outcome
