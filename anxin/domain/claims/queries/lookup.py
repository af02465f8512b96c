"""Find claims for who may see them, and what stands about them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from anxin.core import settings, timeline
from anxin.core.actors import Actor
from anxin.core.compiled_queries import compiled
from anxin.core.errors import Missing
from anxin.core.imports.earlier_numbers import keys_numbered
from anxin.core.states import remember, remembered
from anxin.core.timeline import StreamKey
from anxin.core.zone import SHANGHAI
from anxin.domain.claims import rules
from anxin.domain.claims.choices import FREIGHT, NOT_REFUNDED, REASONS
from anxin.domain.claims.models import (
    AdvanceAnswer,
    Answer,
    Appeal,
    Claim,
    Decision,
    Dispute,
    Outcome,
    Recovery,
    Referral,
    TakenOver,
)
from anxin.domain.claims.queries import companions, freight, line_money, piece_places
from anxin.domain.claims.queries.companions import Look
from anxin.domain.claims.rules import TypeAllowed
from anxin.domain.claims.states import CLAIM
from anxin.domain.evidence import queries as evidence
from anxin.domain.evidence.models import Link
from anxin.domain.goods import rules as goods
from anxin.domain.goods.models import Product, Purchase, PurchaseLine
from anxin.domain.ledger import queries as ledger
from anxin.domain.people import queries as people
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries import promises
from anxin.domain.threads import queries as threads

SEATED = ("operator", "seller")
"""Whose houses a claim itself names as party to it from its beginning to its end."""


class NoSuchClaim(Missing):
    """There is no such claim, or not for this actor."""

    code = "claims.no_such_claim"


def visible_to(actor: Actor, *, now: datetime) -> QuerySet[Claim]:
    """Return the claims of an actor's streams; a merchant's are among those about its sales."""
    mine = people.sees(actor, "claim", now=now, seated=SEATED)
    if actor.kind == "staff" and threads.side_of(actor) == "merchant":
        mine &= Q(seller=actor.organisation or None)
    if threads.side_of(actor) == "merchant":  # one that left reads what is open
        mine &= Q(seller__left_at=None) | ~Q(seller=actor.organisation or None) | ~Q(state__in=CLAIM.ends)
    return whole(Claim.objects.filter(mine))


def formerly(number: str) -> QuerySet[TakenOver, UUID]:
    """Return the claims that had this number in a system before, the last or one before it."""
    last = TakenOver.objects.filter(old_number=number).values_list("claim", flat=True)
    return last.union(keys_numbered("claim", number))


def whole(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    """Join what every page of a claim names: houses, order, buyer."""
    return rows.select_related("operator", "seller", "platform", "purchase", "buyer__place", "taken_over")


@compiled
def _numbered(*, number: str, actor: Actor, now: datetime) -> QuerySet[Claim]:
    return visible_to(actor, now=now).filter(number=number)


@compiled
def _keyed(*, key: UUID) -> QuerySet[Claim]:
    return whole(Claim.objects.filter(pk=key))


def claim(number: str, *, actor: Actor, now: datetime) -> Claim:
    """Return a claim by its number, or by the one it had elsewhere, for who may see it; two alike open neither."""
    wanted = number.strip().upper()
    found = next(iter(_numbered(number=wanted, actor=actor, now=now)), None)
    if found is None:
        elsewhere = visible_to(actor, now=now).filter(pk__in=formerly(wanted))[:2]
        found = elsewhere[0] if len(elsewhere) == 1 else None
    if found is None:
        raise NoSuchClaim({"number": number[:40]})
    return found


def parcel(number: str, *, actor: Actor, now: datetime) -> Claim:
    """Return a claim whose goods come back to an actor's house: who packs takes them in without reading the claim."""
    found = parcels(actor, now=now).filter(number=number.strip().upper()).first()
    if found is None:
        raise NoSuchClaim({"number": number[:40]})
    return found


def parcels(actor: Actor, *, now: datetime) -> QuerySet[Claim]:
    """Return the claims whose goods come back to an actor's house, for everybody at its packing table."""
    if threads.side_of(actor) != "merchant":
        return Claim.objects.none()
    mine = Exists(people.parties_of(actor, now=now).filter(stream_kind="claim", stream_key=OuterRef("pk")))
    states = CLAIM.capabilities["take_in"]
    return whole(Claim.objects.filter(mine, seller=actor.house, state__in=states))


def claim_by_key(key: str) -> Claim:
    """Return a claim by its id, for handlers, clocks and tasks; in a block it is read once."""
    found = remembered(Claim, key)
    if found is None:
        found = next(iter(_keyed(key=UUID(key))), None)
        if found is None:
            raise NoSuchClaim({"claim": key})
        remember(found)
    return found


def claim_of_repair(stream: StreamKey) -> Claim | None:
    """Return the claim whose decision opened a repair."""
    if stream.kind != "repair":
        return None
    numbers = Repair.objects.filter(id=stream.key).values("number")
    return whole(Claim.objects.filter(repair_number__in=numbers)).first()


def decision_of(row: Claim) -> Decision:
    """Return the decision of a claim that waits for a second person, or the newest one."""
    found = row.decisions.filter(state="proposed").first() or row.decisions.order_by("-created_at").first()
    if found is None:
        raise NoSuchClaim({"number": row.number})
    found.claim = row
    return found


def advance_answer(key: str, *, actor: Actor) -> AdvanceAnswer:
    """Return one's own advance answer."""
    found = AdvanceAnswer.objects.select_related("organisation").filter(id=key, organisation=actor.house)
    row = found.first()
    if row is None:
        raise NoSuchClaim({"standing": key[:40]})
    return row


def last_answer(row: Claim) -> Answer | None:
    """Return how the merchant was last heard; None where he was not."""
    return next(reversed(companions.answers_of(row)), None)


def is_gone(row: Claim) -> bool:
    """Return whether a claim's merchant left or answers nothing any more, so that others would pay for its yes."""
    return row.seller.left_at is not None or row.seller.silent_at is not None


def agreement(row: Claim) -> Answer | None:
    """Return the merchant's yes that counts: it is there to pay, and no decision has used it, nothing overtaken it."""
    return None if is_gone(row) else last_yes(row)


def last_yes(row: Claim) -> Answer | None:
    """Return the merchant's yes that no decision has used yet and nothing has overtaken, be he gone since."""
    last = last_answer(row)
    if last is None or not is_yes(last) or last.id in {one.answer_id for one in companions.decisions_of(row)}:
        return None
    return last


def is_yes(answer: Answer) -> bool:
    """Return whether an answer is the merchant's yes, or an offer of his that was accepted."""
    return rules.agreed_at(kind=answer.kind, at=answer.at, accepted_at=answer.accepted_at) is not None


def open_offer(row: Claim) -> Answer:
    """Return the merchant's offer on the table."""
    return [one for one in companions.answers_of(row) if one.kind == "offer"][-1]


def decision_in_force(row: Claim) -> Decision | None:
    """Return the decision that stands and is being carried out."""
    return companions.decision_in(row, "final")


def unread(row: Claim) -> tuple[str, ...]:
    """Return the pictures whose outcome is not the one that lay before who drew up the open proposal."""
    proposed = companions.decision_in(row, "proposed")
    return unread_of(proposed, companions.pictures_of(row)) if proposed else ()


def unread_of(proposed: Decision, pictures: Iterable[Look]) -> tuple[str, ...]:
    """Return of some pictures those whose outcome is not the one that lay before who drew up a proposal (one query)."""
    seen = set(proposed.seen.values_list("examination", flat=True))
    return tuple(link.label for link, one in pictures if one is None or one.id not in seen)


def hearings_of(reviewer: str) -> list[Dispute | Appeal]:
    """Return the open appeals and disputes a reviewer has."""
    mine = {"reviewer": reviewer, "state": "assigned"}
    appeals = Appeal.objects.filter(**mine).select_related("claim").order_by("id")
    return [*appeals, *Dispute.objects.filter(**mine).select_related("claim").order_by("id")]


def pictures_of(row: Claim, *, side: str) -> list[Link]:
    """Return the pictures a side has handed in."""
    return [one for one, _ in evidence.outcomes(row.stream()) if one.side == side]


def labelled(row: Claim) -> bool:
    """Return whether a label was found in a picture of the buyer's."""
    return is_labelled(companions.pictures_of(row))


def is_labelled(pictures: Iterable[Look]) -> bool:
    """Return whether a label was found in one of the buyer's among some pictures."""
    seen = [one for link, one in pictures if link.side == "buyer" and one is not None]
    return any(reason.startswith("label.") for one in seen for reason in one.reasons)


SAID_THERE = "claims.said"
"""The clock of what a platform is only said to have decided, to be proven or contradicted."""


def is_said(row: Claim) -> bool:
    """Return whether what a platform decided about a claim was told by nobody who proves it."""
    return Outcome.objects.filter(claim=row, told_by__in=rules.SAID).exists()


def paid_for(purchase: Purchase) -> int:
    """Return what was paid for an order and is not given back in its shop, freight included, in fen.

    One query, and three of an order of which its shop gave something back for no known line.
    """
    apart = line_money.of_order(purchase).apart_fen if purchase.unnamed_fen else 0
    goods = PurchaseLine.objects.filter(purchase=purchase).aggregate(all=Sum(F("amount_fen") - F("refunded_fen")))
    return max((goods["all"] or 0) + purchase.freight_fen - apart, 0)


def numbers_there(claim: Claim) -> set[str]:
    """Return the numbers that a claim's platform gave it and its decision."""
    told = Outcome.objects.filter(claim=claim).values_list("reference", flat=True).first()
    return {one for one in (claim.platform_ref, told) if one}


def left_of(purchase: Purchase) -> int | None:
    """Return what can still be refunded of an order's payment, in fen; None where no payment is known here."""
    bill = ledger.latest(StreamKey("purchase", str(purchase.id)))
    return None if bill is None else ledger.refundable(bill)


def reachable(purchase: Purchase) -> int:
    """Return what a claim can still reach of an order, in fen: all that is paid where nothing is booked here yet."""
    left = left_of(purchase)
    return paid_for(purchase) if left is None else left


def returnable(*, purchase: Purchase, lines: Iterable[PurchaseLine], now: datetime) -> tuple[bool, str]:
    """Return whether lines may go back without a reason today, and why or why not."""
    days: int = settings.get("claims.seven_day_return_d", at=now)
    signed = purchase.delivered_at and purchase.delivered_at.astimezone(SHANGHAI).date()
    found = [
        goods.seven_day_return(
            signed_date=signed, on=now.astimezone(SHANGHAI).date(), no_return=line.no_return, days=days
        )
        for line in lines
    ]
    return next((one for one in found if not one[0]), found[0] if found else (False, "no_lines"))


def address_asked(row: Claim) -> datetime | None:
    """Return when the buyer was asked last where somebody should come to; None where he wasn't (one query)."""
    asked = timeline.Entry.objects.filter(stream__kind="claim", stream__key=str(row.id), code="claims.address_asked")
    return asked.order_by("-position").values_list("at", flat=True).first()


def nobody_sent(row: Claim, product: Product | None, *, unheard: bool, now: datetime) -> str:
    """Return why nobody may be sent to mend a claim's goods; empty where its buyer has still to say where they are."""
    if product is None:
        return "unnamed"
    if row.buyer.place is None:
        return ""
    return "silent" if unheard else promises.nobody_may_come(product, row.buyer.place, now=now)


def address_needed(row: Claim) -> bool:
    """Return whether the buyer should say where somebody is to come to: a repair is wished for, or was thought of."""
    if row.buyer.place_id is not None or row.state in CLAIM.ends:
        return False
    return row.type == "repair" or address_asked(row) is not None


def return_address(row: Claim, *, now: datetime) -> str:
    """Return the merchant's address for returns as it is now; empty where he has entered none."""
    told: str = settings.get("claims.return_address", at=now, organisation=str(row.seller_id))
    return told


def options(
    *, purchase: Purchase, lines: list[PurchaseLine], pieces: Mapping[int, int], reason: str, now: datetime
) -> tuple[TypeAllowed, ...]:
    """Return which kinds of claim the rules allow for so many pieces of some lines and a reason, and why.

    Of a line that `pieces` doesn't name by its position it is one.
    """
    can_return, why = returnable(purchase=purchase, lines=lines, now=now)
    repairable = all(line.product_id is not None for line in lines)
    found = rules.types_for(reason, returnable=can_return, return_why=why, repairable=repairable)
    if reason == NOT_REFUNDED:
        said = line_money.contestable(purchase, [line.position for line in lines])
        return found if said else rules.without_money(found, why="nothing_said")
    if reason == FREIGHT:
        why_not = freight.why_not(purchase, now=now) or ("already_back" if left_of(purchase) == 0 else "")
        return rules.without_money(found, why=why_not) if why_not else found
    money = line_money.of_order(purchase)
    there = piece_places.with_buyer(lines, money.placed)
    if any(there[line.pk] < pieces.get(line.position, 1) for line in lines):
        found = rules.without_goods(found, why="fewer_here" if all(there.values()) else "goods_away")
    return rules.without_money(found) if money.is_back(lines) or left_of(purchase) == 0 else found


def option(
    *, purchase: Purchase, chosen: Sequence[tuple[PurchaseLine, int]], reason: str, type: str, now: datetime
) -> TypeAllowed:
    """Return whether one kind of claim about so many pieces of lines is allowed, and why or why not."""
    lines, pieces = [one for one, _ in chosen], {one.position: count for one, count in chosen}
    found = options(purchase=purchase, lines=lines, pieces=pieces, reason=reason, now=now)
    unknown = TypeAllowed(type=type, allowed=False, why="unknown")
    return next((one for one in found if one.type == type and reason in REASONS), unknown)


def recovery_of(row: Claim) -> Recovery:
    """Return the newest recovery of a claim, for who has found the claim."""
    found = row.recoveries.order_by("-created_at").first()
    if found is None:
        raise NoSuchClaim({"number": row.number})
    found.claim = row
    return found


def referral_of(row: Claim, *, key: str, side: str) -> Referral:
    """Return one of a side's own referrals of a claim; the desk's are those of every side."""
    mine = row.referrals.all() if side == "desk" else row.referrals.filter(side=side)
    found = mine.filter(id=key).first()
    if found is None:
        raise NoSuchClaim({"number": row.number})
    found.claim = row
    return found
