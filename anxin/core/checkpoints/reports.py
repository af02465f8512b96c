"""Once a day the newest checkpoint's hash goes out of the house: what is kept outside nobody in it can change."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from anxin.core import acting, outbox, settings
from anxin.core.checkpoints.models import Checkpoint
from anxin.core.outbox import Message
from anxin.core.settings import Setting

TEMPLATE = "timeline.daily"
REPORT = Setting(
    name="timeline.report_to",
    default="",
    most=200,
    title=_("Daily report: the mail address that keeps each day's newest checkpoint (empty: none)"),
    second_person=True,
    per_organisation=False,
)


def report(now: datetime) -> Message | None:
    """Put the day's report for whoever keeps it; None where nobody does, or there is nothing to keep yet."""
    acting.current()
    newest = Checkpoint.objects.order_by("-number").first()
    if newest is None or not settings.get(REPORT.name, at=now):
        return None
    told = {"number": newest.number, "hash": newest.hash, "streams": newest.count, "at": newest.at.isoformat()}
    key = f"{TEMPLATE}:{now:%Y-%m-%d}"
    return outbox.put(TEMPLATE, audience="operator", ids=told, key=key, now=now, carrier="mail")


def address_of(message: Message) -> outbox.MessageAddress:
    """Return the address the report goes to as it is set now."""
    return outbox.MessageAddress(to=str(settings.get(REPORT.name, at=message.created_at)))
