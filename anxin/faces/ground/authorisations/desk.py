"""One face's desk of authorisations: its frame, its addresses, and the two kinds of case one stands before there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from anxin.core.actors import Actor
from anxin.domain.network import queries
from anxin.domain.network.rules.situation import AuthorisationSituation, NetworkSituation

if TYPE_CHECKING:
    from anxin.domain.network.models import Authorisation
    from anxin.domain.people.models import Organisation


@dataclass(frozen=True, kw_only=True)
class AuthorisationDesk:
    """Where and for whom the desk stands: `many` brands at the operator's, one's own at a brand's."""

    face: str
    base: str
    who: str
    frame: Callable[..., dict[str, Any]]
    card: Callable[[queries.GenuineCard], dict[str, object]]
    many: bool = False

    def url(self, name: str, *args: object) -> str:
        """Return the address of one of the desk's pages."""
        return reverse(f"{self.face}:{name}", args=args)

    def page(
        self, request: HttpRequest, name: str, facts: dict[str, Any], *, now: datetime, status: int = 200
    ) -> HttpResponse:
        """Show one of the desk's pages in the frame of its face."""
        told = {"base": self.base, "list_url": self.url("authorisations"), "many": self.many}
        return render(request, f"network/{name}.html", {**self.frame(request, now=now), **told, **facts}, status=status)


@dataclass(kw_only=True)
class SeenAuthorisation:
    """An authorisation as one request sees it."""

    actor: Actor
    now: datetime
    row: "Authorisation"
    desk: AuthorisationDesk

    @cached_property
    def situation(self) -> AuthorisationSituation:
        """Return its situation for the rules of the commands."""
        return queries.situation(self.row, by=self.actor, now=self.now)

    @property
    def url(self) -> str:
        """Return its address."""
        return self.desk.url("authorisation", self.row.number)


@dataclass(kw_only=True)
class BrandCase:
    """A brand's network as one request sees it."""

    actor: Actor
    now: datetime
    row: "Organisation"
    desk: AuthorisationDesk

    @cached_property
    def situation(self) -> NetworkSituation:
        """Return its situation for the rules of the commands."""
        return queries.network_situation(self.row, by=self.actor, now=self.now)

    @property
    def url(self) -> str:
        """Return its address."""
        return self.desk.url("network", self.row.slug)
