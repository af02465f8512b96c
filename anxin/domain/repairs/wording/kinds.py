"""What is said otherwise of a service that is no repair, and of goods by the way in which they come."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Text
from anxin.domain.repairs.choices import is_look
from anxin.domain.repairs.wording.headlines import DOES, HEADLINES, UNTOLD
from anxin.domain.repairs.wording.stepper import NOTES

_DONE = _("It is done; the bill is still open")
_HEADINGS = {
    **dict.fromkeys(("bill_open", "bill_in_cash", "bill_by_transfer", "bill_unpaid"), _DONE),
    "bill_being_settled": _("It is done; the bill is being settled"),
    "code_ready": _("Is all as you wanted it? Then read out the completion code"),
    "guarantee_runs": _("It is done; the guarantee runs"),
    "please_confirm": _("Please confirm that it is done as it should be"),
}
_LOOKED = {
    **dict.fromkeys(("bill_open", "bill_in_cash", "bill_by_transfer", "bill_unpaid"), _DONE),
    "bill_being_settled": _HEADINGS["bill_being_settled"],
    "at_work": _("The technician is looking at it"),
    "code_ready": _("Did he look at it, and do you know what he found? Then read out the completion code"),
    "please_confirm": _("Please confirm that somebody looked at it"),
    "guarantee_over": _("It was looked at"),
}
_TEXTS = {
    "code_ready": _("Only after you have tried it. The code says that the work is done and the bill is right."),
    "guarantee_runs": _("If something about this work isn't right, press one button here."),
    "code_locked": _("A person asks you on a recorded line whether it is done. Nothing is yours to pay before that."),
}
_LOOKED_TEXTS = {
    "code_ready": _(
        "The code says that he was there and looked, and no more: not that it is put right, nor that you agree with "
        "what he found. That stands below; read it first."
    ),
    "please_confirm": _("It says that somebody looked, and no more."),
    "code_locked": _("A person asks you on a recorded line whether he looked at it."),
    "guarantee_over": _("What was found stands below. Nothing was put right, and nothing is guaranteed."),
}
_DOES = {"not_fixed": _("It is not done"), "redo": _("Something about it isn't right")}
_LOOKED_DOES = {"not_fixed": _("He did not look at it")}
_NOTES = {
    "put_right": _("Done"),
    "please_confirm": _("Please confirm that it is done"),
}
_LOOKED_NOTES = {"please_confirm": _LOOKED["please_confirm"]}
_BY_WAY: dict[str, dict[str, Text]] = {
    "expected": {"drop_off": _("To be brought by you"), "mail_in": _("To be sent by you")},
}


def headline_of(says: str, kind: str, *, reached: bool = True) -> tuple[Text, Text]:
    """Return heading and text of a customer's page, as they are said of this kind of service."""
    heading, text = HEADLINES[says]
    text = text if reached else UNTOLD.get(says, text)
    if is_look(kind):
        heading, text = _LOOKED.get(says, heading), _LOOKED_TEXTS.get(says, text)
    elif kind != "repair":
        heading, text = _HEADINGS.get(says, heading), _TEXTS.get(says, text)
    return heading, text


def press_of(name: str, kind: str) -> Text:
    """Return what a button of a customer's page says, for this kind of service."""
    said = DOES[name]
    if is_look(kind):
        return _LOOKED_DOES.get(name, said)
    return said if kind == "repair" else _DOES.get(name, said)


def note_of(note: str, *, kind: str, mode: str) -> Text:
    """Return what a step of the stepper says, for this kind of service in this way."""
    said = _BY_WAY.get(note, {}).get(mode, NOTES.get(note, ""))
    if is_look(kind):
        return _LOOKED_NOTES.get(note, said)
    return said if kind == "repair" else _NOTES.get(note, said)
