"""A number as it was typed for a brand that vouches for none yet, and the house's own."""

from datetime import datetime

from anxin.core import settings
from anxin.core.zone import SHANGHAI
from anxin.domain.network.queries.appearance import signed_hotlines
from anxin.domain.network.queries.hotlines import gone_hotlines
from anxin.domain.network.rules import appearance
from anxin.domain.people.models import Organisation


def typed_hotline(house: Organisation, *, now: datetime) -> str:
    """Return the number that was typed for an organisation; empty where none was."""
    chosen = settings.get(appearance.SETTING, at=now, organisation=str(house.pk))
    return appearance.hotline(str(chosen.get("hotline") or ""), (), signs=False)


def typed_hotlines(*, now: datetime) -> dict[str, str]:
    """Return by organisation the numbers that were typed (one query, if the settings were not read)."""
    begun = {
        house: [row.value for row in rows if row.valid_from <= now]
        for house, rows in settings.ever_of_houses(appearance.SETTING).items()
    }
    return {
        house: appearance.hotline(str(values[0].get("hotline") or ""), (), signs=False)
        for house, values in begun.items()
        if values
    }


def unsigned_hotline(house: Organisation, *, now: datetime) -> str:
    """Return the number that was typed for a brand while it vouches for none; empty from then on."""
    typed = typed_hotline(house, now=now)
    return "" if typed and signed_hotlines(house, now=now) else typed


def own_hotline(*, now: datetime) -> str:
    """Return the hotline of the one brand that is served here, one it signed before one only typed; of several none."""
    brands = list(Organisation.objects.filter(kind=Organisation.Kind.BRAND, retired_at=None)[:2])
    if len(brands) != 1:
        return ""
    signed = signed_hotlines(brands[0], now=now)
    return appearance.hotline(typed_hotline(brands[0], now=now), signed, signs=bool(signed))


def house_hotline(kept: str, *, now: datetime) -> str:
    """Return the number to ring the house: its imprint's, or the one brand's where that is none, or nobody's any more.

    Legal texts read it here; pages print what the imprint says.
    """
    if kept and not gone_hotlines(kept, on=now.astimezone(SHANGHAI).date()):
        return kept
    return own_hotline(now=now)
