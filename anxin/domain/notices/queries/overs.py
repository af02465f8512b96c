"""Whether what a message tells is true no more when its turn comes."""

from anxin.core.outbox import Message
from anxin.core.timeline import Entry
from anxin.domain.notices import rules
from anxin.domain.notices.models import Notice


def is_over(row: Notice) -> bool:
    """Return whether what a notice tells is true no more, by what happened since (one query, or none)."""
    since = Entry.objects.filter(stream__kind=row.stream_kind, stream__key=str(row.stream_key), at__gt=row.at)
    return row.code in rules.OVER and since.filter(code__in=rules.OVER[row.code]).exists()


def message_over(message: Message) -> bool:
    """Return the same of a message that carries a notice."""
    row = Notice.objects.filter(pk=message.ids["notice"]).first() if "notice" in message.ids else None
    return row is not None and is_over(row)
