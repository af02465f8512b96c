"""What a technician looks like: the picture customers compare with who stands before their door."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.files import PICTURES, SealedFile, leave
from anxin.domain.network import queries
from anxin.domain.network.actions.engagements import NotEngaged
from anxin.domain.network.models import Technician
from anxin.domain.network.queries import standings


def check_portrait(*, technician: Technician, file: SealedFile, by: Actor, now: datetime) -> None:
    """Refuse what is no picture, and whoever may not say what he looks like.

    His own outlet's manager, or the operator, vouches for the face. Raises `network.not_engaged` where he works for no
    outlet of theirs, `core.invalid` for what is no picture.
    """
    if file.kind not in PICTURES:
        raise Invalid("portrait", expected=" | ".join(sorted(PICTURES)), got=file.kind)
    if not queries.may_portray(technician, actor=by, now=now):
        raise NotEngaged({"technician": technician.number})


def show_portrait(*, technician: Technician, sha256: str, by: Actor, now: datetime) -> None:
    """Show customers this picture from now on."""
    leave([technician.portrait], now=now)
    Technician.objects.filter(pk=technician.pk).update(portrait=sha256)
    technician.portrait = sha256
    timeline.write(technician.stream(), standings.PORTRAYED, by=by, now=now, facts={"sha256": sha256})


def take_portrait_back(*, technician: Technician, by: Actor, now: datetime) -> None:
    """Show customers no picture of a technician: the file that brought it is taken back."""
    leave([technician.portrait], now=now)
    Technician.objects.filter(pk=technician.pk).update(portrait="")
    timeline.write(technician.stream(), "network.portrait_taken_back", by=by, now=now)
