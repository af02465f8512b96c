"""The one table of upward flow: fact → reactions, and who knows a carrier's addresses.

A low app writes a fact; what a higher app does because of it stands here and nowhere else.
"""

from anxin.core.facts import Reaction
from anxin.domain.notices import rules as notices

REPAIRS = "anxin.domain.repairs.reactions"
VISITS = "anxin.domain.visits.reactions"
QUALITY = "anxin.domain.quality.reactions"
CLAIMS = "anxin.domain.claims.reactions"
TELL = Reaction("tell", "now", f"{REPAIRS}:tell")
TELL_CLAIM = Reaction("tell_claim", "now", f"{CLAIMS}:tell")
CALL = Reaction("webhooks", "now", f"{REPAIRS}:call_webhooks")
CALL_CLAIM = Reaction("claim_webhooks", "now", f"{CLAIMS}:call_webhooks")
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
    "repairs.not_fixed",
    "repairs.bill_wrong",
    "repairs.merged",
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
    "appointment.keep": (Reaction("kept", "now", f"{REPAIRS}:window_kept"),),
    "appointment.deny": (Reaction("denied", "now", f"{REPAIRS}:window_denied"), TELL),
    "visits.arrival_confirmed": (TELL,),
    "visits.arrival_denied": (TELL,),
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

AGREEING = (
    *("claims.answer_longer", "decision.proposed", "claim.agree", "claim.accept_offer", "dispute.decide"),
    *("challenge.withdraw", "decision.give", "decision.finish", "claim.await_return", "claim.execute"),
    *("payment.intended", "claims.repair_opened", "repair.submitted", "dispute.withdraw"),
    *("claims.paid_before", "claim.close", "decision.send_back", "decision.replace", "appeal.decide"),
)
EXAMINED = Reaction("examined", "now", f"{CLAIMS}:examined", causes=AGREEING)
MONEY = Reaction(
    "money",
    "now",
    f"{CLAIMS}:money_moved",
    causes=("claims.money_out", "claims.money_failed", "claim.close", "dispute.withdraw", "challenge.withdraw"),
)
FAILED = Reaction("failed", "now", f"{CLAIMS}:repair_failed", causes=("claims.exchange_offered",))
INSPECTED = Reaction(
    "inspected",
    "now",
    f"{CLAIMS}:inspected",
    causes=("bill.agree", "bill.settle", "evidence.received", "examination.asked", "claims.inspected"),
)
REPAIRED = Reaction(
    "repaired", "now", f"{CLAIMS}:repair_closed", causes=("claim.close", "dispute.withdraw", "challenge.withdraw")
)
CLAIM_TOLD = (
    *("submitted", "ask_merchant", "open_return", "agree", "contest", "time_out", "offer", "accept_offer"),
    *("refuse_offer", "offer_lapses", "ask_evidence", "bring_evidence", "decide", "appeal", "drop_appeal"),
    *("await_return", "receive_back", "return_lapses", "pass_inspection", "fail_inspection", "execute", "close"),
    *("take_outcome", "withdraw", "miss_parcel", "leave_there"),
)
CLAIM_THERE = ("agreed_there", "contested_there", "unanswered_there", "refused_there", "late_there")
JOINED: dict[str, tuple[Reaction, ...]] = {
    **{f"claim.{step}": (TELL_CLAIM,) for step in CLAIM_TOLD},
    **{f"claims.{code}": (TELL_CLAIM,) for code in CLAIM_THERE},
    "claims.late": (TELL_CLAIM,),
    "evidence.received": (TELL_CLAIM,),
    "threads.said": (TELL_CLAIM,),
    "decision.give": (TELL_CLAIM,),
    "examination.finish": (EXAMINED, TELL_CLAIM),
    "examination.give_up": (EXAMINED, TELL_CLAIM),
    "capture.finish": (EXAMINED, TELL_CLAIM),
    "capture.give_up": (EXAMINED, TELL_CLAIM),
    "payment.succeed": (MONEY,),
    "payment.fail": (MONEY,),
    "repair.rework": (FAILED,),
    "visit.give_up": (FAILED,),
    "visit.finish": (INSPECTED,),
    "repair.close": (REPAIRED,),
}
REACTIONS |= {code: (*REACTIONS.get(code, ()), *several) for code, several in JOINED.items()}

# A closed repair may be followed up; one that is redone is followed up when it closes again.
FOLLOW_UP = Reaction("follow_up", "now", f"{QUALITY}:repair_closed", causes=("follow_up.planned",))
DROP = Reaction("drop_follow_up", "now", f"{QUALITY}:repair_reworked", causes=("follow_up.drop",))
REACTIONS["repair.close"] = (*REACTIONS["repair.close"], FOLLOW_UP)
REACTIONS["repair.rework"] = (*REACTIONS["repair.rework"], DROP)

# Programs hear of the same facts as open pages do.
REACTIONS |= {code: (*several, CALL) for code, several in REACTIONS.items() if TELL in several}
REACTIONS |= {code: (*several, CALL_CLAIM) for code, several in REACTIONS.items() if TELL_CLAIM in several}

# A person was asked for: it waits at the desk under a number of its own.
CONTACTS = "anxin.domain.contacts.reactions"
CONTACT_TOLD = Reaction("tell_contact", "now", f"{CONTACTS}:tell")
TALKED: dict[str, tuple[Reaction, ...]] = {
    "threads.handed_over": (
        Reaction("contact", "now", f"{CONTACTS}:handed_over", causes=("contact.received", "contacts.logged")),
    ),
    **{f"contact.{step}": (CONTACT_TOLD,) for step in ("received", "take", "promise", "answer", "drop")},
}
REACTIONS |= {code: (*REACTIONS.get(code, ()), *several) for code, several in TALKED.items()}

# Who is told what is a table of its own: `notices/rules.py`.
NOTICE = Reaction("notices", "now", "anxin.domain.notices.reactions:tell")
REACTIONS |= {code: (*REACTIONS.get(code, ()), NOTICE) for code in notices.FACTS}

ADDRESSES = {
    "mail": "anxin.core.checkpoints.reporting:address_of",
    "sms": "anxin.domain.notices.queries:address_of",
    "webhook": "anxin.domain.people.queries.programs:webhook_of",
}
