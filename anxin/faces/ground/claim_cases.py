"""One claim as one request sees it: the row and its situation for commands, the read model for the page."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from anxin.core.actors import Actor
from anxin.domain.claims import queries as claims
from anxin.domain.claims.rules.situation import ClaimSituation
from anxin.domain.goods.queries import listings
from anxin.domain.goods.rules.listings import code_of

if TYPE_CHECKING:
    from anxin.domain.claims.models import Claim


@dataclass(kw_only=True)
class ClaimCase:
    """A claim as one request sees it; each face adds its address."""

    actor: Actor
    now: datetime
    row: "Claim"

    @cached_property
    def records(self) -> claims.Records:
        """Ask for what lies beside the claim once."""
        return claims.Records(self.row, by=self.actor, now=self.now)

    @cached_property
    def view(self) -> claims.ClaimView:
        """Show the claim, block by block."""
        return claims.view(self.row, actor=self.actor, now=self.now, records=self.records)

    @cached_property
    def situation(self) -> ClaimSituation:
        """Return the situation of the claim for the rules of the commands."""
        return claims.situation(self.row, by=self.actor, now=self.now, records=self.records)


def come_back(case: ClaimCase) -> dict[str, str]:
    """Return how much has come back so far, for the form that writes more down."""
    recovery = case.view.recovery
    return {"seen_fen": str(recovery.repaid_fen)} if recovery else {}


def like(case: ClaimCase) -> dict[str, str]:
    """Return the product that the goods are called like, for the form that says which one they are."""
    first = case.view.lines[0]
    found = listings.like(code_of(first.sku, first.title), first.title)
    return {"model": f"{found.brand}:{found.code}"} if found else {}


def entered(case: ClaimCase) -> dict[str, str]:
    """Return what was entered as the platform's decision, for the form that puts it right."""
    fen = case.view.platform_fen
    return {"what": case.view.platform_outcome, "amount_fen": f"{fen // 100}.{fen % 100:02d}" if fen else ""}
