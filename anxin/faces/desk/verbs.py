"""The deeds of the desk in one table: when the button shows, what it asks, what follows, and the domain's verb."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as bills
from anxin.domain.repairs import actions as repairs
from anxin.domain.visits import actions as visits
from anxin.faces.desk import forms
from anxin.faces.desk.case import Case

Given = dict[str, Any]
OVER = ("closed", "cancelled", "redirected", "solved_remotely")


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One deed: `shown` decides by the machine's own buttons, `work` calls the domain."""

    name: str
    title: str | Promise
    shown: Callable[[Case], bool]
    work: Callable[[Case, Given], object]
    form: type[forms.Deed] = forms.Nothing
    then: str | Promise = ""
    key: str = ""
    lead: bool = False
    danger: bool = False
    sends: tuple[tuple[str, str], ...] = ()
    also: tuple[tuple[str, str | Promise], ...] = field(default=())

    @property
    def asks(self) -> bool:
        """Whether the button opens a form first."""
        return self.form not in (forms.Nothing, forms.Triage)


def step(*names: str) -> Callable[[Case], bool]:
    """Show a button where one of these steps of the repair may be taken."""
    return lambda case: not case.steps.isdisjoint(names)


def visit_step(*names: str) -> Callable[[Case], bool]:
    """Show a button where one of these steps of the visit may be taken."""
    return lambda case: not case.visit_steps.isdisjoint(names)


def staff(case: Case) -> bool:
    """Whether this person works cases at all; an administrator only looks."""
    return bool(case.actor.roles & {"agent", "dispatcher"})


def _visit(case: Case) -> Any:
    return case.visit


def _triage(case: Case, given: Given) -> object:
    return repairs.triage(repair=case.row, by=case.actor, now=case.now, automatic=given["automatic"])


def _note(case: Case, given: Given) -> None:
    inside = given["readers"] == "inside"
    repairs.note(repair=case.row, text=given["text"], inside=inside, by=case.actor, now=case.now)


def _call(case: Case, given: Given) -> object:
    return visits.record_call(
        visit=_visit(case),
        purpose=given["purpose"],
        answered=given["answered"] == "yes",
        recording=given["recording"],
        by=case.actor,
        now=case.now,
    )


def _complete(case: Case, given: Given) -> None:
    visits.record_call(
        visit=_visit(case),
        purpose="completion",
        answered=True,
        recording=given["recording"],
        by=case.actor,
        now=case.now,
    )
    visits.finish_by_call(visit=_visit(case), by=case.actor, now=case.now)


def _appoint(case: Case, given: Given) -> object:
    window = {"from_at": given["from_at"], "to_at": given["to_at"]}
    if _visit(case).state != "assigned":
        return visits.reschedule(visit=_visit(case), why=given["why"], by=case.actor, now=case.now, **window)
    return visits.book(visit=_visit(case), by=case.actor, now=case.now, **window)


def _offer(case: Case, given: Given) -> None:
    technician = given["form"].people[given["technician"]]
    if given["how"] == "assign":
        visits.assign_by_hand(visit=_visit(case), technician=technician, why=given["why"], by=case.actor, now=case.now)
    else:
        visits.offer_to(visit=_visit(case), technician=technician, by=case.actor, now=case.now)


def _order(case: Case, given: Given) -> object:
    outlet = given["form"].outlets[given["outlet"]]
    return visits.order_outlet(visit=_visit(case), outlet=outlet, by=case.actor, now=case.now)


def _resume(case: Case, given: Given) -> object:
    return repairs.resume(
        repair=case.row, by=case.actor, now=case.now, wanted_from_at=given["from_at"], wanted_to_at=given["to_at"]
    )


def _waivable(case: Case) -> bool:
    bill = case.view.bill
    return "agent" in case.actor.roles and case.view.may_waive and bill is not None


def _waive(case: Case, given: Given) -> None:
    bill = bills.latest(case.row.stream())
    if bill is not None:
        ledger.waive(bill=bill, why=given["why"], by=case.actor, now=case.now)


def _with_why(verb: Callable[..., object]) -> Callable[[Case, Given], object]:
    return lambda case, given: verb(repair=case.row, why=given["why"], by=case.actor, now=case.now)


def _bare(verb: Callable[..., object]) -> Callable[[Case, Given], object]:
    return lambda case, given: verb(repair=case.row, by=case.actor, now=case.now)


def _locked(case: Case) -> bool:
    visit = case.view.visit
    return bool(visit and visit.code_locked and visit.state == "on_site" and "agent" in case.actor.roles)


def _missed(case: Case) -> bool:
    known = case.view.visit.appointment if case.view.visit else None
    waits = known is not None and known.state == "confirmed" and known.from_at < case.now
    return waits and staff(case) and "reopen" in case.visit_steps


def _alive(case: Case) -> bool:
    return staff(case) and case.view.state not in OVER


VERBS: dict[str, Verb] = {
    one.name: one
    for one in (
        Verb(
            name="acceptance",
            title=pgettext_lazy("repair", "Accept"),
            shown=step("accept"),
            work=_bare(repairs.accept),
            lead=True,
            key="p",
            then=_("The customer reads at once that it is accepted; from now a technician is promised."),
        ),
        Verb(
            name="triage",
            title=_("Send somebody"),
            shown=step("triage"),
            work=_triage,
            form=forms.Triage,
            sends=(("automatic", "on"),),
            lead=True,
            key="p",
            then=_("Technicians are asked by itself: first the best one, then three at once, then you."),
        ),
        Verb(
            name="choice",
            title=_("Choose myself"),
            shown=step("triage"),
            work=_triage,
            form=forms.Triage,
            key="h",
        ),
        Verb(
            name="completion",
            title=_("Finish by recorded call"),
            shown=_locked,
            work=_complete,
            form=forms.Completion,
            lead=True,
            then=_("The visit is finished, the bill counts as agreed, the guarantee begins. This can't be taken back."),
        ),
        Verb(
            name="offer",
            title=_("Choose a technician"),
            shown=lambda case: "assign" in case.visit_steps and case.view.visit.state in ("open", "offered"),  # type: ignore[union-attr]
            work=_offer,
            form=forms.Offer,
            lead=True,
            key="h",
            then=_(
                "Asked: the technician has some minutes to answer. "
                "Assigned: you have spoken, and the customer is told at once."
            ),
            also=(("assign", _("Assign, we have spoken")),),
        ),
        Verb(
            name="order",
            title=_("Ask an outlet"),
            shown=visit_step("offer"),
            work=_order,
            form=forms.Order,
            then=_("The outlet accepts and names a technician; until then its clock runs."),
        ),
        Verb(
            name="appointment",
            title=_("Time of the visit"),
            shown=visit_step("book", "rebook"),
            work=_appoint,
            form=forms.Appointment,
            key="t",
            then=_("Customer and technician read the new window at once."),
        ),
        Verb(
            name="reopening",
            title=_("Another technician"),
            shown=lambda case: (
                staff(case)
                and case.view.visit is not None
                and case.view.visit.technician is not None
                and "reopen" in case.visit_steps
            ),
            work=lambda case, given: visits.hand_back(visit=_visit(case), why="desk", by=case.actor, now=case.now),
            form=forms.Sure,
            then=_("The technician is let go, the window given back, the next one is looked for."),
        ),
        Verb(
            name="no-show",
            title=_("Nobody came"),
            shown=_missed,
            work=lambda case, given: visits.miss_by_technician(visit=_visit(case), by=case.actor, now=case.now),
            form=forms.Sure,
            then=_("It is written down that nobody came; another technician is looked for."),
        ),
        Verb(
            name="resumption",
            title=_("Go on"),
            shown=step("resume"),
            work=_resume,
            form=forms.Resumption,
            lead=True,
            key="p",
            then=_("A technician is looked for again for this window."),
        ),
        Verb(
            name="confirmation",
            title=_("Confirm: it works"),
            shown=step("confirm"),
            work=_bare(repairs.confirm),
            lead=True,
        ),
        Verb(
            name="rework",
            title=_("Redo"),
            shown=step("rework"),
            work=_with_why(repairs.rework),
            form=forms.Why,
            then=_("Free of charge, under the guarantee; then choose a window."),
        ),
        Verb(
            name="dispute",
            title=_("It is not right"),
            shown=step("dispute"),
            work=_with_why(repairs.dispute),
            form=forms.Why,
        ),
        Verb(
            name="note",
            title=_("Write a note"),
            shown=staff,
            work=_note,
            form=forms.Note,
            key="m",
            then=_("A note can't be changed later, only added to."),
        ),
        Verb(
            name="call",
            title=_("Record a call"),
            shown=lambda case: _alive(case) and case.view.visit is not None,
            work=_call,
            form=forms.Call,
            key="c",
            then=_("A call that was answered meets the promise to call."),
        ),
        Verb(
            name="waiting",
            title=_("Wait"),
            shown=lambda case: any(one.startswith("wait_for_") for one in case.steps),
            work=lambda case, given: repairs.wait(
                repair=case.row, on=given["on"], why=given["why"], by=case.actor, now=case.now
            ),
            form=forms.Waiting,
            then=_("The customer reads what we wait for."),
        ),
        Verb(
            name="urge",
            title=_("Customer urges"),
            shown=_alive,
            work=_bare(repairs.urge),
        ),
        Verb(
            name="solution",
            title=_("Solved on the phone"),
            shown=step("solve_remotely"),
            work=lambda case, given: repairs.solve_remotely(
                repair=case.row, how=given["how"], by=case.actor, now=case.now
            ),
            form=forms.Solution,
            key="s",
            then=_("Nobody comes and nothing is charged. The customer reads what was done."),
        ),
        Verb(
            name="merging",
            title=_("Merge the same report"),
            shown=lambda case: staff(case) and case.view.state not in OVER and bool(case.view.duplicates),
            work=lambda case, given: repairs.merge(
                repair=case.row, duplicate=given["duplicate"], why=given["why"], by=case.actor, now=case.now
            ),
            form=forms.Merging,
            then=_("The other report ends and leads here; its pictures come along. Its customer reads the number."),
        ),
        Verb(
            name="receipt",
            title=_("Check the warranty"),
            shown=lambda case: staff(case) and case.view.may_check_cover,
            work=lambda case, given: repairs.check_cover(
                repair=case.row, bought_date=given["bought"], by=case.actor, now=case.now
            ),
            form=forms.Receipt,
            then=_("A quote given before is put aside and priced anew; the customer reads the outcome."),
        ),
        Verb(
            name="waiver",
            title=_("Waive the bill"),
            shown=_waivable,
            work=_waive,
            form=forms.Why,
            danger=True,
            then=_("The customer pays nothing for this bill; that can't be taken back."),
        ),
        Verb(
            name="redirection",
            title=_("Send where it belongs"),
            shown=step("redirect"),
            work=lambda case, given: repairs.redirect(
                repair=case.row, to=given["to"], why=given["why"], by=case.actor, now=case.now
            ),
            form=forms.Redirection,
            danger=True,
            then=_("The case ends here. The customer reads where to, and why."),
        ),
        Verb(
            name="cancellation",
            title=_("Call off"),
            shown=step("cancel"),
            work=_with_why(repairs.cancel),
            form=forms.Why,
            danger=True,
            then=_("The case ends here and can't be taken up again."),
        ),
    )
}
