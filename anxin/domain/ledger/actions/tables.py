"""The table of a bank's statement that finance brings in: each line that came is written down, none is booked by it."""

from datetime import date, datetime

from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.imports import ImportTable
from anxin.core.tables import Values, columns, day, fen, handle, up_to
from anxin.domain.ledger import rules
from anxin.domain.ledger.actions.remittances import Received, take_down
from anxin.domain.ledger.queries.remittances import brought
from anxin.domain.ledger.wording import tables as wording


def bring(*, values: Values, by: Actor, now: datetime) -> None:
    """Write down a line of a bank's statement; raises `ledger.reference_known` where it says otherwise than before."""
    told = Received(
        way=rules.BANK,
        amount_fen=int(str(values["amount"])),
        moved_date=date.fromisoformat(str(values["date"])),
        reference=str(values["reference"]),
        payer=str(values.get("payer") or ""),
        remark=str(values.get("remark") or ""),
    )
    take_down(told, by=by, now=now)


def came(written: str) -> int:
    """Read what came; a bank that has a column for each side writes nothing there for what went out, or 0.00."""
    amount = fen(written)
    if not amount:
        raise ValueError(str(wording.WENT_OUT))
    return amount


def came_in(written: str) -> None:
    """Read on which side a line stands; one that went out is refused, and so is a word nobody knows."""
    word = written.strip().lower()
    if word in wording.WENT:
        raise ValueError(str(wording.WENT_OUT))
    if word not in wording.CAME_IN:
        raise ValueError(str(wording.WHICH_SIDE))


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
            also=wording.BANK_ALSO,
            absent={"amount": wording.WENT_OUT},
            reads={
                "reference": handle(64),
                "date": day,
                "amount": came,
                "payer": up_to(80),
                "remark": up_to(140),
                "side": came_in,
            },
        ),
        key=("reference",),
        find=brought,
        apply=bring,
        remove=keep,
        persons=True,
        for_good=True,
        own=True,
    ),
)
