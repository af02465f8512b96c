"""What an appeal can't end in: worse for who alone made it, nor early for who may still answer it."""

from anxin.domain.claims.models import Appeal, Decision
from anxin.domain.claims.queries.appeal_answers import awaited, side_key
from anxin.domain.claims.queries.records import Records
from anxin.domain.claims.queries.sent_sums import sent_by_yes
from anxin.domain.claims.rules import granted
from anxin.domain.claims.rules.appeals import BOTH, PIECES, Outcome, Yes, is_worse

SIDES = ("buyer", "merchant")


def why_not_so(records: Records, after: Outcome) -> str:
    """Return why an open appeal can't be decided so, as a code of `LOCKS`; empty where it can, or none is open."""
    appeal = records.hearing
    before = next((one for one in records.decisions if one.state == "given"), None)
    if not isinstance(appeal, Appeal) or before is None:
        return ""
    if appeal.cause != BOTH and _is_worse(appeal.cause, records, before, after):
        return "appeal_lowered"
    return "appeal_worse" if any(_is_worse(one, records, before, after) for one in _waited_for(records)) else ""


def yes_gives_less(records: Records) -> bool:
    """Return whether the merchant's yes to what was asked for gives less than what stands, while that is appealed.

    What its buyer asked for is not less to him where he appeals himself, unless it is a smaller sum.
    """
    appeal = records.hearing
    before = next((one for one in records.decisions if one.state == "given"), None)
    if not isinstance(appeal, Appeal) or before is None:
        return False
    ((remedy, fen),) = _own("buyer", records)
    own = [(remedy, fen)] if appeal.cause != "merchant" and (remedy in PIECES or fen >= before.amount_fen) else []
    yes = Yes(remedy=remedy, amount_fen=fen)
    return is_worse("buyer", before=before, after=yes, whole_fen=records.rulable_fen, own=own)


def _waited_for(records: Records) -> list[str]:
    """Return the side that may still answer an appeal, be it its own as well; nobody once its time is over."""
    clock = awaited(records.clocks)
    if clock is None or clock.due_at <= records.now:
        return []
    return [side for side in SIDES if clock.whose == side_key(records.row, side)]


def _is_worse(side: str, records: Records, before: Decision, after: Outcome) -> bool:
    """Return whether a side has less by what comes after: of both sums what the shop gave meanwhile is a part."""
    return is_worse(side, before=before, after=after, whole_fen=records.rulable_fen, own=_own(side, records))


def _own(side: str, records: Records) -> list[tuple[str, int]]:
    """Return what the buyer asked for, or what the merchant offered."""
    row = records.row
    if side == "buyer":
        asked = sent_by_yes(records).fen + records.meanwhile_fen
        return [(granted(row.type, came_back=bool(row.return_waybill)), asked)]
    return [(one.remedy, one.amount_fen) for one in records.answers if one.kind == "offer"]
