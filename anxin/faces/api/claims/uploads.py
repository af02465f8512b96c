"""Hand in a picture, video or document."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import File, Form
from ninja.files import UploadedFile
from ninja.responses import Status

from anxin.core import files
from anxin.domain.claims import queries
from anxin.domain.claims.actions import PictureGiven
from anxin.domain.claims.commands import TABLE
from anxin.faces import shared
from anxin.faces.api.bodies import fields_only, only
from anxin.faces.api.claims import answers
from anxin.faces.api.claims.questions import Bringing
from anxin.faces.api.claims.router import NUMBER, router
from anxin.faces.api.keys import KEY, answer_once
from anxin.faces.api.pagination import canonical_number
from anxin.faces.api.tokens import MULTIPART, by, needs

if TYPE_CHECKING:
    from anxin.domain.evidence.models import Link


@router.post(
    "/claims/{number}/evidence",
    response={201: answers.Brought},
    **needs("claims:write", body=MULTIPART),
    operation_id="bring_evidence",
    summary=gettext_noop("Hand in evidence"),
    description=gettext_noop(
        "One file a request, as multipart/form-data. Sealed as it came, hashed, and examined later; the merchant "
        "hands in for itself, a marketplace what the buyer gave it."
    ),
)
def bring_evidence(
    request: HttpRequest,
    response: HttpResponse,
    asked: Form[Bringing],
    file: File[UploadedFile],
    number: str = NUMBER,
    key: str = KEY,
) -> Status[object]:
    """Hand in evidence."""
    only(request)
    fields_only(request, "file", *Bringing.model_fields)
    actor, now = by(request), timezone.now()
    row = queries.claim(canonical_number(number, queries.NoSuchClaim), actor=actor, now=now)
    allowed = files.PICTURES | files.VIDEOS | (files.DOCUMENTS if asked.role == "document" else frozenset())
    length = cast(int, file.size)
    kept = shared.act(request, lambda: files.receive(file.chunks(), length=length, allowed=allowed, now=now))
    said = {"number": row.number, "sha256": kept.sha256, **asked.model_dump(mode="json")}

    def work() -> Mapping[str, object]:
        picture = PictureGiven(file=kept, role=asked.role, shot_at=asked.shot_at)
        fields = {"picture": picture, "declaration": asked.declaration, "side": asked.side}
        link: Link = TABLE.give("contribution", row=row, by=actor, now=now, fields=fields)
        return _brought(row.number, link)

    return answer_once(request, response, scope="evidence", key=key, asked=said, now=now, work=work)


def _brought(number: str, link: "Link") -> Mapping[str, object]:
    return {
        "number": number,
        "id": str(link.id),
        "label": link.label,
        "side": link.side,
        "role": link.role,
        "media": link.file.kind,
        "size": link.file.size,
        "sha256": link.file.sha256,
        "sealed_at": link.sealed_at.isoformat(),
        "late": link.late,
    }
