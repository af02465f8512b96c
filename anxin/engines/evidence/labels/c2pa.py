"""Read C2PA manifests: integrity, signature, trust and time kept apart (C2PA specification 2.4).

Without the optional extra ``labels`` a manifest is still seen and told, but not checked.
"""

import importlib
import json
import re
from collections.abc import Mapping
from typing import Any

from anxin.engines.evidence.containers.structure import Structure
from anxin.engines.evidence.errors import complaint
from anxin.engines.evidence.findings import SAYS_ORDER, Assertion, Says, Strength
from anxin.engines.evidence.labels import metadata, trust
from anxin.engines.evidence.labels.texts import as_stream

TRUST_LIST_DATE = trust.table()[0]
# No anchors: who vouches is looked up in our own table; and no network.
OFFLINE = {"verify": {"verify_trust": True, "remote_manifest_fetch": False, "ocsp_fetch": False}}
FORMATS = {
    "image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/avif", "video/mp4", "video/quicktime",
    "video/x-msvideo",
}  # fmt: skip
BROKEN = re.compile(
    r"(assertion\.\w+|claimSignature|claim|ingredient|assertion)\.(mismatch|missing|malformed|manifest\.mismatch)"
)
EDITS = re.compile(
    r"c2pa\.(edited|opened|placed|color_adjustments|cropped|drawing|filtered|resized|orientation|removed|unknown)"
)


def read(found: Structure, data: bytes, own_list: str = "") -> list[Assertion]:
    """Read the manifest of a file, if it carries one; remote manifests are never fetched.

    own_list : path of the operator's own list of authorities, beside the dated table.
    """
    blocks = [block for block in found.blocks if block.role == "c2pa"]
    if not blocks:
        return []
    library = _library()
    if library is None or found.kind not in FORMATS:
        facts = {"checked": False, "why": "extra 'labels' isn't installed" if library is None else found.kind}
        return [Assertion("c2pa", "none", "weak", "", blocks[0].place, facts)]
    try:
        context = library.Context.from_dict(OFFLINE)
        reader = library.Reader.try_create(found.kind, as_stream(data), context=context)
        if reader is None:
            return []
        with reader:
            simple, full = json.loads(reader.json()), json.loads(reader.detailed_json())
    except (library.C2paError, ValueError) as error:
        return [
            Assertion("c2pa", "none", "weak", "", blocks[0].place, {"checked": False, "why": complaint(error)[:160]})
        ]
    return [_assertion(simple, full, blocks[0].place, trust.Chains(_joined(found), own_list))]


def _library() -> Any:
    """Import the optional library, or None."""
    try:
        return importlib.import_module("c2pa")
    except ImportError:
        return None


def _joined(found: Structure) -> bytes:
    """Join the manifest's pieces (a JPEG splits it over segments that repeat the box header)."""
    parts = [block for block in found.blocks if block.role == "c2pa"]
    if parts[0].place.startswith("jpeg"):
        return b"".join(block.data[8 if number == 0 else 16 :] for number, block in enumerate(parts))
    return b"".join(block.data for block in parts)


def _assertion(simple: Mapping[str, Any], full: Mapping[str, Any], place: str, chains: trust.Chains) -> Assertion:
    """Weigh one validated manifest store."""
    active = simple.get("manifests", {}).get(simple.get("active_manifest"), {})
    signer = active.get("signature_info") or {}
    status = _codes(simple)
    state = _state(status, signer, chains)
    says, source = _says(full)
    facts: dict[str, Any] = {
        **state,
        "signer": str(signer.get("issuer") or "")[:80],
        "signed_at": str(signer.get("time") or ""),
        "generator": _generator(active),
        "source_type": source,
        "problems": sorted(code for code in status["failure"] if code != "signingCredential.untrusted")[:12],
        "manifests": len(simple.get("manifests", {})),
        "trust_list": TRUST_LIST_DATE,
        "checked": True,
    }
    sound = state["integrity"] == "intact" and state["signature"] == "valid"
    trusted = state["trust"] in ("listed", "known")
    strength: Strength = "strong" if sound and trusted else "moderate" if sound else "weak"
    return Assertion("c2pa", says, strength, facts["signer"] or facts["generator"], place, facts)


def _codes(simple: Mapping[str, Any]) -> dict[str, set[str]]:
    """Collect the active manifest's status codes, and those of the ingredients' changes."""
    results = simple.get("validation_results") or {}
    active = results.get("activeManifest") or {}
    codes = {kind: {row["code"] for row in active.get(kind, [])} for kind in ("success", "failure", "informational")}
    codes["failure"] |= {
        row["code"] for row in simple.get("validation_status") or [] if "ingredient" not in row["code"]
    }
    return codes


def _state(status: Mapping[str, set[str]], signer: Mapping[str, Any], chains: trust.Chains) -> dict[str, str]:
    """Say four things apart: are the pixels those signed, is the signature sound, who vouches, when."""
    failed = status["failure"]
    broken = any(BROKEN.search(code) for code in failed if not code.startswith("claimSignature"))
    signature_bad = any(code.startswith("claimSignature") for code in failed)
    vouching = "listed" if "signingCredential.trusted" in status["success"] else "unknown"
    if vouching == "unknown" and "claimSignature.validated" in status["success"]:
        vouching = chains.signer(str(signer.get("cert_serial_number")), str(signer.get("issuer")))
    return {
        "integrity": "broken" if broken else "intact",
        "signature": "invalid" if signature_bad or "claimSignature.validated" not in status["success"] else "valid",
        "trust": vouching,
        "time": _time(status, chains),
    }


def _time(status: Mapping[str, set[str]], chains: trust.Chains) -> str:
    """Return what is known of the signing time."""
    if "signingCredential.expired" in status["failure"]:
        return "certificate expired, time not proven"
    stamped = "timeStamp.validated" in status["success"]
    if "timeStamp.trusted" in status["success"] or (stamped and chains.stamper()):
        return "stamped by a trusted authority"
    return "stamped" if stamped else "told by the signer"


def _generator(active: Mapping[str, Any]) -> str:
    """Name the software that made the claim."""
    info = active.get("claim_generator_info") or []
    name = info[0].get("name", "") if info and isinstance(info[0], dict) else ""
    return str(name or active.get("claim_generator") or "")[:80]


def _says(full: Mapping[str, Any]) -> tuple[Says, str]:
    """Find the weightiest statement in any manifest of the store: its own or an ingredient's AI counts alike."""
    text = json.dumps(full.get("manifests", {}))
    statements = []
    for uri in re.findall(r"\"digitalSourceType\": ?\"([^\"]{1,200})\"", text):
        says = metadata.source_type(uri)
        if says:
            statements.append((says, uri))
    if statements:
        best = min(statements, key=lambda pair: SAYS_ORDER.index(pair[0]))
        if best[0] != "captured" or not EDITS.search(text):
            return best
    return ("edited" if EDITS.search(text) else "none"), ""
