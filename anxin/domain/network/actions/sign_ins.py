"""A technician's phone is lost: who leads him ends his sign-ins, and neither sees nor changes what he signs in with."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.states import lock
from anxin.domain.network.models import Technician
from anxin.domain.people.actions import credentials
from anxin.domain.people.actions.throttle import Origin


class NotSignedIn(WrongState):
    """He is signed in nowhere."""

    code = "network.not_signed_in"


def end_sign_ins(*, technician: Technician, by: Actor, now: datetime) -> None:
    """End every sign-in of a technician, on every device. Raises `NotSignedIn`."""
    lock(technician)
    nowhere = Origin(address="")
    account, ended = technician.account_id, 0
    if account is not None:
        ended = credentials.end_sign_ins(account=account, handle="", but="", by=by, origin=nowhere, now=now)
    if not ended:
        raise NotSignedIn({"number": technician.number})
    facts = {"count": ended, "technician": str(technician.pk)}
    timeline.write(technician.stream(), "network.sign_ins_ended", by=by, now=now, facts=facts)
