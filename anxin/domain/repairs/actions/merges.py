"""Two reports of the same fault become one case."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.ids import uuid7
from anxin.core.states import buttons, lock
from anxin.domain.repairs import queries
from anxin.domain.repairs.actions.intake import redirect
from anxin.domain.repairs.models import Picture, Repair


class NotTheSame(WrongState):
    """It isn't another open report of the same customer's or device's fault, or somebody is on his way for it."""

    code = "repairs.not_the_same"


def merge(*, repair: Repair, duplicate: str, why: str, by: Actor, now: datetime) -> None:
    """Merge another open report of the same fault into a case: its pictures come along, its customer reads where to.

    Raises `NotTheSame`.
    """
    other = queries.repair(duplicate, actor=by, now=now)
    lock(repair, other)
    known = {one.number for one in queries.duplicates_of(repair)}
    if other.number not in known or "redirect" not in {step.name for step in buttons(other, by)}:
        raise NotTheSame({"number": other.number})
    for picture in other.pictures.exclude(file__in=repair.pictures.values("file")):
        brought = Picture.objects.create(
            id=uuid7(), repair=repair, file=picture.file, media=picture.media, size=picture.size, at=picture.at
        )
        facts = {"row": brought.id, "sha256": brought.file}
        timeline.write(repair.stream(), "repairs.picture_brought", by=by, now=now, facts=facts)
    redirect(repair=other, to=repair.number, why=why, by=by, now=now)
    timeline.write(repair.stream(), "repairs.merged", by=by, now=now, facts={"number": other.number})
