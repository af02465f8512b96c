"""What the chain says of visits: whose they are, who is sent, windows, how far off who arrived was, pictures."""

from anxin.core.timeline import AT, Witness
from anxin.domain.people.queries.witnesses import PARTIES
from anxin.domain.visits.models import Appointment, CheckIn, FieldPhoto, Offer, OutletOrder, Signature, Visit

SINCE = "customer"
KINDS = dict.fromkeys(("repair", "claim"), "visit__stream_key")


def witnesses() -> tuple[Witness, ...]:
    """Return what facts say of the rows of visits."""
    return (_visit(), *_asked(), _appointment(), _check_in(), _photo(), _signature())


def _visit() -> Witness:
    sent = {"technician_id": "sent", "outlet_id": "sent_by"}
    begun = {"number": "number", "customer_id": "customer", "place_id": "place", **sent}
    return Witness(
        model=Visit,
        told={
            "visit.open": begun,
            "visit.taken_over": begun,
            "visits.address_corrected": {"place_id": "place"},
            "visit.assign": sent,
            "visit.bench": sent,
            "visit.reopen": sent,
        },
        kinds=dict.fromkeys(("repair", "claim"), "stream_key"),
    )


def _asked() -> tuple[Witness, ...]:
    return (
        Witness(model=Offer, told={"offer.sent": {"technician_id": "technician"}}),
        Witness(
            model=OutletOrder,
            told={"outlet_order.offered": {"outlet": "outlet"}},
            reads={"outlet": lambda row: row.outlet.code},
            beside=("outlet",),
        ),
    )


def _appointment() -> Witness:
    begun = {"from_at": "from_at", "to_at": "to_at", "visit_id": "visit", "by": "who", "why": "why"}
    return Witness(
        model=Appointment,
        told={
            "appointment.proposed": begun,
            "appointment.taken_over": begun,
            "appointment.reschedule": {"why": "why"},
            "appointment.miss_by_technician": {"why": "why"},
        },
        since=PARTIES,
        beside=("visit",),
        kinds=KINDS,
    )


def _check_in() -> Witness:
    measured = {"distance_m": "metres", "radius_m": "radius_m", "fix_m": "fix_m", "place": "where", "timing": "timing"}
    unsaid = {"answer": "answer", "answered_at": "answered"}
    arrived = {**measured, **unsaid, "why": "why", "visit_id": "visit", "at": AT}
    said = {"answer": "answer", "answered_at": AT}
    return Witness(
        model=CheckIn,
        row="check_in",
        told={
            "visit.arrive": arrived,
            "visits.checked_in_again": arrived,
            "visits.arrival_confirmed": said,
            "visits.arrival_denied": said,
        },
        since=PARTIES,
        beside=("visit",),
        kinds=KINDS,
    )


def _photo() -> Witness:
    return Witness(
        model=FieldPhoto,
        told={"visits.photo": {"file": "sha256", "slot": "slot", "visit_id": "visit"}},
        since=SINCE,
        beside=("visit",),
        kinds=KINDS,
    )


def _signature() -> Witness:
    return Witness(
        model=Signature,
        told={
            "visits.signed": {
                "how": "how",
                "file": "sha256",
                "signer_id": "signer",
                "visit_id": "visit",
                "at": AT,
            }
        },
        since=SINCE,
        beside=("visit",),
        kinds=KINDS,
    )
