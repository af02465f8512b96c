"""Claims that come from another system, in whatever state they are there, with the number they have there.

No step of ours is made up, and no money moves by it: what was decided there and is still to be paid waits for finance,
who sends it from here or says that it has gone. Of what the operator brings its merchant is told, of what the merchant
brings the buyer is.
"""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime

from anxin.core import clocks, files, inserts, numbers, timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.imports.earlier_numbers import keep as keep_numbers
from anxin.core.imports.earlier_numbers import split
from anxin.core.states import begin, lock, transition
from anxin.core.tables import Values, text_in
from anxin.core.zone import SHANGHAI
from anxin.domain.claims import rules
from anxin.domain.claims.actions import beginnings, decisions, execution, former_money, outside_forums
from anxin.domain.claims.actions.decisions import Ruling, hear
from anxin.domain.claims.actions.disputes import open_dispute
from anxin.domain.claims.actions.filing import TOLD, OpenAlready
from anxin.domain.claims.actions.return_addresses import await_goods
from anxin.domain.claims.actions.returned_goods import await_waybill
from anxin.domain.claims.models import Claim, ClaimLine, Decision, TakenOver
from anxin.domain.claims.queries import claimed_pieces, lookup, takeouts
from anxin.domain.claims.queries import imports as known
from anxin.domain.claims.rules import takeovers
from anxin.domain.claims.states import CLAIM
from anxin.domain.claims.wording.tables import CELLS
from anxin.domain.evidence import actions as evidence
from anxin.domain.goods.models import Purchase, PurchaseLine
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.queries.witnesses import PARTIES

MERCHANT = Actor(kind="system", id=takeovers.MERCHANT, via="import")
DESK = Actor(kind="system", id=takeovers.DESK, via="import")


class ClaimTakenOverAlready(WrongState):
    """The claim goes on here by now: no file changes it, and none takes it away again."""

    code = "claims.taken_over_already"


@dataclass(frozen=True, kw_only=True)
class _Row:
    """One row of a file, with what it names."""

    values: Values
    purchase: Purchase
    lines: list[tuple[PurchaseLine, int]]
    own: bool = False

    def text(self, name: str) -> str:
        return text_in(self.values, name)

    @property
    def there(self) -> bool:
        return bool(self.values.get("platform_number"))

    @property
    def lie_there(self) -> bool:
        return bool(self.values.get("goods"))

    @property
    def state(self) -> str:
        return takeovers.state_here(state=self.text("state"), there=self.there)

    @property
    def remedy(self) -> str:
        state, remedy = self.text("state"), self.text("remedy")
        return takeovers.remedy_of(state=state, remedy=remedy, amount_fen=self.amount_fen)

    @property
    def amount_fen(self) -> int:
        return known.fen_in(self.values, "amount")


def take_over(*, values: Values, by: Actor, now: datetime, told_by: str = "import") -> Claim:
    """Take one claim over as it stands elsewhere; its clocks run to the day the file names, else from now.

    `told_by` is how its buyer was told what becomes of his data; of a platform's claim by its terms.

    Raises `TakenOverAlready`, `claims.open_already`, and what carrying out a decision would raise.
    """
    seller, old_number = people_queries.organisation(text_in(values, "seller")), text_in(values, "old_number")
    if TakenOver.objects.filter(seller=seller, old_number=old_number).exists():
        raise ClaimTakenOverAlready({"number": old_number})
    here = takeouts.own(values)
    if here is not None and here.purchase.order_key == values["order"]:
        raise ClaimTakenOverAlready({"number": old_number})  # written out by this very house
    earlier = split(values.get("earlier_numbers"))
    if (known_as := known.known_as(values["seller"], old_number, *earlier)) is not None:
        raise Invalid("earlier_numbers", expected=str(CELLS["earlier_numbers"]).format(number=known_as), got="")
    row = replace(_read(values), own=told_by == "shop")
    lock(row.purchase)
    claim = _numbered(row, now)
    parties = beginnings.seat(claim, now=now)
    people.carry_over(person=claim.buyer, stream=claim.stream(), given=(), by=by, now=now)
    facts = {**beginnings.first_fact(claim, row.lines), PARTIES: parties}
    begin(claim, by=by, now=now, facts=facts, private={"old_number": old_number}, taken_over=row.state)
    beginnings.state(claim, row.text("told"), by=by, now=now)
    beginnings.note_told(claim, version="", way="platform" if row.there else told_by, by=by, now=now)
    is_open = row.state not in CLAIM.ends
    inserts.insert(
        [
            ClaimLine(claim=claim, line=one, quantity=pieces, open=is_open, freed_at=None if is_open else now)
            for one, pieces in row.lines
        ]
    )
    _remember(claim, row, untold=is_open and not row.own, now=now)
    beginnings.book(claim, now=now)
    if not is_open:
        _bring_files(claim, row, by=by, now=now)
        if gone := known.gone_fen(values):
            former_money.book_gone(claim, gone, reference=old_number, by=DESK, now=now)  # by its word there
        return claim
    _go_on(claim, row, now)
    beginnings.bring_evidence(claim, now=now)  # what is looked at only now did not lie before who decided there
    _bring_files(claim, row, by=by, now=now)
    return claim


def take_own_over(*, values: Values, by: Actor, now: datetime) -> Claim:
    """Take a claim over that its merchant brings: his word makes his time no longer and the buyer's no shorter.

    The buyer is told, and goes on in it. Raises `Invalid` for such a day, and what `take_over` raises.
    """
    state, due_at = text_in(values, "state"), known.moment(values, "due")
    if due_at is not None and due_at > now and takeovers.waits(state=state, there=bool(values.get("platform_number"))):
        seller = str(people_queries.organisation(text_in(values, "seller")).pk)
        usual_at = clocks.due_time(takeovers.CLOCKS[state], now=now, organisation=seller)
        if not takeovers.keeps_time(state=state, due_at=due_at, usual_at=usual_at):
            until = f"{usual_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
            raise Invalid("due", expected=str(CELLS["due_own"]).format(until=until), got=text_in(values, "due"))
    claim = take_over(values=values, by=by, now=now, told_by="shop")
    timeline.write(claim.stream(), "claims.brought_in", by=by, now=now)
    return claim


def _bring_files(claim: Claim, row: _Row, *, by: Actor, now: datetime) -> None:
    """Link the pictures and videos that came beside the file, each to its side; sealed is sealed here and now."""
    parties = {"buyer": f"person:{claim.buyer_id}", "merchant": f"organisation:{claim.seller_id}"}
    handed_in = known.moment(row.values, "files_date")
    if handed_in is not None and handed_in > now:
        raise Invalid("files_date", expected=str(CELLS["file_future"]), got=row.text("files_date"))
    for column, name, sha256 in known.files_named(row.values):
        file, side = files.holding(sha256), takeouts.SIDES[column]
        if file is None:
            raise Invalid(column, expected=name, got="")
        evidence.take_over(
            file=file,
            stream=claim.stream(),
            owner_key=str(claim.seller_id),
            order_key=claim.purchase.order_key,
            party_key=parties[side],
            side=side,
            handed_in_date=handed_in and handed_in.date(),
            claimed_at=claim.created_at,
            by=by,
            now=now,
        )


def keep(*, key: Values, by: Actor, now: datetime) -> None:
    """Refuse to take a claim away again: people wait for it, and its record stays."""
    raise ClaimTakenOverAlready({"number": key["old_number"]})


def _read(values: Values) -> _Row:
    purchase = known.order(values)
    lines = known.chosen(values, purchase) if purchase else None
    if purchase is None or purchase.buyer is None or not lines:
        raise Invalid("order", expected=str(CELLS["no_order"]), got=text_in(values, "order"))
    row = _Row(values=values, purchase=purchase, lines=lines)
    if (gone := known.gone_fen(values)) > (left := lookup.reachable(purchase)):
        raise Invalid("amount", expected=f"at most {left}", got=gone)
    free = claimed_pieces.of_order([one for one, _ in lines])
    for one, pieces in lines:
        if row.state not in CLAIM.ends and pieces > free[one.pk].count:
            raise OpenAlready({"line": one.position, "number": free[one.pk].claim})
        if "repair" in (row.text("type"), row.remedy) and one.product_id is None:
            raise Invalid("type", expected=str(CELLS["no_model"]), got=row.text("type"))
    return row


def _numbered(row: _Row, now: datetime) -> Claim:
    purchase, linked = row.purchase, known.repair(row.values)
    type_, reason = row.text("type"), row.text("reason")
    given = rules.statutory(type=type_, reason=reason, returnable=row.state in takeovers.STATUTORY)
    claim = Claim(
        id=uuid7(),
        number=numbers.issue("C", now=now),
        forum=Claim.Forum.PLATFORM if row.there else Claim.Forum.OWN,
        operator=people_queries.operator(),
        seller=purchase.seller,
        platform=purchase.platform,
        purchase=purchase,
        buyer=purchase.buyer,
        type=type_,
        reason=reason,
        asked_fen=known.fen_in(row.values, "asked") or known.most_of(purchase, row.lines),
        statutory=given,
        channel="import",
        platform_ref=row.text("platform_number"),
        return_waybill=row.text("waybill"),
        received=row.state == "inspecting" or row.lie_there,
        repair_number=linked.number if linked and row.remedy == "repair" else "",
    )
    if row.text("told"):
        claim.told_sealed = vault.seal(TOLD, claim.id, row.text("told"))
    if row.state in CLAIM.ends:
        claim.outcome = takeovers.outcome(state=row.state, remedy=row.remedy, there=row.there)
    return claim


def _remember(claim: Claim, brought: _Row, *, untold: bool, now: datetime) -> None:
    filed, number = brought.text("filed"), brought.text("old_number")
    row = TakenOver(id=uuid7(), claim=claim, seller=claim.seller, old_number=number, at=now, untold=untold)
    row.earlier_numbers = brought.text("earlier_numbers")
    keep_numbers("claim", claim.pk, split(row.earlier_numbers))
    row.filed_date = date.fromisoformat(filed) if filed else None
    row.brought_sealed = vault.seal(takeouts.BROUGHT, row.id, json.dumps(brought.values, ensure_ascii=False))
    row.save(force_insert=True)


def _go_on(claim: Claim, row: _Row, now: datetime) -> None:
    """Let everything that an open claim needs in its state run from here."""
    own = claim.forum == Claim.Forum.OWN
    if own and claim.state not in ("decided", "executing"):
        clocks.start("claims.ceiling", claim.stream(), whose="", now=now)
    if row.text("state") in takeovers.HEARD:
        _hear(claim, row, now)
    if row.text("state") in takeovers.DECIDED:
        _decided(claim, row, now)
    elif row.text("state") == "outcome_taken":
        outside_forums.take_outcome(
            claim=claim,
            what="refunded",
            amount_fen=row.amount_fen,
            reference=claim.platform_ref,
            reason=row.text("why"),
            by=SYSTEM,
            now=now,
        )
        return
    elif claim.state == "offer_made":
        execution.check(claim, row.remedy, row.amount_fen, now=now)
        hear(
            claim,
            kind="offer",
            reason=row.text("answer"),
            remedy=row.remedy,
            amount_fen=row.amount_fen,
            by=MERCHANT,
            unit=claim.seller_id,
            now=now,
        )
    elif claim.state in ("review", "need_evidence"):
        open_dispute(claim, cause="contested" if row.text("answer") else "unanswered", by=SYSTEM, now=now)
    _clock(claim, row, now)


def _hear(claim: Claim, row: _Row, now: datetime) -> None:
    """Write down how the merchant was heard there: his yes, his words against it, or his silence."""
    granted = takeovers.agreed(
        remedy=row.remedy,
        amount_fen=row.amount_fen,
        type=claim.type,
        asked_fen=claim.asked_fen,
        why=row.text("why"),
    )
    if row.text("state") in takeovers.DECIDED and (granted or takeovers.says_yes(row.text("answer"))):
        kind, reason = "agree", row.text("answer") or rules.AGREED
    else:
        kind, reason = ("contest", row.text("answer")) if row.text("answer") else ("timeout", "")
    hear(claim, kind=kind, by=MERCHANT, unit=claim.seller_id, now=now, reason=reason)


def _decided(claim: Claim, row: _Row, now: datetime) -> None:
    """Write down what was decided there; in `decided` it may still be appealed, else it stands."""
    reason = row.text("why") or row.text("answer") or rules.AGREED
    ruling = Ruling(remedy=row.remedy, amount_fen=row.amount_fen, reason=reason)
    if not claim.repair_number and row.state != "inspecting":
        execution.check(claim, row.remedy, row.amount_fen, now=now)
    made = decisions.make(claim=claim, kind=Decision.Kind.TAKEN_OVER, ruling=ruling, by=DESK, now=now)
    decisions.give(made, by=SYSTEM, now=now)
    if claim.state != "decided":
        transition(made, "finish", by=SYSTEM, now=now)
    if claim.state == "executing" and (known.gone_fen(row.values) or row.remedy == "refuse"):
        await_waybill(claim, now=now, due_at=_due(row, now))
        if gone := known.gone_fen(row.values):
            former_money.book_gone(claim, gone, reference=row.text("old_number"), by=DESK, now=now)
    elif claim.state == "executing" and row.remedy in rules.MONEY:
        execution.leave_to_finance(claim, row.amount_fen, now=now)
    elif claim.state == "executing" and row.remedy == "exchange":
        whose, due_at = str(claim.seller_id), _due(row, now)
        clocks.start("claims.replacement", claim.stream(), whose=whose, organisation=whose, now=now, due_at=due_at)
    elif claim.state == "executing" and row.remedy == "repair":
        clocks.start("claims.repair", claim.stream(), whose=str(claim.operator_id), now=now, due_at=_due(row, now))


def _clock(claim: Claim, row: _Row, now: datetime) -> None:
    """Start the clock of the state, to the day the file names; one that is over already begins anew."""
    kind = takeovers.CLOCKS.get(claim.state, "")
    buyer, seller, due_at = f"person:{claim.buyer_id}", str(claim.seller_id), _due(row, now)
    if claim.state == "merchant_answer":
        if not claim.answers.exists():
            _answer_due(claim, row, now)
    elif claim.state == "need_evidence":
        until = due_at or clocks.due_time("claims.evidence", now=now)
        evidence.ask(stream=claim.stream(), kind="link", side="buyer", expires_at=until, by=SYSTEM, now=now)
        clocks.start(kind, claim.stream(), whose=buyer, now=now, due_at=until)
    elif claim.state == "waiting_return" and claim.return_waybill:
        clocks.start("claims.receive", claim.stream(), whose=seller, now=now, due_at=due_at)
    elif claim.state == "waiting_return":
        await_goods(claim, now=now, due_at=due_at)
    elif claim.state in ("offer_made", "inspecting", "decided"):
        whose = {"inspecting": seller, "decided": ""}.get(claim.state, buyer)
        clocks.start(kind, claim.stream(), whose=whose, now=now, due_at=due_at)


def _answer_due(claim: Claim, row: _Row, now: datetime) -> None:
    """Have the merchant answer: until when his file says, of what is brought for him once he had time to."""
    seller, due_at = str(claim.seller_id), _due(row, now)
    usual_at = clocks.due_time("claims.answer", now=now, organisation=seller)
    least_at = now if row.own else min(usual_at, clocks.due_time("claims.answer", now=now, setting="claims.brought_h"))
    until = takeovers.answer_due(usual_at=usual_at, least_at=least_at, due_at=due_at, there=row.there)
    if due_at is not None and row.there:
        clocks.start("claims.platform", claim.stream(), whose=seller, now=now, due_at=due_at)
    Claim.objects.filter(pk=claim.pk).update(answer_due_at=until)
    claim.answer_due_at = until
    clocks.start("claims.answer", claim.stream(), whose=seller, now=now, due_at=until)
    if until < least_at:
        TakenOver.objects.filter(claim=claim).update(brought_late=True)
        timeline.write(claim.stream(), "claims.brought_late", by=SYSTEM, now=now)


def _due(row: _Row, now: datetime) -> datetime | None:
    """Return until when the file says; None where it says nothing, or a moment that is over."""
    found = known.moment(row.values, "due")
    return found if found is not None and found > now else None
