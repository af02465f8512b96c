"""A message that was given up, or of which nobody knows whether it left, is sent again because a person says so."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q

from anxin.core import later, wording
from anxin.core.errors import Missing, WrongState
from anxin.core.outbox.messages import hand_on, task_key
from anxin.core.outbox.models import Message

ENDED = ("failed", "unclear")
_heeded: dict[str, str] = {}


class NoSuchMessage(Missing):
    """There is no message of this id."""

    code = "outbox.no_such_message"


class SecretGone(WrongState):
    """What it brought was erased as it failed, or its time is over: nothing is left to send."""

    code = "outbox.secret_gone"


def heed(tasks: Mapping[str, str]) -> None:
    """Say which task looks when a message of a template did not leave: template → task."""
    _heeded.clear()
    _heeded.update(tasks)


def tell_lost(message: Message, *, now: datetime) -> None:
    """Have whoever heeds its template look at a message that ended without having left for certain."""
    task = _heeded.get(message.template)
    if task and message.state in ENDED:
        key = f"lost:{message.pk}:{int(now.timestamp())}"
        later.put(task, arguments={"message": message.pk}, key=key, now=now)


def can_be_sent(message: Message, *, now: datetime) -> bool:
    """Return whether a message that ended can be sent again: all of it is there, and its time isn't over."""
    whole = bool(message.secret) or "secret" not in wording.names_in(wording.MESSAGES.get(message.template, ""))
    return message.state in ENDED and whole and (message.expires_at is None or message.expires_at > now)


def send_again(message: int, *, now: datetime) -> None:
    """Have a message sent anew; one that waits or left since stays as it is.

    Raises `NoSuchMessage`, and `SecretGone` where a code or link that it brought is no longer there.
    """
    row = Message.objects.select_for_update().filter(pk=message).exclude(state="live").first()
    if row is None:
        raise NoSuchMessage({"message": message})
    if row.state not in ENDED:
        return
    if not can_be_sent(row, now=now):
        raise SecretGone({"message": message})
    row.state, row.attempts, row.settled_at = "waiting", 0, None
    row.save(update_fields=["state", "attempts", "settled_at"])
    given_up = later.dead_letters().filter(Q(key=task_key(row)) | Q(key__startswith=f"{task_key(row)}:")).first()
    if given_up is not None:
        later.revive(given_up, now=now)
    else:
        hand_on(row, key=f"{task_key(row)}:{int(now.timestamp())}", now=now)
