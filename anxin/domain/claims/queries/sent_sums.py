"""What is sent of a sum once somebody says yes to it: what is left of its goods, less what the shop gave meanwhile."""

from dataclasses import dataclass
from datetime import datetime

from anxin.domain.claims.models import Claim, Decision
from anxin.domain.claims.queries import shop_debts
from anxin.domain.claims.queries.records import Records


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


def sent_once_back(records: Records) -> SentSum:
    """Return what is sent once the merchant has the goods: what was agreed to or decided, else what is asked for."""
    given = next((one for one in records.decisions if one.state == "final"), None)
    if given is None:
        return sent_by_yes(records)
    since = given.created_at
    if given.kind == Decision.Kind.AGREED:
        offers = {one.pk: one.at for one in records.answers if one.kind == "offer"}
        since = offers.get(given.answer_id, records.row.created_at)
    return sent_of(records, given.amount_fen, since=since)
