"""What a customer without a page says on the phone, written down for him by somebody who had no part in the work."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor, only
from anxin.core.errors import Forbidden
from anxin.core.timeline import StreamKey
from anxin.domain.visits import queries


class OwnWork(Forbidden):
    """What a customer says of a job is never written down by who did it, or whose house did."""

    code = "visits.own_work"


def record_word(*, stream: StreamKey, about: str, recording: str, by: Actor, now: datetime) -> None:
    """Write down that the customer of a case said something on a call, before it is acted on. Raises `OwnWork`."""
    only(by, "agent", number="")
    if queries.worked_on(stream, by=by):
        raise OwnWork({"about": about})
    facts = {"about": about, "recording": recording}
    timeline.write(stream, "visits.said_on_call", by=by, now=now, facts=facts)
