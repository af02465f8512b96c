"""Evidence of a false number: pictures of where it was seen, their originals sealed by hash and time."""

from collections.abc import Sequence
from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.file_kinds import PICTURES
from anxin.core.files import SealedFile, release
from anxin.core.ids import uuid7
from anxin.core.states import lock
from anxin.domain.network.models import Report, ReportedNumber, Sighting

MOST, OF_A_REPORT = 30, 3


class EnoughPictures(Invalid):
    """So many pictures came with reports of a number that no more are taken."""

    code = "network.enough_pictures"


def seal_sighting(
    *, number: ReportedNumber, place: str, files: Sequence[SealedFile], by: Actor, now: datetime
) -> list[Sighting]:
    """Keep pictures of where a number was seen; each stands in the record with its hash."""
    if not place.strip() or len(place) > 500:
        raise Invalid("place", expected="1 to 500 characters", got=place[:40])
    lock(number)
    if not files or number.sightings.filter(report=None, brand=None).count() + len(files) > MOST:
        raise Invalid("files", expected=f"1 to {MOST} pictures of a number", got=len(files))
    pictures_only(files)
    made = [_sealed(number, place.strip(), one, now) for one in files]
    for one in made:
        timeline.write(number.stream(), "network.sighting_sealed", by=by, now=now, facts={"sha256": one.picture})
    return made


def seal_reported(
    *, number: ReportedNumber, report: Report, files: Sequence[SealedFile], by: Actor, now: datetime
) -> None:
    """Keep the pictures that came with somebody's report of a number; they are forgotten with what he told."""
    if len(files) > OF_A_REPORT:
        raise Invalid("files", expected=f"at most {OF_A_REPORT} pictures", got=len(files))
    pictures_only(files)
    if files:
        lock(number)
    there = number.sightings.filter(report__isnull=False).exclude(picture="").count() if files else 0
    if there + len(files) > MOST:
        raise EnoughPictures(
            "files", expected=f"at most {MOST} pictures with reports of a number", got=there + len(files)
        )
    for one in files:
        row = Sighting(id=uuid7(), about=number, report=report, picture=one.sha256, at=now)
        row.save(force_insert=True)
        timeline.write(number.stream(), "network.picture_reported", by=by, now=now, facts={"sha256": one.sha256})


def forget_pictures(*, report: Report) -> None:
    """Destroy the pictures that came with a report; that there were some, and their hashes, stays in the record."""
    for row in report.pictures.exclude(picture=""):
        Sighting.objects.filter(pk=row.pk).update(picture="")
        original = SealedFile.objects.filter(sha256=row.picture).first()
        if original is not None:
            release(original)


def pictures_only(files: Sequence[SealedFile]) -> None:
    """Refuse what is no picture."""
    if wrong := next((one.kind for one in files if one.kind not in PICTURES), ""):
        raise Invalid("files", expected=" | ".join(sorted(PICTURES)), got=wrong)


def _sealed(number: ReportedNumber, place: str, file: SealedFile, now: datetime) -> Sighting:
    row = Sighting(id=uuid7(), about=number, place=place, picture=file.sha256, at=now)
    row.save(force_insert=True)
    return row
