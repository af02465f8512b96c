"""A claim is filed by line, with a reason, and numbered; the merchant is asked, or a return opens at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from anxin.core import clocks, inserts, numbers, timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.once.idempotency import made_once
from anxin.core.states import begin, lock, transition
from anxin.core.wording import words_of
from anxin.domain.claims import queries, rules, wording
from anxin.domain.claims.actions import beginnings, decisions
from anxin.domain.claims.actions.addresses import AddressNeeded
from anxin.domain.claims.actions.originals import PictureGiven, keep_original
from anxin.domain.claims.actions.return_addresses import await_goods
from anxin.domain.claims.choices import FREIGHT
from anxin.domain.claims.models import Claim, ClaimLine
from anxin.domain.claims.queries import claimed_pieces, line_money, order_options
from anxin.domain.claims.rules.filing import LONGEST
from anxin.domain.claims.states import WRITES_DOWN
from anxin.domain.goods.models import Purchase, PurchaseLine
from anxin.domain.goods.queries.purchases import is_from_platform
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Organisation, Person
from anxin.domain.people.queries import access, actors
from anxin.domain.people.queries.witnesses import PARTIES
from anxin.domain.reputation import actions as reputation

TOLD, SCOPE = "claims.told", "claims.file"


class NotAllowed(Invalid):
    """The rules don't allow this kind of claim for this reason; the facts say why."""

    code = "claims.not_allowed"


class OpenAlready(WrongState):
    """So many pieces of this line aren't free: an open claim is about others, or about these; the facts name it."""

    code = "claims.open_already"


class SaidBack(OpenAlready):
    """What was paid for these pieces is said to have gone back by a claim: its buyer contradicts it there."""

    code = "claims.said_back"


class NotYourPurchase(Forbidden):
    """Only the buyer claims, or the desk for him."""

    code = "claims.not_your_purchase"


class NoPlatform(Invalid):
    """The order came from no platform, so its seller can't say that one decides."""

    code = "claims.no_platform"


class TooMuch(Invalid):
    """More is asked for than was paid for these lines."""

    code = "claims.too_much"


@dataclass(frozen=True, kw_only=True)
class ClaimLineGiven:
    """A line by its position on the purchase, and how many of its pieces."""

    position: int
    quantity: int = 1


@dataclass(frozen=True, kw_only=True)
class Filing:
    """What a buyer asks for; `asked_fen` of nothing means all that was paid for the lines.

    `phone` proves a stranger: it must be the one the order was placed with. Whoever files for the buyer and gives it,
    with the `name` the order is in, sees them in the claim; what he doesn't give goes over unseen. `key` is the
    sender's own: for a day, from this `sender` (his browser's session; else who files), and for the buyer of this
    purchase only. `address`: where a technician is to come to, for a repair of somebody whose address isn't known yet.
    `told_by` says how the buyer was told what becomes of his data (a way of `people`), `consent_version` in which
    editions where that is known.
    """

    purchase: Purchase
    lines: tuple[ClaimLineGiven, ...]
    type: str
    reason: str
    told: str = ""
    asked_fen: int = 0
    declaration: str = ""
    pictures: Sequence[PictureGiven] = ()
    channel: str = "page"
    phone: str = ""
    name: str = ""
    platform_ref: str = ""
    platform_due_at: datetime | None = None
    key: str = ""
    sender: str = ""
    address: str = ""
    consent_version: str = ""
    told_by: str = ""


@dataclass(frozen=True, kw_only=True)
class FiledClaim:
    """The numbered claim and the secret part of the buyer's link to it.

    `kept`: what was told of the buyer of a known order otherwise than it is kept, and changed nothing.
    """

    claim: Claim
    token: str
    kept: tuple[str, ...] = ()


def file(*, filing: Filing, by: Actor, now: datetime) -> FiledClaim:
    """Number a claim and ask the merchant, or open a statutory return; the same key again gives the same claim.

    Raises `claims.not_allowed`, `claims.open_already`, `claims.said_back`, `claims.too_much`,
    `claims.not_your_purchase`, `claims.address_needed`, and for a given address
    `places.not_found`, `places.too_coarse`.
    """
    buyer = _buyer(filing.purchase, filing.phone, by)
    if not filing.key:
        return _filed(_begun(filing, buyer, by, now), now)
    sender = f"{filing.sender or by.key}|{buyer.id}|{filing.purchase.id}"
    made = made_once(
        Claim, scope=SCOPE, key=filing.key, sender=sender, now=now, make=lambda: _begun(filing, buyer, by, now)
    )
    return _filed(made, now)


def _filed(claim: Claim, now: datetime) -> FiledClaim:
    return FiledClaim(claim=claim, token=people.link(stream=claim.stream(), person=claim.buyer, now=now))


def _begun(filing: Filing, buyer: Person, by: Actor, now: datetime) -> Claim:
    beginnings.check_words({name: getattr(filing, name) for name in LONGEST})
    purchase = filing.purchase
    if filing.platform_ref and by.organisation == str(purchase.seller_id) and not is_from_platform(purchase):
        order = {"order": purchase.order_key}
        raise NoPlatform("platform_ref", expected="", got=filing.platform_ref, facts=order)
    beginnings.check_due(filing.platform_due_at, ref=filing.platform_ref, now=now)
    lock(purchase)
    chosen = _chosen(filing)
    option = queries.option(purchase=purchase, chosen=chosen, reason=filing.reason, type=filing.type, now=now)
    if not option.allowed and (not filing.platform_ref or option.why in rules.NOT_THEIRS_EITHER):
        why = {"why": option.why, "said": words_of(wording.WHY_ALLOWED, option.why)}
        raise NotAllowed("type", expected="a kind allowed for the reason", got=filing.type, facts=why)
    lives_there = _keep_address(filing, buyer, by, now)
    claim = _numbered(filing, chosen, people_queries.operator(), buyer, now)
    parties = beginnings.seat(claim, now=now)  # before the first fact, so that they are told of it
    given = access.said_right(buyer, name=filing.name, phone=filing.phone, address=lives_there)
    people.carry_over(person=buyer, stream=claim.stream(), given=given, by=by, now=now)
    begin(claim, by=by, now=now, facts={**beginnings.first_fact(claim, chosen), PARTIES: parties})
    beginnings.state(claim, filing.told, by=by, now=now)
    inserts.insert([ClaimLine(claim=claim, line=one, quantity=count) for one, count in chosen])
    beginnings.book(claim, now=now)
    beginnings.bring_evidence(claim, now=now)
    for picture in filing.pictures:
        keep_original(claim, picture, side="buyer", declaration=filing.declaration, challenge=None, by=by, now=now)
    if filing.told_by:
        beginnings.note_told(claim, version=filing.consent_version, way=filing.told_by, by=by, now=now)
    reputation.record(counter="claimed", subject=buyer.id, stream=claim.stream(), by=SYSTEM, now=now)
    _ask(claim, filing.platform_due_at, now)
    return claim


def _buyer(purchase: Purchase, phone: str, by: Actor) -> Person:
    buyer = purchase.buyer
    if buyer is None:
        raise NotYourPurchase({"order": purchase.order_key})
    if by.kind == "stranger":
        mine = bool(phone) and buyer.phone_index in vault.blind_indexes(phone)
    elif by.roles & {"customer"}:
        mine = str(buyer.id) in actors.selves(by)
    else:
        desk = by.roles & {"agent", "reviewer"} or by.kind == "system"
        mine = bool(desk) or by.organisation in (str(purchase.seller_id), str(purchase.platform_id))
        if phone and by.kind == "staff":  # a caller who gives another phone is not the buyer
            mine = mine and buyer.phone_index in vault.blind_indexes(phone)
    if not mine:
        raise NotYourPurchase({"order": purchase.order_key})
    return buyer


def _keep_address(filing: Filing, buyer: Person, by: Actor, now: datetime) -> bool:
    """Keep the address that comes with a repair for somebody whose address wasn't known; return whether it was."""
    if filing.type != "repair" or buyer.place_id is not None:
        return False
    if not filing.address.strip():
        raise AddressNeeded("address", expected="where a technician is to come to", got="")
    people.note_address(person=buyer, address=filing.address, by=by, now=now)
    return True


def _chosen(filing: Filing) -> list[tuple[PurchaseLine, int]]:
    rows = {line.position: line for line in line_money.of_order(filing.purchase).lines}
    wanted = [line.position for line in filing.lines]
    if not wanted or len(set(wanted)) != len(wanted):
        raise Invalid("lines", expected="each line once", got=len(wanted))
    found, free = [], claimed_pieces.of_order(rows.values())
    for line in filing.lines:
        row = rows.get(line.position)
        if row is None or not 0 < line.quantity <= row.quantity:
            raise Invalid("lines", expected="lines of the purchase and at most their pieces", got=line.position)
        if line.quantity > free[row.pk].count:
            facts = {"line": line.position, "number": free[row.pk].claim}
            raise SaidBack({**facts, "said": said}) if (said := free[row.pk].said) else OpenAlready(facts)
        found.append((row, line.quantity))
    if filing.reason == FREIGHT and {one.position: count for one, count in found} != _all_pieces(rows.values()):
        raise Invalid("lines", expected="all pieces of the order: its freight is asked for", got=len(found))
    return found


def _all_pieces(lines: Iterable[PurchaseLine]) -> dict[int, int]:
    return {one.position: one.quantity for one in lines}


def _numbered(
    filing: Filing, chosen: list[tuple[PurchaseLine, int]], operator: Organisation, buyer: Person, now: datetime
) -> Claim:
    purchase = filing.purchase
    most = order_options.most_for(
        purchase=purchase, pieces={one.position: count for one, count in chosen}, reason=filing.reason
    )
    asked = filing.asked_fen or most
    least = 1 if rules.asks_money(filing.type) else 0
    if not least <= asked <= most:
        raise TooMuch("asked_fen", expected=f"1 to {most}", got=asked, facts={"most_fen": most})
    returnable, _ = queries.returnable(purchase=purchase, lines=[one for one, _ in chosen], now=now)
    claim = Claim(
        id=uuid7(),
        number=numbers.issue("C", now=now),
        forum=Claim.Forum.PLATFORM if filing.platform_ref else Claim.Forum.OWN,
        operator=operator,
        seller=purchase.seller,
        platform=purchase.platform,
        purchase=purchase,
        buyer=buyer,
        type=filing.type,
        reason=filing.reason,
        asked_fen=asked,
        declaration=filing.declaration,
        statutory=rules.statutory(type=filing.type, reason=filing.reason, returnable=returnable),
        channel=filing.channel,
        platform_ref=filing.platform_ref,
    )
    claim.told_sealed = vault.seal(TOLD, claim.id, filing.told.strip()) if filing.told.strip() else ""
    return claim


def _ask(claim: Claim, platform_due_at: datetime | None, now: datetime) -> None:
    stream, seller = claim.stream(), str(claim.seller_id)
    if claim.forum == Claim.Forum.OWN:
        clocks.start("claims.ceiling", stream, whose="", now=now)
    if claim.statutory and claim.forum == Claim.Forum.OWN:
        facts = rules.nowhere(queries.return_address(claim, now=now))
        transition(claim, "open_return", by=SYSTEM, now=now, facts=facts)
        await_goods(claim, now=now)
        return
    due_at = clocks.due_time("claims.answer", now=now, organisation=seller)
    due_at = min(due_at, platform_due_at or due_at)
    agreed = decisions.advance_answer(claim, now=now) is not None
    facts = {"beforehand": True} if agreed else {}
    transition(claim, "ask_merchant", by=SYSTEM, now=now, facts=facts, sets={"answer_due_at": due_at})
    if platform_due_at is not None:
        clocks.start("claims.platform", stream, whose=seller, now=now, due_at=platform_due_at)
    clocks.start("claims.answer", stream, whose=seller, now=now, due_at=due_at)
    if agreed:
        decisions.conclude(claim=claim, now=now)


def give_address(*, claim: Claim, address: str, by: Actor, now: datetime) -> None:
    """Say where a technician is to come to; a known address stays. Raises `places.not_found`, `places.too_coarse`."""
    lock(claim)
    if not queries.address_needed(claim) or not by.roles & {"customer", *WRITES_DOWN}:
        raise WrongState({"machine": "claim", "state": claim.state, "step": "give_address"})
    people.note_address(person=claim.buyer, address=address, by=by, now=now)
    waits = claim.type == "repair" and claim.state == "merchant_answer"
    timeline.write(claim.stream(), "claims.address_given", by=by, now=now, facts={"agreeable": True} if waits else {})
    decisions.conclude(claim=claim, now=now)
