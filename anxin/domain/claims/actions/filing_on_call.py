"""A claim that an agent files for a buyer who rings: of the order and by the phone he names; who called is kept."""

from dataclasses import replace
from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor, only
from anxin.domain.claims.actions.filing import FiledClaim, Filing, NotYourPurchase, file
from anxin.domain.claims.queries.history import CALLER
from anxin.domain.claims.rules.filing import fits_masked
from anxin.domain.people.models import Person

CALL = "phone"
"""The way by which a caller's claim came, and by which he was told what becomes of his data."""


def file_on_call(*, filing: Filing, caller: str, by: Actor, now: datetime) -> FiledClaim:
    """File a claim for a buyer who rings, as an agent; the same key again gives the same claim.

    He names the phone that the order was placed with, unless the order shows none whole: one that he names then has the
    digits that are shown, and where he names none the record says that it was not checked. Raises what `file` raises.
    """
    only(by, "agent", number="")
    buyer = filing.purchase.buyer
    if buyer is None or (buyer.phone_index and not filing.phone) or not _may_be(buyer, filing.phone):
        raise NotYourPurchase({"order": filing.purchase.order_key})
    phone = filing.phone if buyer.phone_index else ""
    sent = f"{by.key}|{[(one.position, one.quantity) for one in filing.lines]}"
    made = file(filing=replace(filing, phone=phone, channel=CALL, told_by=CALL, sender=sent), by=by, now=now)
    stream = made.claim.stream()
    if not timeline.facts_of(stream, code="claims.filed_on_call"):
        checked = buyer.phone_index or (filing.phone and any(one.isdigit() for one in buyer.phone_masked))
        facts = {} if checked else {"unchecked": "yes"}
        timeline.write(stream, "claims.filed_on_call", by=by, now=now, facts=facts, private={CALLER: caller.strip()})
    return made


def _may_be(buyer: Person, phone: str) -> bool:
    return bool(buyer.phone_index) or not phone or fits_masked(buyer.phone_masked, phone)
