"""Our own reading first, then a map service for the house, then one checked against the other."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta

import httpx

from anxin.core import json_texts
from anxin.core.carriers import deadlines
from anxin.core.carriers.authorities import authorities
from anxin.domain.places import gateway
from anxin.domain.places.geocoding.answers import PRECISIONS, RADIUS_M, Answer, Located, Unanswered
from anxin.domain.places.geocoding.maps import Service

MOST_BYTES = 256 * 1024
SURE = 0.95
KEPT = timedelta(days=30)
KEPT_EMPTY = timedelta(hours=6)


class Geocoder:
    """Asks services in order until one answers.

    `timeout_s` bounds each service's whole answer, not each of its pieces; `most_kept` bounds the cache. A failure of
    the line (timeout, unreachable, quota) is not kept; "nothing found" is, for six hours.
    """

    def __init__(
        self,
        services: Sequence[Service],
        *,
        timeout_s: float = 3.0,
        most_kept: int = 10_000,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._services = tuple(services)
        self._timeout_s = timeout_s
        self._most_kept = most_kept
        self._transport = transport
        self._kept: OrderedDict[tuple[str, str, str], tuple[datetime, Answer | str]] = OrderedDict()

    def locate(self, text: str, *, now: datetime, city: str = "") -> Located:
        """Return where an address stands; never raises for what a service does or does not say."""
        own = gateway.read(text, city=city)
        notes: list[str] = []
        narrowed = own.city or own.province or city
        for service in self._services if text.strip() else ():
            try:
                answer = self._ask(service, text, narrowed, now)
            except Unanswered as failure:
                notes.append(f"{service.name}: {failure.reason}")
                continue
            if not _agrees(own, answer):
                notes.append(f"{service.name}: disagrees, said {answer.code or 'a far point'}")
                continue
            if PRECISIONS.index(answer.precision) > PRECISIONS.index(own.precision):
                notes.append(f"{service.name}: no closer, {answer.precision}")
                continue
            return _joined(own, answer, notes)
        return _own(own, notes)

    def _ask(self, service: Service, text: str, city: str, now: datetime) -> Answer:
        key = (service.name, text, city)
        kept = self._kept.get(key)
        if kept and kept[0] > now:
            self._kept.move_to_end(key)
            if isinstance(kept[1], str):
                raise Unanswered(kept[1])
            return kept[1]
        try:
            answer = service.read(self._fetch(service, text, city))
        except Unanswered as failure:
            if failure.reason == "empty":
                self._keep(key, now + KEPT_EMPTY, failure.reason)
            raise
        if not (-180 <= answer.lng <= 180 and -90 <= answer.lat <= 90):
            raise Unanswered("broken")
        self._keep(key, now + KEPT, answer)
        return answer

    def _keep(self, key: tuple[str, str, str], until: datetime, what: Answer | str) -> None:
        self._kept[key] = (until, what)
        self._kept.move_to_end(key)
        while len(self._kept) > self._most_kept:
            self._kept.popitem(last=False)

    def _fetch(self, service: Service, text: str, city: str) -> dict[str, object]:
        url, parameters = service.query(text, city)
        client = httpx.AsyncClient(verify=authorities(), transport=self._transport, timeout=self._timeout_s)
        try:
            body = deadlines.within(self._timeout_s, lambda: _body(client, url, parameters))
        except (httpx.TimeoutException, TimeoutError) as error:
            raise Unanswered("timeout") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unanswered("unreachable") from error
        try:
            payload = json_texts.read(body)
        except ValueError as error:
            raise Unanswered("broken") from error
        if not isinstance(payload, dict):
            raise Unanswered("broken")
        return payload


async def _body(client: httpx.AsyncClient, url: str, parameters: dict[str, str]) -> bytes:
    body = bytearray()
    async with client, client.stream("GET", url, params=parameters) as response:
        if response.status_code != 200:
            raise Unanswered("quota" if response.status_code == 429 else "refused")
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > MOST_BYTES:
                raise Unanswered("broken")
    return bytes(body)


def _agrees(own: gateway.Resolved, answer: Answer) -> bool:
    """Return whether a service's answer fits our own sure reading: by code, else by the distance of the points."""
    if own.confidence < SURE or not own.code:
        return True
    if gateway.known_code(answer.code):
        county = own.county_code or own.code
        return answer.code.startswith(county) or county.startswith(answer.code)
    if own.lng is None or own.lat is None:
        return True
    here = gateway.to_wgs84(answer.lng, answer.lat, answer.datum)
    return gateway.distance_m(here, (own.lng, own.lat)) <= 3 * own.radius_m + 2_000


def _joined(own: gateway.Resolved, answer: Answer, notes: list[str]) -> Located:
    lng, lat = gateway.to_wgs84(answer.lng, answer.lat, answer.datum)
    code = own.code
    confidence = answer.confidence
    if own.code and own.confidence >= SURE:
        confidence = max(confidence, 0.9 if answer.code else confidence)
    elif answer.code and gateway.known_code(answer.code):
        notes.append(f"{answer.service}: division taken from the service")
        code = code if code.startswith(answer.code) else gateway.known_code(answer.code)
    county = own.county_code if code == own.code else gateway.known_code(answer.code)
    return Located(
        code=code,
        county_code=county,
        lng=lng,
        lat=lat,
        datum="WGS-84",
        radius_m=RADIUS_M[answer.precision],
        precision=answer.precision,
        confidence=confidence,
        source=answer.service,
        notes=(*own.notes, *notes),
    )


def _own(own: gateway.Resolved, notes: list[str]) -> Located:
    return Located(
        code=own.code,
        county_code=own.county_code,
        lng=own.lng,
        lat=own.lat,
        datum="WGS-84",
        radius_m=own.radius_m,
        precision=own.precision,
        confidence=own.confidence,
        source="anxin",
        notes=(*own.notes, *notes),
    )
