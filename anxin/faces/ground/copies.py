"""A copy of somebody's own data as one ZIP: a file that programs read, what a person reads first, and pictures."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from anxin.core import files
from anxin.faces.words import moment


def write(pack: zipfile.ZipFile, told: Mapping[str, object], about: Sequence[str], *, now: datetime) -> None:
    """Write what is told into a copy, and beside it what it is, in lines."""
    kept = {**told, "made_at": now}
    pack.writestr("data.json", json.dumps(kept, ensure_ascii=False, indent=1, default=_plain))
    lines = (_("Your data as kept here on {at}.").format(at=moment(now)), *about)
    pack.writestr("READ-ME.txt", "".join(f"{one}\n" for one in lines))


def picture(pack: zipfile.ZipFile, sha256: str, name: str) -> dict[str, str]:
    """Put a picture into the copy, and say where it lies; nowhere where its time was over."""
    file = files.holding(sha256)
    if file is None:
        return {"sha256": sha256, "file": ""}
    path = f"pictures/{name}.{file.kind.rpartition('/')[2]}"
    with pack.open(path, "w") as part:
        for block in files.open_(file):
            part.write(block)
    return {"sha256": sha256, "file": path}


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
