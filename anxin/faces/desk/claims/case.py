"""One claim as one request of the desk sees it: the row and its situation for commands, the read model."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from anxin.core.actors import Actor
from anxin.domain.claims import queries as claims
from anxin.domain.claims.rules import situation as rules
from anxin.domain.claims.rules.situation import Situation
from anxin.faces import shared

if TYPE_CHECKING:
    from anxin.domain.claims.models import Claim


@dataclass(kw_only=True)
class ClaimCase:
    """A claim as one request sees it."""

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
    def situation(self) -> Situation:
        """Look at the claim as its commands' rules do."""
        return claims.situation(self.row, by=self.actor, now=self.now, records=self.records)

    @property
    def proposal(self) -> claims.DecisionView | None:
        """Return the decision that waits for a second person."""
        return next((one for one in self.view.decisions if one.state == "proposed"), None)

    @property
    def reviewer(self) -> bool:
        """Whether this person decides claims at all."""
        return "reviewer" in self.actor.roles

    @property
    def undecided(self) -> bool:
        """Whether a decision is still to come."""
        return rules.is_undecided(self.situation)

    @property
    def url(self) -> str:
        """Return the claim's address."""
        return reverse("desk_claims:claim", args=[self.row.number])


def find(request: HttpRequest, number: str) -> ClaimCase:
    """Find a claim for who may see it; raises `NoSuchClaim`."""
    now, actor = timezone.now(), shared.actor_of(request)
    return ClaimCase(actor=actor, now=now, row=claims.claim(number, actor=actor, now=now))
