"""Places with their datum, and what every source of driving times offers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import httpx

from anxin.core.carriers import deadlines


@dataclass(frozen=True, slots=True)
class Place:
    """A point in degrees, in WGS-84 and (for Chinese map services) in GCJ-02.

    The caller converts: one mixed-up datum is half a kilometre, so both are named and neither is guessed.
    """

    longitude: float
    latitude: float
    gcj_longitude: float
    gcj_latitude: float


class Unusable(Exception):
    """A source that gave no usable answer, and why in a word or two; for logs, never for screens."""


class Source(Protocol):
    """Answers how long the drive from several places to one takes."""

    name: str

    def seconds(self, origins: Sequence[Place], goal: Place) -> list[int | None]:
        """Return seconds for each origin, None where there is no road.

        Raises
        ------
        Unusable
            If the source gave no answer of that shape.
        """
        ...


def answer(url: str, parameters: dict[str, str], timeout_s: float) -> dict[str, object]:
    """Return the JSON object a service answers with; `timeout_s` bounds the whole call, not each of its pieces.

    Raises
    ------
    Unusable
        If it can't be reached in time, answers with an error status, or with something else than a JSON object.
    """
    client = httpx.AsyncClient(timeout=timeout_s, trust_env=False)

    async def asked() -> httpx.Response:
        async with client:
            return await client.get(url, params=parameters)

    try:
        response = deadlines.within(timeout_s, asked)
        response.raise_for_status()
        data = response.json()
    except (httpx.TimeoutException, TimeoutError):
        raise Unusable("timeout") from None
    except httpx.HTTPStatusError as refused:
        raise Unusable(f"status {refused.response.status_code}") from None
    except (httpx.HTTPError, ValueError):
        raise Unusable("no answer") from None
    if not isinstance(data, dict):
        raise Unusable("not an object")
    return data


def whole(value: object) -> int:
    """Return seconds as a whole number, from a number or its text.

    Raises
    ------
    Unusable
        If it is neither, or below 0.
    """
    if not isinstance(value, int | float | str):
        raise Unusable("no seconds")
    try:
        seconds = round(float(value))
    except (ValueError, OverflowError):
        raise Unusable("no seconds") from None
    if seconds < 0:
        raise Unusable("negative seconds")
    return seconds


def rows_of(value: object, count: int) -> list[dict[str, object]]:
    """Return a list of objects of exactly this length.

    Raises
    ------
    Unusable
        If it is anything else.
    """
    if not isinstance(value, list) or len(value) != count or not all(isinstance(row, dict) for row in value):
        raise Unusable(f"not {count} rows")
    return value
