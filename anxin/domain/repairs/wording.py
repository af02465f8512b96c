"""What people are told about repairs."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Fact, declare

ALL = "customer agent outlet technician auditor"
INSIDE = "agent outlet auditor"
DESK = "agent auditor"

STATES = {
    "submitted": _("received"),
    "accepted": pgettext_lazy("repair", "accepted"),
    "triaged": _("looking for a technician"),
    "arranged": _("technician set"),
    "in_service": _("being repaired"),
    "waiting_part": _("waiting for a part"),
    "waiting_customer": _("waiting for the customer"),
    "waiting_brand": _("waiting for the brand"),
    "waiting_goods": _("waiting for the goods"),
    "done": _("done"),
    "confirmed": _("confirmed"),
    "closed": _("closed"),
    "rework": _("to be redone"),
    "disputed": _("disputed"),
    "cancelled": _("called off"),
    "redirected": _("sent where it belongs"),
    "solved_remotely": _("solved on the phone"),
}

declare(
    errors={
        "repairs.not_covered": _(
            "Nobody goes to {got} for this brand yet, so no time is promised. The waiting list tells when one does."
        ),
        "repairs.not_yours_to_check": _("Only the desk checks a receipt."),
        "repairs.no_such_repair": _("There is no such repair, or not for you."),
        "repairs.quote_needed": _("Nothing may be charged for {number} before the customer agreed to a quote."),
        "repairs.not_agreed": _("{got} stands in no agreed quote. Send a new quote first."),
        "repairs.not_his": _("Only the technician of {number} may do this."),
        "repairs.not_guaranteed": _("The guarantee of {number} is over. Please report the fault anew."),
        "repairs.not_your_brand": _("Your organisation's programs may not report faults of this brand."),
        "repairs.long_over": _(
            "{number} ended long ago and its details are shut. The customer asks for it on his page or reports anew; "
            "or open the details first, which a second person must agree to."
        ),
        "repairs.not_the_same": _("{number} can't be merged: it is another matter, or somebody is on it already."),
        "repairs.taken_over_already": _("{number} goes on here: change it in the case; no file changes or removes it."),
        "repairs.too_soon": _("We were urged a moment ago and are on it. You can urge again in ten minutes."),
    },
    states={
        "repair": STATES,
        "quote": {
            "drafted": _("being drawn up"),
            "sent": _("to be agreed"),
            "agreed": _("agreed"),
            "refused": pgettext_lazy("quote", "refused"),
            "replaced": _("replaced"),
        },
    },
    steps={
        "repair": {
            "accept": pgettext_lazy("repair", "Accept"),
            "triage": _("Send somebody"),
            "solve_remotely": _("Solved on the phone"),
            "redirect": _("Send where it belongs"),
            "arrange": _("Arrange"),
            "unarrange": _("Look for another"),
            "begin": _("Begin"),
            "wait_for_part": _("Wait for a part"),
            "wait_for_customer": _("Wait for the customer"),
            "wait_for_brand": _("Wait for the brand"),
            "wait_for_goods": _("Wait for the goods"),
            "resume": _("Go on"),
            "finish": _("Finish"),
            "confirm": _("Confirm: it works"),
            "dispute": _("It is not right"),
            "rework": _("Redo under the guarantee"),
            "close": pgettext_lazy("repair", "Close"),
            "cancel": _("Call off"),
        },
        "quote": {
            "send": _("Send the quote"),
            "agree": _("Agree to the quote"),
            "refuse": _("Refuse the quote"),
            "replace": _("Quote anew"),
        },
    },
    facts={
        "repair.submitted": Fact(_("Fault reported, number {number}"), ALL),
        "repair.taken_over": Fact(_("Taken over from the former system, number {number}"), ALL),
        "repair.accept": Fact(_("Accepted within {minutes} minutes; {promised} were promised"), ALL),
        "repair.triage": Fact(_("Somebody will come; looking for a technician"), ALL),
        "repair.solve_remotely": Fact(_("Solved on the phone; nothing is charged"), ALL),
        "repair.redirect": Fact(_("Sent where it belongs"), ALL),
        "repair.arrange": Fact(_("A technician is set"), INSIDE),
        "repair.unarrange": Fact(_("Looking for another technician"), ALL),
        "repair.begin": Fact(_("The visit began"), ALL),
        "repair.wait_for_part": Fact(_("Waiting for a part"), ALL),
        "repair.wait_for_customer": Fact(_("Waiting for the customer"), ALL),
        "repair.wait_for_brand": Fact(_("Waiting for the brand"), ALL),
        "repair.wait_for_goods": Fact(_("Waiting for the goods"), ALL),
        "repair.resume": Fact(_("Going on"), ALL),
        "repair.finish": Fact(_("The fault is put right"), ALL),
        "repair.confirm": Fact(_("Confirmed by the customer"), ALL),
        "repair.dispute": Fact(_("The customer says it is not right"), ALL),
        "repair.rework": Fact(_("To be redone under the guarantee"), ALL),
        "repair.close": Fact(_("Closed"), ALL),
        "repair.cancel": Fact(_("Called off"), ALL),
        "repairs.guaranteed": Fact(_("Guaranteed for {days} days, until {until}"), ALL),
        "repairs.urged": Fact(_("Urged, time {times}"), ALL),
        "repairs.late": Fact(_("A promise was not kept in time"), ALL),
        "repairs.unanswered": Fact(_("The quote was held as long as promised; no answer came yet"), ALL),
        "repairs.cover_checked": Fact(_("The warranty was checked by the receipt"), ALL),
        "repairs.not_fixed": Fact(_("The customer says before the code: it is not put right"), ALL),
        "repairs.bill_wrong": Fact(_("The customer says before the code: the bill is wrong"), ALL),
        "repairs.merged": Fact(_("The report {number} of the same fault was merged into this one"), ALL),
        "repairs.picture": Fact(_("Sent a picture"), ALL),
        "repairs.picture_brought": Fact(_("A picture came along from the merged report"), "auditor"),
        "repairs.parts_stated": Fact(_("The used parts were stated"), INSIDE),
        "repairs.note": Fact(_("Note"), ALL),
        "repairs.note_inside": Fact(_("Note, inside only"), DESK),
        "quote.drafted": Fact(_("Quote {version} is being drawn up"), INSIDE),
        "quote.send": Fact(_("Quote {version} sent, {lines} lines"), ALL),
        "quote.agree": Fact(_("Quote {version} agreed to"), ALL),
        "quote.refuse": Fact(_("Quote {version} refused"), ALL),
        "quote.replace": Fact(_("The quote was replaced by a new one"), ALL),
    },
)

SETTINGS = {
    "acknowledge_min": _("How soon a report is accepted"),
    "assign_min": _("How soon a technician is set"),
    "call_min": _("How soon the technician calls"),
    "quote_min": _("How long a quote is held"),
    "guarantee_days": _("How long a repair is guaranteed at least"),
    "automatic": _("Ask technicians by itself as soon as a repair is triaged"),
}
CLOCKS = {
    "repairs.acknowledged": _("accept"),
    "repairs.assigned": _("set a technician"),
    "repairs.called": _("call"),
    "repairs.arrived": _("arrive"),
    "repairs.quote": _("answer the quote"),
    "visits.offer": _("answer the offer"),
    "visits.outlet": _("name a technician"),
}
STEPPER = {
    "registered": _("Registered"),
    "sealed": _("Sealed"),
    "arranging": _("Arranging a technician"),
    "visiting": _("Visit"),
    "assured": _("Assured"),
}
NOTES = {
    "": "",
    "numbered": _("Your report has a number"),
    "waiting_for_acceptance": _("We are about to accept it"),
    "sealed": _("Your details are encrypted; every look at them is written down"),
    "technician_set": _("Your technician is set"),
    "looking": _("Looking for a technician"),
    "asking_technicians": _("Asking technicians near you"),
    "waiting_brand": _("Waiting for the brand"),
    "waiting_goods": _("Waiting for your goods"),
    "waiting_customer": _("Waiting for you"),
    "waiting_part": _("Waiting for a part"),
    "put_right": _("Put right"),
    "quote_waits": _("The quote waits for your answer"),
    "booked": _("The window is booked"),
    "on_the_way": _("On the way to you"),
    "on_site": _("At work"),
    "window_to_agree": _("The technician calls you to agree on a window"),
    "guarantee_runs": _("The guarantee runs"),
    "bill_open": _("The bill is still open"),
    "disputed": _("We are looking into what you told us"),
    "please_confirm": _("Please confirm that it works"),
    "rework": _("We put it right again, free of charge"),
    "cancelled": _("Called off"),
    "redirected": _("Sent where it belongs"),
    "solved_remotely": _("Solved on the phone"),
}
KINDS = {
    "install": _("installation"),
    "repair": _("repair"),
    "maintain": _("maintenance"),
    "inspect": _("inspection"),
    "remove": _("removal"),
    "lock_opening": _("lock opening"),
}
MODES = {
    "remote": _("on the phone"),
    "visit": _("visit"),
    "drop_off": _("brought in"),
    "mail_in": _("sent in"),
}
PAYS = {
    "in_warranty": _("in warranty"),
    "fee_in_warranty": _("in warranty, no visit fee"),
    "out_of_warranty": _("out of warranty"),
    "cover_open": _("warranty not checked yet: with a receipt it may cost nothing"),
    "excluded": _("not covered by the warranty"),
}
CHANNELS = {
    "page": _("web page"),
    "phone": _("phone"),
    "api": _("interface"),
    "chat": _("chat"),
    "import": _("taken over"),
    "claim": _("from a claim"),
}
# What a customer reads first: what is so now, and what comes next.
HEADLINES = {
    "submitted": (_("We have your report"), _("We accept it within {accept} minutes, day and night.")),
    "looking": (_("Looking for a technician"), _("A technician is set within {assign} minutes.")),
    "asking": (_("Asking technicians near you"), _("A technician is set within {assign} minutes.")),
    "window_to_agree": (
        _("Your technician is set; he calls you to agree on a window"),
        _("Within {call} minutes. If the window you asked for suits him, he books it."),
    ),
    "booked": (_("The window is booked"), _("He sets out in time; you get a message when he does.")),
    "on_the_way": (_("The technician is on the way to you"), _("Before you open: check that it is he.")),
    "arrival_asked": (
        _("The technician says that he is there; is he?"),
        _("From here it can't be told whether he is at your door, or it was early. Your word counts."),
    ),
    "not_there": (
        _("You said that nobody is there yet"),
        _("The desk has been told and rings the technician."),
    ),
    "at_work": (_("The technician is at work"), _("Nothing is charged that you did not agree to here.")),
    "quote_waits": (
        _("The technician knows what it is; he waits for your answer to the quote"),
        _("Nothing is done or charged before you agree. You may also say no."),
    ),
    "code_ready": (
        _("Does it work? Then read out the completion code"),
        _("Only after you have tried it. The code says that the work is done and the bill is right."),
    ),
    "code_locked": (
        _("A wrong code was typed three times; we ring you"),
        _("A person asks you on a recorded line whether it works. Nothing is yours to pay before that."),
    ),
    "objected": (
        _("You told us that something is wrong; we are on it"),
        _("Keep the code to yourself until it is put right. A person answers you."),
    ),
    "waiting_part": (_("Waiting for a part"), _("As soon as it is there we agree on a new window with you.")),
    "waiting_brand": (_("Waiting for the brand's answer"), _("What it decides stands here, with its reasons.")),
    "waiting_goods": (_("Waiting for your goods"), _("As soon as they are here we begin.")),
    "customer_absent": (
        _("Nobody was at home; choose another window"),
        _("Nothing is charged for it. Choose when it suits you and somebody comes."),
    ),
    "quote_refused": (
        _("You said no to the quote; everything was put back"),
        _("Nothing is charged that you did not agree to. Should you want it after all, choose a window."),
    ),
    "wrong_address": (
        _("The technician did not find you; choose another window"),
        _("Tell us what is right about the address, and choose when somebody comes."),
    ),
    "waiting_customer": (
        _("We wait for you: choose when somebody comes"),
        _("Until then no time runs against you."),
    ),
    "rework": (
        _("We put it right again, free of charge; choose a window"),
        _("Under the guarantee nothing is charged for the same fault."),
    ),
    "please_confirm": (_("Please confirm that it works"), _("Then the guarantee begins.")),
    "disputed": (_("We are looking into what you told us"), _("Until it is settled nothing more is charged.")),
    "bill_open": (_("It is put right; the bill is still open"), _("Pay only here, never to a private account.")),
    "to_scan": (_("Pay by the code below"), _("Nothing else is asked of you; the page says when it is paid.")),
    "paying": (_("The payment is under way"), _("Please do not pay a second time.")),
    "bill_being_settled": (_("It is put right; the bill is being settled"), _("What there is to pay stands below.")),
    "guarantee_runs": (
        _("It is put right; the guarantee runs"),
        _("If the same fault comes back, press one button here."),
    ),
    "guarantee_over": (_("This repair is closed"), _("If something is wrong again, report it anew.")),
    "cancelled": (_("Called off"), _("Nobody comes, nothing is charged. You can report it again at any time.")),
    "redirected": (_("This belongs elsewhere: {to}"), ""),
    "solved_remotely": (
        _("Solved on the phone"),
        _("Nobody comes, nothing is charged. Should it come back, report it again."),
    ),
    "late_acknowledged": (
        _("We are {late} late in accepting it"),
        _("We promised {accept} minutes. It stands first in the queue; the delay stays in the record."),
    ),
    "late_assigned": (
        _("We are {late} late in finding a technician"),
        _("We promised {assign} minutes. It stands first in the queue; the delay stays in the record."),
    ),
    "late_called": (
        _("The technician's call is {late} late"),
        _("We promised {call} minutes; the delay stays in the record."),
    ),
    "late_arrived": (
        _("The technician is {late} late"),
        _("The agreed window is over; the delay stays in the record."),
    ),
}
DOES = {
    "agree": pgettext_lazy("to a quote", "Agree"),
    "refuse": _("No, thank you"),
    "give_code": _("Completion code"),
    "not_fixed": _("It is not fixed"),
    "bill_wrong": _("The bill is wrong"),
    "move": _("Move it"),
    "say_there": _("Is the technician there?"),
    "check": _("Check who stands at the door"),
    "confirm": _("It works"),
    "wrong": _("Something is wrong"),
    "pay": _("Pay"),
    "redo": _("The same fault again"),
    "report": _("Report it anew"),
    "talk": _("Write to us"),
    "urge": _("Urge"),
    "call": pgettext_lazy("by phone", "Call"),
    "cancel": _("Call it off"),
}

# Repairs that come from another system, in a file.
REPAIRS = _("Repairs under way elsewhere")
REPAIR_COLUMNS = {
    "brand": _("Brand"),
    "old_number": _("Number so far"),
    "model": _("Model"),
    "state": _("State"),
    "kind": _("Kind"),
    "name": _("Customer"),
    "phone": pgettext_lazy("a column", "Phone"),
    "address": _("Address"),
    "told": _("What is wrong"),
    "reported": _("Reported on"),
    "urgent": _("Urgent"),
    "serial": _("Serial number"),
    "bought": _("Bought on"),
    "technician": _("Technician number"),
    "day": _("Appointment day"),
    "hours": _("Appointment hours"),
}
REPAIR_ALSO: dict[str, tuple[str, ...]] = {
    "old_number": ("原单号", "工单号", "工单编号", "服务单号", "单号", "报修单号", "派工单号"),
    "model": ("产品型号", "机型", "商品型号", "产品"),
    "state": ("工单状态", "单据状态", "服务状态"),
    "kind": ("服务类型", "工单类型", "业务类型"),
    "name": ("客户姓名", "用户姓名", "联系人", "姓名"),
    "phone": ("客户电话", "用户电话", "联系电话", "手机", "手机号", "电话"),
    "address": ("客户地址", "用户地址", "服务地址", "详细地址", "上门地址"),
    "told": ("故障现象", "故障描述", "问题描述", "报修内容", "备注"),
    "reported": ("报修时间", "报修日期", "受理时间", "创建时间", "下单时间"),
    "urgent": ("加急", "是否加急"),
    "serial": ("序列号", "机身编码", "条码", "SN", "机号"),
    "bought": ("购机日期", "购买日期", "购买时间"),
    "technician": ("工号", "服务工程师", "师傅工号", "工程师编号"),
    "day": ("预约日期", "上门日期"),
    "hours": ("预约时段", "上门时段", "预约时间"),
}
TAKEN_OVER_STATES = {one: STATES[one] for one in STATES if one not in ("confirmed", "redirected")}
STATES_CALLED: dict[str, tuple[str, ...]] = {
    "submitted": ("待受理", "未受理", "新单", "已报修"),
    "accepted": ("已受理", "已接单"),
    "triaged": ("待派单", "待派工", "未派单", "派单中"),
    "arranged": ("已派单", "已派工", "已预约", "待上门"),
    "in_service": ("服务中", "维修中", "处理中"),
    "waiting_part": ("待配件", "缺件", "等配件"),
    "waiting_customer": ("待用户", "待客户", "用户改约", "客户改约"),
    "waiting_brand": ("待厂家",),
    "waiting_goods": ("待寄回", "待收货"),
    "done": ("已完工", "待回访", "待确认"),
    "rework": ("返修",),
    "disputed": ("投诉中",),
    "closed": ("已结单", "已完成", "已关闭", "完结"),
    "cancelled": ("已取消", "作废"),
    "solved_remotely": ("电话解决", "远程解决"),
}
HOURS = {"上午": "9-12", "下午": "13-18", "晚上": "18-21", "全天": "9-18"}
CELLS = {
    "old_number": _("a number of at most 40 signs expected"),
    "hours": _("hours such as 9:00-11:00 expected"),
    "other_brand": _("another brand makes this model"),
    "technician": _("a number expected: he is on his way to them"),
    "day": _("a day expected on which he comes"),
    "both": _("a day and its hours belong together"),
    "ahead": _("a window that lies ahead; where it is over, write: waiting for the customer"),
    "vouched": _("a technician whom this brand vouches for today and on that day"),
}
