"""The table of claims that files are imported into: what people call the columns, and how a cell is read."""

from dataclasses import replace

from anxin.core.imports import ImportTable, file_names
from anxin.core.imports.earlier_numbers import numbers_read
from anxin.core.tables import columns, day, fen, handle, one_of, up_to
from anxin.domain.claims.actions import takeovers
from anxin.domain.claims.queries import imports as known
from anxin.domain.claims.queries import takeouts, unmoved_claims
from anxin.domain.claims.wording import tables as wording
from anxin.domain.people.queries.imports import organisation_of

LONG = 4_000
"""So many characters a text may have here: fixed words of an answer, and his own."""
CLAIMS_TABLE = ImportTable(
    name="claims",
    title=wording.CLAIMS,
    columns=columns(
        wording.CLAIM_COLUMNS,
        needed="seller old_number order type reason state",
        also=wording.CLAIM_ALSO,
        absent={"seller": wording.CELLS["no_shop"]},
        rewritten="due lines",
        reads={
            "seller": organisation_of("merchant", "brand", "platform", "operator"),
            "old_number": known.old_number,
            "earlier_numbers": numbers_read(known.old_number),
            "order": handle(64),
            "lines": known.lines,
            "type": one_of(wording.NAMES["type"], also=wording.TYPES_CALLED),
            "reason": one_of(wording.NAMES["reason"], also=wording.REASONS_CALLED),
            "state": one_of(wording.NAMES["state"], also=wording.STATES_CALLED),
            "asked": fen,
            "told": up_to(LONG),
            "filed": day,
            "due": known.due,
            "answer": up_to(LONG),
            "wanted": up_to(LONG),
            "remedy": one_of(wording.NAMES["remedy"], also=wording.REMEDIES_CALLED),
            "amount": fen,
            "why": up_to(LONG),
            "gone": fen,
            "waybill": handle(64),
            "goods": one_of(wording.NAMES["goods"]),
            "repair": up_to(40),
            "platform_number": handle(64),
            "buyer_files": file_names(known.FILES_MOST),
            "merchant_files": file_names(known.FILES_MOST),
            "files_date": day,
        },
    ),
    key=("seller", "old_number"),
    contends=("seller", "order"),
    find=known.imported,
    apply=takeovers.take_over,
    remove=takeovers.keep,
    for_good=True,
    check=known.why_not,
    complete=known.whole,
    attached=known.ATTACHED,
    every=takeouts.every,
    stays=unmoved_claims.sentences,
    persons=True,
)
TABLES = (
    CLAIMS_TABLE,
    replace(
        CLAIMS_TABLE,
        name="own_claims",
        apply=takeovers.take_own_over,
        check=known.why_not_own,
        every=None,
        own=True,
    ),
)
