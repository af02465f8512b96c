"""By whom a bill can be paid, and the code to scan, for the pages on which one pays."""

from typing import Any

from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.queries import BillView
from anxin.domain.ledger.wording import PROVIDERS
from anxin.faces.ground import qr_codes


def ways(bill: BillView | None, *, may: bool) -> dict[str, Any]:
    """Return what a page shows of paying: the ways to choose from, and the drawing of a code that is shown."""
    if bill is None or not (may or bill.code):
        return {"pay_ways": (), "pay_qr": ""}
    code = qr_codes.qr(bill.code.show, scale=5) if bill.code else ""
    open_ways = ledger.ways() if may and not bill.code and not bill.paying and not bill.unclear else []
    return {"pay_ways": [(one, str(PROVIDERS.get(one, one))) for one in open_ways], "pay_qr": code}
