"""Pictures and videos that come beside a file of rows, one by one or in ZIPs, and the key they are found by."""

from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from anxin.core import imports, plain_files, settings
from anxin.core.actors import Actor
from anxin.core.imports import BadPack, ImportTable, PackedFile
from anxin.faces import shared
from anxin.faces.ground import uploads

SALT, LIVES_S = "anxin.pack", 24 * 3600
MOST = 200


def taken(request: HttpRequest, known: ImportTable, *, by: Actor, now: datetime) -> str:
    """Take in what came along for a table that has a place for it; return its key, empty where nothing came.

    Raises `BadPack`, saying of which file.
    """
    given = request.FILES.getlist("beside") if known.attached else []
    if not given:
        return ""
    if len(given) > MOST:
        raise BadPack("beside", expected=_("at most {most} files; more in a ZIP").format(most=MOST), got=len(given))
    with plain_files.folder() as room:
        laid = [_laid(room / str(number), one, now=now) for number, one in enumerate(given)]
        pack = imports.unpack(laid, kinds=known.kinds, by=by, now=now, act=partial(shared.act, request))
    return signing.dumps([str(pack), by.key], salt=SALT)


def opened(key: str, *, by: Actor) -> UUID | None:
    """Return what a key of one's own leads to; None without one. Raises `KeyOver` for one that is over."""
    if not key:
        return None
    try:
        pack, owner = signing.loads(key, salt=SALT, max_age=LIVES_S)
    except signing.BadSignature as error:
        raise uploads.KeyOver("pack", expected="pictures sent within a day", got="") from error
    if owner != by.key:
        raise uploads.KeyOver("pack", expected="one's own pictures", got="")
    return UUID(pack)


def _laid(path: Path, given: "UploadedFile[bytes]", *, now: datetime) -> PackedFile:
    name, most = given.name or "", settings.get("files.video_most_mb", at=now)
    if (given.size or 0) > most << 20:
        raise BadPack("beside", expected=_("at most {most} MB a file").format(most=most), got=name[:80])
    with path.open("wb") as out:
        for piece in given.chunks():
            out.write(piece)
    return PackedFile(name=name, path=path)
