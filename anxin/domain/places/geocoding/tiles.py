"""Whether the streets below a map come: one tile of each layer is asked for, as a browser on our pages would."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urljoin

from anxin.core.carriers import requests
from anxin.core.providers import ProviderHealth
from anxin.domain.places.rules import Streets

KIND = NAME = "streets"
ZOOM, COLUMN, ROW = 10, 843, 387
"""The tile that has Beijing on it."""
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"GIF8")
MOST_BYTES = 512 * 1024


def asked_with(streets: Streets) -> dict[str, str]:
    """Return what a trial is of: with other addresses it says nothing any more."""
    return {"layers": "\n".join(streets.layers)}


def trial(streets: Streets, *, home: str) -> str:
    """Ask for one tile of each layer, from `home` as its page; return what is wrong, or ""."""
    faults = (_fault(tile(layer), home) for layer in streets.layers)
    return next((fault for fault in faults if fault), "")


def tile(layer: str) -> str:
    """Return the address of the tile that is tried."""
    places = {"{z}": ZOOM, "{x}": COLUMN, "{y}": ROW, "{-y}": 2**ZOOM - 1 - ROW}
    for name, number in places.items():
        layer = layer.replace(name, str(number))
    return layer


def _fault(url: str, home: str) -> str:
    if url.startswith("/") and not home:
        return "no public address"
    try:
        whole = urljoin(f"{home}/", url)
        reply = requests.ask("GET", whole, headers={"Referer": f"{home}/"}, timeout_s=8.0, most_bytes=MOST_BYTES)
    except (requests.NotReached, requests.NoAnswer) as error:
        return str(error.facts["why"])
    if reply.status != 200:
        return f"{reply.status} {_words(reply.body)}".strip()
    return "" if reply.body.startswith(PICTURES) else f"no picture: {_words(reply.body)}"


def _words(body: bytes) -> str:
    return " ".join(body[:120].decode("utf-8", "replace").split())


def health(streets: Streets | None, known: Mapping[str, ProviderHealth], *, now: datetime) -> ProviderHealth | None:
    """Return how the streets go: None where maps show none, untried where they were tried with other addresses."""
    if streets is None:
        return None
    told, found = asked_with(streets), known.get(NAME)
    if found is not None and found.values == told:
        return found
    return ProviderHealth(
        kind=KIND,
        name=NAME,
        rank=1,
        values=told,
        kept_at=now,
        tried_at=None,
        trial_fault="",
        answered_at=None,
        failing_since=None,
        fault="",
    )
