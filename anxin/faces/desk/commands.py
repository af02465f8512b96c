"""The commands of a repair at the desk: their order, keys and words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.domain.people.rules import HOLDS
from anxin.domain.repairs.commands import TABLE
from anxin.domain.repairs.states import WORKS
from anxin.faces.desk import queue, rating
from anxin.faces.desk.case import RepairCase, find, page
from anxin.faces.ground.candidates import standing
from anxin.faces.ground.commands import Place, Runner


def _choose(case: RepairCase) -> str:
    ranked = case.candidates
    return _("Choose {name}…").format(name=ranked[0].technician.called) if ranked else _("Choose a technician")


def ranked(case: RepairCase) -> list[str]:
    """Return the technicians who could go, the best first."""
    return [one.technician.number for one in case.candidates]


RUNNER: Runner[RepairCase] = Runner(
    TABLE,
    (
        Place(name="acceptance", key="p", lead=True),
        Place(name="triage", key="p", lead=True),
        Place(name="choice", key="h"),
        Place(name="help", key="h", lead=True),
        Place(name="helped", lead=True),
        Place(name="works"),
        Place(name="sending"),
        Place(name="completion"),
        Place(
            name="offer",
            key="h",
            lead=True,
            title=_choose,
            submit=gettext_lazy("Ask the technician"),
            also=(("assign", gettext_lazy("Assign, we have spoken")),),
            first=ranked,
            beside=lambda case: standing(case.ranking, case.hindered),
        ),
        Place(name="order"),
        Place(name="appointment", key="t"),
        Place(name="rescheduling", key="t"),
        Place(name="reopening"),
        Place(name="no-show"),
        Place(name="resumption", key="p", lead=True),
        Place(name="soonest"),
        Place(name="dispute-answer", lead=True, submit=gettext_lazy("Send the answer")),
        Place(name="confirmation-by-call", submit=gettext_lazy("Write it down")),
        Place(name="rework"),
        Place(name="objection-by-call", submit=gettext_lazy("Write it down")),
        Place(name="invoice-by-call", submit=gettext_lazy("Write it down")),
        Place(name="reset-call"),
        Place(name="address"),
        Place(name="note", key="m"),
        Place(name="call", key="c"),
        Place(name="waiting"),
        Place(name="urge"),
        Place(name="solution", key="s"),
        Place(name="merging"),
        Place(name="receipt"),
        Place(name="device"),
        Place(name="registered", lead=True),
        Place(name="brand-word"),
        Place(name="code-end"),
        Place(name="lowering"),
        Place(name="bill-right"),
        Place(name="waiver"),
        Place(name="repayment"),
        Place(name="redirection"),
        Place(name="cancellation"),
        Place(name="elsewhere"),
        Place(name="sending-on"),
        Place(name="sending-in"),
        Place(name="missing"),
        Place(name="undelivered"),
        Place(name="keeping-longer", lead=True),
        Place(name="home-unasked"),
        Place(name="deposit"),
        Place(name="back"),
        Place(name="as-it-is"),
        Place(name="going-on"),
        Place(name="new-code", lead=True),
        Place(name="claim-filed"),
        Place(name="claim-refused"),
        Place(name="claim-settled"),
        Place(name="writing-off"),
        Place(name="legal-hold"),
        Place(name="legal-hold-end"),
    ),
    find=find,
    page=lambda request, case, shown, status=200: page(
        request, case, shown, buttons=[*RUNNER.buttons(case), *rating.buttons(case)], status=status
    ),
)


repair, command = RUNNER.pages(queue.STAFF, f"{WORKS} {HOLDS}")
