"""A shop's, a marketplace's or a call centre's own program reports a fault, or has somebody wait for service."""

from dataclasses import replace
from datetime import datetime

from anxin.core.actors import Actor
from anxin.core.errors import Forbidden
from anxin.domain.goods.models import Product
from anxin.domain.network.actions import WaitlistEntry
from anxin.domain.network.models import Waiting
from anxin.domain.people import actions as people
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries import programs
from anxin.domain.repairs import rules
from anxin.domain.repairs.actions.reports import Report, Reported, report
from anxin.domain.visits import actions as visits

TELLERS = {"merchant": "shop", "platform": "platform"}
"""By whom a customer was told what becomes of his data, where a house's program names no edition; else in it."""


class NotYourBrand(Forbidden):
    """This organisation's program may not report for this brand."""

    code = "repairs.not_your_brand"


def report_by_program(*, asked: Report, by: Actor, now: datetime) -> Reported:
    """Number a fault an organisation's program reports; the organisation follows the case from then on.

    Where it names no edition that its customer agreed to, he was told elsewhere: where he bought, or in that program.
    Raises `NotYourBrand`, and whatever `report` refuses.
    """
    home, own = _home(asked.product.brand, by)
    told_by = "api" if asked.consent_version else TELLERS.get(home.kind, "api")
    made = report(
        report=replace(asked, told_by=told_by, proved=own or home.kind == "operator"), by=by, now=now, linked=False
    )
    if home.kind != "operator" and not own:
        people.join(stream=made.repair.stream(), role="reporter", organisation=home, now=now)
    return made


def wait_by_program(*, product: Product, wish: WaitlistEntry, by: Actor, now: datetime) -> Waiting:
    """Put a customer of an organisation's program on the waiting list of his county.

    Raises `NotYourBrand`, and whatever `wait` refuses.
    """
    _home(wish.brand, by)
    return visits.wait(product=product, wish=wish, by=by, now=now)


def _home(brand: Organisation, by: Actor) -> tuple[Organisation, bool]:
    """Return whose program it is, and whether the brand is its own; refuse who may not speak for the brand."""
    own = by.organisation == str(brand.pk)
    home = brand if own else programs.home_of(by)
    if not rules.may_report_for(kind=home.kind, own=own):
        raise NotYourBrand
    return home, own
