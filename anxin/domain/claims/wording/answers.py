"""What is said of a merchant's answer: its fixed words, and the facts of his word.

`rules.FIXED_WORDS` says which evidence each of the words names.
"""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Fact, declare
from anxin.domain.ledger.rules import FORMER
from anxin.domain.ledger.wording import WENT_BACK

FIXED_WORDS = {
    "packed": _("It was whole when it left; please see the packing pictures."),
    "look": _("The picture does not show us the fault; please take it once more, closer and from another side."),
    "back": _("Please send it back; we look at it and then answer at once."),
    "other": _("What was sent is what the listing shows."),
}


def sealed_words(opening: str) -> str:
    """Return fixed words as they are sealed: in the language of the house, since everybody reads that record."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(FIXED_WORDS[opening])


def sealed_number(reference: str) -> str:
    """Return a refund's number on its platform as it is sealed for a merchant's answer: as his house speaks."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(_("The refund went back on the platform under number {reference}.")).format(reference=reference)


ALL = "customer merchant agent reviewer auditor"
declare(
    errors={
        "claims.no_such_evidence": _("This sentence names evidence that this claim has none of. Please choose another.")
    },
    facts={
        "claims.payout": Fact(
            _("To give back {amount_fen} was ordered"), "auditor", instead={("way", FORMER): WENT_BACK[FORMER]}
        ),
        "claims.refund_numbered": Fact(_("The merchant names the refund's number on the platform: {reference}"), ALL),
        "claims.heard": Fact(_("The merchant's word was recorded"), "auditor"),
        "claims.agreed_there": Fact(
            _("The merchant agrees, as an answer to the platform; the platform decides and pays"),
            ALL,
        ),
        "claim.leave_there": Fact(_("The offer is over; the claim waits for the platform's outcome"), ALL),
        "claims.contested_there": Fact(_("The merchant does not agree and said why; the platform decides"), ALL),
        "claims.late_there": Fact(_("The platform's time for an answer is over; the platform decides"), ALL),
        "claims.unanswered_there": Fact(_("The merchant did not answer in time; the platform decides"), ALL),
        "claims.refused_there": Fact(_("The buyer refused the offer; the platform decides"), ALL),
    },
)
