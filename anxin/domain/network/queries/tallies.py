"""How many authorisations there are of each kind and state."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from anxin.core.actors import Actor
from anxin.domain.network.queries.attestations import SIGNATURE_COUNTS
from anxin.domain.network.queries.authorisations import visible_to
from anxin.domain.network.states import AUTHORISATION


@dataclass(frozen=True, kw_only=True)
class Tallies:
    """How many authorisations of each kind are in each state, how many end soon, how many a lost key signed."""

    counted: dict[tuple[str, str], int]
    ending: int
    lost: int

    @property
    def waiting(self) -> int:
        """Return how many wait for a check or a signature."""
        return self._sum("waits")

    @property
    def to_sign(self) -> int:
        """Return how many wait for their brand's signature."""
        return self._sum("sign")

    def _sum(self, capability: str) -> int:
        states = AUTHORISATION.capabilities[capability]
        return sum(n for (_kind, state), n in self.counted.items() if state in states)


def tallies(actor: Actor, *, on: date, within_days: int, brand: str = "") -> Tallies:
    """Count the authorisations of each kind in each state, and what somebody should look after (one query)."""
    rows = visible_to(actor)
    rows = rows.filter(brand__slug=brand) if brand else rows
    soon = Q(state="authorised", to_date__gte=on, to_date__lte=on + timedelta(days=within_days))
    told = list(
        rows.order_by()
        .values_list("kind", "state")
        .annotate(
            n=Count("id"),
            soon=Count("id", filter=soon),
            lost=Count("id", filter=Q(state="authorised", key__isnull=False) & ~SIGNATURE_COUNTS),
        )
    )
    return Tallies(
        counted={(kind, state): n for kind, state, n, _soon, _lost in told},
        ending=sum(soon for *_rest, soon, _lost in told),
        lost=sum(lost for *_rest, lost in told),
    )
