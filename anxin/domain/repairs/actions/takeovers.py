"""Repairs that come from another system, in whatever state they are there, with the number they have there."""

from datetime import date, datetime, timedelta

from anxin.core import clocks, settings
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.imports.earlier_numbers import end_of, split
from anxin.core.imports.earlier_numbers import keep as keep_numbers
from anxin.core.states import begin
from anxin.core.tables import Values, text_in
from anxin.core.zone import SHANGHAI
from anxin.domain.custody import actions as custody
from anxin.domain.goods.models import Product
from anxin.domain.goods.queries.imports import YES
from anxin.domain.network import queries as network
from anxin.domain.network.queries.imports import outlets_and_technicians as outlets
from anxin.domain.people import queries as people_queries
from anxin.domain.people.actions import personal_data
from anxin.domain.repairs import rules
from anxin.domain.repairs.actions import intake, reports, standstills
from anxin.domain.repairs.actions.reported_goods import tell_doubt
from anxin.domain.repairs.choices import outcome_of
from anxin.domain.repairs.models import Repair, TakenOver
from anxin.domain.repairs.queries import former, takeouts
from anxin.domain.repairs.queries import imports as known
from anxin.domain.repairs.rules.former import usual_window
from anxin.domain.repairs.states import REPAIR
from anxin.domain.repairs.wording.tables import CELLS
from anxin.domain.visits import actions as visits
from anxin.domain.visits.rules import BENCH


class RepairTakenOverAlready(WrongState):
    """The repair goes on here by now: no file changes it, and none takes it away again."""

    code = "repairs.taken_over_already"


def take_over(*, values: Values, by: Actor, now: datetime) -> Repair:
    """Take one repair over as it stands elsewhere; nobody gets a message, its promises run from now.

    Its customer waits already: where nobody serves his place, it is taken in too, and a person finds who goes. Raises
    `TakenOverAlready`, and what reading the address and naming the technician raise.
    """
    brand = people_queries.organisation(text_in(values, "brand"))
    old_number, there = text_in(values, "old_number"), text_in(values, "state")
    state = "waiting_customer" if known.is_over(values, now) else there
    _refuse_known(values)
    report = _report(values, now, anew=state != there)
    customer, place = reports.customer_of(report, now)
    is_open = state not in REPAIR.ends
    sent = _sent(values, report, now) if state in rules.TAKEN_OVER_WITH else None
    repair = reports.numbered(report, customer, customer.place or place, now)
    if not is_open:
        repair.outcome = outcome_of(state=state, kind=repair.kind)
    facts = reports.first_fact(repair, reports.seat(repair, now=now))
    noted = reports.note_told(repair, report, by=by, now=now)
    told = {name: text_in(values, name) for name in former.TOLD_THERE if values.get(name)}
    sent_there = {former.SENT_THERE: text_in(values, "technician")} if values.get("technician") else {}
    private = {"old_number": old_number, **sent_there}
    begin(repair, by=by, now=now, facts={**facts, **told}, private=private, taken_over=state)
    tell_doubt(repair, by=by, now=now)
    if noted is not None:
        personal_data.tell_case(noted, repair.stream(), by=by, now=now)
    reported = text_in(values, "reported")
    TakenOver.objects.create(
        repair=repair,
        brand=brand,
        old_number=old_number,
        old_end=end_of(old_number),
        earlier_numbers=text_in(values, "earlier_numbers"),
        state=there,
        reported_date=date.fromisoformat(reported) if reported else None,
        window_named=known.window(values) == (report.wanted_from_at, report.wanted_to_at),
        at=now,
    )
    keep_numbers("repair", repair.pk, split(values.get("earlier_numbers")))
    if report.mode in BENCH:
        _keep(repair, values, by=by, now=now)
    if is_open:
        _go_on(repair, sent, by=by, now=now)
    else:
        personal_data.release(stream=repair.stream(), now=now)
    return repair


def _refuse_known(values: Values) -> None:
    """Refuse what is here already: by its number, as one of this very house, or by a number it had before."""
    number, earlier = text_in(values, "old_number"), split(values.get("earlier_numbers"))
    if TakenOver.objects.filter(brand__slug=values["brand"], old_number=number).exists() or takeouts.is_own(values):
        raise RepairTakenOverAlready({"number": number})
    if (here := known.known_as(values["brand"], number, *earlier)) is not None:
        raise Invalid("earlier_numbers", expected=str(CELLS["earlier_numbers"]).format(number=here), got="")


def _keep(repair: Repair, values: Values, *, by: Actor, now: datetime) -> None:
    """Take over where the thing is that was brought or sent in; its work is promised from now."""
    outlet, state = outlets.outlet_of(text_in(values, "outlet")), text_in(values, "goods")
    if outlet is None:
        raise Invalid("outlet", expected=str(CELLS["outlet"]), got=text_in(values, "outlet"))
    custody.take_over(
        stream=repair.stream(),
        number=repair.number,
        mode=repair.mode,
        outlet=outlet,
        state=state,
        shelf=text_in(values, "shelf"),
        waybill=text_in(values, "waybill"),
        mended=repair.state in ("done", "disputed", "closed"),
        covered=repair.covered,
        by=by,
        now=now,
    )
    if state == "held":
        clocks.start("repairs.mended", repair.stream(), whose=str(repair.operator_id), now=now)


def keep(*, key: Values, by: Actor, now: datetime) -> None:
    """Refuse to take a repair away again: people wait for it, and its record stays."""
    raise RepairTakenOverAlready({"number": key["old_number"]})


def why_not_now(values: Values, now: datetime) -> dict[str, str]:
    """Return why a row can't be taken over now: who is sent has to be vouched for, today and on that day."""
    if (reported := text_in(values, "reported")) and date.fromisoformat(reported) > now.astimezone(SHANGHAI).date():
        return {"reported": str(CELLS["to_come"])}
    taken = TakenOver.objects.filter(brand__slug=values["brand"], old_number=values["old_number"]).exists()
    if taken or text_in(values, "state") not in rules.TAKEN_OVER_WITH or known.is_over(values, now):
        return {}
    if known.window(values) is None or values.get("mode") in BENCH:
        return {}
    return {} if known.sent_by(values, now) else {"technician": str(CELLS["vouched"])}


def _report(values: Values, now: datetime, *, anew: bool) -> reports.Report:
    brand, _, code = text_in(values, "model").partition(":")
    usual = usual_window(now)
    from_at, to_at = known.window(values) or usual
    state = text_in(values, "state")
    if anew or (to_at <= now and state not in (*REPAIR.ends, *rules.MAY_GO_ON)):
        from_at, to_at = usual  # a wish that is over
    return reports.Report(
        product=Product.objects.select_related("brand").get(brand__slug=brand, code=code),
        name=text_in(values, "name"),
        phone=text_in(values, "phone"),
        address=text_in(values, "address"),
        told=text_in(values, "told"),
        wanted_from_at=from_at,
        wanted_to_at=to_at,
        channel="import",
        told_by="import",
        kind=text_in(values, "kind"),
        mode=text_in(values, "mode"),
        urgent=values["urgent"] == YES,
        serial=text_in(values, "serial"),
        bought_date=date.fromisoformat(text_in(values, "bought")) if values.get("bought") else None,
        proved=True,
    )


def _sent(values: Values, report: reports.Report, now: datetime) -> visits.Sent:
    number = text_in(values, "technician")
    day = report.wanted_from_at.astimezone(SHANGHAI).date()
    product = report.product
    found = network.sent_for(brand=product.brand, number=number, skill=product.skill, now=now, day=day)
    if found is None:
        raise Invalid("technician", expected=str(CELLS["vouched"]), got=number)
    technician, outlet = found
    return visits.Sent(technician=technician, outlet=outlet, state=rules.VISIT_TAKEN_OVER[text_in(values, "state")])


def _go_on(repair: Repair, sent: visits.Sent | None, *, by: Actor, now: datetime) -> None:
    """Let everything that an open repair needs in its state run from here."""
    if sent is not None:
        visit = intake.open_visit_of(repair, by=by, now=now, sent=sent)
        visits.take_over(visit=visit, by=by, now=now)
        if repair.state == "arranged":
            clocks.start("repairs.arrived", repair.stream(), whose=str(visit.id), now=now, due_at=repair.wanted_to_at)
        return
    standstills.stands(repair, now=now)
    kind, minutes = rules.PROMISED_FROM.get(repair.state, ("", ""))
    if kind and (repair.mode not in BENCH or repair.state == "submitted"):
        due_at = now + timedelta(minutes=getattr(repair, minutes))
        clocks.start(kind, repair.stream(), whose=str(repair.operator_id), now=now, due_at=due_at)
    if repair.state == "triaged":
        visit = intake.open_visit_of(repair, by=by, now=now)
        if repair.mode not in BENCH and settings.get("repairs.automatic", at=now):
            visits.seek(visit=visit, now=now)
