"""What desk and customer may do with a repair, and a technician with his job: each command once."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.commands import Command, RecordedReason, Table, Windows, calling
from anxin.domain.ledger import actions as ledger
from anxin.domain.people.commands import HOLDS
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import appointments, fields, work
from anxin.domain.repairs.commands.bench import BENCH
from anxin.domain.repairs.commands.brand_words import BRAND_WORDS
from anxin.domain.repairs.commands.customer import CUSTOMER_COMMANDS
from anxin.domain.repairs.commands.device_fields import NAMED, REGISTERED, Registered, Serial
from anxin.domain.repairs.commands.devices import namesakes, take_registered
from anxin.domain.repairs.commands.disputes import DISPUTES
from anxin.domain.repairs.commands.job import JOBS
from anxin.domain.repairs.commands.own_address import OWN_ADDRESS
from anxin.domain.repairs.commands.spoken import SPOKEN
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.rules import situation as rules
from anxin.domain.repairs.rules.situation import RepairSituation
from anxin.domain.repairs.states import BILL_ANSWERED_BY, WORKS
from anxin.domain.visits import actions as visits
from anxin.domain.visits.states import OUTLET

COMMANDS: tuple[Command[Repair, RepairSituation], ...] = (
    Command(
        name="acceptance",
        title=pgettext_lazy("repair", "Accept"),
        steps="repair.accept",
        do=calling("repair", repairs.accept),
        follows=_("The customer reads at once that it is accepted; the next promise counts from now."),
    ),
    Command(
        name="triage",
        title=_("Send somebody"),
        steps="repair.triage",
        when=rules.is_visit,
        do=work.triage(automatic=True),
        follows=_("Technicians are asked by itself: first the best one, then three at once, then you."),
    ),
    Command(
        name="choice",
        title=_("Choose myself"),
        steps="repair.triage",
        when=rules.is_visit,
        do=work.triage(automatic=False),
    ),
    Command(
        name="help",
        title=_("Help from afar"),
        steps="repair.help",
        fields=fields.Help,
        do=calling("repair", repairs.help_from_afar, "way", "link"),
        follows=_("The customer sees that somebody helps, and the link. Nothing is charged for it."),
    ),
    Command(
        name="helped",
        title=_("It works now, as far as we can tell"),
        steps="repair.say_helped",
        fields=fields.Solution,
        do=calling("repair", repairs.say_helped, "how"),
        follows=_("The customer says on the page whether it works; without an answer it ends after some days."),
    ),
    Command(
        name="works",
        title=pgettext_lazy("after help from afar", "It works"),
        who=f"{WORKS} customer",
        steps="repair.confirm_help",
        do=calling("repair", repairs.confirm_help),
        follows=_("It ends here and costs nothing. Should it come back within some days, somebody is sent at once."),
    ),
    Command(
        name="sending",
        title=_("Send somebody after all"),
        who=WORKS,
        steps="repair.send_after_all",
        when=rules.may_send_after_all,
        fields=fields.Booking,
        do=appointments.send_after_all,
        follows=_("Nothing is asked anew. A technician is looked for; the visit is charged as the price list says."),
    ),
    Command(
        name="completion",
        title=_("Finish by recorded call"),
        who="agent",
        steps="visit.finish",
        when=rules.may_finish_by_call,
        because="repairs.not_by_call",
        fields=fields.Completion,
        do=work.complete,
        follows=_("The visit is finished, the bill counts as agreed, the guarantee begins. This can't be taken back."),
    ),
    Command(
        name="offer",
        title=_("Choose a technician"),
        who=WORKS,
        steps="visit.assign",
        when=rules.may_choose_technician,
        fields=fields.Offer,
        options={"technician": work.technicians},
        do=work.offer,
        follows=_(
            "Asked: the technician has some minutes to answer. "
            "Assigned: you have spoken, and the customer is told at once."
        ),
    ),
    Command(
        name="order",
        title=_("Ask an outlet"),
        who=WORKS,
        steps="visit.assign",
        when=rules.may_ask_outlet,
        fields=fields.Order,
        options={"outlet": work.outlets},
        do=work.order,
        follows=_(
            "The outlet accepts and names a technician; until then its clock runs. Offers to technicians end at once."
        ),
    ),
    Command(
        name="appointment",
        title=_("Book the window"),
        steps="visit.book",
        fields=fields.Booking,
        do=appointments.book,
        follows=_("Customer and technician read the new window at once."),
    ),
    Command(
        name="rescheduling",
        title=_("Move the window"),
        who=f"technician {WORKS} customer system {OUTLET}",
        when=rules.may_rebook,
        fields=fields.Rebooking,
        do=appointments.rebook,
        follows=_("Customer and technician read the new window at once. While nobody has it, others are asked for it."),
    ),
    Command(
        name="reopening",
        title=_("Another technician"),
        who=WORKS,
        steps="visit.reopen",
        when=rules.has_technician,
        asks=True,
        do=work.hand_back,
        follows=_("The technician is let go, the window given back, the next one is looked for."),
    ),
    Command(
        name="no-show",
        title=_("Nobody came"),
        who=WORKS,
        steps="visit.reopen",
        when=rules.is_missed,
        asks=True,
        do=calling("visit", visits.miss_by_technician, of=work.visit_of),
        follows=_("It is written down that nobody came; another technician is looked for."),
    ),
    Command(
        name="resumption",
        title=_("Go on"),
        steps="repair.resume",
        when=rules.is_no_bench,
        fields=fields.Booking,
        do=appointments.resume,
        follows=_("A technician is looked for again for this window."),
    ),
    Command(
        name="soonest",
        title=_("No window: as soon as somebody is free"),
        who=f"{WORKS} customer",
        when=rules.may_go_soonest,
        asks=True,
        do=calling("repair", repairs.go_soonest),
        follows=_(
            "Only where every window is taken. A window that is agreed is given back, and whoever had it is let go. "
            "Whoever can come soonest is asked, and agrees on the hours by phone."
        ),
    ),
    Command(
        name="rework",
        title=_("Redo"),
        steps="repair.rework",
        when=rules.is_guaranteed,
        because="repairs.not_guaranteed",
        fields=RecordedReason,
        do=calling("repair", repairs.rework, "why"),
        follows=_("Free of charge, under the guarantee; then choose a window."),
    ),
    Command(
        name="reset-call",
        title=_("Credentials are reset, said on the phone"),
        who=WORKS,
        when=rules.is_reset_due,
        fields=fields.Reset,
        do=work.confirm_reset_by_call,
        follows=_("It stays in the record that the customer has deleted old credentials."),
    ),
    Command(
        name="address",
        title=_("Correct the address"),
        who=f"{WORKS} customer",
        when=rules.may_correct_address,
        fields=fields.Address,
        do=calling("repair", repairs.correct_address, "address"),
        follows=_(
            "Whoever comes reads it at once. In another county somebody else is looked for, and the window is chosen "
            "anew; where nobody goes, it stays as it was, and you read that. Other open repairs there go along."
        ),
    ),
    Command(
        name="note",
        title=_("Write a note"),
        who=WORKS,
        fields=fields.Note,
        do=work.note,
        follows=_("A note can't be changed later, only added to."),
    ),
    Command(
        name="call",
        title=_("Record a call"),
        who=WORKS,
        when=rules.may_record_call,
        fields=fields.Call,
        do=work.call,
        follows=_("A call that was answered meets the promise to call."),
    ),
    Command(
        name="waiting",
        title=_("Wait"),
        who=WORKS,
        steps="repair.wait_for_part repair.wait_for_customer repair.wait_for_brand repair.wait_for_goods",
        fields=fields.Waiting,
        options={"on": work.waits},
        do=calling("repair", repairs.wait, "on", "why"),
        follows=_("The customer reads what we wait for."),
    ),
    Command(
        name="urge",
        title=_("Customer urges"),
        who=f"{WORKS} customer",
        when=rules.may_urge,
        because="repairs.too_soon",
        do=calling("repair", repairs.urge),
    ),
    Command(
        name="solution",
        title=_("Solved on the phone"),
        steps="repair.solve_remotely",
        when=rules.may_confirm,
        fields=fields.Solution,
        do=calling("repair", repairs.solve_remotely, "how"),
        follows=_("Nobody comes and nothing is charged. The customer reads what was done."),
    ),
    Command(
        name="merging",
        title=_("Merge the same report"),
        who=WORKS,
        when=rules.may_merge,
        fields=fields.Merging,
        options={"duplicate": work.twins},
        do=calling("repair", repairs.merge, "duplicate", "why"),
        follows=_("The other report ends and leads here; its pictures come along. Its customer reads the number."),
    ),
    Command(
        name="receipt",
        title=_("Check the warranty"),
        who=WORKS,
        when=rules.may_check_cover,
        fields=fields.Receipt,
        do=calling("repair", repairs.check_cover, "bought_date"),
        follows=_(
            "The customer reads the outcome. A quote given before is put aside and priced anew; of a bill what is "
            "covered falls, and what was paid of it is proposed to go back."
        ),
    ),
    Command(
        name="device",
        title=_("Write the serial number down"),
        who=WORKS,
        when=rules.may_name_device,
        fields=Serial,
        do=calling("repair", repairs.name_device, "serial"),
        follows=NAMED,
    ),
    Command(
        name="registered",
        title=_("Registered under another model: is it this one?"),
        who=WORKS,
        when=rules.may_take_registered,
        fields=Registered,
        options={"device": namesakes},
        do=take_registered,
        follows=REGISTERED,
    ),
    Command(
        name="waiver",
        title=_("Waive the bill"),
        who="agent",
        steps="bill.waive",
        when=rules.may_waive,
        because="ledger.not_over",
        fields=RecordedReason,
        do=calling("bill", ledger.waive, "why", of=work.bill_of),
        weighs=True,
        final=True,
        follows=_("The customer pays nothing for this bill; that can't be taken back."),
    ),
    Command(
        name="lowering",
        title=_("Lower the bill"),
        who="agent",
        steps="bill.reduce",
        when=rules.may_lower,
        because="ledger.not_over",
        fields=fields.Lowering,
        do=calling("repair", repairs.lower_bill, "to_fen", "why"),
        weighs=True,
        follows=_("The customer reads the new sum at once. During the service, only after he said that it is wrong."),
    ),
    Command(
        name="bill-right",
        title=_("The bill is right"),
        who=BILL_ANSWERED_BY,
        when=rules.may_call_right,
        because="repairs.took_part",
        fields=RecordedReason,
        do=calling("repair", repairs.call_right, "why"),
        follows=_("The customer is told and reads why. He may say again that it is wrong, or turn outside with it."),
    ),
    Command(
        name="repayment",
        title=_("Give money back"),
        who="agent",
        when=rules.may_repay,
        fields=fields.Repayment,
        do=calling("repair", repairs.propose_repayment, "amount_fen", "reason", "why"),
        weighs=True,
        follows=_("Nothing moves until finance agrees; then it goes back the way it was paid."),
    ),
    Command(
        name="redirection",
        title=_("Send where it belongs"),
        steps="repair.redirect",
        when=rules.may_confirm,
        fields=fields.Redirection,
        do=calling("repair", repairs.redirect, "to", "why"),
        final=True,
        follows=_("The case ends here. The customer reads where to, and why."),
    ),
    Command(
        name="cancellation",
        title=_("Call off"),
        steps="repair.cancel",
        when=rules.may_cancel,
        fields=RecordedReason,
        do=calling("repair", repairs.cancel, "why"),
        weighs=True,
        final=True,
        follows=_("The case ends here and can't be taken up again."),
    ),
)
TABLE = Table(
    "repair",
    situation=queries.situation,
    commands=COMMANDS + DISPUTES + BRAND_WORDS + CUSTOMER_COMMANDS + SPOKEN + BENCH + HOLDS,
    windows=Windows(of=appointments.windows, first=appointments.wished, days=appointments.days),
)
