"""What the core's own errors say; a translator reads this one file."""

from django.utils.translation import gettext_lazy as _

from anxin.core import wording

ERRORS = {
    "keys.no_master": _("The master key is missing ({why}). Put it back before anything is opened."),
    "keys.no_keys": _("No key has been made yet. Run `anxin keys init`."),
    "vault.tampered": _("A sealed value was changed or moved: {name}, row {row}."),
    "vault.unknown_key": _("The key {key} of a sealed value is unknown here: {name}, row {row}."),
    "later.gave_up": _("This task was given up: {why}."),
    "later.lease_lost": _("Another worker has taken this task over."),
    "files.length_required": _("Please say how long the file is."),
    "files.too_large": _("The file is too large: {expected} expected, {got} came."),
    "files.incomplete": _("The file did not arrive whole: {expected} expected, {got} came. Please send it again."),
    "files.wrong_kind": _("This kind of file is not taken here ({got}). Expected: {expected}."),
    "files.no_space": _("There is no space left to keep the file. Nothing was saved; please tell the operator."),
    "files.read_only": _("Files can't be written at the moment. Nothing was saved; please tell the operator."),
    "files.lost": _("The bytes of this file are missing."),
    "uploads.gone": _("This upload does not exist any more. Please begin again."),
    "uploads.wrong_offset": _("The upload stands at {offset} bytes. Please continue there."),
    "pictures.unreadable": _("The picture can't be shown: {expected} expected, {got}."),
    "pictures.no_child": _("Pictures can't be opened at the moment. Please try again later."),
    "settings.unknown": _("There is no setting named {name}."),
    "settings.second_person": _("Somebody else must confirm this change."),
    "settings.too_soon": _("This change can count from {earliest} at the earliest."),
    "imports.unknown_table": _("There is no table named {name}. Known tables: {known}."),
    "imports.unreadable": _("The file can't be read as a table: {why}."),
    "imports.refused": _("{refused} of {rows} rows were refused; nothing was changed."),
    "imports.changed_since": _("{rows} rows were changed since this import; it can't be undone exactly."),
    "bulk.changed": _("The selection has changed since the preview. Please look again."),
}


def declare() -> None:
    """Register the sentences."""
    wording.declare(errors=ERRORS)
