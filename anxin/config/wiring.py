"""The one table of upward flow: fact → handlers, in the order of the two stories; and who knows a carrier's addresses.

A low app writes a fact; what a higher app does because of it stands here and nowhere else. A handler is an action of
the app it is named after: it runs in the fact's own transaction, and what may wait it puts as a task. Who is told what
by `notices.tell` is a table of its own: `notices/rules.py`.
"""

from anxin.core.facts import Handler
from anxin.domain.claims import actions as claims
from anxin.domain.contacts import actions as contacts
from anxin.domain.notices import actions as notices
from anxin.domain.notices.actions import followers
from anxin.domain.quality import actions as quality
from anxin.domain.repairs import actions as repairs
from anxin.domain.visits import actions as visits

HANDLERS: dict[str, tuple[Handler, ...]] = {
    # A repair: reported and taken up
    "repair.submitted": (repairs.refresh_pages, repairs.call_programs),
    "repair.taken_over": (repairs.refresh_pages, repairs.call_programs),
    "repairs.note": (repairs.refresh_pages, repairs.call_programs),
    "repairs.merged": (repairs.refresh_pages, repairs.call_programs),
    "repairs.urged": (repairs.refresh_pages, repairs.call_programs, notices.tell),
    "repairs.late": (repairs.refresh_pages, repairs.call_programs, notices.tell),
    "repair.accept": (repairs.refresh_pages, repairs.call_programs, notices.tell),
    "repair.triage": (repairs.refresh_pages, repairs.call_programs),
    "repair.solve_remotely": (visits.case_ended, repairs.refresh_pages, repairs.call_programs),
    "repair.help": (repairs.refresh_pages, repairs.call_programs, notices.tell),
    "repair.say_helped": (repairs.refresh_pages, repairs.call_programs, notices.tell),
    "repair.confirm_help": (visits.case_ended, repairs.refresh_pages, repairs.call_programs),
    "repair.send_after_all": (repairs.refresh_pages, repairs.call_programs),
    "repair.redirect": (visits.case_ended, repairs.refresh_pages, repairs.call_programs, notices.tell),
    "repair.cancel": (visits.case_ended, repairs.refresh_pages, repairs.call_programs),
    # whoever goes is found, and a window agreed
    "outlet_order.offered": (repairs.refresh_pages, repairs.call_programs, notices.tell),
    "outlet_order.accept": (repairs.refresh_pages, repairs.call_programs),
    "outlet_order.refuse": (repairs.refresh_pages, repairs.call_programs),
    "outlet_order.time_out": (repairs.refresh_pages, repairs.call_programs),
    "outlet_order.give_back": (repairs.refresh_pages, repairs.call_programs),
    "visit.offer": (repairs.refresh_pages, repairs.call_programs),
    "offer.sent": (repairs.refresh_pages, repairs.call_programs),
    "offer.accept": (repairs.refresh_pages, repairs.call_programs),
    "offer.decline": (repairs.refresh_pages, repairs.call_programs),
    "offer.expire": (repairs.refresh_pages, repairs.call_programs),
    "offer.withdraw": (repairs.refresh_pages, repairs.call_programs),
    "visits.by_hand": (repairs.refresh_pages, repairs.call_programs, notices.tell),
    "visit.assign": (repairs.assigned,),
    "repair.arrange": (repairs.refresh_pages, repairs.call_programs),
    "visit.reopen": (repairs.reopened, notices.tell),
    "repair.unarrange": (repairs.refresh_pages, repairs.call_programs),
    "visits.called": (repairs.called,),
    "visit.book": (repairs.booked, repairs.refresh_pages, repairs.call_programs, notices.tell),
    "visit.cancel": (repairs.refresh_pages, repairs.call_programs),
    # he comes
    "visit.set_out": (repairs.refresh_pages, repairs.call_programs, notices.tell),
    "visit.arrive": (repairs.arrived,),
    "visits.checked": (repairs.refresh_pages,),
    "visits.identity_checked": (repairs.refresh_pages, repairs.call_programs),
    "visits.opening_refused": (repairs.refresh_pages, repairs.call_programs),
    "visits.opening_suspicious": (notices.tell,),
    "repairs.reset_open": (repairs.refresh_pages, notices.tell),
    "visits.reset_confirmed": (repairs.refresh_pages, repairs.call_programs),
    "repair.begin": (repairs.refresh_pages, repairs.call_programs),
    "appointment.keep": (repairs.kept,),
    "appointment.deny": (repairs.denied, repairs.refresh_pages, repairs.call_programs),
    "visits.arrival_confirmed": (repairs.refresh_pages, repairs.call_programs),
    "visits.arrival_denied": (repairs.refresh_pages, repairs.call_programs, notices.tell),
    # it has to wait, and goes on
    "visit.give_up": (repairs.gave_up, claims.repair_failed),
    "repair.wait_for_part": (repairs.refresh_pages, repairs.call_programs),
    "repair.wait_for_customer": (repairs.refresh_pages, repairs.call_programs),
    "repair.wait_for_brand": (repairs.refresh_pages, repairs.call_programs),
    "repair.wait_for_goods": (repairs.refresh_pages, repairs.call_programs),
    "repair.resume": (repairs.refresh_pages, repairs.call_programs),
    # priced, mended, handed over
    "quote.send": (repairs.refresh_pages, repairs.call_programs, notices.tell),
    "quote.agree": (repairs.refresh_pages, repairs.call_programs),
    "quote.refuse": (repairs.refresh_pages, repairs.call_programs),
    "bill.show": (visits.bill_shown, repairs.refresh_pages, repairs.call_programs),
    "bill.agree": (repairs.refresh_pages, repairs.call_programs),
    "visits.code_ready": (repairs.refresh_pages, repairs.call_programs),
    "visits.code_locked": (repairs.refresh_pages, repairs.call_programs),
    "repairs.not_fixed": (repairs.refresh_pages, repairs.call_programs, notices.tell),
    "repairs.bill_wrong": (repairs.refresh_pages, repairs.call_programs, notices.tell),
    "visit.finish": (repairs.finished, claims.inspected),
    "repair.finish": (repairs.refresh_pages, repairs.call_programs),
    # paid, confirmed or done again, closed
    "ledger.code_shown": (repairs.refresh_pages,),
    "payment.lose_track": (repairs.refresh_pages,),
    "payment.succeed": (repairs.refresh_pages, claims.money_moved, repairs.call_programs),
    "payment.fail": (repairs.refresh_pages, claims.money_moved, repairs.call_programs),
    "bill.settle": (repairs.bill_settled, repairs.refresh_pages, repairs.call_programs),
    "bill.waive": (repairs.bill_settled, repairs.refresh_pages, repairs.call_programs),
    "repair.confirm": (repairs.refresh_pages, repairs.call_programs, notices.tell),
    "repair.dispute": (repairs.refresh_pages, repairs.call_programs, notices.tell),
    "repair.rework": (repairs.refresh_pages, claims.repair_failed, quality.repair_reworked, repairs.call_programs),
    "repair.close": (repairs.refresh_pages, claims.repair_closed, quality.repair_closed, repairs.call_programs),
    # A claim: filed and answered
    "claim.submitted": (claims.refresh_pages, claims.call_programs, notices.tell),
    "claim.ask_merchant": (claims.refresh_pages, claims.call_programs, notices.tell),
    "claim.open_return": (claims.refresh_pages, claims.call_programs, notices.tell),
    "claim.agree": (claims.refresh_pages, claims.call_programs),
    "claim.contest": (claims.refresh_pages, claims.call_programs, notices.tell),
    "claim.time_out": (claims.refresh_pages, claims.call_programs, notices.tell),
    "claim.offer": (claims.refresh_pages, claims.call_programs, notices.tell),
    "claim.accept_offer": (claims.refresh_pages, claims.call_programs, notices.tell),
    "claim.refuse_offer": (claims.refresh_pages, claims.call_programs, notices.tell),
    "claim.offer_lapses": (claims.refresh_pages, claims.call_programs, notices.tell),
    "claims.late": (claims.refresh_pages, claims.call_programs, notices.tell),
    # answered before a platform
    "claims.agreed_there": (claims.refresh_pages, claims.call_programs),
    "claims.contested_there": (claims.refresh_pages, claims.call_programs),
    "claims.unanswered_there": (claims.refresh_pages, claims.call_programs, notices.tell),
    "claims.refused_there": (claims.refresh_pages, claims.call_programs),
    "claims.late_there": (claims.refresh_pages, claims.call_programs, notices.tell),
    "claim.leave_there": (claims.refresh_pages, claims.call_programs, notices.tell),
    "claim.take_outcome": (claims.refresh_pages, claims.call_programs),
    # shown and looked at
    "claim.ask_evidence": (claims.refresh_pages, claims.call_programs, notices.tell),
    "evidence.received": (claims.refresh_pages, claims.call_programs),
    "claim.bring_evidence": (claims.refresh_pages, claims.call_programs, notices.tell),
    "capture.finish": (claims.examined, claims.refresh_pages, claims.call_programs),
    "capture.give_up": (claims.examined, claims.refresh_pages, claims.call_programs),
    "examination.finish": (claims.examined, claims.refresh_pages, claims.call_programs),
    "examination.give_up": (claims.examined, claims.refresh_pages, claims.call_programs),
    "threads.said": (claims.refresh_pages, claims.call_programs),
    # decided and appealed
    "decision.proposed": (notices.tell,),
    "decision.give": (claims.refresh_pages, claims.call_programs),
    "claim.decide": (claims.refresh_pages, claims.call_programs, notices.tell),
    "claim.appeal": (claims.refresh_pages, claims.call_programs, notices.tell),
    "claim.drop_appeal": (claims.refresh_pages, claims.call_programs),
    # sent back and looked into
    "claim.await_return": (claims.refresh_pages, claims.call_programs, notices.tell),
    "claims.shipped_back": (notices.tell,),
    "claim.receive_back": (claims.refresh_pages, claims.call_programs),
    "claim.miss_parcel": (claims.refresh_pages, claims.call_programs, notices.tell),
    "claim.return_lapses": (claims.refresh_pages, claims.call_programs),
    "claim.pass_inspection": (claims.refresh_pages, claims.call_programs),
    "claim.fail_inspection": (claims.refresh_pages, claims.call_programs),
    # carried out, to the end
    "claims.address_asked": (notices.tell,),
    "claims.address_given": (notices.tell,),
    "claims.exchange_offered": (notices.tell,),
    "claim.execute": (claims.refresh_pages, claims.call_programs),
    "claims.money_out": (notices.tell,),
    "claims.money_failed": (notices.tell,),
    "claim.close": (claims.refresh_pages, claims.call_programs),
    "claim.withdraw": (claims.refresh_pages, claims.call_programs),
    # Beside both: somebody asks for a person
    "threads.handed_over": (contacts.handed_over,),
    "contact.received": (contacts.refresh_pages, notices.tell),
    "contact.take": (contacts.refresh_pages,),
    "contact.promise": (contacts.refresh_pages,),
    "contact.answer": (contacts.refresh_pages,),
    "contact.drop": (contacts.refresh_pages,),
    "contacts.late": (notices.tell,),
    # a brand takes its word for somebody back
    "authorisation.suspend": (visits.word_ended,),
    "authorisation.revoke": (visits.word_ended,),
    "authorisation.expire": (visits.word_ended,),
    "network.key_lost": (visits.key_lost,),
    "network.words_ending": (notices.tell,),
    "network.papers_ending": (notices.tell,),
    "network.key_ending": (notices.tell,),
    # a technician or an outlet isn't there
    "network.absent": (visits.hours_changed,),
    "network.day_kept": (visits.hours_changed,),
    "network.day_off": (visits.hours_changed,),
    "network.week_kept": (visits.hours_changed,),
    "network.closed": (visits.outlet_closed,),
    # waits for a service, asks to see, reports a number
    "contacts.said": (followers.carry,),
    "people.erase": (followers.erased,),
    "waiting.serve": (notices.tell,),
    "reveal_request.asked": (notices.tell,),
    "reveal_request.agree": (notices.tell,),
    "reveal_request.refuse": (notices.tell,),
    "reported_number.received": (notices.tell,),
    "reported_number.confirm": (notices.tell,),
    "reported_number.clear": (notices.tell,),
    "reported_number.leave_open": (notices.tell,),
}

# Which facts a handler may write in turn: another is refused while it runs, a circle when the table is installed.
WRITES: dict[Handler, tuple[str, ...]] = {
    repairs.assigned: ("repair.arrange",),
    repairs.reopened: ("repair.unarrange",),
    repairs.arrived: ("repair.begin",),
    repairs.gave_up: ("repair.wait_for_part", "repair.wait_for_customer", "repair.wait_for_brand"),
    visits.word_ended: ("appointment.cancel", "visit.reopen", "offer.withdraw", "outlet_order.unname"),
    visits.hours_changed: ("appointment.cancel", "visit.reopen", "offer.withdraw", "outlet_order.unname"),
    visits.outlet_closed: ("appointment.cancel", "visit.reopen", "offer.withdraw", "outlet_order.unname"),
    visits.key_lost: ("appointment.cancel", "visit.reopen", "offer.withdraw", "outlet_order.unname"),
    visits.bill_shown: ("visits.code_ready",),
    repairs.finished: (
        *("bill.agree", "bill.settle", "repair.finish", "repair.confirm", "repairs.guaranteed", "repair.close"),
    ),
    repairs.bill_settled: ("repair.close",),
    quality.repair_closed: ("follow_up.planned",),
    quality.repair_reworked: ("follow_up.drop",),
    claims.examined: (
        *("claims.answer_longer", "decision.proposed", "claim.agree", "claim.accept_offer", "dispute.decide"),
        *("challenge.withdraw", "decision.give", "decision.finish", "claim.await_return", "claim.execute"),
        *("payment.intended", "claims.repair_opened", "repair.submitted", "dispute.withdraw"),
        *("claims.heard", "claims.payout", "claims.paid_before", "claim.close", "decision.send_back"),
        *("decision.replace", "appeal.decide"),
    ),
    claims.inspected: ("bill.agree", "bill.settle", "evidence.received", "examination.asked", "claims.inspected"),
    claims.repair_failed: ("claims.exchange_offered",),
    claims.repair_closed: ("claim.close", "dispute.withdraw", "challenge.withdraw"),
    claims.money_moved: (
        *("claims.money_out", "claims.money_failed", "claim.close", "dispute.withdraw", "challenge.withdraw"),
    ),
    contacts.handed_over: ("contact.received", "contacts.logged"),
}

ADDRESSES = {
    "mail": "anxin.domain.opening.queries:mail_of",
    "sms": "anxin.domain.notices.queries:address_of",
    "wechat": "anxin.domain.notices.queries.followers:wechat_of",
    "webhook": "anxin.domain.people.queries.programs:webhook_of",
}
