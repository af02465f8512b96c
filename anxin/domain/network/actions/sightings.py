"""Evidence of a false number: pictures of where it was seen, their originals sealed by hash and time."""

from collections.abc import Sequence
from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.file_kinds import PICTURES
from anxin.core.files import SealedFile
from anxin.core.ids import uuid7
from anxin.core.states import lock
from anxin.domain.network.models import ReportedNumber, Sighting

MOST = 30


def seal_sighting(
    *, number: ReportedNumber, place: str, files: Sequence[SealedFile], by: Actor, now: datetime
) -> list[Sighting]:
    """Keep pictures of where a number was seen; each stands in the record with its hash."""
    if not place.strip() or len(place) > 500:
        raise Invalid("place", expected="1 to 500 characters", got=place[:40])
    lock(number)
    if not files or number.sightings.count() + len(files) > MOST:
        raise Invalid("files", expected=f"1 to {MOST} pictures of a number", got=len(files))
    if wrong := next((one.kind for one in files if one.kind not in PICTURES), ""):
        raise Invalid("files", expected=" | ".join(sorted(PICTURES)), got=wrong)
    made = [_sealed(number, place.strip(), one, now) for one in files]
    for one in made:
        timeline.write(number.stream(), "network.sighting_sealed", by=by, now=now, facts={"sha256": one.picture})
    return made


def _sealed(number: ReportedNumber, place: str, file: SealedFile, now: datetime) -> Sighting:
    row = Sighting(id=uuid7(), about=number, place=place, picture=file.sha256, at=now)
    row.save(force_insert=True)
    return row
