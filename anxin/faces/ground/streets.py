"""Streets below the points of a map, where an operator configured whose; without them the drawing stays."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from anxin.domain.places import gateway as places
from anxin.domain.places import queries


@dataclass(frozen=True, kw_only=True)
class StreetMark:
    """Something on the map: "here" the place, "tech" somebody, "job" a repair; with the address it leads to.

    With a `radius_m` it is known to that area only, and drawn as one.
    """

    lng: float
    lat: float
    name: str
    kind: str = "tech"
    said: str = ""
    url: str = ""
    tone: str = ""
    radius_m: int = 0


def below(marks: Iterable[StreetMark]) -> str:
    """Return what the browser draws streets by, as JSON in the tiles' own datum; empty where there are none."""
    found = queries.streets(now=timezone.now())
    if found is None:
        return ""
    points = []
    for one in marks:
        lng, lat = places.from_wgs84(one.lng, one.lat, found.datum)
        kind = "area" if one.radius_m else one.kind
        told = {"name": one.name, "kind": kind, "said": one.said, "url": one.url, "tone": one.tone}
        point: dict[str, object] = {"at": [round(lat, 6), round(lng, 6)]}
        point |= {name: text for name, text in told.items() if text}
        points.append(point | ({"radius": one.radius_m} if one.radius_m else {}))
    if not points:
        return ""
    return json.dumps({"layers": found.layers, "credit": found.credit, "points": points}, ensure_ascii=False)


def allow[Answer: HttpResponse](answer: Answer) -> Answer:
    """Let a page with a map load its tiles from their one origin: no other page, and nothing but pictures."""
    found = queries.streets(now=timezone.now())
    if found is not None and found.origin:
        policy, ours = settings.SECURE_CSP, settings.SECURE_CSP["img-src"]
        pictures = {"img-src": [*cast(Sequence[str], ours), found.origin]}
        answer._csp_config = {**policy, **pictures}  # type: ignore[attr-defined]  # as Django's csp_override sets it
    return answer
