"""The table of a bank's statement that finance brings in: what came is written down, what went out is ticked."""

from datetime import date, datetime

from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.imports import ImportTable
from anxin.core.tables import Values, columns, day, fen, handle, up_to
from anxin.domain.ledger import rules
from anxin.domain.ledger.actions.fallen_transfers import sent_after_all
from anxin.domain.ledger.actions.remittances import Received, take_down, tick
from anxin.domain.ledger.queries import bank_lines as queries
from anxin.domain.ledger.rules import bank_lines
from anxin.domain.ledger.wording import tables as wording


def bring(*, values: Values, by: Actor, now: datetime) -> None:
    """Write down a line of a bank's statement; raises `ledger.reference_known` where it says otherwise than before.

    Of what went out a transfer of ours is ticked, one that was put aside looked at again, and a second one for the
    same refund waits to be looked at.
    """
    told = Received(
        way=rules.BANK,
        amount_fen=int(str(values["amount"])),
        moved_date=date.fromisoformat(str(values["date"])),
        reference=str(values["reference"]),
        payer=str(values.get("payer") or ""),
        remark=str(values.get("remark") or ""),
    )
    if values.get("side") != bank_lines.WENT:
        take_down(told, by=by, now=now)
        return
    sent = queries.sent_by(values)
    fell = queries.fell_away(values) if sent is None else None
    if fell is not None:
        sent_after_all(remittance=fell, by=by, now=now)
        sent = fell
    first = queries.repeated_by(values) if sent is None else None
    if first is not None:
        sent = take_down(told, by=by, now=now, back=True, bill=first.bill, repeats=first)
    if sent is not None:
        tick(sent, told.moved_date, by=by, now=now)


def came_in(written: str) -> str:
    """Read on which side a line stands; a word nobody knows is refused."""
    word = written.strip().lower()
    if word not in wording.WENT | wording.CAME_IN:
        raise ValueError(str(wording.WHICH_SIDE))
    return bank_lines.WENT if word in wording.WENT else bank_lines.CAME


def told_line(values: Values) -> Values:
    """Return a line as it is kept: one sum, and its side said."""
    if bank_lines.went_out(values):
        return {**values, "amount": bank_lines.out_fen(values), "out": None, "side": bank_lines.WENT}
    return {**values, "out": None, "side": bank_lines.CAME}


def keep(*, key: Values, by: Actor, now: datetime) -> None:
    """Refuse to take a line away: what is of no bill is put aside on its page."""
    raise WrongState({"number": str(key.get("reference", ""))})


TABLES = (
    ImportTable(
        name="bank_statement",
        title=wording.BANK_STATEMENT,
        columns=columns(
            wording.BANK_COLUMNS,
            needed="reference date amount",
            judged="amount",
            also=wording.BANK_ALSO,
            reads={
                "reference": handle(64),
                "date": day,
                "amount": fen,
                "payer": up_to(80),
                "remark": up_to(140),
                "side": came_in,
                "out": fen,
            },
        ),
        key=("reference",),
        find=queries.brought,
        apply=bring,
        check=queries.line_faults,
        complete=told_line,
        passes=queries.passes,
        gaps=queries.what_went,
        remove=keep,
        persons=True,
        for_good=True,
        own=True,
    ),
)
