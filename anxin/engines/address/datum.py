"""Convert between WGS-84, GCJ-02 and BD-09, and measure distances on the sphere."""

from math import asin, atan2, cos, pi, radians, sin, sqrt

Point = tuple[float, float]

WGS84 = "WGS-84"
GCJ02 = "GCJ-02"
BD09 = "BD-09"

_AXIS_M = 6_378_245.0
_ECCENTRICITY = 0.006_693_421_622_965_943
_EARTH_M = 6_371_008.8
_BD_TURN = pi * 3000.0 / 180.0


def distance_m(a: Point, b: Point) -> float:
    """Measure the great-circle distance of two (latitude, longitude) points in metres."""
    lat_a, lat_b = radians(a[0]), radians(b[0])
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(b[1] - a[1]) / 2) ** 2
    return 2 * _EARTH_M * asin(min(1.0, sqrt(half)))


def in_shifted_area(latitude: float, longitude: float) -> bool:
    """Return whether GCJ-02 shifts this point at all: the box 72.004–137.8347° E, 0.8293–55.8271° N."""
    return 72.004 <= longitude <= 137.8347 and 0.8293 <= latitude <= 55.8271


def to_gcj02(latitude: float, longitude: float) -> Point:
    """Convert WGS-84 to GCJ-02; outside the shifted area the point stays as it is.

    Parameters
    ----------
    latitude, longitude : float
        Degrees.

    Returns
    -------
    (float, float)
        Latitude and longitude in degrees.
    """
    if not in_shifted_area(latitude, longitude):
        return latitude, longitude
    d_lat, d_lng = _shift(latitude, longitude)
    return latitude + d_lat, longitude + d_lng


def from_gcj02(latitude: float, longitude: float) -> Point:
    """Convert GCJ-02 to WGS-84 by fixed-point iteration, to better than 1e-9 degree."""
    if not in_shifted_area(latitude, longitude):
        return latitude, longitude
    guess_lat, guess_lng = latitude, longitude
    for _ in range(30):
        there_lat, there_lng = to_gcj02(guess_lat, guess_lng)
        off_lat, off_lng = latitude - there_lat, longitude - there_lng
        guess_lat, guess_lng = guess_lat + off_lat, guess_lng + off_lng
        if abs(off_lat) < 1e-11 and abs(off_lng) < 1e-11:
            break
    return guess_lat, guess_lng


def gcj02_to_bd09(latitude: float, longitude: float) -> Point:
    """Convert GCJ-02 to Baidu's BD-09."""
    radius = sqrt(longitude * longitude + latitude * latitude) + 0.00002 * sin(latitude * _BD_TURN)
    angle = atan2(latitude, longitude) + 0.000003 * cos(longitude * _BD_TURN)
    return radius * sin(angle) + 0.006, radius * cos(angle) + 0.0065


def bd09_to_gcj02(latitude: float, longitude: float) -> Point:
    """Convert BD-09 to GCJ-02 by fixed-point iteration."""
    guess_lat, guess_lng = latitude - 0.006, longitude - 0.0065
    for _ in range(30):
        there_lat, there_lng = gcj02_to_bd09(guess_lat, guess_lng)
        off_lat, off_lng = latitude - there_lat, longitude - there_lng
        guess_lat, guess_lng = guess_lat + off_lat, guess_lng + off_lng
        if abs(off_lat) < 1e-11 and abs(off_lng) < 1e-11:
            break
    return guess_lat, guess_lng


def convert(point: Point, source: str, target: str) -> Point:
    """Convert a (latitude, longitude) point from one datum to another.

    Raises
    ------
    ValueError
        If a datum is none of WGS-84, GCJ-02, BD-09.
    """
    for name in (source, target):
        if name not in {WGS84, GCJ02, BD09}:
            raise ValueError(f"datum: expected WGS-84, GCJ-02 or BD-09, got {name}")
    if source == target:
        return point
    if source == BD09:
        return convert(bd09_to_gcj02(*point), GCJ02, target)
    if source == WGS84:
        return convert(to_gcj02(*point), GCJ02, target)
    return from_gcj02(*point) if target == WGS84 else gcj02_to_bd09(*point)


def _shift(latitude: float, longitude: float) -> Point:
    x, y = longitude - 105.0, latitude - 35.0
    wave = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    d_lat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + wave
    d_lat += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    d_lat += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    d_lng = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + wave
    d_lng += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    d_lng += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    rad = radians(latitude)
    magic = 1.0 - _ECCENTRICITY * sin(rad) ** 2
    root = sqrt(magic)
    return (
        d_lat * 180.0 / (_AXIS_M * (1.0 - _ECCENTRICITY) / (magic * root) * pi),
        d_lng * 180.0 / (_AXIS_M / root * cos(rad) * pi),
    )
