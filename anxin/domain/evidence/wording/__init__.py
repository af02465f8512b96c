"""What people are told about evidence."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Fact, declare, joined, words_of

SIDES_AND_DESK = "customer merchant agent auditor"

declare(
    errors={
        "evidence.not_taken": _("This can't be handed in here. Expected: {expected}."),
        "evidence.no_such_link": _("There is no such evidence, or not for you."),
        "evidence.challenge_closed": _(
            "Nothing is asked for here any more: it was answered, taken back, or its time is up."
        ),
        "evidence.frame_differs": _("What arrived is not the picture that was announced. Please take it once more."),
        "evidence.frame_known": _("This very picture lies here already. Please take a new one now."),
        "evidence.frame_too_often": _("Pictures were taken anew too often. Please hand in what is here."),
        "evidence.not_your_original": _("Who handed it in and who decides may open the original; you see a copy."),
        "evidence.not_your_sale": _("Only the seller's own people seal pictures of order {order}."),
    },
    states={
        "examination": {
            "asked": _("being examined"),
            "done": pgettext_lazy("examination", "examined"),
            "not_possible": _("could not be examined"),
        },
        "capture": {
            "asked": _("being looked at"),
            "done": pgettext_lazy("capture", "looked at"),
            "not_possible": _("could not be looked at"),
        },
        "challenge": {
            "sent": _("asked for"),
            "answered": pgettext_lazy("challenge", "sent in"),
            "expired": _("not sent in time"),
            "withdrawn": _("no longer asked for"),
        },
    },
    steps={
        "capture": {"finish": _("Write down the findings"), "give_up": _("Can't be looked at")},
        "examination": {"finish": _("Write down the findings"), "give_up": _("Can't be examined")},
        "challenge": {
            "answer": _("Send the picture"),
            "expire": _("Not sent in time"),
            "withdraw": _("Ask no longer"),
        },
    },
    facts={
        "evidence.received": Fact(
            _("Evidence received and sealed"),
            SIDES_AND_DESK,
            instead={("lay", "before"): _("Evidence that was sealed before was laid to this case")},
        ),
        "evidence.seen": Fact(_("The original {label} was opened"), SIDES_AND_DESK),
        "evidence.exported": Fact(_("The dossier was exported"), SIDES_AND_DESK),
        "examination.asked": Fact(_("{label} is being examined"), "agent auditor"),
        "examination.finish": Fact(_("{label} was examined"), SIDES_AND_DESK),
        "examination.give_up": Fact(_("{label} could not be examined; the reason is written down"), SIDES_AND_DESK),
        "evidence.announced": Fact(_("The hash of a new picture was told before its bytes"), "agent auditor"),
        "evidence.taken_in": Fact(_("A new picture came without its hash told first"), "agent auditor"),
        "capture.asked": Fact(_("What was asked for is being looked at"), "agent auditor"),
        "capture.finish": Fact(_("What was asked for was looked at, question by question"), SIDES_AND_DESK),
        "capture.give_up": Fact(
            _("What was asked for could not be looked at; the reason is written down"), SIDES_AND_DESK
        ),
        "challenge.sent": Fact(_("A new picture was asked for, until {until}"), SIDES_AND_DESK),
        "challenge.answer": Fact(_("The new picture was sent"), SIDES_AND_DESK),
        "challenge.expire": Fact(_("The new picture was not sent in time"), SIDES_AND_DESK),
        "challenge.withdraw": Fact(_("The new picture is no longer needed"), SIDES_AND_DESK),
    },
)

SETTINGS = {"examined_min": _("Minutes after which an examination is given up")}
DECLARATIONS = {
    "none": _("taken by camera, not edited"),
    "edited": _("edited"),
    "generated": _("made or changed with AI"),
    "unsure": _("not sure"),
}
FRAMES = {
    "overview": _("the whole thing"),
    "closeup": _("the fault close by"),
    "action": _("the movement asked for"),
    "paper": _("with the code on paper"),
}
MOVES = {
    "closer": _("camera closer"),
    "farther": _("camera farther away"),
    "move_left": _("camera to the left"),
    "move_right": _("camera to the right"),
    "turn": _("camera tilted sideways"),
    "finger": _("a finger beside the place"),
    "paper": _("the code on paper beside the place"),
}
# The questions of a challenge. None of them asks whether what stands before the camera is so.
CHECKS = {
    "nonce": _("Did every picture come through the page behind this link?"),
    "single_use": _("Was the link or code used for the first time?"),
    "order": _("Is it the order that was asked about?"),
    "time": _("Did all come in between the asking and the end of its time?"),
    "hash_before_bytes": _("Was each hash told before its bytes came?"),
    "roles": _("Are the whole thing and the close-up both there?"),
    "pace": _("Were they taken one after another, not at one stroke?"),
    "bytes": _("Are the bytes those whose hash was told?"),
    "frames_differ": _("Is each picture another one?"),
    "action": _("Can the movement asked for be seen?"),
    "paper_code": _("Can the code be read on the paper?"),
    "dates": _("Is none dated before the asking or after its time, as far as a file says when it was taken?"),
    "place_persists": _("Is the marked place there in the other pictures too?"),
}
ANSWERS = {
    "yes": pgettext_lazy("answer", "yes"),
    "no": pgettext_lazy("answer", "no"),
    "cannot_tell": _("can't be told"),
}


def said_counts(counts: Mapping[str, int]) -> str:
    """Write in a line how many questions were answered how; none is worth more than another."""
    return " · ".join(f"{name} {counts[code]}" for code, name in ANSWERS.items() if code in counts)


WHY_UNTOLD = {
    "a person must look": _("no measure for this movement; please look"),
    "unreadable": _("a picture could not be opened"),
    "too little in common": _("the two pictures have too little in common"),
    "no frames to read": _("there is no picture to read"),
    "no frame answers it": _("no picture was sent for it"),
    "no code could be read": _("no code could be read; please look"),
    "a date can't be read": _("a file's date can't be read"),
    "not told": _("the browser could not tell hashes beforehand"),
}
CAPTURE_NOT_PROOF = _(
    "It says what of the asking was answered, not that the thing is so: a page can be fed pictures. "
    "A no is a reason to ask again, never to refuse."
)
ATTENTION = {
    "none": _("nothing found"),
    "low": _("worth a look"),
    "medium": _("please look closely"),
    "high": _("please look first"),
}
UNSEEN = _("no picture looked at yet")


def seen(attention: str) -> str:
    """Say what was seen in a case's pictures; where none was looked at, that."""
    return words_of(ATTENTION, attention) if attention else str(UNSEEN)


WHY_NOT = {
    "unreadable": _("the file can't be opened"),
    "lost": _("the bytes are not where they should be"),
    "tampered": _("the sealed bytes were changed"),
    "gone": _("it was kept as long as it may be, and only its hash is left"),
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
    "consistency.redrawn": _("Drawn anew over the layout of the seller's earlier picture"),
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
    "jpeg.resaved": _("Saved again by software"),
    "jpeg.double": _("Saved twice"),
    "jpeg.grid": _("Cropped after a saving"),
    "exif.thumbnail": _("Preview inside the file"),
    "exif.dates": _("Written later than taken"),
}
NOT_PROOF = _("A reason to look, not proof. That nothing was found proves nothing either.")


def reason(code: str) -> str:
    """Return a reason's words by its code."""
    parts = code.split(".")
    return str(REASONS.get(".".join(parts[:2]), REASONS.get(code, code)))


def why_unanswered(facts: Mapping[str, Any]) -> str:
    """Return why a question of a capture could not be answered; empty where nothing is said."""
    code = str(facts.get("why", ""))
    return str(WHY_UNTOLD.get(code, code))


def measured(check: str, facts: Mapping[str, Any]) -> str:
    """Return in words what the engine measured for one question of a capture."""
    said = [why_unanswered(facts)] if facts.get("why") else []
    if check == "action":
        said.insert(0, gettext("asked for: {what}").format(what=MOVES.get(str(facts.get("asked", "")), "")))
    if "scale" in facts:
        shift, turn = round(100 * float(facts["across"])), round(float(facts["turn"]))
        text = gettext("what is seen became {scale} times as large, turned by {turn}°, moved sideways by {shift}%")
        said.append(text.format(scale=facts["scale"], turn=turn, shift=shift))
    if facts.get("read"):
        said.append(gettext("read: {code}").format(code=facts["read"]))
    for name, sentence in NAMED.items():
        if facts.get(name):
            roles = joined(str(FRAMES.get(one, one)) for one in facts[name])
            said.append(str(sentence).format(roles=roles))
    return gettext("; ").join(said)


NAMED = {
    "early": _("before the asking: {roles}"),
    "late": _("after its time: {roles}"),
    "dated_before": _("dated before: {roles}"),
    "dated_after": _("dated after its time: {roles}"),
    "undated": _("in: {roles}"),
    "bytes_first": _("bytes first: {roles}"),
    "missing": _("missing: {roles}"),
    "other": _("other bytes: {roles}"),
}
