"""Read IPTC digital source types, generator chunks, editors and cameras from a file's texts."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from anxin.engines.evidence.containers.structure import Structure
from anxin.engines.evidence.findings import Assertion, Says
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
    """Return what an IPTC digital source type means here, by the last part of its URI."""
    return SOURCE_TYPES.get(re.split(r"[/#:]", uri.strip())[-1].casefold())


def read(found: Structure) -> list[Assertion]:
    """Find IPTC source types, generators and editors; several of one producer count once."""
    assertions: list[Assertion] = []
    for block, key, text in named_texts(found):
        if not text:
            continue
        if block.role == "xmp":
            assertions.extend(_xmp(text, block.place))
        elif block.role == "iptc" and (credit := IPTC_CREDIT.search(text)):
            assertions.extend(_makers(credit[0], "iptc", block.place))
        elif block.role != "other":
            assertions.extend(_chunks(key, text, block.place))
        if key.casefold() in MAKER_KEYS:
            assertions.extend(_makers(text, key, block.place))
    return _once(assertions)


def _xmp(text: str, place: str) -> list[Assertion]:
    """Read the properties of one XMP packet."""
    assertions: list[Assertion] = []
    for name, value in xmp_fields(text[: 1 << 20]):
        if name.casefold() == "digitalsourcetype":
            says = source_type(value)
            if says:
                assertions.append(
                    Assertion("iptc", says, "moderate", _vendor(text), place, {"source_type": value[:200]})
                )
        else:
            assertions.extend(_makers(value, name, place))
    return assertions


def _vendor(text: str) -> str:
    """Guess who wrote an IPTC source type, by what else the packet says."""
    for name, value in xmp_fields(text):
        if name in ("CreatorTool", "Credit"):
            return value[:80]
    return ""


def _chunks(key: str, text: str, place: str) -> list[Assertion]:
    """Match one keyed text against the generators' chunks."""
    return [
        Assertion("generator", "generated", "moderate", row["producer"], place, {"key": key[:80]})
        for key_pattern, text_pattern, row in patterns()["chunk"]
        if key_pattern.search(key) and text_pattern.search(text[:20_000])
    ][:1]


def _makers(text: str, key: str, place: str) -> list[Assertion]:
    """Match a field that names software; only the first row that fits counts."""
    for _, pattern, row in patterns()["maker"]:
        match = pattern.search(text[:2000])
        if match:
            says: Says = row["says"]
            kind = "generator" if says == "generated" else "editor"
            facts = {"field": key[:40], "text": text[:120]}
            return [Assertion(kind, says, "moderate", row.get("producer") or text.strip()[:80], place, facts)]
    return []


def _once(assertions: list[Assertion]) -> list[Assertion]:
    """Drop repeats of one kind, statement and producer."""
    kept: dict[tuple[str, str, str], Assertion] = {}
    for assertion in assertions:
        kept.setdefault((assertion.kind, assertion.says, assertion.producer), assertion)
    return list(kept.values())[:24]
