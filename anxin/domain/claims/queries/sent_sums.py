"""What is sent of a sum once somebody says yes to it: what is left of its goods, less what the shop gave meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from anxin.core.actors import Actor
from anxin.domain.claims.models import Claim, Decision
from anxin.domain.claims.queries import companions, shop_debts
from anxin.domain.claims.queries.lookup import visible_to
from anxin.domain.claims.queries.records import Records
from anxin.domain.ledger.states import PAYMENT


@dataclass(frozen=True, kw_only=True)
class SentSum:
    """So much of a sum is sent; of the rest the shop gave `given_fen` since it was asked for, offered or ruled."""

    amount_fen: int
    fen: int
    given_fen: int

    @property
    def is_met(self) -> bool:
        """Return whether nothing of it is to be sent any more."""
        return self.amount_fen > 0 and not self.fen

    @property
    def before_fen(self) -> int:
        """Return what of it went back otherwise: before it was asked for, or by another claim."""
        return self.amount_fen - self.fen - self.given_fen


def sent_of(records: Records, amount_fen: int, *, since: datetime) -> SentSum:
    """Return what is sent here of a sum that was asked for, offered or ruled at a moment (as `given_since` costs)."""
    if records.row.forum == Claim.Forum.PLATFORM or not amount_fen:
        return SentSum(amount_fen=amount_fen, fen=amount_fen, given_fen=0)
    lines, contests = records.lines, records.claimed.contests
    given = 0 if contests else shop_debts.given_since(records.row, lines, since=since)
    given = min(given, amount_fen)
    fen = max(min(records.left_fen, amount_fen - given), 0)
    return SentSum(amount_fen=amount_fen, fen=fen, given_fen=given)


def sent_by_yes(records: Records) -> SentSum:
    """Return what is sent by the merchant's yes to what is asked for."""
    return sent_of(records, records.row.asked_fen, since=records.row.created_at)


def sent_by_each_yes(numbers: Iterable[str], *, actor: Actor, now: datetime) -> dict[str, SentSum]:
    """Return what is sent by the merchant's yes to each of several claims, by number (a dozen queries each)."""
    rows = visible_to(actor, now=now).filter(number__in=list(numbers))
    return {row.number: sent_by_yes(Records(row, by=actor, now=now)) for row in rows}


def sent_by_answer(records: Records, *, kind: str, offered_fen: int) -> SentSum:
    """Return what is sent here by an answer that is given now: by a yes, by an offer once it is taken; by a no nothing.

    Before a platform nothing is: that pays itself.
    """
    if records.row.forum == Claim.Forum.PLATFORM:
        return SentSum(amount_fen=0, fen=0, given_fen=0)
    if kind == "agree":
        return sent_by_yes(records)
    return sent_of(records, offered_fen if kind == "offer" else 0, since=records.now)


def sent_still(records: Records) -> int:
    """Return what is left to go back here: on its way, of what was agreed to or decided, else of what is asked for."""
    if records.row.forum == Claim.Forum.PLATFORM:
        return 0
    if records.payouts:
        return sum(one.amount_fen for one in records.payouts if one.payment.state not in PAYMENT.ends)
    return _sent_of_decision(records, ("given", "final")).fen


def sent_by_ruling(records: Records) -> SentSum:
    """Return what is sent of the decision that both sides read, once it stands."""
    return _sent_of_decision(records, ("given",))


def sent_by_next(records: Records, amount_fen: int) -> SentSum:
    """Return what is sent of a sum that is to be ruled: what went towards the decision it replaces is part of it."""
    given = next((one for one in records.decisions if one.state == "given"), None)
    return sent_of(records, amount_fen, since=_since(records, given) if given else records.now)


def sent_once_back(records: Records) -> SentSum:
    """Return what is sent once the merchant has the goods: what was agreed to or decided, else what is asked for."""
    return _sent_of_decision(records, ("final",))


def _sent_of_decision(records: Records, states: tuple[str, ...]) -> SentSum:
    given = next((one for one in records.decisions if one.state in states), None)
    if given is None:
        return sent_by_yes(records)
    return sent_of(records, given.amount_fen, since=_since(records, given))


def _since(records: Records, given: Decision) -> datetime:
    return companions.counts_since(given, decisions=records.decisions, answers=lambda: records.answers)
