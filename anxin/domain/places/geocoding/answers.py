"""What map services answer, and what we make of it."""

from dataclasses import dataclass

PRECISIONS = ("house", "town", "county", "city", "province", "none")
RADIUS_M = {"house": 150, "town": 4_000, "county": 30_000, "city": 60_000, "province": 300_000, "none": 0}


class Unanswered(Exception):
    """A service gave no usable answer; `reason` is timeout, unreachable, quota, refused, empty or broken."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One service's answer in its own datum; `code` is the county's six digits or "" where the service tells none."""

    service: str
    lng: float
    lat: float
    datum: str
    precision: str
    confidence: float
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class Located:
    """Where an address stands: WGS-84, whose point it is, and how far that agrees with our own reading."""

    code: str
    county_code: str
    lng: float | None
    lat: float | None
    datum: str
    radius_m: int
    precision: str
    confidence: float
    source: str
    notes: tuple[str, ...]
