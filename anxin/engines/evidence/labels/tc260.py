"""Read the implicit AI label of GB 45438-2025 in every serialisation seen (TC260-PG-20257A, -20258A, and the wild)."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from anxin.engines.evidence.containers.structure import Structure
from anxin.engines.evidence.findings import Assertion, Says, Strength
from anxin.engines.evidence.labels.producers import decode
from anxin.engines.evidence.labels.texts import decoded, named_texts, unescaped

FIELDS = (
    "Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2",
)  # fmt: skip
NAMES = {name.casefold(): name for name in FIELDS}
SAYS: Mapping[str, Says] = {"1": "generated", "2": "possibly", "3": "suspected"}
OBJECT = re.compile(r"\{[^{}]{0,6000}\}")
PROPERTY = re.compile(
    r"(?:\w{0,12}:)?(" + "|".join(FIELDS) + r")\s*(?:=\s*[\"']([^\"'<>]{0,600})[\"']|>([^<]{0,600})<)"
)
APP_EXPORT = re.compile(r"\"?aigc_label_type\"?\s*:\s*\"?(\d+)\"?")
YAML = re.compile(r"(?mi)^\s*(" + "|".join(FIELDS) + r")\s*:\s*[\"']?([^\"'\n]{0,600})[\"']?\s*$")
LIMIT = 16


def read(found: Structure, data: bytes) -> list[Assertion]:
    """Find every TC260 label of a file, in its blocks and, failing that, anywhere in its bytes."""
    assertions: list[Assertion] = []
    seen: set[tuple[tuple[str, str], ...]] = set()
    for block, key, text in named_texts(found):
        if key == "exif:raw" and assertions:
            continue
        for fields in labels_in(text, named="aigc" in key.casefold()):
            mark = tuple(sorted(fields.items()))
            if mark not in seen and len(assertions) < LIMIT:
                seen.add(mark)
                assertions.append(_assertion(fields, block.place, key))
        assertions.extend(_app_exports(text, block.place) if "aigc_label_type" in text else [])
    if not assertions:
        assertions.extend(_assertion(fields, "raw", "") for fields in _anywhere(data))
    return assertions[:LIMIT]


def labels_in(text: str, *, named: bool = False) -> Iterator[dict[str, str]]:
    """Yield the labels that stand in a text as JSON, XMP properties or YAML.

    Parameters
    ----------
    text : the block's text, HTML escapes undone.
    named : the field that holds the text is itself called AIGC, so that a bare ``{"Label": …}`` counts.
    """
    folded = text.casefold()
    if "label" not in folded and "contentprod" not in folded and "contentpropagator" not in folded:
        return
    about = named or "aigc" in folded
    yielded = False
    for candidate in (text, text.replace('\\\\"', '"').replace('\\"', '"')):
        for match in OBJECT.finditer(candidate):
            fields = _fields(match[0])
            if _is_label(fields, about=about):
                yielded = True
                yield fields
        if yielded:
            return
    for pattern in (PROPERTY, YAML) if about else ():
        fields = _properties(pattern, text)
        if _is_label(fields, about=len(fields) > 1 or named):
            yield fields
            return


def _properties(pattern: re.Pattern[str], text: str) -> dict[str, str]:
    """Collect fields that stand apart; the first value of each counts (closing tags match too, emptily)."""
    fields: dict[str, str] = {}
    for match in pattern.finditer(text):
        value = next((group for group in match.groups()[1:] if group), "").strip()
        name = NAMES[match[1].casefold()]
        fields[name] = fields.get(name) or value
    return fields


def _fields(text: str) -> dict[str, str]:
    """Parse one JSON object loosely: known names in any case, numbers as strings."""
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        return _loose(text)
    if not isinstance(value, dict):
        return {}
    return {NAMES[k.casefold()]: _plain(v) for k, v in value.items() if k.casefold() in NAMES}


def _loose(text: str) -> dict[str, str]:
    """Read a broken JSON object field by field (single quotes, missing commas, bare numbers)."""
    pairs = re.findall(r"[\"']?(\w+)[\"']?\s*:\s*(?:\"([^\"]{0,600})\"|'([^']{0,600})'|(\d+))", text)
    return {NAMES[k.casefold()]: a or b or c for k, a, b, c in pairs if k.casefold() in NAMES}


def _plain(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _is_label(fields: Mapping[str, str], *, about: bool) -> bool:
    """Return whether fields make a label: its value is 1, 2 or 3, and a second field or the name says what it is."""
    parties = sum(name in fields for name in FIELDS[1:])
    if fields.get("Label", "").strip('"') in SAYS:
        return parties >= 1 or about
    return about and parties >= 2 and any(fields.get(name) for name in ("ContentProducer", "ContentPropagator"))


def _assertion(fields: Mapping[str, str], place: str, key: str) -> Assertion:
    """Turn a label's fields into an assertion; strong only where a sound code names a producer of the dated table."""
    producer, propagator = decode(fields.get("ContentProducer", "")), decode(fields.get("ContentPropagator", ""))
    speaker = producer if producer.code else propagator
    says = SAYS.get(fields.get("Label", "").strip('"'), "suspected")
    strength: Strength = "strong" if speaker.known else "moderate"
    facts: dict[str, Any] = {
        "fields": {name: fields[name][:200] for name in FIELDS if name in fields},
        "key": key[:80],
        "code_valid": speaker.valid,
        "credit_code": speaker.credit_code,
        "known": bool(speaker.known),
        "signed": bool(fields.get("ReservedCode1") or fields.get("ReservedCode2")),
    }
    if propagator.code:
        facts["propagator"] = propagator.known or propagator.code
    return Assertion("tc260", says, strength, speaker.known or speaker.code, place, facts)


def _app_exports(text: str, place: str) -> list[Assertion]:
    """Read the export notes of editing apps: a label type other than 0 means their AI took part."""
    match = APP_EXPORT.search(text)
    if match is None:
        return []
    product = re.search(r"\"product\"\s*:\s*\"([^\"]{1,60})\"", text)
    says: Says = "edited" if match[1] == "0" else "suspected"
    facts = {"aigc_label_type": match[1]}
    return [
        Assertion(
            "editor" if says == "edited" else "tc260", says, "moderate", product[1] if product else "", place, facts
        )
    ]


def _anywhere(data: bytes) -> Iterator[dict[str, str]]:
    """Search the raw bytes once, for labels in places no standard names or behind a broken structure."""
    at = -1
    for _ in range(8):
        at = data.find(b"ContentProduce", at + 1)
        if at < 0:
            return
        text = decoded(data[max(0, at - 300) : at + 1500])
        labels = list(labels_in(unescaped(text), named=True))
        if labels:
            yield from labels
            return
