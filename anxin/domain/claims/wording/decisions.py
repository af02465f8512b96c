"""Words of deciding a claim: who may not, what not at once, why a second person, what led to a hearing."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from anxin.core import wording

WHY_NOT_JUDGE = {
    "not_reviewer": _("only reviewers decide"),
    "own_case": _("nobody decides his own case"),
    "own_unit": _("nobody decides a case of his own unit"),
    "drafted_answer": _("who drafted the answer does not decide"),
    "judged_before": _("an appeal is decided by somebody else"),
    "proposed_it": _("the second person is somebody else"),
    "decided_by_another": _("a decision is corrected by who made it; anybody else's way is the appeal"),
    "with_another": _("a colleague has this case"),
}
WHY_NOT_CONFIRM = {
    "proposed_it": _("drew it up: {n}"),
    "judged_before": _("judged this claim before: {n}"),
    "own_case": _("is the buyer: {n}"),
    "own_unit": _("works for a side: {n}"),
    "drafted_answer": _("drafted the merchant's answer: {n}"),
}
"""Why reviewers may not be the second person, each with how many."""
FAULTS_OF_SUM = {
    "none": _("No money goes back with this: leave the sum empty."),
    "missing": _("Write how much goes back."),
    "whole": _("That is all of it: then choose the whole refund."),
    "beyond": _("At most {most} can go back."),
}
WHY_NOT_AT_ONCE = {
    "claims.look_first": _("please look at this one by itself: its pictures ask for it, or are still examined"),
    "claims.seller_gone": _("the merchant departed from this service: a reviewer decides"),
    "core.wrong_state": _("it is answered already, or stands elsewhere now"),
    "claims.not_your_claim": _("not yours to answer"),
    "claims.no_such_claim": _("not found"),
}
SECOND = {
    "fraud_said": _("it speaks of fraud"),
    "label": _("a picture carries an AI label"),
    "sum": _("the sum is large"),
    "correction": _("it corrects a decision that was given"),
}
CAUSES = {
    "contested": _("the merchant does not agree"),
    "offer_refused": _("the buyer refused the offer"),
    "offer_lapsed": _("the offer was not taken up"),
    "seller_gone": _("the merchant departed, or answers nothing any more"),
    "unanswered": _("the merchant did not answer"),
    "untold": _("the former system brought no answer of the merchant"),
    "returned_wanting": _("the returned goods were not fine"),
    "parcel_missed": _("the goods were sent back, and nobody said that they are there"),
    "no_address": _("the merchant did not say where the goods go back to"),
    "piece_missed": _("the merchant did not send the other piece"),
    "goods_missed": _("the merchant did not send the goods back to the buyer"),
    "repair_missed": _("the repair that was decided was not made"),
    "nobody_sent": _("nobody can be sent for the repair that was decided: nobody who can do it is vouched for there"),
    "contradicted": _("the buyer says that it is not so as was said"),
    "buyer": _("the buyer appeals"),
    "merchant": _("the merchant appeals"),
    "both": _("both sides appeal"),
}
APPEALED = {
    "buyer": _(
        "The buyer alone appeals: for the merchant it may end worse than the decision, for the buyer it can't. Another "
        "remedy that he asked for himself is not worse."
    ),
    "merchant": _(
        "The merchant alone appeals: for the buyer it may end worse than the decision, for the merchant it can't. "
        "Another remedy that he offered himself is not worse."
    ),
    "both": _("Both sides appeal: it may end better or worse for either."),
}
"""What an appeal can end in, by whose it is."""
WHY_NO_REPAIR = {
    "unnamed": _("nobody has said which product these goods are"),
    "silent": _("the seller filed this, and the buyer has said nothing in it yet: nobody is sent to his door"),
    "outside": _("nobody goes to where the buyer lives"),
    "uncovered": _("no outlet of this brand serves where the buyer lives"),
    "nobody_able": _("nobody who can do it is vouched for where the buyer lives"),
}
"""Why a repair isn't among the remedies."""
WHY_BARRED = {
    "came_back": _("The goods came back already: they can't be asked back again."),
    "at_merchant": _("The goods lie with the merchant: no repair can be decided until their buyer has them again."),
    "elsewhere": _(
        "Not so many of these pieces are with the buyer: some were sent back before, or another claim is to have them."
    ),
    "freight_alone": _("Only the freight is asked for: all goods were paid back before."),
    "nothing_paid": _("This follows from a repair: no money was paid here for the goods that could go back."),
    "already_back": _("All that was paid has gone back already: there is no money left to give back."),
}
"""Why another remedy isn't among them."""
CORRECTED = _("corrected")
FORMER = _("the former system")
BOTH_AGREE = _("both sides agree")
BY_CLICK = _("The merchant agreed to what is asked for.")
"""What stands as the reason where he wrote none."""


def state_called(kind: str, state: str, *, by: str = "") -> str:
    """Return how far a decision is, `by` what kind it was replaced; what both sides agreed on is no ruling."""
    if by == "corrected":
        return str(CORRECTED)
    return str(BOTH_AGREE) if (kind, state) == ("agreed", "final") else wording.state("decision", state)


BEYOND = _("Why more than was asked for: {why}")
"""The last line of a reason where a decision gives more than was asked for."""


def with_beyond(reason: str, beyond: str) -> str:
    """Return a reason with why more is given than was asked for, in the language of the house: it is sealed."""
    return f"{reason.strip()}\n{_beyond(beyond.strip())}" if beyond.strip() else reason


def parted(reason: str) -> tuple[str, str]:
    """Return a reason that was sealed and, apart, why more is given than was asked for."""
    said, found, beyond = reason.rpartition(f"\n{_beyond('')}")
    return (said, beyond) if found else (reason, "")


def _beyond(why: str) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return str(BEYOND).format(why=why)
