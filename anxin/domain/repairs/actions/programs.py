"""A shop's, a marketplace's or a call centre's own program reports a fault."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, Invalid
from anxin.domain.goods import queries as goods
from anxin.domain.people import actions as people
from anxin.domain.people.queries import programs
from anxin.domain.repairs import rules
from anxin.domain.repairs.actions.reports import Report, Reported, report


class NotYourBrand(Forbidden):
    """This organisation's program may not report for this brand."""

    code = "repairs.not_your_brand"


def report_by_program(*, asked: Report, by: Actor, now: datetime) -> Reported:
    """Number a fault an organisation's program reports; the organisation follows the case from then on.

    Raises `NotYourBrand`, and whatever `report` refuses.
    """
    own = by.organisation == str(asked.product.brand_id)
    home = asked.product.brand if own else programs.home_of(by)
    if not rules.may_report_for(kind=home.kind, own=own):
        raise NotYourBrand
    known = goods.faults_of(asked.product)
    strange = next((code for code in asked.symptoms if code not in known), None)
    if strange is not None:
        raise Invalid("symptoms", expected=", ".join(known), got=strange)
    made = report(report=asked, by=by, now=now, linked=False)
    if home.kind != "operator" and not own:
        people.join(stream=made.repair.stream(), role="reporter", organisation=home, now=now)
    return made
