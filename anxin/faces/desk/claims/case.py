"""One claim as one request of the desk sees it: the row and its situation for commands, the read model."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from anxin.domain.claims import queries as claims
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.rules import decides
from anxin.domain.claims.rules import situation as rules
from anxin.faces import shared
from anxin.faces.ground import claim_cases


class ClaimCase(claim_cases.ClaimCase):
    """A claim as one request sees it."""

    @property
    def proposal(self) -> claims.DecisionView | None:
        """Return the decision that waits for a second person."""
        return next((one for one in self.view.decisions if one.proposed), None)

    @property
    def given(self) -> claims.DecisionView | None:
        """Return the decision that can still be appealed."""
        return next((one for one in self.view.decisions if one.appealable), None)

    @property
    def corrects(self) -> bool:
        """Whether this person may correct the decision that was given."""
        return not TABLE.commands["correction"].refused(self.situation, self.actor)

    @property
    def reviewer(self) -> bool:
        """Whether this person decides claims at all."""
        return decides(self.actor.roles)

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
