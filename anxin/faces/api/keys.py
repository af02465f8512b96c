"""The key of a request: sent twice, done once, answered alike."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja.params.functions import Header
from ninja.responses import Status

from anxin.core.once.idempotency import once
from anxin.faces import shared
from anxin.faces.api.tokens import by

KEY = Header(
    ...,
    alias="Idempotency-Key",
    min_length=1,
    max_length=200,
    pattern=r"^[!-~]+$",
    description=gettext_noop("Your own key of this request: sent twice, done once, answered alike"),
)


def answer_once(
    request: HttpRequest,
    response: HttpResponse,
    *,
    scope: str,
    key: str,
    asked: Mapping[str, object],
    now: datetime,
    work: Callable[[], Mapping[str, object]],
) -> Status[object]:
    """Do the work of a key once within an organisation and give its answer, marked where it was given before."""
    done = shared.act(
        request,
        lambda: once(
            scope=f"api.{scope}|{by(request).organisation}", key=key, fingerprint=_digest(asked), now=now, work=work
        ),
    )
    if done.repeated:
        response["Idempotent-Replayed"] = "true"
    return Status(201, done.answer)


def _digest(asked: Mapping[str, object]) -> str:
    """Keep what was asked as a keyed digest, from which no name or phone can be tried out."""
    text = json.dumps(asked, sort_keys=True)
    return hmac.new(settings.SECRET_KEY.encode(), f"anxin api once|{text}".encode(), hashlib.sha256).hexdigest()
