"""The licence allow-list over installed packages' metadata and the libraries bundled inside their wheels."""

import re
from collections.abc import Iterable
from importlib.metadata import Distribution

ALLOWED = re.compile(
    r"\b(MIT(-0|-CMU)?|HPND|ISC|0BSD|Zlib|Unlicense|CC0|PostgreSQL|OFL|BSD([- ]?[0-9]-Clause)?|Apache|MPL|LGPL\w*|"
    r"Mozilla Public|Lesser General|PSF\w*|Python Software Foundation|Python-2\.0|CNRI-Python|BSL-1\.0|Boost|"
    r"CC[- ]BY([- ]4\.0)?(?![- ]?(NC|SA|ND))|public domain|Mulan\w*)\b",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"(?<!L)(?<!Lesser )\bA?GPL|GNU (Affero )?General Public|proprietary|non-?commercial|\bNC\b|CC[- ]BY[- ]SA",
    re.IGNORECASE,
)
RUNTIME_EXCEPTION = re.compile(r"GCC[- ](RLE|exception)|runtime (library )?exception|GCC-exception", re.IGNORECASE)
DENIED_LIBRARIES = re.compile(r"lib(x264|x265|exiv2|fdk-aac|xvid|mp3lame)\b|lib(x264|x265)-", re.IGNORECASE)

# Read by a person: packages whose metadata says nothing a program can read, or says it by halves.
READ_BY_A_PERSON = {
    "axe-playwright-python": "MIT (LICENSE in the source; carries axe-core, MPL-2.0)",
    "numba": "BSD-2-Clause (LICENSE inside the wheel)",
    "resvg_py": "MIT (LICENSE inside the wheel; resvg: Apache-2.0 or MIT, as its list of parts says)",
    "llvmlite": "BSD-2-Clause, LLVM: Apache-2.0 with LLVM exception (LICENSE inside the wheel)",
}


def licence_text(package: Distribution) -> str:
    """Join what the metadata says: expression, field and classifiers (first line of a licence pasted whole)."""
    meta = package.metadata
    field = (meta.get("License") or "").strip()
    parts = [meta.get("License-Expression") or "", field if len(field) < 400 else field[:400]]
    parts += [line for line in meta.get_all("Classifier") or [] if line.startswith("License ::")]
    return " | ".join(part for part in parts if part)


def faults(packages: Iterable[Distribution]) -> list[str]:
    """Name every package with a licence, or a bundled library, outside the allow-list."""
    found = []
    for package in packages:
        name = package.metadata["Name"]
        text = licence_text(package)
        excepted = bool(RUNTIME_EXCEPTION.search(text))
        if DENIED.search(text) and not excepted and not _offers_an_allowed_choice(text):
            found.append(f"{name}: {text}")
        elif not ALLOWED.search(text) and not excepted and name not in READ_BY_A_PERSON:
            found.append(f"{name}: no allowed licence in {text!r}")
        for file in package.files or []:
            if DENIED_LIBRARIES.search(file.name) and ".so" in file.name:
                found.append(f"{name}: bundles {file.name}")
    return found


def _offers_an_allowed_choice(text: str) -> bool:
    """Say whether one side of an OR is allowed (dual licences let us choose)."""
    expression = text.split(" | ")[0]
    sides = re.split(r"\bOR\b", expression) if " OR " in expression else []
    return any(ALLOWED.search(side) and not DENIED.search(side) for side in sides)
