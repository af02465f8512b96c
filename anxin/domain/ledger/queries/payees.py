"""To which account money goes back that no provider sends: who gets it says so, finance alone reads it whole."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from anxin.core import masks, settings, timeline, vault
from anxin.core.actors import Actor
from anxin.core.timeline import Entry, StreamKey
from anxin.core.zone import SHANGHAI
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Bill, Payment
from anxin.domain.ledger.queries.provider_statements import MAY_SEE
from anxin.domain.ledger.queries.refund_cases import hold, is_for_hands, is_paid_out
from anxin.domain.ledger.queries.unclear_payments import is_waited_for
from anxin.domain.ledger.rules.payees import SHOP_SAID, PayeeSituation
from anxin.domain.people.models import Person
from anxin.domain.people.queries import account_names, actors

PAYEE = "ledger.payment.payee"
LAST = 4
"""So many digits of an account stay to be read."""
NUMBERED = re.compile(r"\S+@\S+|\d(?:[\d\s._/·-]{3,})\d")
"""A number or a mail address within a bank's name."""


@dataclass(frozen=True, kw_only=True)
class Payee:
    """Who gets money back: the name of his account, at which bank, which number."""

    name: str
    bank: str
    number: str

    @property
    def masked(self) -> str:
        """Return who gets it and where, masked: a number or address that was typed beside the bank's name, too."""
        return f"{masks.mask_name(self.name)} · {NUMBERED.sub('****', self.bank)} ****{self.number[-LAST:]}"


@dataclass(frozen=True, kw_only=True)
class AccountGiven:
    """An account that was said for a refund, and on which day (None: before days were kept)."""

    payee: Payee
    said_date: date | None


@dataclass(frozen=True, kw_only=True)
class AccountSaid:
    """When it was said to which account a refund goes, by whom (empty: who paid himself), and what was before."""

    at: datetime
    by: str
    before: str


def accounts_said(row: Payment) -> list[AccountSaid]:
    """Return each time it was said where a refund goes, the newest first; what was before is masked (two queries)."""
    stream = row.stream()
    told = Entry.objects.filter(stream__kind=stream.kind, stream__key=stream.key, code="ledger.account_told")
    views = timeline.views(told.filter(facts__row=str(row.pk)).order_by("-position"), opened=("before",))
    names = account_names([one.actor_id for one in views if one.actor_kind == "staff"])
    return [
        AccountSaid(
            at=one.at,
            by=names.get(one.actor_id, one.actor_kind) if one.facts.get("house") else "",
            before=one.private["before"].text if "before" in one.private else "",
        )
        for one in views
    ]


def accounts_given(row: Payment) -> list[AccountGiven]:
    """Return the accounts that were said for a refund, in plain words, the last one first."""
    if not row.payee_sealed:
        return []
    last = json.loads(vault.open_(PAYEE, row.id, row.payee_sealed))
    return [_given(one) for one in (last, *last.get("former", ()))]


def _given(told: Mapping[str, str]) -> AccountGiven:
    payee = Payee(name=told["name"], bank=told["bank"], number=told["number"])
    return AccountGiven(payee=payee, said_date=date.fromisoformat(told["said"]) if told.get("said") else None)


def payee_of(row: Payment) -> Payee | None:
    """Return the account a refund is to go to, in plain words; None where nobody has said it."""
    return next((one.payee for one in accounts_given(row)), None)


def sealed(row: Payment, payee: Payee, *, now: datetime) -> str:
    """Return an account as it is kept with a refund, with those that were said before it."""
    last = AccountGiven(payee=payee, said_date=now.astimezone(SHANGHAI).date())
    former = [_kept(one) for one in accounts_given(row) if one.payee != payee]
    return vault.seal(PAYEE, row.id, json.dumps({**_kept(last), "former": former}, ensure_ascii=False))


def _kept(one: AccountGiven) -> dict[str, str]:
    said = one.said_date.isoformat() if one.said_date else ""
    return {"name": one.payee.name, "bank": one.payee.bank, "number": one.payee.number, "said": said}


def payee_sent(name: str, remark: str) -> str:
    """Return to whom a transfer went, masked; empty where it isn't known."""
    bank, _space, number = remark.rpartition(" ")
    return Payee(name=name, bank=bank, number=number).masked if name else ""


def takes_account(row: Payment) -> bool:
    """Return whether it can be said to which account a refund goes (a query where it goes by hand)."""
    return row.state == "unclear" and is_for_hands(row) and not is_paid_out(row)


def owner_of(bill: Bill) -> Person | None:
    """Return whose account a refund of a bill goes to: the customer who paid it; None where that is a house."""
    kind, _colon, key = bill.payer.partition(":")
    return Person.objects.filter(pk=key).first() if kind == "customer" else None


def kept_refunds(actor: Actor) -> QuerySet[Payment, Payment]:
    """Return the refunds that are kept as owed, the oldest first, for who keeps the money."""
    rows = Payment.objects.filter(kept_at__isnull=False, state="unclear").select_related("bill")
    return rows.order_by("kept_at", "id") if actor.may(MAY_SEE) else rows.none()


def is_asked(row: Payment) -> bool:
    """Return whether who gets a refund is asked to which account: it goes by a transfer (two queries).

    An account that was said of it can be said anew.
    """
    return takes_account(row) and (row.provider in rules.REMITTED or bool(row.payee_sealed) or is_waited_for(row))


def miss_until(row: Payment) -> datetime | None:
    """Return until when who gets a refund can say that it has not arrived; None where it could never be said.

    It went by a transfer, or as its shop says; the days run since he was told so.
    """
    sent = row.direction == Payment.Direction.BACK and row.state == "succeeded"
    if not sent or not (row.provider == rules.BANK or row.fault == SHOP_SAID):
        return None
    return row.updated_at + timedelta(days=settings.get("ledger.missing_d", at=row.updated_at))


def may_miss(row: Payment, now: datetime) -> bool:
    """Return whether who gets a refund can say now that it has not arrived."""
    until = miss_until(row)
    return row.missed_at is None and until is not None and now <= until


def unsaid(rows: Iterable[Payment]) -> list[Payment]:
    """Return the refunds among these of which it isn't known yet to which account they go."""
    return [one for one in rows if not one.payee_sealed and one.kept_at is None and is_asked(one)]


def by_hand(stream: StreamKey) -> list[Payment]:
    """Return the refunds of a case's bills that a person sends, oldest first (one query)."""
    return [one for one in refund_rows(stream, Q(state="unclear")) if is_for_hands(one)]


def refund_rows(stream: StreamKey, states: Q) -> QuerySet[Payment]:
    """Return the refunds of a case's bills in some states, oldest first."""
    rows = Payment.objects.select_related("bill").filter(states, bill__stream_kind=stream.kind)
    return rows.filter(bill__stream_key=stream.key, direction=Payment.Direction.BACK).order_by("id")


def payee_situation(row: Payment, *, by: Actor, now: datetime, under_lock: bool = False) -> PayeeSituation:
    """Return a refund as the rule of its account looks at it; `under_lock` holds it first."""
    if under_lock:
        hold(row)
    return PayeeSituation(state=row.state, asked=is_asked(row), payer=is_payer(row, by), missing=may_miss(row, now))


def is_payer(row: Payment, by: Actor) -> bool:
    """Return whether somebody proved that he is who paid, and so gets a refund; a helper of his is not."""
    return row.bill.payer in map(rules.customer_account, actors.proved_selves(by))
