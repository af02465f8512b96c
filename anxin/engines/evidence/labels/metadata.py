"""Read IPTC digital source types, generator chunks, editors and cameras from a file's texts."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from anxin.engines.evidence.containers import Structure
from anxin.engines.evidence.findings import Claim, Says
from anxin.engines.evidence.labels.texts import named_texts, xmp_fields

SOURCE_TYPES: dict[str, Says] = {
    "trainedalgorithmicmedia": "generated",
    "compositewithtrainedalgorithmicmedia": "generated",
    "algorithmicmedia": "possibly",
    "compositesynthetic": "possibly",
    "algorithmicallyenhanced": "edited",
    "humanedits": "edited",
    "minorhumanedits": "edited",
    "compositecapture": "edited",
    "composite": "edited",
    "digitalart": "edited",
    "digitalcreation": "edited",
    "virtualrecording": "edited",
    "screencapture": "edited",
    "digitalcapture": "captured",
    "computationalcapture": "captured",
    "negativefilm": "captured",
    "positivefilm": "captured",
    "print": "captured",
}
MAKER_KEYS = {
    "software",
    "exif:software",
    "exif:make",
    "exif:model",
    "exif:artist",
    "creatortool",
    "credit",
    "author",
    "\xa9too",
    "\xa9swr",
}
IPTC_CREDIT = re.compile(r"(Made|Edited) with Google AI", re.IGNORECASE)


@cache
def patterns() -> dict[str, list[tuple[re.Pattern[str], re.Pattern[str], dict[str, Any]]]]:
    """Load the dated patterns of generators and editors."""
    text = files("anxin.engines.evidence").joinpath("data/generators.toml").read_text("utf-8")
    rows = tomllib.loads(text)
    return {
        kind: [
            (re.compile(row.get("key", ""), re.IGNORECASE), re.compile(row["text"], re.IGNORECASE), row)
            for row in rows[kind]
        ]
        for kind in ("chunk", "maker")
    }


def source_type(uri: str) -> Says | None:
    """Say what an IPTC digital source type means here, by the last part of its URI."""
    return SOURCE_TYPES.get(re.split(r"[/#:]", uri.strip())[-1].casefold())


def read(found: Structure) -> list[Claim]:
    """Find IPTC source types, generators and editors; several of one producer count once."""
    claims: list[Claim] = []
    for block, key, text in named_texts(found):
        if not text:
            continue
        if block.role == "xmp":
            claims.extend(_xmp(text, block.place))
        elif block.role == "iptc" and (credit := IPTC_CREDIT.search(text)):
            claims.extend(_makers(credit[0], "iptc", block.place))
        elif block.role != "other":
            claims.extend(_chunks(key, text, block.place))
        if key.casefold() in MAKER_KEYS:
            claims.extend(_makers(text, key, block.place))
    return _once(claims)


def _xmp(text: str, place: str) -> list[Claim]:
    """Read the properties of one XMP packet."""
    claims: list[Claim] = []
    for name, value in xmp_fields(text[: 1 << 20]):
        if name.casefold() == "digitalsourcetype":
            says = source_type(value)
            if says:
                claims.append(Claim("iptc", says, "moderate", _vendor(text), place, {"source_type": value[:200]}))
        else:
            claims.extend(_makers(value, name, place))
    return claims


def _vendor(text: str) -> str:
    """Guess who wrote an IPTC source type, by what else the packet says."""
    for name, value in xmp_fields(text):
        if name in ("CreatorTool", "Credit"):
            return value[:80]
    return ""


def _chunks(key: str, text: str, place: str) -> list[Claim]:
    """Match one keyed text against the generators' chunks."""
    return [
        Claim("generator", "generated", "moderate", row["producer"], place, {"key": key[:80]})
        for key_pattern, text_pattern, row in patterns()["chunk"]
        if key_pattern.search(key) and text_pattern.search(text[:20_000])
    ][:1]


def _makers(text: str, key: str, place: str) -> list[Claim]:
    """Match a field that names software; only the first row that fits counts."""
    for _, pattern, row in patterns()["maker"]:
        match = pattern.search(text[:2000])
        if match:
            says: Says = row["says"]
            kind = "generator" if says == "generated" else "editor"
            facts = {"field": key[:40], "text": text[:120]}
            return [Claim(kind, says, "moderate", row.get("producer") or text.strip()[:80], place, facts)]
    return []


def _once(claims: list[Claim]) -> list[Claim]:
    """Drop repeats of one kind, statement and producer."""
    kept: dict[tuple[str, str, str], Claim] = {}
    for claim in claims:
        kept.setdefault((claim.kind, claim.says, claim.producer), claim)
    return list(kept.values())[:24]
