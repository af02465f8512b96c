"""What people are told about evidence."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Fact, declare

SIDES_AND_DESK = "customer merchant agent auditor"

declare(
    errors={
        "evidence.not_taken": _("This can't be handed in here. Expected: {expected}."),
        "evidence.no_such_link": _("There is no such evidence, or not for you."),
        "evidence.not_your_sale": _("Only the seller's own people seal pictures of order {order}."),
    },
    states={
        "examination": {
            "asked": _("being examined"),
            "done": pgettext_lazy("examination", "examined"),
            "not_possible": _("could not be examined"),
        },
        "challenge": {
            "sent": _("asked for"),
            "answered": pgettext_lazy("challenge", "sent in"),
            "expired": _("not sent in time"),
            "withdrawn": _("no longer asked for"),
        },
    },
    steps={
        "examination": {"finish": _("Write down the findings"), "give_up": _("Can't be examined")},
        "challenge": {
            "answer": _("Send the picture"),
            "expire": _("Not sent in time"),
            "withdraw": _("Ask no longer"),
        },
    },
    facts={
        "evidence.received": Fact(_("Evidence received and sealed"), SIDES_AND_DESK),
        "evidence.seen": Fact(_("The original {label} was opened"), SIDES_AND_DESK),
        "evidence.exported": Fact(_("The dossier was exported"), SIDES_AND_DESK),
        "examination.asked": Fact(_("{label} is being examined"), "agent auditor"),
        "examination.finish": Fact(_("{label} was examined"), SIDES_AND_DESK),
        "examination.give_up": Fact(_("{label} could not be examined; the reason is written down"), SIDES_AND_DESK),
        "challenge.sent": Fact(_("A new picture was asked for, until {until}"), SIDES_AND_DESK),
        "challenge.answer": Fact(_("The new picture was sent"), SIDES_AND_DESK),
        "challenge.expire": Fact(_("The new picture was not sent in time"), SIDES_AND_DESK),
        "challenge.withdraw": Fact(_("The new picture is no longer needed"), SIDES_AND_DESK),
    },
)

SETTINGS = {"examined_min": _("Minutes after which an examination is given up")}
ROLES = {
    "whole": _("the whole thing"),
    "detail": _("the fault close by"),
    "label": _("the waybill or label"),
    "package": _("the package"),
    "second_angle": _("another angle"),
    "returned": _("the returned goods"),
    "document": _("a document"),
    "listing": _("listing picture"),
    "packing": _("packing picture"),
    "weight": _("weighing"),
    "inspection": _("picture of the inspection visit"),
}
DECLARATIONS = {
    "none": _("taken by camera, not edited"),
    "edited": _("edited"),
    "generated": _("made or changed with AI"),
    "unsure": _("not sure"),
}
ATTENTION = {
    "none": _("nothing found"),
    "low": _("worth a look"),
    "medium": _("please look closely"),
    "high": _("please look first"),
}
WHY_NOT = {
    "unreadable": _("the file can't be opened"),
    "lost": _("the bytes are not where they should be"),
    "tampered": _("the sealed bytes were changed"),
    "timed_out": _("no result in time"),
    "no_engine": _("the examiner isn't installed here"),
    "by_hand": _("a person says why"),
}
# What a reason means, for a person; every one is a reason to look, none is proof.
REASONS = {
    "label.generated": _("A label in the file says it was made with AI"),
    "label.possibly": _("A label in the file says it may have been made with AI"),
    "label.suspected": _("A label in the file says it is suspected to be made with AI"),
    "label.edited": _("The file says it was edited"),
    "label.c2pa": _("The file's signed record does not hold"),
    "reuse.automatic": _("The same picture was used for another order"),
    "reuse.suggested": _("Looks like a picture of another order"),
    "consistency.changed": _("Lies on the seller's earlier picture, with differences"),
    "consistency.warped": _("Lies on the seller's earlier picture, bent"),
    "consistency.same_shot": _("The same shot as the seller's earlier picture"),
    "consistency.annotation": _("The seller's earlier picture with something drawn in"),
    "views.absent": _("The marked place is not seen from another angle"),
    "capture.unanswered": _("The capture in our page was not finished"),
    "capture.screen": _("Looks like a picture of a screen"),
}
# Kinds of labels a file can carry, what they may say, and the weak traces, as a person reads them.
LABELS = {
    "tc260": _("AI label of the national standard"),
    "c2pa": _("C2PA content credentials"),
    "iptc": _("IPTC source type"),
    "generator": _("a generator's own notes"),
    "visible": _("a mark in the picture"),
    "editor": _("an editor's note"),
    "camera": _("a camera's signature"),
}
SAYS = {
    "generated": _("made with AI"),
    "possibly": _("perhaps made with AI"),
    "suspected": _("suspected to be made with AI"),
    "edited": _("edited"),
    "captured": _("taken by a camera"),
    "none": _("nothing"),
}
WEAK = {
    "exif.thumbnail": _("Preview inside the file"),
    "copy_move": _("Copied within the picture"),
}
NOT_PROOF = _("A reason to look, not proof. That nothing was found proves nothing either.")


def reason(code: str) -> str:
    """Say a reason's code in words."""
    parts = code.split(".")
    return str(REASONS.get(".".join(parts[:2]), REASONS.get(code, code)))
