"""What every claim begins with, filed here or taken over: its sides, its first fact, what was paid, what is sealed."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid
from anxin.domain.claims.actions import shop_bills
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries import witnesses
from anxin.domain.claims.queries.dossier_pages import STATED
from anxin.domain.claims.rules.filing import LONGEST
from anxin.domain.evidence import actions as evidence
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.models import PurchaseLine
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import rules as accounts
from anxin.domain.people import actions as people
from anxin.domain.people.actions import personal_data


def check_words(given: Mapping[str, str]) -> None:
    """Refuse a text of a claim that is longer than such may be; raises `Invalid` with its name."""
    for name, text in given.items():
        if len(text) > LONGEST[name]:
            raise Invalid(name, expected=f"at most {LONGEST[name]} characters", got=len(text))


def check_due(due_at: datetime | None, *, ref: str, now: datetime) -> None:
    """Refuse a platform's moment for a claim without its number, and one that is over: the seller is to be heard."""
    if due_at is not None and not (ref and due_at > now):
        expected = _("a moment that is not over") if ref else _("none without the platform's number")
        raise Invalid("platform_due_at", expected=expected, got=due_at.isoformat())


def first_fact(claim: Claim, chosen: list[tuple[PurchaseLine, int]]) -> dict[str, object]:
    """Return the first fact of a claim: what its row is verified by later."""
    same = ("number", "type", "reason", "asked_fen", "forum", "statutory", "declaration", "received")
    sides = {
        "customer": claim.buyer_id,
        "seller": claim.seller_id,
        "purchase": claim.purchase_id,
        "repair": claim.repair_number,
        "inspection": claim.inspection_number,
    }
    lines = {"lines": len(chosen), "drawn": witnesses.lines_told((one.id, count) for one, count in chosen)}
    return {**{one: getattr(claim, one) for one in same}, **sides, **lines}


def seat(claim: Claim, *, now: datetime) -> dict[str, str]:
    """Seat the sides of a claim, before its first fact, so that they are told of it."""
    houses = {"operator": claim.operator, "merchant": claim.seller, "platform": claim.platform}
    sides = [people.Side(role=role, organisation=one) for role, one in houses.items() if one is not None]
    sides.append(people.Side(role="customer", person=claim.buyer))
    return people.seat(stream=claim.stream(), sides=sides, now=now)


def state(claim: Claim, told: str, *, by: Actor, now: datetime) -> None:
    """Write down what the buyer said: his words are bound by a fact from then on."""
    if told.strip():
        timeline.write(claim.stream(), STATED, by=by, now=now, private={"text": told.strip()})


def book(claim: Claim, *, now: datetime) -> None:
    """Book once what was paid for a purchase, so that it can be refunded to its payer, and what went back before."""
    purchase = claim.purchase
    rows = list(purchase.lines.order_by("position"))
    lines = [
        ledger.Charge(
            code=line.sku or f"L{line.position}", name=line.title, full_fen=line.amount_fen, amount_fen=line.amount_fen
        )
        for line in rows
    ]
    if purchase.freight_fen:
        fen = purchase.freight_fen
        lines.append(ledger.Charge(code="FREIGHT", name="运费", name_en="freight", full_fen=fen, amount_fen=fen))
    bill = ledger.record_paid(
        stream=stream_of(purchase),
        lines=lines,
        payer=accounts.customer_account(str(claim.buyer_id)),
        payee=accounts.organisation_account(str(claim.seller_id)),
        reference=purchase.paid_reference or purchase.order_key,
        method=purchase.paid_method,
        by=SYSTEM,
        now=now,
    )
    if bill.refunded_fen or purchase.unnamed_fen or any(line.refunded_fen for line in rows):
        shop_bills.book_gone(purchase, bill, by=SYSTEM, now=now)


def bring_evidence(claim: Claim, *, now: datetime) -> None:
    """Bring along what was sealed about the order before anybody claimed."""
    party = f"organisation:{claim.seller_id}"
    evidence.bring(
        from_=stream_of(claim.purchase), to=claim.stream(), party_key=party, by=SYSTEM, now=now, claimed_at=now
    )


def note_told(claim: Claim, *, version: str, way: str, by: Actor, now: datetime) -> None:
    """Write down how the buyer was told what becomes of his data: he agreed to an edition, or heard of it elsewhere."""
    personal_data.consent(
        person=claim.buyer,
        purpose="claim",
        version=version,
        channel=way,
        by=by,
        now=now,
        stream=claim.stream(),
        basis="consent" if version else "contract",
    )
