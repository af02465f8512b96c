"""How decisions, disputes and appeals read in the record, and who reads it: what both agreed on is no ruling."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Fact

ALL = "customer merchant agent auditor"
INSIDE = "agent auditor"
SELLERS = "merchant agent auditor"
BY_BOTH = ("kind", "agreed")
BY_CORRECTION = ("kind", "corrected")
SAID_ON_CALL = {
    "accept_offer": _("Yes to the offer"),
    "refuse_offer": _("No to the offer"),
    "accept": _("Yes to the decision"),
    "appeal": _("Somebody else is to look at it"),
    "answer_appeal": _("His answer to the merchant's appeal"),
    "appeal_too": _("He appeals as well"),
    "nothing_to_add": _("Nothing to add to the merchant's appeal"),
    "drop_appeal": _("He takes his appeal back, and accepts the decision"),
    "withdraw": _("He takes the claim back"),
}
"""What a buyer may say of his claim on the phone."""
HEARINGS = {
    "decision.proposed": Fact(
        _("A decision was drawn up"), INSIDE, instead={BY_BOTH: _("What was agreed was written down")}
    ),
    "decision.give": Fact(
        _("The decision was given to both sides"),
        ALL,
        instead={BY_BOTH: _("What was agreed was told to both sides")},
    ),
    "decision.send_back": Fact(
        _("The second person sent the decision back"),
        INSIDE,
        instead={("how", "put_aside"): _("The draft of a decision was put aside: it is needed no more")},
    ),
    "decision.finish": Fact(
        _("The decision stands"),
        ALL,
        instead={
            BY_BOTH: _("What was agreed counts"),
            ("kind", "appealed"): _("The decision on appeal stands, for good here"),
        },
    ),
    "decision.replace": Fact(
        _("The decision was replaced on appeal"),
        ALL,
        instead={
            BY_BOTH: _("The sides agreed instead of the decision"),
            BY_CORRECTION: _("The decision was replaced by its correction"),
        },
    ),
    "dispute.opened": Fact(
        _("The sides don't agree; a reviewer looks"),
        ALL,
        instead={("anew", "yes"): _("A reviewer was asked to decide anew")},
    ),
    "claims.said_on_call": Fact(
        _("An agent wrote down what the buyer said on the phone"),
        ALL,
        words=INSIDE,
    ),
    "claims.filed_on_call": Fact(
        _("An agent filed it for the buyer, who rang"),
        ALL,
        words=INSIDE,
        instead={
            ("unchecked", "yes"): _(
                "An agent filed it for the buyer, who rang; the order shows no whole phone, and none was checked"
            )
        },
    ),
    "dispute.assign": Fact(_("A reviewer took the case"), INSIDE),
    "dispute.release": Fact(_("Back in the queue: who had it is away"), INSIDE),
    "dispute.decide": Fact(
        _("The dispute is decided"), INSIDE, instead={BY_BOTH: _("The dispute is over: the sides agreed")}
    ),
    "dispute.withdraw": Fact(_("The dispute ended"), INSIDE),
    "claims.appeal_answered": Fact(
        _("The other side answered the appeal"),
        ALL,
        instead={("cause", "both"): _("The other side appeals as well: it may end better or worse for either")},
    ),
    "claims.appeal_answer_waived": Fact(_("The other side has nothing to add to the appeal"), ALL),
    "claims.appeal_unanswered": Fact(_("The time to answer the appeal is over"), ALL),
    "claims.appeal_decided_early": Fact(
        _("Decided before the time to answer the appeal was over: nothing in it was new"), ALL
    ),
    "appeal.opened": Fact(_("An appeal was made"), INSIDE),
    "claims.handed_over": Fact(_("Another reviewer took the case over: the first one is away"), INSIDE),
    "appeal.assign": Fact(_("Another reviewer took the appeal"), INSIDE),
    "appeal.release": Fact(_("Back in the queue: who had it is away"), INSIDE),
    "appeal.decide": Fact(
        _("The appeal is decided"), ALL, instead={BY_BOTH: _("The appeal is over: the sides agreed")}
    ),
    "appeal.withdraw": Fact(_("The appeal was withdrawn"), INSIDE),
}
