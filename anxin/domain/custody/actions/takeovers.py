"""A thing that another system had in its keeping: it stands here where it stood there, and nobody gets a message."""

from datetime import datetime

from anxin.core import clocks, settings
from anxin.core.actors import Actor
from anxin.core.states import begin
from anxin.core.timeline import StreamKey
from anxin.domain.custody import rules
from anxin.domain.custody.actions import codes
from anxin.domain.custody.actions.moves import BRING, COLLECT, PICKUP, waits_for
from anxin.domain.custody.actions.parcels import TRANSIT, UNPACK
from anxin.domain.custody.actions.stays import part
from anxin.domain.custody.models import Custody
from anxin.domain.network.models import Outlet
from anxin.domain.people import actions as people

BEFORE = "before"
"""How the receipt was signed of what another system took in."""


def take_over(
    *,
    stream: StreamKey,
    number: str,
    mode: str,
    outlet: Outlet,
    state: str,
    shelf: str,
    waybill: str,
    mended: bool,
    covered: bool,
    by: Actor,
    now: datetime,
) -> Custody:
    """Take a thing over as it stands: on its way, on a shelf, ready; its clocks run from now."""
    pays_in, pays_back = rules.freight(settings.get("custody.freight", at=now), covered=covered)
    holder = rules.HOLDERS[state]
    whom = outlet.code if holder == "outlet" else waybill if holder == "carrier" else ""
    row = Custody(
        stream_kind=stream.kind,
        stream_key=stream.key,
        number=number,
        mode=mode,
        outlet=outlet,
        holder=holder,
        with_whom=whom,
        shelf=shelf,
        waybill_in=waybill if state == "sent_in" else "",
        waybill_back=waybill if state == "sent_back" else "",
        pays_in=pays_in,
        pays_back=pays_back,
        signed_how=BEFORE if state in ("held", "ready", "sent_back", "returned") else "",
        mended=mended if state in ("ready", "sent_back", "returned") else None,
    )
    told = {"holder": holder, "with": whom, "outlet": outlet.code, "shelf": shelf, "waybill": waybill}
    begin(row, by=by, now=now, facts=told, taken_over=state)
    people.join(stream=stream, role="outlet", organisation=outlet.organisation, now=now)
    if state == "ready":
        codes.issue(row, PICKUP, now=now)
    if state == "returned":
        part(row, now)
    kind = CLOCKS.get(state)
    if kind:
        clocks.start(kind, stream, whose=_whose(row), now=now)
    return row


CLOCKS = {"expected": BRING, "sent_in": TRANSIT, "arrived": UNPACK, "ready": COLLECT, "sent_back": TRANSIT}
"""What runs of a thing in such a state."""


def _whose(row: Custody) -> str:
    if row.state == "expected":
        return "customer"
    return waits_for(row) if row.state == "ready" else str(row.outlet.organisation_id)
