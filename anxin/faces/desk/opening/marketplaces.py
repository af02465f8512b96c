"""The house before its shops' buyers: the switch of claims, what stands in the way and what a buyer would read."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from anxin.domain.opening import queries
from anxin.domain.opening.commands import MARKETPLACE
from anxin.domain.people import queries as people
from anxin.faces.desk.opening import brands, checklist
from anxin.faces.desk.opening.brands import SeenBrand
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import row_case


def find(request: HttpRequest, _key: str) -> SeenBrand:
    """Find the house."""
    return row_case(request, people.operator(), url=reverse("opening:claims"), read=queries.marketplace_situation)


def page(request: HttpRequest, case: SeenBrand, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the switch with the form of a command, or a refusal said."""
    return brands.switch_page(request, case, shown, runner=RUNNER, status=status)


RUNNER = Runner(
    MARKETPLACE,
    [Place(name="opening", lead=True), Place(name="rehearsal"), Place(name="shutting")],
    find=find,
    page=page,
)
claims, command = RUNNER.pages(checklist.STAFF)
