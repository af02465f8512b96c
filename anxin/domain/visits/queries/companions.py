"""A visit with everything that lies beside it, read in one statement."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from anxin.core.compiled_queries import compiled
from anxin.core.gathered_rows import Gathered
from anxin.core.states import can, is_newest
from anxin.core.timeline import StreamKey
from anxin.domain.network import queries as network
from anxin.domain.visits import rules
from anxin.domain.visits.models import (
    Appointment,
    CallRecord,
    CheckIn,
    DoorCheck,
    FieldCheck,
    FieldPhoto,
    Offer,
    OutletOrder,
    Signature,
    Visit,
)
from anxin.domain.visits.states import ORDERED, OUTLET_ORDER, VISIT


def whole_of(stream: StreamKey, *, on: date) -> Visit | None:
    """Return a stream's newest visit with everything beside it, its technician vouched for on a day (one query)."""
    return is_newest(Visit, stream, next(iter(_newest(stream.kind, key=UUID(stream.key), on=on)), None))


def whole(row: Visit, *, on: date) -> Visit:
    """Return a visit with everything beside it (one query)."""
    (found,) = _one(key=row.pk, on=on)
    return found


@compiled
def _newest(kind: str, *, key: UUID, on: date) -> QuerySet[Visit]:
    rows = Visit.objects.filter(stream_kind=kind, stream_key=key)
    return _whole(rows, on).order_by("-created_at", "-id")[:1]


@compiled
def _one(*, key: UUID, on: date) -> QuerySet[Visit]:
    return _whole(Visit.objects.filter(pk=key), on)


def companions(row: Visit, name: str) -> tuple[dict[str, Any], ...]:
    """Return what lies beside a visit read whole: `appointments`, `calls`, `offers`, `orders` (living), `photos` …"""
    return cast("tuple[dict[str, Any], ...]", vars(row)[f"every_{name}"])


def vouched_until(row: Visit) -> date | None:
    """Return until when the brand vouches for the technician of a visit that was read whole.

    None where no outlet that it vouches for can send him: what the public check says.
    """
    sent = any(map(network.row_verifies, vars(row)["every_home"]))
    return network.last_day(vars(row)["every_word"], skill=row.skill) if sent else None


def window_of(row: Visit, states: tuple[str, ...]) -> dict[str, Any] | None:
    """Return the first window in one of these states of a visit that was read whole."""
    return next((one for one in companions(row, "appointments") if one["state"] in states), None)


def confirmed_from(row: Visit) -> datetime | None:
    """Return the beginning of the window that was agreed on and not kept yet, of a visit that was read whole."""
    window = window_of(row, ("confirmed",))
    return window["from_at"] if window else None


def is_agreed(row: Visit) -> bool:
    """Return whether a window was agreed on, of a visit that was read whole."""
    return window_of(row, ("confirmed", "kept")) is not None


def door_check_of(row: Visit) -> DoorCheck | None:
    """Return what was shown before a lock was opened, of a visit that was read whole."""
    found: DoorCheck | None = getattr(row, "door_check", None)
    return found


def signature_of(row: Visit) -> Signature | None:
    """Return who signed for the work and how, of a visit that was read whole."""
    found: Signature | None = getattr(row, "signature", None)
    return found


def is_identified(row: Visit) -> bool:
    """Return whether the right to a lock was shown, or none is to be opened, of a visit that was read whole."""
    if row.kind != rules.OPENING:
        return True
    check = door_check_of(row)
    return check is not None and check.allowed


def is_opened(row: Visit) -> bool:
    """Return whether a lock was opened, as far as is known, of a visit that was read whole.

    What was allowed was, once its visit is over; before, once it is pictured as it is after, or its check list is done.
    """
    check = door_check_of(row) if row.kind == rules.OPENING else None
    if check is None or not check.allowed or can(row, "called_off") or row.outcome in rules.STAYED_SHUT:
        return False
    if row.state in VISIT.ends or any(one["slot"] == rules.AFTER for one in companions(row, "photos")):
        return True
    wanted = {one["code"] for one in rules.checks_of(row.record)}
    return bool(wanted) and wanted <= {one["code"] for one in companions(row, "checks")}


def is_reset_due(row: Visit) -> bool:
    """Return whether the customer has yet to say that old credentials are gone, of a visit that was read whole.

    Of one that ended before the work (its quote refused, say) no lock was opened.
    """
    check = door_check_of(row)
    return check is not None and check.reset_at is None and is_opened(row)


def is_signature_due(row: Visit) -> bool:
    """Return whether somebody has yet to sign for the work, of a visit that was read whole."""
    return rules.SIGNED in rules.slots_of(row.record, row.kind) and signature_of(row) is None


def is_unanswered(row: Visit) -> bool:
    """Return whether a call was made that nobody answered, of a visit that was read whole."""
    return any(not one["answered"] and one["by_kind"] != "customer" for one in companions(row, "calls"))


def outlets_asked(row: Visit) -> list[tuple[str, datetime]]:
    """Return the outlet that has yet to name somebody, and until when, of a visit that was read whole."""
    waits = OUTLET_ORDER.capabilities["answer"]
    return [(one["house"], one["expires_at"]) for one in companions(row, "orders") if one["state"] in waits]


def is_outlet_asked(row: Visit) -> bool:
    """Return whether an outlet is asked about a visit, or has it, of a visit that was read whole."""
    return bool(companions(row, "orders"))


def _whole(rows: QuerySet[Visit], on: date) -> QuerySet[Visit]:
    of_row = {"visit": OuterRef("pk")}
    photos = FieldPhoto.objects.filter(**of_row).order_by("at", "id")
    calls = CallRecord.objects.filter(**of_row).order_by("at")
    arrivals = CheckIn.objects.filter(**of_row).order_by("-at", "-id")[:1]
    return rows.select_related(
        *("place", "customer__place", "brand", "technician__person", "outlet__organisation", "code"),
        "door_check__witness",
        "signature__signer",
    ).annotate(
        every_appointments=Gathered(
            Appointment.objects.filter(**of_row).order_by("created_at", "id"), "from_at", "to_at", "state", "by", "why"
        ),
        every_photos=Gathered(photos, "slot", "file", "media", "at", "late"),
        every_checks=Gathered(FieldCheck.objects.filter(**of_row).order_by("at", "id"), "code", "answer"),
        every_calls=Gathered(
            calls,
            "id",
            "at",
            "by_kind",
            "purpose",
            "answered",
            "recording",
            "seconds",
            "key",
        ),
        every_check_ins=Gathered(
            arrivals, "at", "done_at", "distance_m", "radius_m", "place", "timing", "why", "answer"
        ),
        every_offers=Gathered(
            Offer.objects.filter(**of_row).order_by("created_at", "position", "id"),
            *("id", "state", "round", "position", "travel_s", "reasons", "created_at", "expires_at", "why"),
            paths={
                **{"technician_id": "technician", "called": "technician__called", "number": "technician__number"},
                **{"lng": "technician__lng", "lat": "technician__lat"},
                "house": "outlet__organisation__name",
            },
        ),
        every_orders=Gathered(
            OutletOrder.objects.filter(state__in=ORDERED, **of_row).order_by("id"),
            *("state", "expires_at"),
            paths={"house": "outlet__organisation__name"},
        ),
        every_word=network.vouched_technician(brand="brand", number="technician__number", on=on),
        every_home=network.vouched_outlets(
            brand="brand", codes=network.home_codes(technician="technician", brand="brand", on=on), on=on
        ),
    )
