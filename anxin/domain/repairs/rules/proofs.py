"""What proofs of purchase decide: which case takes one, what a second one does, and what of a bill it gives back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from anxin.domain.ledger.rules import BillLineFacts
from anxin.domain.repairs.rules import BRAND_SAID, NOT_WARRANTED, is_warranty_open

BY_WARRANTY = frozenset({"out_of_warranty", "cover_open", "term_open"})
"""Why lines cost what nobody pays once the goods are in warranty; the customer's own damage, and extras, stay."""
BY_BRAND = BY_WARRANTY | {"by_price_list"}
SILENT, STRANGE, OTHER_DAY, BILL_STANDS = "silent", "number", "day", "bill"
"""What speaks against a day that a device is registered with: it says nothing here, it is somebody else's, another day
was proved, a bill would fall by a number alone."""


def cover_of(*, covered: bool, why: str, disputed: bool) -> str:
    """Return how the cover of a repair stands for who has a proof: nothing changes what is `settled`."""
    if disputed:
        return "disputed"
    if covered:
        return "in_term" if why == "in_term" else "settled"
    if is_warranty_open(covered=covered, why=why):
        return "open"
    return {"term_over": "over", NOT_WARRANTED: "price_list"}.get(why, "settled")


def may_be_shown(cover: str) -> bool:
    """Return whether a proof of purchase shown at the door says something; of two that disagree the desk decides."""
    return cover in ("open", "over", "in_term")


def may_be_decided(cover: str) -> bool:
    """Return whether the desk decides by a day of purchase: nobody knows one, it is long ago, or two are told."""
    return cover in ("open", "over", "disputed")


def may_be_promised(cover: str) -> bool:
    """Return whether the brand's word that it pays changes anything."""
    return cover in ("open", "over", "disputed", "price_list")


def disagree(known: date | None, shown: date) -> bool:
    """Return whether a proof gives another day than the one that counts, and goes on to until the desk decides."""
    return known is not None and known != shown


@dataclass(frozen=True, kw_only=True)
class Known:
    """What was proved before: the day of the repair, that of its device, and whether that is somebody else's."""

    here: date | None = None
    device: date | None = None
    strange: bool = False


def other_day(shown: date, *, of: Known) -> date | None:
    """Return the day that a proof leaves to the desk beside the one that counts; None where nothing speaks against it.

    The first proof of a device that is somebody else's says nothing by itself.
    """
    if disagree(of.here, shown):
        return shown
    if disagree(of.device, shown):
        return of.device if of.here == shown else shown
    return shown if of.strange and of.device is None else None


def still_to_pay(lines: Iterable[BillLineFacts], *, total_fen: int, why: str) -> int:
    """Return what a bill asks for once the goods are covered; by what it was lowered before, its last lines were."""
    free, left, kept = BY_BRAND if why == BRAND_SAID else BY_WARRANTY, total_fen, 0
    for one in lines:
        part = min(one.amount_fen, left)
        left -= part
        kept += 0 if one.why in free else part
    return kept
