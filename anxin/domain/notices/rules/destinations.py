"""Where a notice leads whom: to its case, or to what he may open of it."""

from anxin.core.actors import Actor
from anxin.domain.claims.states import SELLER
from anxin.domain.contacts.states import DESK

DEPARTURES = ("brand_leave_asked", "brand_leaves", "brand_stays", "brand_left")
SILENT = ("house_silent", "house_answers")
HANDED = ("handed_over", "handed_back")
PARCELS = ("claim_shipped", "claim_look_due")


def opens_instead(code: str, *, by: Actor) -> str:
    """Return what a reader opens instead of its case: `house`, `standing`, `repairs` …; empty for the case itself."""
    answers = by.may(frozenset(DESK.split()))
    if code in DEPARTURES and "operator" in by.roles:
        return "house"
    if code in SILENT or (code in DEPARTURES and "merchant_owner" in by.roles):
        return "standing"  # how a house stands, its people read of their own
    if code == "brand_left" and answers:
        return "repairs"  # what runs of the brand is carried on
    if code in HANDED and not answers:
        return "claims"  # a reviewer has claims alone
    if code in PARCELS and not by.may(frozenset(SELLER.split())):
        return "packing"  # who packs reads no claim
    return ""
