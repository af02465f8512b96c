"""One claim as one request of the desk sees it: the row for verbs, the read model for the page."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from anxin.core.actors import Actor
from anxin.domain.claims import queries as claims
from anxin.domain.evidence import queries as evidence
from anxin.faces import shared

if TYPE_CHECKING:
    from anxin.domain.claims.models import Claim
    from anxin.domain.evidence.models import Examination, Link

OPEN = ("review", "need_evidence", "merchant_answer", "offer_made", "submitted")


@dataclass(kw_only=True)
class Case:
    """A claim as one request sees it."""

    actor: Actor
    now: datetime
    row: "Claim"

    @cached_property
    def view(self) -> claims.ClaimView:
        """Read the claim whole."""
        return claims.view(self.row, actor=self.actor, now=self.now)

    @cached_property
    def could_take(self) -> str:
        """Give the code of why this person may not take the case over; empty when he may."""
        return claims.why_not_judge(self.row, self.actor, assigned=False)

    @cached_property
    def links(self) -> "dict[str, Link]":
        """Give the originals by their labels, for verbs."""
        return {one.label: one for one in evidence.links_of(self.row.stream())}

    def examination(self, label: str) -> "Examination | None":
        """Find the latest examination of a picture, for verbs."""
        return next((one for link, one in evidence.outcomes(self.row.stream()) if link.label == label), None)

    @property
    def proposal(self) -> claims.DecisionView | None:
        """Give the decision that waits for a second person."""
        return next((one for one in self.view.decisions if one.state == "proposed"), None)

    @property
    def steps(self) -> frozenset[str]:
        """Name the steps this person may take now."""
        return frozenset(one.name for one in self.view.buttons)

    @property
    def reviewer(self) -> bool:
        """Whether this person decides claims at all."""
        return "reviewer" in self.actor.roles

    @property
    def mine(self) -> bool:
        """Whether the case is in this person's hands: nobody else has it and he may judge it."""
        return self.view.may_judge == ""

    @property
    def undecided(self) -> bool:
        """Whether a decision is still to come."""
        return self.view.state in OPEN and self.view.forum == "own"

    @property
    def url(self) -> str:
        """Give the claim's address."""
        return reverse("desk_claims:claim", args=[self.row.number])


def find(request: HttpRequest, number: str) -> Case:
    """Find a claim for who may see it; raises `NoSuchClaim`."""
    now, actor = timezone.now(), shared.actor_of(request)
    return Case(actor=actor, now=now, row=claims.claim(number, actor=actor, now=now))
