"""When a seller's pictures of an order were sealed, and which of his fixed words they bear out."""

from datetime import datetime

from anxin.domain.claims import rules
from anxin.domain.claims.models import Claim
from anxin.domain.evidence import queries as evidence
from anxin.domain.evidence import rules as evidence_rules
from anxin.domain.evidence.models import Link
from anxin.domain.goods import rules as goods


def fixed_words_of(row: Claim) -> tuple[str, ...]:
    """Return the fixed words a merchant may answer with; those that name evidence only where it is (one query)."""
    links = list(evidence.links_of(row.stream()))
    there = {f"{link.side}.{link.role}" for link in links if link.side != "merchant" or not _is_too_late(row, link)}
    pictured = any(link.side == "buyer" for link in links)
    return rules.fixed_words(sealed=frozenset(there), pictured=pictured)


def had_left(row: Claim, at: datetime) -> bool:
    """Return whether what is claimed about had left its seller by then."""
    order = row.purchase
    return goods.had_left(at=at, shipped_at=order.shipped_at, delivered_at=order.delivered_at, sent_by=order.sent_by)


def _is_too_late(row: Claim, link: Link) -> bool:
    """Return whether a seller's picture was sealed after the claim, or of packing once the goods had left."""
    return link.late or (evidence_rules.shows_packing(link.side, link.role) and had_left(row, link.sealed_at))
