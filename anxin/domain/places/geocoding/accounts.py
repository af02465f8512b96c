"""The map services an operator may have set up, each opened with what was kept of it."""

from collections.abc import Callable, Mapping
from datetime import datetime

from anxin.core.providers import ProviderAccess
from anxin.domain.places.geocoding.geocoder import Geocoder
from anxin.domain.places.geocoding.maps import Amap, Baidu, Service, Tencent, Tianditu

KIND = "maps"
SERVICES: dict[str, Callable[..., Service]] = {
    "map_amap": Amap,
    "map_tencent": Tencent,
    "map_tianditu": Tianditu,
    "map_baidu": Baidu,
}
KNOWN = "北京市东城区东长安街1号"
"""What a trial asks for: an address everybody knows, and nobody's."""


def opened(account: ProviderAccess) -> Service:
    """Return a service as it is asked."""
    return of(account.name, account.values)


def of(name: str, values: Mapping[str, str]) -> Service:
    """Return a service by its name and what it is asked with."""
    more = {"base_url": values["gateway"]} if values.get("gateway") else {}
    return SERVICES[name](key=values["key"], name=name, **more)


def trial(values: Mapping[str, str], name: str, *, now: datetime) -> str:
    """Ask for an address everybody knows; return what is wrong, or ""."""
    found = Geocoder([of(name, values)], timeout_s=8.0).locate(KNOWN, now=now)
    if found.source == name:
        return ""
    said = [note.removeprefix(f"{name}: ") for note in found.notes if note.startswith(f"{name}: ")]
    return said[0] if said else "no answer"
