"""A claim with all a page needs: both sides, evidence, locks with their reasons, the decision both will read."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from anxin.core import settings, vault
from anxin.core.actors import Actor
from anxin.core.clocks import open_clocks
from anxin.core.states import Step, buttons, can
from anxin.domain.claims import rules
from anxin.domain.claims.models import Answer, Appeal, Claim
from anxin.domain.claims.queries import finding, lawful, telling
from anxin.domain.claims.queries.decision import DecisionView, decisions_of, named
from anxin.domain.claims.queries.telling import Mark
from anxin.domain.claims.rules import Lock, Losses
from anxin.domain.claims.rules.law import Row
from anxin.domain.evidence import queries as evidence
from anxin.domain.evidence import rules as evidence_rules
from anxin.domain.evidence.queries import CaptureView, ChallengeView, ExaminationView, LinkView
from anxin.domain.people import queries as people
from anxin.domain.people.queries import PersonView
from anxin.domain.repairs.queries import ClockView, EntryLine
from anxin.domain.standing import queries as standing
from anxin.domain.threads import queries as threads
from anxin.domain.threads.queries import MessageView
from anxin.domain.visits import queries as visits


@dataclass(frozen=True, kw_only=True)
class ClaimedLine:
    """A line that is claimed about, with the listing as it stood when ordered."""

    position: int
    title: str
    sku: str
    quantity: int
    bought: int
    amount_fen: int
    listing: dict[str, object]
    listing_at: datetime
    no_return: str


@dataclass(frozen=True, kw_only=True)
class AnswerView:
    """How the merchant was heard: his words, or that his time ran out."""

    kind: str
    at: datetime
    by: str
    reason: str
    remedy: str
    amount_fen: int
    accepted_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PayoutView:
    """A part of the money on its way, and how far it is."""

    amount_fen: int
    state: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RecoveryView:
    """Money asked back."""

    id: UUID
    state: str
    demanded_fen: int
    repaid_fen: int
    buttons: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class ReferralView:
    """A door outside that was used."""

    id: UUID
    door: str
    state: str
    number: str
    at: datetime
    buttons: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class ClaimView:
    """A claim with all a page needs; nothing here is plain that must be revealed."""

    id: UUID
    number: str
    state: str
    forum: str
    type: str
    reason: str
    statutory: bool
    basis: Row | None
    asked_fen: int
    most_fen: int
    left_fen: int
    declaration: str
    told: str
    channel: str
    created_at: datetime
    seller: str
    platform: str
    platform_ref: str
    order_key: str
    waybill: str
    buyer: PersonView
    buyer_counts: dict[str, int]
    seller_counts: dict[str, int]
    lines: tuple[ClaimedLine, ...]
    needed: tuple[str, ...]
    still_needed: tuple[str, ...]
    evidence: tuple[LinkView, ...]
    attention: str
    axis: tuple[Mark, ...]
    challenge: ChallengeView | None
    captures: tuple[CaptureView, ...]
    answers: tuple[AnswerView, ...]
    locks: tuple[Lock, ...]
    may_judge: str
    decision: DecisionView | None
    decisions: tuple[DecisionView, ...]
    hearing: str
    hearing_cause: str
    hearing_by: str
    messages: tuple[MessageView, ...]
    clocks: tuple[ClockView, ...]
    timeline: tuple[EntryLine, ...]
    payouts: tuple[PayoutView, ...]
    platform_outcome: str
    recovery: RecoveryView | None
    referrals: tuple[ReferralView, ...]
    doors: tuple[str, ...]
    losses: tuple[Losses, ...]
    return_to: str
    address_needed: bool
    return_waybill: str
    replacement_waybill: str
    repair_number: str
    visit_number: str
    visit_state: str
    outcome: str
    rules_version: str
    second_from_fen: int
    may_bring: bool
    side: str
    buttons: tuple[Step, ...]

    @property
    def waits_there(self) -> bool:
        """Tell whether the merchant has answered and only the platform's outcome is awaited."""
        return self.forum == "platform" and self.state in rules.THERE and bool(self.answers)


def view(row: Claim, *, actor: Actor, now: datetime) -> ClaimView:
    """Show a claim whole (the row as `claim()` finds it; about forty queries, however long its story)."""
    side = threads.side_of(actor)
    deep = side in ("desk", "auditor")
    links = evidence.views_of(row.stream(), deep=deep)
    decisions = decisions_of(row, actor=actor)
    hearing, most, left = finding.hearing_of(row), finding.asked_most(row), finding.left_of(row.purchase)
    brought = {one.role for one in links if one.side == "buyer"}
    return ClaimView(
        **{name: getattr(row, name) for name in SAME},
        **_around(row, actor, side, deep, now),
        most_fen=most,
        left_fen=most if left is None else min(most, left),
        told=vault.open_("claims.told", row.id, row.told_sealed) if row.told_sealed else "",
        seller=row.seller.name,
        platform=row.platform.name if row.platform else "",
        order_key=row.purchase.order_key,
        waybill=row.purchase.waybill,
        buyer=people.masked(row.buyer),
        lines=_lines(row),
        needed=rules.needed(row.reason),
        still_needed=tuple(one for one in rules.needed(row.reason) if one not in brought),
        evidence=links,
        attention=evidence_rules.highest([done.attention for done in map(_done, links) if done]),
        axis=telling.axis_of(row, links=links, now=now),
        challenge=evidence.challenge_view(evidence.challenge_of(row.stream()), side=side),
        captures=evidence.captures_of(row.stream(), deep=deep),
        answers=_answers(row),
        locks=locks_of(row),
        may_judge=finding.why_not_judge(row, actor) if deep else "not_reviewer",
        decision=decisions[0] if decisions else None,
        decisions=decisions,
        hearing="" if hearing is None else "appeal" if isinstance(hearing, Appeal) else "dispute",
        hearing_cause=hearing.cause if hearing else "",
        hearing_by=named(hearing.reviewer) if hearing and deep else "",
        messages=threads.messages(row.stream(), actor=actor, now=now),
        clocks=telling.clocks_of(row, now=now),
        timeline=telling.timeline_of(row, actor=actor),
        payouts=_payouts(row),
        rules_version=settings.get("claims.rules_version", at=now),
        second_from_fen=settings.get("claims.second_person_fen", at=now),
        may_bring=can(row, "bring") and side != "auditor",
        side=side,
        buttons=tuple(buttons(row, actor)),
    )


class _Around(TypedDict):
    buyer_counts: dict[str, int]
    seller_counts: dict[str, int]
    platform_outcome: str
    recovery: RecoveryView | None
    referrals: tuple[ReferralView, ...]
    doors: tuple[str, ...]
    losses: tuple[Losses, ...]
    address_needed: bool
    return_to: str
    basis: Row | None
    visit_number: str
    visit_state: str


def _around(row: Claim, actor: Actor, side: str, deep: bool, now: datetime) -> _Around:
    """Show what stands around the case: what is counted, outside forums, losses, the visit."""
    visit = visits.latest_of(row.stream())
    outcome = getattr(row, "platform_outcome", None)
    seller = row.seller_id
    return {
        "buyer_counts": standing.tally(kind="person", subject=row.buyer_id, now=now) if deep else {},
        "seller_counts": standing.tally(kind="organisation", subject=seller, now=now) if side != "buyer" else {},
        "platform_outcome": outcome.what if outcome else "",
        "recovery": _recovery(row, actor) if side != "buyer" else None,
        "referrals": _referrals(row, actor, side),
        "doors": rules.doors(side) if can(row, "refer") else (),
        "losses": _losses(row) if side == "merchant" else (),
        "address_needed": side == "buyer" and finding.address_needed(row),
        "return_to": finding.return_address(row, now=now) if row.state == "waiting_return" else "",
        "basis": lawful.basis(at=row.created_at, now=now) if row.statutory else None,
        "visit_number": visit.number if visit else "",
        "visit_state": visit.state if visit else "",
    }


SAME = (
    *("id", "number", "state", "forum", "type", "reason", "statutory", "asked_fen", "declaration", "channel"),
    *("created_at", "platform_ref", "return_waybill", "replacement_waybill", "repair_number", "outcome"),
)


def locks_of(row: Claim) -> tuple[Lock, ...]:
    """Say what stands before a decision, and when it opens (about seven queries)."""
    due = {one.kind: one.due_at for one in open_clocks(row.stream())}
    return rules.locks(
        state=row.state,
        heard=finding.heard(row) is not None,
        answer_due_at=due.get("claims.answer"),
        waiting=tuple(one.label for one in evidence.unexamined(row.stream())),
        unread=finding.unread(row),
        evidence_due_at=due.get("claims.evidence"),
        unverified=evidence.capture_open(row.stream()) is not None,
        elsewhere=row.forum != Claim.Forum.OWN,
    )


def _done(one: LinkView) -> ExaminationView | None:
    return one.examination if one.examination and one.examination.state == "done" else None


def _lines(row: Claim) -> tuple[ClaimedLine, ...]:
    return tuple(
        ClaimedLine(
            position=one.line.position,
            title=one.line.title,
            sku=one.line.sku,
            quantity=one.quantity,
            bought=one.line.quantity,
            amount_fen=one.line.amount_fen * one.quantity // one.line.quantity,
            listing=one.line.listing,
            listing_at=one.line.listing_at,
            no_return=one.line.no_return,
        )
        for one in row.lines.select_related("line").order_by("line__position")
    )


def _answers(row: Claim) -> tuple[AnswerView, ...]:
    rows = list(row.answers.order_by("at", "id"))
    names = people.called(one.by.partition(":")[2] for one in rows)
    return tuple(_answer(one, names) for one in rows)


def _answer(one: Answer, names: dict[str, str]) -> AnswerView:
    return AnswerView(
        kind=one.kind,
        at=one.at,
        by=names.get(one.by.partition(":")[2], ""),
        reason=vault.open_("claims.answer", one.id, one.reason_sealed) if one.reason_sealed else "",
        remedy=one.remedy,
        amount_fen=one.amount_fen,
        accepted_at=one.accepted_at,
    )


def _payouts(row: Claim) -> tuple[PayoutView, ...]:
    rows = row.payouts.select_related("payment").order_by("at")
    return tuple(PayoutView(amount_fen=one.amount_fen, state=one.payment.state, at=one.at) for one in rows)


def _recovery(row: Claim, actor: Actor) -> RecoveryView | None:
    one = row.recoveries.order_by("-created_at").first()
    if one is None:
        return None
    return RecoveryView(
        id=one.id,
        state=one.state,
        demanded_fen=one.demanded_fen,
        repaid_fen=one.repaid_fen,
        buttons=tuple(buttons(one, actor)),
    )


def _referrals(row: Claim, actor: Actor, side: str) -> tuple[ReferralView, ...]:
    rows = row.referrals.order_by("created_at")
    mine = rows if side in ("desk", "auditor") else rows.filter(side=side)
    return tuple(
        ReferralView(
            id=one.id,
            door=one.door,
            state=one.state,
            number=one.their_number,
            at=one.created_at,
            buttons=tuple(buttons(one, actor)),
        )
        for one in mine
    )


def _losses(row: Claim) -> tuple[Losses, ...]:
    lines = list(row.lines.select_related("line"))
    if any(one.line.cost_fen is None for one in lines):
        return ()
    cost = sum((one.line.cost_fen or 0) * one.quantity // one.line.quantity for one in lines)
    return rules.losses(asked_fen=row.asked_fen, cost_fen=cost, freight_fen=row.purchase.freight_fen)
