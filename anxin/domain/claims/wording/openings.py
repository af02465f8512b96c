"""A merchant's answer in fixed words; `rules.OPENINGS` says which evidence each of them names."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Fact, declare

OPENINGS = {
    "packed": _("It was whole when it left; please see the packing pictures."),
    "look": _("The picture does not show us the fault; please take it once more, closer and from another side."),
    "back": _("Please send it back; we look at it and then answer at once."),
    "other": _("What was sent is what the listing shows."),
}

declare(
    errors={
        "claims.no_such_evidence": _("This sentence names evidence that this claim has none of. Please choose another.")
    },
    facts={
        "claims.agreed_there": Fact(
            _("The merchant agrees, as an answer to the platform; the platform decides and pays"),
            "customer merchant agent reviewer auditor",
        )
    },
)
