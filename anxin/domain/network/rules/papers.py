"""Which papers a brand wants looked at, and which it wants to lie here, before its word is given: by kind, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anxin.core.errors import Invalid
from anxin.core.file_kinds import PICTURES

KINDS = PICTURES | {"application/pdf"}
"""What a scan may be."""
OF = ("hotline", "outlet", "technician", "part_batch")
PAPERS = ("identity", "photo", "certificates", "contract", "licence", "number", "visited")
"""What may be looked at before a brand's word is given; which of them it was stays in the record."""
BROUGHT = {
    "hotline": ("contract", "licence"),
    "outlet": ("contract", "licence", "visited"),
    "technician": ("identity", "photo", "certificates", "contract"),
}
"""Of which papers scans come along with a file, by kind: each has a column that names them."""
LOOKED_AT = {**BROUGHT, "hotline": ("contract", "licence", "number"), "part_batch": ("contract", "licence", "visited")}
"""What is looked at, by kind: a hotline has no portrait."""
MOST = 20
"""So many scans of one that is vouched for."""
SEEN, KEPT = "network.papers_seen", "network.papers_kept"


@dataclass(frozen=True, kw_only=True)
class WantedPapers:
    """What is wanted for one kind of authorisation: to be looked at, and to lie here as a scan."""

    seen: tuple[str, ...]
    kept: tuple[str, ...]


def check(value: dict[str, Any]) -> None:
    """Refuse a kind or a paper nobody knows."""
    for kind, papers in value.items():
        if kind not in OF:
            raise Invalid(kind, expected=" | ".join(OF), got=kind)
        if not isinstance(papers, list) or not set(papers) <= set(PAPERS):
            raise Invalid(kind, expected=f"a list of {' | '.join(PAPERS)}", got=str(papers)[:60])


def wanted(kind: str, *, seen: Mapping[str, Any], kept: Mapping[str, Any]) -> WantedPapers:
    """Return what is wanted for a kind; nothing where it isn't named."""
    return WantedPapers(seen=tuple(seen.get(kind, ())), kept=tuple(kept.get(kind, ())))
