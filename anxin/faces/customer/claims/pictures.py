"""Pictures on their way into a claim: one upload box a role, the files behind the keys, advice how clear they are."""

import time
from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from anxin.core import files
from anxin.core.actors import Actor
from anxin.core.child_processes import Later
from anxin.core.files import SealedFile
from anxin.core.pictures import copies
from anxin.domain.claims.actions import PictureGiven
from anxin.domain.evidence import gateway
from anxin.domain.evidence.choices import PICTURES, ROLES
from anxin.faces.customer.claims.wording import ADVICE
from anxin.faces.ground import downloads, uploads

OTHER = "document"
A_ROLE, KEPT_S, ADVICE_S = 4, 3600, 4.0
type Part = dict[str, object]


def field(role: str) -> str:
    """Return the field in which pictures of a role arrive."""
    return f"photo-{role}"


def keys_by_role(request: HttpRequest, roles: Iterable[str], *, by: Actor) -> dict[str, list[str]]:
    """Return the keys of a form's pictures by role; files of a form without script are taken in here."""
    found = {}
    for role in roles:
        plain = request.FILES.getlist(f"{field(role)}_files")
        keys = [*request.POST.getlist(field(role)), *uploads.received(request, plain, by=by)]
        found[role] = list(dict.fromkeys(keys))[:A_ROLE]
    return found


def sealed(keys: dict[str, list[str]], *, by: Actor) -> list[PictureGiven]:
    """Return the files behind the keys with what they show."""
    return [PictureGiven(file=file, role=role) for role, some in keys.items() for file in uploads.opened(some, by=by)]


def alive(keys: dict[str, list[str]], *, by: Actor) -> dict[str, list[str]]:
    """Leave out the keys that are over, so that the rest can go on."""
    return {role: [key for key in some if _opens(key, by)] for role, some in keys.items()}


def _opens(key: str, by: Actor) -> bool:
    try:
        return bool(uploads.opened([key], by=by))
    except uploads.KeyOver:
        return False


def boxes(roles: Sequence[str], keys: dict[str, list[str]]) -> list[Part]:
    """Lay out one upload box a role, with what is there already."""
    return [
        {
            "role": role,
            "name": field(role),
            "title": pgettext("picture", "Something else") if role == OTHER else ROLES[role],
            "how": PICTURES[role].how,
            "files": [_tile(key, role) for key in keys.get(role, ())],
        }
        for role in roles
    ]


def _tile(key: str, role: str) -> Part:
    return {"key": key, "name": ROLES[role], "url": address(key)}


def address(key: str) -> str:
    """Return the address under which its uploader sees a picture before it is handed in."""
    return f"{reverse('buyer:uploaded')}?{urlencode({'key': key})}"


def advice(file: SealedFile, *, until_s: float) -> list[str]:
    """Say in words how a picture could be clearer; it is taken whatever is said here, and nobody waits for it long."""
    if file.kind not in files.PICTURES:
        return []
    name = f"clarity|{file.id}"
    codes: tuple[str, ...] | None = cache.get(name)
    if codes is None:
        left_s = until_s - time.monotonic()
        try:
            codes = gateway.clarity(file, patience_s=left_s).advice if left_s > 0 else ("later",)
        except Later:
            codes = ("later",)
        if codes != ("later",):
            cache.set(name, codes, timeout=KEPT_S)
    return [str(ADVICE[one]) for one in codes if one in ADVICE]


def advised(keys: dict[str, list[str]], *, by: Actor) -> list[Part]:
    """Return each picture with its address and the advice about it, as far as that comes soon."""
    until_s = time.monotonic() + ADVICE_S
    return [
        {"name": ROLES[role], "url": address(key), "media": file.kind, "advice": advice(file, until_s=until_s)}
        for role, some in keys.items()
        for key in some
        for file in uploads.opened([key], by=by)
    ]


def shown(file: SealedFile, *, name: str) -> HttpResponseBase:
    """Answer with the copy of a picture that may be shown."""
    return downloads.file(copies.shown_copy(file, now=timezone.now()), f"{name}.jpg")
