"""How much room is left: for one browser or person, for one network address, and for all who are not signed in."""

import math
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from anxin.core import settings
from anxin.core.errors import Unavailable
from anxin.core.files import TooLarge
from anxin.core.uploads import limits
from anxin.core.uploads.models import Upload

STRANGERS = "stranger:"
"""How the owners begin who are not signed in."""


class TooManyBytes(TooLarge):
    """One person, or one network address, has as much under way or not handed in as may be."""

    code = "uploads.too_many_bytes"


class TooManyFiles(TooLarge):
    """One person, or one network address, has as many files under way or not handed in as may be."""

    code = "uploads.too_many_files"


class UploadsFull(Unavailable):
    """All who are not signed in have as much under way or not handed in as this installation keeps for them."""

    code = "uploads.full"


def is_stranger(owner: str) -> bool:
    """Return whether an owner is not signed in."""
    return owner.startswith(STRANGERS)


def of_strangers() -> QuerySet[Upload, Upload]:
    """Return the uploads by people who are not signed in: unfinished, or finished and not handed in."""
    return Upload.objects.filter(owner__startswith=STRANGERS)


def under_way() -> int:
    """Return how many bytes of such uploads lie here (one query)."""
    return of_strangers().aggregate(sum=Sum("received"))["sum"] or 0


def check_own(length: int, owner: str, origin: str, now: datetime) -> None:
    """Raise where so many bytes, or one file, more are too many for a person, or for a stranger's address."""
    mine, there = Q(owner=owner), Q(origin=origin) if origin else Q(pk=None)
    told = Upload.objects.filter(mine | there, expires_at__gt=now).aggregate(
        mine=Sum("length", filter=mine, default=0),
        mine_files=Count("pk", filter=mine),
        there=Sum("length", filter=there, default=0),
        there_files=Count("pk", filter=there),
    )
    stranger = is_stranger(owner)
    _most(told["mine"] + length, limits.EACH.name, now)
    if stranger:
        _most(told["there"] + length, limits.ADDRESS.name, now)
        _most_files(told["mine_files"] + 1, limits.EACH_FILES.name, now)
        _most_files(told["there_files"] + 1, limits.ADDRESS_FILES.name, now)


def find_room(length: int, owner: str, now: datetime, *, begins: bool = False) -> None:
    """Raise where so many bytes more of somebody who is not signed in are more than is kept for all of them."""
    if not is_stranger(owner):
        return
    most, files = (settings.get(one.name, at=now) for one in (limits.STRANGERS, limits.STRANGERS_FILES))
    here: dict[str, Any] = of_strangers().aggregate(sum=Sum("received", default=0), files=Count("pk"))
    if here["sum"] + length > most << 20 or (begins and here["files"] >= files):
        raise UploadsFull({"most": most})


def _most(bytes_: int, name: str, now: datetime) -> None:
    most = settings.get(name, at=now)
    if bytes_ > most << 20:
        raise TooManyBytes("file", expected=f"{most} MB", got=f"{math.ceil(bytes_ / (1 << 20))} MB")


def _most_files(count: int, name: str, now: datetime) -> None:
    most = settings.get(name, at=now)
    if count > most:
        raise TooManyFiles("file", expected=str(most), got=count)
