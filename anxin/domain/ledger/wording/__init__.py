"""What people are told about money."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Fact, declare
from anxin.domain.ledger.wording import bindings
from anxin.domain.ledger.wording.accounts import ACCOUNTS as ACCOUNTS
from anxin.domain.ledger.wording.accounts import ELSEWHERE
from anxin.domain.ledger.wording.faults import FAULTS as FAULTS
from anxin.domain.ledger.wording.faults import code_of as code_of
from anxin.domain.ledger.wording.faults import fault_called as fault_called
from anxin.domain.ledger.wording.looks import ACCOUNT_SEEN, SEEN_FOR
from anxin.domain.ledger.wording.remittances import ALL, INSIDE, REMITTANCE_STEPS
from anxin.domain.ledger.wording.returned import ASKED_ANEW, BY_LIST, CAME_BACK, KEPT_OWED, NOT_OWED, RENUMBERED

SETTINGS = {
    "code_min": _("Minutes that a code to pay can be paid by"),
    "cash_most_yuan": _("Up to which sum a bill may be paid in cash, at the door or a counter (0: never)"),
    "cash_held_yuan": _("How much cash a technician may hold before he has to hand it in"),
    "counter_cash_held_yuan": _("How much cash an outlet's counter may hold before it has to be handed in"),
    "account_d": _("Days until who has not said to which account a refund goes is asked again"),
    "missing_d": _("Days in which its customer can say that a refund by transfer, or in the shop, has not arrived"),
    "aside_days": _("How long it is kept who transferred money that was of no bill, after it was put aside"),
    "transfer_to": _("The house's account that bills are transferred to, as customers read it (empty: no transfers)"),
}
REMITTED = {
    "bank": _("Bank transfer"),
    "office": _("Cash at the office"),
    "other": _("Another way, outside of providers"),
}
PROVIDERS = {
    "wechat": _("WeChat Pay"),
    "alipay": _("Alipay"),
    "fake": _("Play money"),
    "cash": _("Cash"),
    **REMITTED,
}


def provider_called(name: str) -> str:
    """Return the name of who took the money; outside of the demo, what no provider took was paid with the order."""
    return str(ELSEWHERE if name == "fake" and not settings.PLAY else PROVIDERS.get(name, name))


CORRECTIONS = {
    "loss": _("as lost or gained by us"),
    "elsewhere": _("as paid another way, outside of this provider"),
    "advance": _("as an advance of who paid twice"),
    "twice": _("as given back twice, owed back"),
    "counted": _("as given back, nothing went in its place"),
    "bill": _("as a refund of bill"),
}
ENDS = {
    "corrected": _("booked by two"),
    "bound": _("given to its bill by two"),
    "counted": _("counted as gone by two"),
    "kept": _("kept as an advance by two"),
    "explained": _("explained"),
    "returned": _("given back"),
    "itself": _("ended by itself"),
    "agreed": _("the day's statement has the sum of our books"),
    "replaced": _("a later statement of that day took the place of the one that said so"),
}
SERVICE = _("Repair, bill {number}")
REFUND_OF = _("Given back of bill {number}")
MOVEMENTS = {
    "charge": _("charged"),
    "credit": _("given back"),
    "reversal": _("charge struck out"),
    "borne": _("borne by who is liable by a decision"),
    "borne_paid": _("paid by who bears it"),
    "payment": _("paid by the customer"),
    "hand_in": _("cash handed in"),
    "refund": _("given back to who paid"),
    "correction": _("a difference, booked by two"),
    "advance": _("came too much, kept as an advance"),
    "advance_back": _("came too much, given back"),
    "twice": _("given back a second time, owed back"),
    "twice_back": _("given back a second time, come back"),
    "laid_there": _("laid with the provider it went back over"),
    "gone_elsewhere": _("given back outside of here"),
    "gave_itself": _("given back by the shop itself, out of its own pocket"),
    "elsewhere_reversed": _("given back outside of here: struck out"),
    "booked_with_shop": _("booked with the shop that gave it, no more with the provider"),
    "gone_over": bindings.WENT_OVER,
    "came_in_again": _("came in again after a platform had given it back"),
}
REPAYMENTS = {
    "too_much": _("charged too much"),
    "not_fixed": _("it was not put right"),
    "lost": _("the goods were lost"),
    "warranty": _("in warranty, as came out later"),
    "goodwill": pgettext_lazy("why money goes back", "goodwill"),
    "decided": _("it was decided that the buyer pays nothing"),
    "brand": _("the brand is said to pay; of an open bill nothing is asked for any more"),
}
WARRANTED = _("It is in warranty, as came out later: what that pays costs you nothing.")
RELEASED = _("It was decided that you pay nothing for this repair.")
WENT_BACK = {
    "back": _("{amount_fen} went back the way it was paid"),
    "hand": _("{amount_fen} was given back where it was paid, by finance's hand"),
    "shop": _("The shop says that it gave back {amount_fen} where it was paid"),
    "bank": _("{amount_fen} was given back by bank transfer"),
    "office": _("{amount_fen} was given back in cash at the office"),
    "cash": _("{amount_fen} was given back in cash"),
    "other": _("{amount_fen} was given back another way, outside of providers"),
    "former": _("{amount_fen} had been given back from the former system, as finance saw there"),
}
"""How money went back, by its way: what the record of its case says."""
WENT_BY = {
    "back": _("gone back the way it was paid"),
    "bank": _("given back by bank transfer"),
    "office": _("given back in cash at the office"),
    "cash": _("given back in cash"),
    "other": _("given back another way, outside of providers"),
    "former": _("given back from the former system"),
    "shop": _("given back in the shop, as it says; not checked"),
    "listed": _("given back in the shop, as its own list says, too"),
}
"""The same beside its sum."""
BY_WAY: dict[tuple[str, str | int], object] = {("way", way): said for way, said in WENT_BACK.items()}
UNSENT = {
    "no_number": _("{amount_fen}: no payment number came with the order, so no provider sends it back"),
    "number_twice": _("{amount_fen}: another order bears the same payment number, so no provider sends it back"),
    "not_set_up": _("{amount_fen}: its provider is not set up, so none sends it back"),
}
"""Why no provider was asked to send a refund; who gives it back instead says the case whose money it is."""
REFUSED = _("{refused_by} refused to give back {amount_fen}, code {said}; it goes another way")
BY_HANDS: dict[tuple[str, str | int], object] = {
    **{("why_unsent", why): said for why, said in UNSENT.items()},
    **{("refused_by", provider): REFUSED for provider in ("wechat", "alipay")},
}
"""How it reads that a refund is left to a person."""
LEFT_TO_HANDS = _("{amount_fen}: no provider sends it back")
SUMS = {
    "due": _("To pay: {sum}"),
    "left": _("Still to pay: {sum}"),
    "paid": _("Paid in full: {sum}"),
    "nothing": _("Nothing to pay"),
    "all_back": _("All given back: {sum}"),
    "waived": _("Waived, nothing to pay"),
    "partly": _("Paid: {sum}"),
    "going_back": _("Being given back: {sum}"),
    "gone_back": _("Given back: {sum}"),
    "asked_back": _("To be given back once finance has looked: {sum}"),
    "over": _("Came once more: {sum}. Finance gives it back to who paid."),
    "over_back": _("Came once more: {sum}. It is on its way back to who paid."),
    "over_gone": _("Came once more and went back to who paid: {sum}"),
    "over_kept": _("Came once more and is kept as an advance: {sum}"),
}

declare(
    errors={
        "ledger.not_payable": _("Bill {number} can't be paid now."),
        "ledger.too_much": _("Not more can go back than was paid: {expected} fen."),
        "ledger.not_yours": _("Only finance gives money back."),
        "ledger.not_over": _("Bill {number} can be waived or lowered once the service is over, not during it."),
        "ledger.no_such_bill": _("There is no such bill, or not for you."),
        "ledger.no_account": _("The ledger keeps no account of yours."),
        "ledger.no_way": _(
            "Nobody takes money online here yet. Cash goes to technician or counter, with the digits on your page."
        ),
        "ledger.no_cash": _(
            "No cash for bill {number}: more than may be taken, or too much held already. Use the code."
        ),
        "ledger.cash_beyond_bill": _("At most {most_fen} is open, and of a lowered bill it is paid whole."),
        "ledger.cash_not_needed": _(
            "Bill {number} was paid by the code meanwhile. Give the cash back to the customer."
        ),
        "ledger.wrong_cash_code": _(
            "Not the code on the customer's page. {left} tries are left; then nothing is taken."
        ),
        "ledger.no_such_statement": _("No statement of this day is due from this provider, or not for you."),
        "ledger.no_such_difference": _("There is no such difference, or not for you."),
        "ledger.second_person": _("You proposed it yourself: a second person agrees."),
        "ledger.no_bill_of": _("No bill, or more than one, has this number, or is of this order or case."),
        "ledger.other_way": _("Bill {bill} was not paid by the provider this refund was made with."),
        "ledger.went_in_place": _(
            "Another refund of this case went meanwhile in its place, or is said to have been sent: it can't count "
            "beside it. Don't book it; then say that it went twice, or first say that the other was not sent."
        ),
        **bindings.ERRORS,
        "ledger.difference_ended": _("This difference is ended already, or its money is on its way back."),
        "ledger.receipt_known": _("This receipt stands at a refund of bill {number} already: each refund has its own."),
        "ledger.reference_known": _("This reference was written down already: the same money is booked once."),
        "ledger.came_alike": _(
            "As much came for bill {number} on that day already, by reference {reference}. Say so if it came twice."
        ),
        "ledger.first_say_what": _("What became of a payment of bill {number} is unclear: say that first."),
        "ledger.replaced_meanwhile": _(
            "Another bill took the place of {number}. Don't book it, then say that it is for the other."
        ),
        "ledger.first_agreed": _(
            "A part came of bill {number}, which its customer has not agreed to: he agrees first, on his page."
        ),
        "ledger.no_payee": _(
            "Nobody has said yet to which account this refund goes: wait for its customer, or write down what he told."
        ),
        "ledger.no_transfer_of": _(
            "No transfer of {sum} with this number went out, of this bill or case either; or it has come back already."
        ),
        "ledger.no_such_remittance": _("There is no such transfer, or not for you."),
        "ledger.repayment_waits": _("Money of bill {number} waits already to be given back."),
        "ledger.repayment_ended": _("Somebody has sent it already, or refused to."),
        "ledger.no_such_repayment": _("There is no such repayment, or not for you."),
        "ledger.nothing_to_reduce": _("The bill can only become lower, and only while nothing is being paid."),
    },
    states={
        "bill": {
            "drafted": _("being drawn up"),
            "shown": _("to be agreed"),
            "agreed": _("to be paid"),
            "paid": _("paid"),
            "invoiced": _("invoice sent"),
            "waived": _("waived"),
            "refunded": _("refunded"),
            "replaced": _("replaced"),
        },
        "payment": {
            "intended": _("about to be paid"),
            "called": _("being paid"),
            "unclear": _("outcome unclear"),
            "succeeded": _("paid"),
            "failed": _("not paid"),
        },
        "remittance": {
            "noted": _("waits for its bill"),
            "proposed": _("waits for a second person"),
            "booked": pgettext_lazy("money that came in", "booked"),
            "aside": _("put aside"),
            "came_back": _("sent back by the bank"),
        },
    },
    steps={
        "bill": {
            "show": _("Show the bill"),
            "agree": _("Agree to the bill"),
            "reduce": _("Lower the bill"),
            "waive": _("Waive the bill"),
            "replace": _("Replace the bill"),
            "settle": _("Settle"),
            "invoice": _("Send the invoice"),
            "give_back": _("Give back in full"),
            "regain": _("Some of it came in again"),
        },
        "payment": {
            "call": _("Call the provider"),
            "succeed": _("Paid"),
            "fail": _("Not paid"),
            "lose_track": _("Outcome unclear"),
            "come_back": _("Its bank sent it back"),
        },
        "remittance": {
            "propose": _("Say which bill it is for"),
            "book": _("Agree and book it"),
            "refuse": _("Don't book it"),
            "drop": _("Don't book it"),
            "set_aside": _("Put it aside"),
            "reopen": _("Look at it again"),
            "come_back": _("Its bank sent it back"),
        },
    },
    values={"provider": PROVIDERS, "refused_by": PROVIDERS},
    facts={
        "bill.drafted": Fact(_("Bill {number} was drawn up"), INSIDE),
        "bill.show": Fact(_("The bill was shown"), ALL),
        "bill.agree": Fact(
            _("The bill was agreed to"), ALL, {("total_fen", 0): _("The bill asks for nothing: no agreement needed")}
        ),
        "bill.reduce": Fact(_("The bill was lowered"), ALL),
        "bill.waive": Fact(_("The bill was waived"), ALL),
        "bill.replace": Fact(_("The bill was replaced by a new one"), INSIDE),
        "bill.settle": Fact(_("The bill is settled"), ALL),
        "bill.invoice": Fact(_("The invoice was sent"), ALL),
        "bill.give_back": Fact(_("The whole sum was given back"), ALL),
        "bill.regain": Fact(_("Some of what was given back came in again"), INSIDE),
        "ledger.borne": Fact(_("What the customer does not pay, {amount_fen}, is borne by who is liable"), INSIDE),
        "ledger.borne_reversed": Fact(_("{amount_fen} is borne by another: the charge was reversed"), INSIDE),
        "ledger.borne_unpaid": Fact(_("Who bears {amount_fen} has not paid it after all"), INSIDE),
        "ledger.borne_returned": Fact(_("{amount_fen} went back to who had paid it, as who bears it"), INSIDE),
        "ledger.borne_paid": Fact(_("Who bears {amount_fen} has paid it"), INSIDE),
        "ledger.gone_elsewhere": Fact(_("Money that was given back outside of here: booked on the bill"), INSIDE),
        "ledger.came_in_again": Fact(_("Money a platform had given back came in again"), INSIDE),
        "ledger.elsewhere_reversed": Fact(_("What was booked as given back outside of here was reversed"), INSIDE),
        "ledger.booked_with_shop": Fact(
            _("{amount_fen} that the shop gave itself is booked with the shop, no more with the provider"), INSIDE
        ),
        **bindings.FACTS,
        "ledger.repayment_proposed": Fact(_("To give money of bill {number} back was proposed"), INSIDE),
        "ledger.repayment_agreed": Fact(_("Money of bill {number} goes back to who paid"), ALL),
        "ledger.release_agreed": Fact(_("Bill {number} is let go, as it was decided"), INSIDE),
        "ledger.lowering_agreed": Fact(_("A second person agreed: bill {number} falls, as the brand pays"), INSIDE),
        "ledger.repayment_refused": Fact(_("Money of bill {number} does not go back"), INSIDE),
        "ledger.remittance_proposed": Fact(_("{amount_fen} outside of providers: booking it was proposed"), INSIDE),
        "ledger.remittance_booked": Fact(
            _("{amount_fen} booked: {provider}"),
            ALL,
            instead={
                ("twice", True): _("{amount_fen} had gone out a second time by mistake, and is to come back"),
                ("back", True): _("A second person agreed: {amount_fen} was given back; {provider}"),
            },
        ),
        "ledger.remittance_refused": Fact(
            _("{amount_fen} outside of providers: it is not booked"),
            INSIDE,
            instead={("in_shop", True): _("The shop gave {amount_fen} itself: the transfer of it is not booked")},
        ),
        "ledger.account_asked": Fact(
            _("The customer was asked to which account {amount_fen} goes back"), ALL, instead=ASKED_ANEW
        ),
        "ledger.account_told": Fact(_("It was said to which account {amount_fen} goes back"), ALL),
        "ledger.kept_owed": Fact(KEPT_OWED, ALL),
        "ledger.refund_said": Fact(
            _("{amount_fen} has not arrived, its customer says"),
            ALL,
            instead={("answer", True): _("Finance answered about {amount_fen} that has not arrived")},
        ),
        "ledger.account_seen": Fact(ACCOUNT_SEEN, ALL, SEEN_FOR),
        "ledger.payer_seen": Fact(_("Who paid was looked at"), INSIDE, SEEN_FOR),
        "ledger.receipt_seen": Fact(_("The receipt of cash handed back, which names who paid, was looked at"), INSIDE),
        "ledger.slip_seen": Fact(_("The slip, which names who paid, was looked at"), INSIDE, SEEN_FOR),
        "ledger.advance": Fact(_("What came too much is kept as an advance"), INSIDE),
        "ledger.advance_back": Fact(_("What came too much went back"), INSIDE),
        "ledger.twice": Fact(_("A refund went out a second time; it is owed back"), INSIDE),
        "ledger.twice_back": Fact(_("What went out a second time came back"), INSIDE),
        **REMITTANCE_STEPS,
        "ledger.code_shown": Fact(_("A code to pay was shown"), INSIDE),
        "ledger.codes_voided": Fact(_("The code to pay of bill {number} was taken back"), INSIDE),
        "ledger.difference_ended": Fact(_("A difference with a statement was ended"), INSIDE),
        "ledger.difference_proposed": Fact(_("To book what differs was proposed"), INSIDE),
        "ledger.difference_released": Fact(_("What was booked of a difference was taken back"), INSIDE),
        "ledger.difference_named": Fact(_("What its shop alone says that it gave counts as this refund"), INSIDE),
        "ledger.difference_refused": Fact(_("What differs is not booked"), INSIDE),
        "ledger.corrected": Fact(_("What differs was booked"), INSIDE),
        "ledger.difference_found": Fact(_("A statement and our books differ"), INSIDE),
        "ledger.statement_kept": Fact(_("A statement was kept"), INSIDE),
        "ledger.difference_returned": Fact(_("Money that belongs to no bill goes back"), INSIDE),
        "ledger.cash_signed": Fact(_("The customer paid in cash and signed for it here"), ALL),
        "ledger.cash_handed_in": Fact(_("Cash handed in"), INSIDE),
        "payment.intended": Fact(
            _("A payment was begun"), INSIDE, instead={("back", True): _("To give back {amount_fen} was ordered")}
        ),
        "payment.call": Fact(_("The payment provider was called"), INSIDE),
        "payment.succeed": Fact(
            _("The payment of {amount_fen} went through"),
            ALL,
            {**BY_WAY, ("went_back", True): _("{amount_fen} went back to who paid")},
        ),
        "payment.fail": Fact(
            _("The payment did not go through; nothing was taken"),
            ALL,
            {
                ("in_parts", True): _("The shop gave back {amount_fen} or a part of it; any rest is owed still"),
                ("gone_before", True): _("The refund before it went after all; {amount_fen} is not sent once more"),
                ("stays", True): _("The refund of {amount_fen} did not go through"),
                ("otherwise", True): _("Another way to pay was taken; the one begun before is dropped"),
                ("voided", True): _("The code to pay was taken back; nothing was taken"),
            },
        ),
        "payment.sent_anew": Fact(_("{provider} was asked again to give back {amount_fen}"), INSIDE),
        "payment.renumbered": Fact(RENUMBERED, ALL, BY_LIST),
        "payment.come_back": Fact(CAME_BACK, ALL, NOT_OWED),
        "payment.rerouted": Fact(_("It goes back another way than it was paid: {provider}"), ALL),
        "payment.unsent": Fact(LEFT_TO_HANDS, INSIDE, BY_HANDS),
        "payment.lose_track": Fact(
            _("The provider's answer was unclear; a person looks into it"),
            INSIDE,
            {**BY_HANDS, ("by_hand", True): LEFT_TO_HANDS},
        ),
    },
)
