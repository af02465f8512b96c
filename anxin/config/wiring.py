"""The one table of upward flow: fact → reactions, and who knows a carrier's addresses.

A low app writes a fact; what a higher app does because of it stands here and nowhere else.
"""

from anxin.core.facts import Reaction

REPAIRS = "anxin.domain.repairs.reactions"
VISITS = "anxin.domain.visits.reactions"
TELL = Reaction("tell", "now", f"{REPAIRS}:tell")
CALL = Reaction("webhooks", "now", f"{REPAIRS}:call_webhooks")
FINISHING = ("bill.agree", "bill.settle", "repair.finish", "repair.confirm", "repairs.guaranteed", "repair.close")
TOLD = [
    "repair.submitted",
    "repair.accept",
    "repair.triage",
    "repair.solve_remotely",
    "repair.redirect",
    "repair.arrange",
    "repair.unarrange",
    "repair.begin",
    "repair.wait_for_part",
    "repair.wait_for_customer",
    "repair.wait_for_brand",
    "repair.wait_for_goods",
    "repair.resume",
    "repair.finish",
    "repair.confirm",
    "repair.dispute",
    "repair.rework",
    "repair.close",
    "repair.cancel",
    "repairs.urged",
    "repairs.late",
    "repairs.note",
    "visit.offer",
    "visit.set_out",
    "visit.cancel",
    "visits.by_hand",
    "visits.code_ready",
    "visits.code_locked",
    "outlet_order.offered",
    "outlet_order.accept",
    "outlet_order.refuse",
    "outlet_order.time_out",
    "outlet_order.give_back",
    "offer.sent",
    "offer.accept",
    "offer.decline",
    "offer.expire",
    "offer.withdraw",
    "quote.send",
    "quote.agree",
    "quote.refuse",
    "bill.agree",
    "payment.succeed",
    "payment.fail",
]

REACTIONS: dict[str, tuple[Reaction, ...]] = {
    **dict.fromkeys(TOLD, (TELL,)),
    "visit.assign": (Reaction("arrange", "now", f"{REPAIRS}:visit_assigned", causes=("repair.arrange",)),),
    "visit.reopen": (Reaction("unarrange", "now", f"{REPAIRS}:visit_reopened", causes=("repair.unarrange",)),),
    "visit.book": (Reaction("expect", "now", f"{REPAIRS}:visit_booked"), TELL),
    "visit.arrive": (Reaction("begin", "now", f"{REPAIRS}:visit_arrived", causes=("repair.begin",)),),
    "visit.give_up": (
        Reaction(
            "wait",
            "now",
            f"{REPAIRS}:visit_gave_up",
            causes=("repair.wait_for_part", "repair.wait_for_customer", "repair.wait_for_brand"),
        ),
    ),
    "visit.finish": (Reaction("finish", "now", f"{REPAIRS}:visit_finished", causes=tuple(FINISHING)),),
    "visits.called": (Reaction("call", "now", f"{REPAIRS}:visit_called"),),
    "bill.show": (Reaction("code", "now", f"{VISITS}:bill_shown", causes=("visits.code_ready",)), TELL),
    "bill.settle": (Reaction("close", "now", f"{REPAIRS}:bill_settled", causes=("repair.close",)), TELL),
    "bill.waive": (Reaction("close", "now", f"{REPAIRS}:bill_settled", causes=("repair.close",)), TELL),
}

# Programs hear of the same facts as open pages do.
REACTIONS |= {code: (*several, CALL) for code, several in REACTIONS.items() if TELL in several}

ADDRESSES = {
    "sms": "anxin.domain.people.queries:phone_of",
    "webhook": "anxin.domain.people.queries.programs:webhook_of",
}
