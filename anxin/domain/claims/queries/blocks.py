"""The small read models of a claim's page: lines, answers, money, losses."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from anxin.core import vault
from anxin.domain.claims import rules
from anxin.domain.claims.choices import FREIGHT
from anxin.domain.claims.models import Answer, Claim
from anxin.domain.claims.queries.lookup import is_gone
from anxin.domain.claims.queries.piece_places import PlacedPieces
from anxin.domain.claims.queries.records import Records
from anxin.domain.claims.queries.told_debts import filed_of
from anxin.domain.claims.rules import Losses, judges
from anxin.domain.claims.rules.takeovers import heard_as, way_of
from anxin.domain.ledger.queries.payees import is_asked, may_miss, miss_until
from anxin.domain.ledger.queries.refund_cases import is_paid_out
from anxin.domain.ledger.queries.refunds import goes_to
from anxin.domain.ledger.queries.shop_words import is_only_said
from anxin.domain.ledger.queries.unclear_payments import is_shops
from anxin.domain.ledger.rules import CAME_BACK, IN_SHOP, LISTED, REMITTED, is_by_hand
from anxin.domain.ledger.rules.payees import SHOP_SAID
from anxin.domain.ledger.states import PAYMENT

if TYPE_CHECKING:
    from anxin.domain.ledger.models import Payment


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
    places: tuple[PlacedPieces, ...] = ()
    """Where pieces of it are that left their buyer, by other claims."""


@dataclass(frozen=True, kw_only=True)
class AnswerView:
    """How the merchant was heard: his words, none where he just clicked, or that his time ran out."""

    kind: str
    at: datetime
    by: str
    reason: str
    remedy: str
    amount_fen: int
    accepted_at: datetime | None
    agreed_at: datetime | None

    @property
    def beforehand(self) -> bool:
        """Return whether he had agreed before anybody claimed."""
        return self.kind == "standing"


@dataclass(frozen=True, kw_only=True)
class PayoutView:
    """A part of the money on its way, and how far it is; `at`: when it was ordered, and once it moved, when it did."""

    amount_fen: int
    state: str
    at: datetime
    only_day: bool = False
    """Whether of the moment only the day is known: a slip says no hour."""
    by_hand: bool = False
    """Whether finance has yet to send it, by hand."""
    by_shop: bool = False
    sent_for_shop: bool = False
    """Whether finance sent by itself what its shop was to give back, and a second person has yet to agree."""
    filed_fen: int = 0
    """How much of what its shop owes the shop's file tells of."""
    way: str = ""
    """Which way it went, once it has."""
    payment: UUID | None = None
    payee: str = ""
    """To which account it goes, or went by a transfer, masked; empty where it isn't known."""
    asked: bool = False
    """Whether its buyer is asked for the account, or can still say another."""
    returned: bool = False
    """Whether it went by a transfer that its bank sent back."""
    missable: bool = False
    miss_until: datetime | None = None
    missed_at: datetime | None = None
    """Whether its buyer can say that it has not arrived, until when he can or could, or since when he does."""

    @property
    def arrived(self) -> bool:
        """Return whether it went back."""
        return self.state == "succeeded"

    @property
    def failed(self) -> bool:
        """Return whether the provider didn't take it."""
        return self.state == "failed"


def lines_of(records: Records) -> tuple[ClaimedLine, ...]:
    """Return the lines claimed about."""
    return tuple(
        ClaimedLine(
            position=line.line.position,
            title=line.line.title,
            sku=line.line.sku,
            quantity=line.quantity,
            bought=line.line.quantity,
            amount_fen=line.line.amount_fen * line.quantity // line.line.quantity,
            listing=line.line.listing,
            listing_at=line.line.listing_at,
            no_return=line.line.no_return,
            places=tuple(one for one in records.claimed.placed if one.line == line.line_id),
        )
        for line in records.lines
    )


def answers_of(records: Records) -> tuple[AnswerView, ...]:
    """Return how the merchant was heard, oldest first."""
    return tuple(_answer(answer, records) for answer in records.answers)


def _answer(one: Answer, records: Records) -> AnswerView:
    account = one.by.partition(":")[2]
    said = vault.open_("claims.answer", one.id, one.reason_sealed) if one.reason_sealed else ""
    return AnswerView(
        kind=heard_as(one.kind, one.by),
        at=one.at,
        by=records.called([account]).get(account, ""),
        reason="" if said == rules.AGREED else said,
        remedy=one.remedy,
        amount_fen=one.amount_fen,
        accepted_at=one.accepted_at,
        agreed_at=rules.agreed_at(kind=one.kind, at=one.at, accepted_at=one.accepted_at),
    )


def locks_of(records: Records) -> tuple[judges.DecisionLock, ...]:
    """Return what stands before a decision, and when it opens."""
    row = records.row
    due = {clock.kind: clock.due_at for clock in records.clocks if clock.met_at is None and clock.missed_at is None}
    return judges.locks(
        state=row.state,
        heard=bool(records.answers),
        answer_due_at=due.get("claims.answer"),
        waiting=tuple(link.label for link, seen in records.pictures if seen is None or seen.state == "asked"),
        unread=records.unread,
        evidence_due_at=due.get("claims.evidence"),
        unverified=records.capture_open,
        elsewhere=row.forum != Claim.Forum.OWN,
    )


def payouts_of(records: Records) -> tuple[PayoutView, ...]:
    """Return the money on its way, oldest first."""
    asked = [one for one in records.payouts if is_shops(one.payment) and not is_gone(records.row)]
    sent = {one.pk for one in asked if is_paid_out(one.payment)}
    owed = {one.pk for one in asked} - sent
    filed = filed_of(records.row.purchase) if owed else {}
    return tuple(
        PayoutView(
            amount_fen=one.amount_fen,
            state=one.payment.state,
            at=one.payment.moved_at or one.at,
            only_day=one.payment.moved_at is not None and one.payment.provider in REMITTED,
            by_hand=_by_hand(one.payment),
            by_shop=one.pk in owed,
            sent_for_shop=one.pk in sent,
            filed_fen=filed.get(str(one.pk), 0),
            way=_way_of(one.payment, records),
            payment=one.payment_id,
            payee=goes_to(one.payment),
            asked=is_asked(one.payment),
            returned=one.payment.fault == CAME_BACK,
            missable=may_miss(one.payment, records.now),
            miss_until=miss_until(one.payment),
            missed_at=one.payment.missed_at,
        )
        for one in records.payouts
    )


def _way_of(row: "Payment", records: Records) -> str:
    if row.fault != SHOP_SAID:
        return way_of(provider=row.provider, key=row.key)
    told = {"fault": row.fault, "reference": row.refund_reference}
    return IN_SHOP if is_only_said(**told, fen=row.amount_fen, proofs=records.proofs) else LISTED


def _by_hand(row: "Payment") -> bool:
    return is_by_hand(row.fault) and row.state not in PAYMENT.ends


def losses_of(records: Records) -> tuple[Losses, ...]:
    """Return what each remedy costs the merchant, where he has said what the goods cost him."""
    row, lines = records.row, [(line.line.cost_fen, line.quantity, line.line.quantity) for line in records.lines]
    if any(cost is None for cost, _, _ in lines):
        return ()
    cost = sum((cost or 0) * claimed // bought for cost, claimed, bought in lines if row.reason != FREIGHT)
    return rules.losses(asked_fen=row.asked_fen, cost_fen=cost, freight_fen=row.purchase.freight_fen)
