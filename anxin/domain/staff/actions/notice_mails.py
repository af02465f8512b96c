"""What an outlet or a merchant is told under the bell and can't wait for it is mailed as well."""

from datetime import datetime, timedelta

from django.utils import translation

from anxin.core import outbox, settings, wording
from anxin.domain.notices import queries as notices
from anxin.domain.notices.models import Notice
from anxin.domain.staff.models import Mailbox

TEMPLATE = "staff.notice"
WORTH = timedelta(hours=6)
"""So long a mail about something that had to be answered is still worth sending."""
AT_ONCE = 200


def send(*, now: datetime) -> int:
    """Mail what waits for it to whoever has a mail address, unless it is over by then; give how many.

    The bell keeps it either way.
    """
    rows = list(Notice.objects.filter(mail_at__lte=now).order_by("mail_at", "id")[:AT_ONCE])
    known = Mailbox.objects.filter(account__in=[one.account_id for one in rows]).exclude(mail_sealed="")
    boxes = set(known.values_list("account", flat=True))
    told = settings.several("notices.address", "notices.language", at=now)
    for row in rows:
        if row.account_id in boxes and not notices.is_over(row):
            _mail(row, language=told["notices.language"], home=told["notices.address"], now=now)
    Notice.objects.filter(pk__in=[one.pk for one in rows]).update(mail_at=None)
    return sum(row.account_id in boxes for row in rows)


def _mail(row: Notice, *, language: str, home: str, now: datetime) -> None:
    """Put a mail: the sentence of the notice, and the way to the bell; nobody's name or place."""
    with translation.override(language):
        said = wording.message(f"notices.{row.code}", {**row.facts, "number": row.number})
    outbox.put_last(
        TEMPLATE,
        audience=f"account:{row.account_id}",
        ids={"notice": str(row.pk), "language": language},
        key=f"notice.mail:{row.pk}",
        now=now,
        secret=f"{said}\n\n{home.rstrip('/')}/notices/",
        expires_at=now + WORTH,
        carrier="mail",
    )
