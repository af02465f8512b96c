"""A repair that failed twice: its customer asks for an exchange instead."""

from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from anxin.domain.claims import queries
from anxin.domain.claims.commands import EXCHANGES
from anxin.domain.claims.rules.situation import ExchangeSituation
from anxin.faces import shared
from anxin.faces.customer import progress
from anxin.faces.customer.claims import receipt
from anxin.faces.customer.claims.case import CUSTOMER
from anxin.faces.ground.commands import Place, Runner


class ExchangeCase(progress.OwnRepair):
    """A repair whose customer may ask for another piece."""

    @cached_property
    def situation(self) -> ExchangeSituation:  # type: ignore[override]  # the rules of another table look at it
        """Return its situation for the rules of the commands."""
        return queries.exchange_situation(self.row, by=self.actor, now=self.now)


def _follows(case: ExchangeCase) -> str:
    said = _("It was repaired twice and still fails. {brand} is asked first; a person decides if they disagree.")
    return said.format(brand=case.row.brand.name)


def _filed(request: HttpRequest, case: ExchangeCase, name: str) -> str:
    """Lead to the receipt of what this press filed, back to the repair where it was filed already."""
    made = getattr(request, "anxin_given", None)
    return receipt.address(request, made) if made else case.url


RUNNER: Runner[ExchangeCase] = Runner(
    EXCHANGES,
    (Place(name="exchange", follows=_follows, submit=gettext_lazy("Ask for the exchange")),),
    find=lambda request, number: ExchangeCase(**vars(progress.find(request, number))),
    page=progress.shown_as,
    done=_filed,
    apart=True,
)


@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def exchange(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for another piece, in the customer's own words."""
    return RUNNER.give(request, number, "exchange")
