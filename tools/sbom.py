"""List the parts of the product as CycloneDX: the packages of the base lock and what the browser loads.

Versions come from the lock, licences and who needs whom from what is installed: `python -m tools.sbom`.
No moment and no random number stand in it, so that it only changes with its parts.
"""

import json
import re
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from anxin import __version__

ROOT = Path(__file__).resolve().parents[1]
LOCK, LIST = ROOT / "requirements/base.txt", ROOT / "requirements/sbom.cdx.json"
VENDOR = ROOT / "anxin/faces/static/vendor/VERSIONS"
SELF = f"pkg:pypi/anxin@{__version__}"


def written() -> str:
    """Write the list."""
    versions = locked()
    needs = reached(versions)
    parts = [*(_package(name, versions[name]) for name in sorted(needs) if name != "anxin"), *_vendored()]
    anxin = _package("anxin", __version__, kind="application")
    whole = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": anxin},
        "components": parts,
        "dependencies": [
            {"ref": _ref(name, versions), "dependsOn": [_ref(one, versions) for one in sorted(needs[name])]}
            for name in sorted(needs)
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def locked() -> dict[str, str]:
    """Read which version of which package the base lock names."""
    found = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^\s;]+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def reached(versions: dict[str, str]) -> dict[str, set[str]]:
    """Walk from the product along what each package says it needs here; the lock's tools of the build fall away."""
    needs: dict[str, set[str]] = {}
    waiting: list[tuple[str, frozenset[str]]] = [("anxin", frozenset())]
    seen = set()
    while waiting:
        name, extras = one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        wanted = [Requirement(text) for text in distribution(name).requires or []]
        here = [want for want in wanted if _counts(want, extras)]
        needs.setdefault(name, set()).update(canonicalize_name(want.name) for want in here)
        waiting += [(canonicalize_name(want.name), frozenset(want.extras)) for want in here]
    if unknown := set(needs) - set(versions) - {"anxin"}:
        raise ValueError(f"base lock: expected every package the product needs, got none of {sorted(unknown)}")
    return needs


def _counts(want: Requirement, extras: frozenset[str]) -> bool:
    return want.marker is None or any(want.marker.evaluate({"extra": extra}) for extra in extras | {""})


def _package(name: str, version: str, *, kind: str = "library") -> dict[str, Any]:
    meta = distribution(name).metadata
    stated = [line.rpartition(" :: ")[2] for line in meta.get_all("Classifier") or [] if line.startswith("License ::")]
    licence = meta.get("License-Expression") or (meta.get("License") or "").strip().splitlines()[:1] or stated
    text = licence if isinstance(licence, str) else " / ".join(licence)
    ref = f"pkg:pypi/{name}@{version}"
    expression = [{"expression": text}] if meta.get("License-Expression") else [{"license": {"name": text}}]
    licences = {"licenses": expression} if text else {}
    return {"type": kind, "bom-ref": ref, "name": name, "version": version, "purl": ref, **licences}


def _vendored() -> list[dict[str, Any]]:
    lines = VENDOR.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")]
    return [
        {
            "type": "library",
            "bom-ref": f"{package.split(' ')[0]} {file}",
            "name": package.split(" ")[0],
            "version": package.split(" ")[1],
            "purl": f"pkg:npm/{package.split(' ')[0].replace('@', '%40')}@{package.split(' ')[1]}",
            "hashes": [{"alg": "SHA-256", "content": digest}],
            "licenses": [{"license": {"name": licence}}],
        }
        for file, package, licence, digest in rows
        if not file.startswith("../../theme")
    ]


def _ref(name: str, versions: dict[str, str]) -> str:
    return SELF if name == "anxin" else f"pkg:pypi/{name}@{versions[name]}"


if __name__ == "__main__":
    LIST.write_text(written(), encoding="utf-8")
