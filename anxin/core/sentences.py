"""What the core's own errors say; a translator reads this one file."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core import wording
from anxin.core.wording import Fact

ERRORS = {
    "core.error": _("That did not work."),
    "core.missing": _("There is nothing here, or nothing for you."),
    "core.forbidden": _("This is not yours to do."),
    "core.wrong_state": _("This can't be done now: meanwhile something has changed. Please look again."),
    "core.refused": _("This can't be done now: meanwhile something has changed. Please look again."),
    "core.invalid": _("{field}: {expected} expected."),
    "core.invalid_here": _("Expected: {expected}."),
    "core.unavailable": _("This does not answer at the moment. Please try again later."),
    "core.changed_meanwhile": _(
        "Meanwhile somebody else changed this; now it says: {changed}. What you wrote still stands below: look at it, "
        "and send it once more if it is to count."
    ),
    "outbox.no_such_message": _("There is no such message."),
    "outbox.secret_gone": _(
        "What this message brought (a code or a link) was erased as it failed, or its time is over. Have a new one "
        "made."
    ),
    "core.shown_otherwise": _(
        "Meanwhile this is no longer what you were shown, so your answer was not taken. Read what stands here now, and "
        "answer that."
    ),
    "core.no_such_task": _("There is no such task among those that were given up."),
    "core.gone": _("This is no longer there."),
    "core.busy": _("Too much is going on at the moment. Nothing was saved; please try again."),
    "core.not_money": _("Please write an amount such as 128.00 ({expected})."),
    "core.not_a_number": _("This is no number of ours ({expected}). Please compare it digit by digit."),
    "core.bad_position": _("The place to go on reading from is unknown."),
    "core.key_reused": _("This key was used before, for something else. Send a new key with a new question."),
    "outbox.not_sent": _("The message could not be sent ({why})."),
    "outbox.out_of_reach": _("Whoever carries messages was not reached ({why})."),
    "outbox.refused": _("The provider did not take the message ({why})."),
    "outbox.unclear": _("Whether the message arrived is not known ({why})."),
    "providers.not_reached": _("The provider can't be reached ({why})."),
    "providers.no_answer": _("The provider gave no answer ({why})."),
    "providers.company_fails": _(
        "The company sign-in fails just now ({why}). Try again later, or sign in with your password."
    ),
    "providers.not_vouched": _(
        "The company sign-in gave no answer that can be believed ({why}). Try again, or sign in with your password."
    ),
    "timeline.no_stamp": _("The time-stamping service gave no stamp ({why})."),
    "clocks.no_call_record": _("This clock is met by a recorded call, and none was found."),
    "clocks.unproved": _("Nothing shows that we are waiting for this side: {side}."),
    "clocks.not_running": _("This clock does not run at the moment, or stands still already."),
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
    "core.no_space": _("There is no space left to write. Nothing was saved; please tell the operator."),
    "core.no_database": _("The database does not answer at the moment. Please try again shortly."),
    "core.read_only": _("Nothing can be written at the moment. Nothing was saved; please tell the operator."),
    "files.no_space": _("There is no space left to keep the file. Nothing was saved; please tell the operator."),
    "files.read_only": _("Files can't be written at the moment. Nothing was saved; please tell the operator."),
    "files.store_away": _("The store of files does not answer at the moment ({why}). Please try again shortly."),
    "files.store_refused": _("The store of files refuses ({why}). Nothing was saved; please tell the operator."),
    "files.not_kept": _("The store of files gave back other bytes than it was given. Please tell the operator."),
    "files.lost": _("The bytes of this file are missing."),
    "files.emptied": _("This file was kept as long as it may be, and erased then."),
    "uploads.gone": _("This upload does not exist any more. Please begin again."),
    "uploads.too_many_bytes": _(
        "Too much is under way at once: at most {expected}. Send what has begun to its end, then go on."
    ),
    "uploads.too_many_files": _(
        "So many files of yours wait here to be handed in ({expected}). Hand them in, or come back tomorrow."
    ),
    "uploads.full": _(
        "So many files are on their way just now that no more is taken in. Nothing is lost: try again in an hour, "
        "or go on without a file and send it later."
    ),
    "uploads.wrong_offset": _("The upload stands at {offset} bytes. Please continue there."),
    "pictures.unreadable": _("The picture can't be shown: {expected} expected, {got}."),
    "pictures.none": _("There is no such picture here."),
    "core.no_child": _("Files can't be opened at the moment. Please try again later."),
    "core.later": _("Many files are being opened at this moment. Nothing is lost; please try again in a minute."),
    "settings.unknown": _("There is no setting named {name}."),
    "settings.by_command": _("This is not changed here; the text above says where."),
    "settings.second_person": _("Somebody else must confirm this change."),
    "settings.lies_ahead": _(
        "From {begins} another change counts: {field} ({why}). It keeps the whole, and would undo yours on that day. "
        "Let yours count from then on or later, or first take that one back under Settings, in the history of {field}."
    ),
    "settings.changed_since": _(
        "Since this was proposed another change of the same was confirmed: {field}. This one keeps the whole, and "
        "would undo that. Take it back, and propose it anew."
    ),
    "settings.stood_on": _("A later change stands on this one. Take that one back first."),
    "settings.too_soon": _("This change can count from {earliest} at the earliest."),
    "imports.unknown_table": _("There is no table named {name}. Known tables: {known}."),
    "tables.unreadable": _("The file can't be read as a table: {why}."),
    "imports.bad_pack": _("{got}: {expected} expected."),
    "imports.refused": _("{refused} of {rows} rows were refused; nothing was changed."),
    "imports.no_such_batch": _("There is no such import here."),
    "imports.in_use": _("What row {number} made is used by now; the import can't be undone exactly."),
    "imports.forgotten_rows": _("What this file's rows said was deleted on {day}, as its term was over."),
    "imports.changed_since": _("{rows} rows were changed since this import; it can't be undone exactly."),
    "archives.differs": _("What lies in {archive} isn't there, or was changed."),
    "bulk.no_run": _("There is no such work, or it was somebody else's."),
    "bulk.changed": _("The selection has changed since the preview. Please look again."),
}

FACTS = {
    "timeline.erased": Fact(_("Personal details were erased")),
    "timeline.emptied": Fact(_("Words and pictures were erased: they had been kept as long as they may be")),
    "timeline.archived": Fact(
        _("What was said before that lies in an archive and is read from there"), audience="agent auditor"
    ),
    "clock.paused": Fact(_("The clock stands still"), audience="customer staff"),
    "clock.resumed": Fact(_("The clock runs again"), audience="customer staff"),
    "clock.missed": Fact(_("A time limit has passed"), audience="staff"),
    "core.calendar_changed": Fact(_("The calendar was changed: {day}")),
}

MESSAGES = {
    "timeline.archive_differs": _("{stream}: what lies of it in an archive isn't there, or was changed."),
    "timeline.changed": _("{stream}: entry {position} was changed."),
    "timeline.unlinked": _("{stream}: entry {position} does not follow the one before."),
    "timeline.entry_missing": _("{stream}: entry {position} is missing."),
    "timeline.cut": _("{stream}: the end is cut off from entry {position} on."),
    "timeline.rewritten": _("{stream}: the chain was rewritten at or before entry {position}."),
    "timeline.head_changed": _("{stream}: the head (at {position}) does not fit the chain."),
    "timeline.stream_missing": _("{stream}: the whole stream is missing."),
    "timeline.private_missing": _("{stream}: a private value of entry {position} is missing."),
    "timeline.private_changed": _("{stream}: a private value of entry {position} was changed."),
    "timeline.erased_unrecorded": _(
        "{stream}: a private value of entry {position} is gone without a recorded erasure."
    ),
    "timeline.row_differs": _("{stream}: {row} says something else than entry {position}."),
    "timeline.stamp_missing": _("Stamps from outside are missing: {row}."),
    "timeline.row_unsealed": _("{row} was changed, or made, past this house."),
    "timeline.checkpoint_missing": _("Checkpoint {checkpoint} is missing."),
    "timeline.checkpoint_changed": _("Checkpoint {checkpoint} was changed."),
    "timeline.daily": _(
        "Anxin: checkpoint {number} of {at}\n\n"
        "Its hash is {hash}\n"
        "It covers the records of {streams} streams. Keep this mail: `anxin timeline verify --expect {hash}` "
        "tells at any time whether what was written down until then still stands.\n"
    ),
    "timeline.tip_changed": _("The newest checkpoint (now {checkpoint}) is not the one that was sealed as such."),
    "timeline.not_as_kept": _("No checkpoint has the hash kept outside ({row}): it was taken away or rewritten."),
    "timeline.file_missing": _("{row}: the original is missing."),
    "timeline.file_changed": _("{row}: the original was changed."),
    "timeline.bad_signature": _("The signature of checkpoint {checkpoint} is not ours."),
    "timeline.root_differs": _("The heads kept for checkpoint {checkpoint} don't give its root."),
    "timeline.bad_stamp": _("The outside stamp of checkpoint {checkpoint} by {row} does not fit."),
}

VALUES = {
    "stuck": {
        "dead": _("given up"),
        "late": pgettext_lazy("work", "late"),
        "waiting": pgettext_lazy("a message", "not gone yet"),
        "sending": pgettext_lazy("a message", "being sent"),
        "failed": pgettext_lazy("a message", "did not leave"),
        "unclear": _("left or not, nobody knows"),
        "clock": _("a clock that nobody looked at"),
    }
}


def declare() -> None:
    """Register the sentences."""
    wording.declare(errors=ERRORS, facts=FACTS, messages=MESSAGES, values=VALUES)
