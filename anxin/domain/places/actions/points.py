"""Ask a map service outside for places that our own reading left wide, where one was set up for a stated purpose."""

from datetime import datetime, timedelta
from functools import partial

from anxin.core import acting as blocks
from anxin.core import providers, vault
from anxin.core.acting import acting
from anxin.domain.places import rules
from anxin.domain.places.geocoding import accounts
from anxin.domain.places.geocoding.answers import Located
from anxin.domain.places.geocoding.geocoder import Geocoder
from anxin.domain.places.models import Place

WIDE = ("county", "city", "province")
FOR = timedelta(days=1)
"""So long a place is asked for again while the service fails; then it stays as wide as it is."""
AT_ONCE = 20
OURS = "anxin"
"""The source of what our own reading found."""


def narrow(*, now: datetime) -> int:
    """Ask for the places of the last day that are still wide; stop at a service that fails; give how many came closer.

    What goes out is the division and the street up to the house: no name, no phone, no floor, no door.
    """
    blocks.refuse_inside()
    known = services()
    if not known:
        return 0
    closer = 0
    rows = Place.objects.filter(asked_at=None, erased_at=None, precision__in=WIDE, created_at__gt=now - FOR)
    for row in rows.exclude(detail_sealed="").order_by("created_at")[:AT_ONCE]:
        detail = rules.to_the_house(vault.open_("places.place.detail", row.id, row.detail_sealed))
        if not detail:
            acting(partial(keep_found, row, None, now=now))
            continue
        found, failed = locate(f"{row.division}{detail}", known=known, now=now)
        if failed:
            break
        closer += acting(partial(keep_found, row, found if found.source != OURS else None, now=now))
    return closer


def services() -> list[providers.ProviderAccess]:
    """Return the map services that were set up, in the order in which they are asked."""
    return providers.accounts(accounts.KIND)


def locate(address: str, *, known: list[providers.ProviderAccess], now: datetime) -> tuple[Located, bool]:
    """Ask where an address stands, outside of any block; and say whether nothing came because a service failed."""
    found = Geocoder([accounts.opened(one) for one in known]).locate(address, now=now)
    failed = _note(known, found, now)
    return found, failed and found.source == OURS


def all_failed(found: Located) -> bool:
    """Return whether no service answered, be it that it knows nothing."""
    said = _said(found)
    return bool(said) and all(why in rules.FAULTS for _name, why in said)


def _said(found: Located) -> list[tuple[str, str]]:
    """Return what each service said that gave no point, by its name."""
    notes = (note.partition(": ") for note in found.notes if note.startswith("map_"))
    return [(name, why) for name, between, why in notes if between]


def _note(known: list[providers.ProviderAccess], found: Located, now: datetime) -> bool:
    """Count who was asked, and say whose line failed; return whether one did."""
    said = _said(found)
    faults = {name: why for name, why in said if why in rules.FAULTS}
    asked = {name for name, _why in said} | {found.source}

    def write() -> None:
        for one in known:
            if one.name in asked:
                cost = 0 if one.name in faults else int(one.values.get("price_mill") or 0)
                providers.note_call(one.name, fault=faults.get(one.name, ""), cost_mill=cost, now=now)

    acting(write)
    return bool(faults)


def keep_found(row: Place, found: Located | None, *, now: datetime) -> bool:
    """Keep what came closer, once; an address erased meanwhile stays erased. Return whether anything did."""
    closer = found is not None and found.lng is not None and 0 < found.radius_m < row.radius_m
    sets: dict[str, object] = {"asked_at": now}
    if found is not None and closer:
        sets |= {"lng": found.lng, "lat": found.lat, "radius_m": found.radius_m, "precision": found.precision}
        sets |= {"confidence": found.confidence, "notes": [*row.notes, f"point by {found.source}"]}
    kept = Place.objects.filter(pk=row.pk, asked_at=None, erased_at=None).update(**sets)
    return bool(kept and closer)
