"""Do the work of a key once, inside the acting block that carries it."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from anxin.core import acting, inserts, pieces
from anxin.core.errors import Invalid
from anxin.core.once.models import OnceKey

LONGEST_KEY = 200
FORM_LIVES = timedelta(days=1)
"""So long the key of a page's form is remembered; a program's own keys are for good."""


class KeyReused(Invalid):
    """The key was used before, for something else."""

    code = "core.key_reused"


@dataclass(frozen=True, kw_only=True)
class KeptAnswer:
    """The answer, and whether it was given before."""

    answer: Mapping[str, object]
    repeated: bool


def once(
    *,
    scope: str,
    key: str,
    fingerprint: str,
    now: datetime,
    work: Callable[[], Mapping[str, object]],
    sender: str = "",
    lives: timedelta | None = None,
) -> KeptAnswer:
    """Run `work` unless this key was answered before; then give that answer again.

    Two at the same time: the second waits for the first's commit and gets its answer. The answer is kept as it
    is, so it may hold ids, numbers and states only. Of the key nothing is kept but a keyed digest, bound to its
    scope and `sender`: the same key from elsewhere is another key. After `lives` it is forgotten. Raises
    KeyReused where the key came with another question.
    """
    acting.current()
    if not 1 <= len(key) <= LONGEST_KEY:
        raise Invalid("Idempotency-Key", expected=f"1 to {LONGEST_KEY} characters", got=len(key))
    digest = digest_of(scope, sender, key)
    row = OnceKey(scope=scope, key=digest, fingerprint=fingerprint, at=now, expires_at=now + lives if lives else None)
    if not _is_first(row, now):
        known = OnceKey.objects.get(scope=scope, key=digest)
        if known.fingerprint != fingerprint:
            raise KeyReused("Idempotency-Key", expected="a new key for a new question", got=key)
        return KeptAnswer(answer=known.answer, repeated=True)
    row.answer = dict(work())
    acting.current().put_off(_keep_answers, row, (OnceKey._meta.db_table,))
    return KeptAnswer(answer=row.answer, repeated=False)


def made_once[Row: models.Model](
    model: type[Row], *, scope: str, key: str, sender: str, now: datetime, make: Callable[[], Row]
) -> Row:
    """Return the row that `make` makes for the key of a form; the same key again gives the row made before."""
    made: list[Row] = []

    def work() -> Mapping[str, object]:
        made.append(make())
        return {model._meta.model_name or "": str(made[0].pk)}

    kept = once(scope=scope, key=key, sender=sender, fingerprint="", now=now, work=work, lives=FORM_LIVES)
    return made[0] if made else model._default_manager.get(pk=kept.answer[model._meta.model_name or ""])


def _keep_answers(rows: list[OnceKey]) -> None:
    for row in rows:
        inserts.leave(row, {"answer": row.answer})


def _is_first(row: OnceKey, now: datetime) -> bool:
    """Write a key down; one that is over makes room. Who comes second waits for the first one's end."""
    if inserts.insert_new(row):
        return True
    over = OnceKey.objects.filter(scope=row.scope, key=row.key, expires_at__lte=now)
    return bool(over.delete()[0]) and inserts.insert_new(row)


def digest_of(scope: str, sender: str, key: str) -> str:
    """Return what is kept of a key: who reads the table can send none of them again."""
    text = "\0".join((scope, sender, key))
    return hmac.new(settings.SECRET_KEY.encode(), f"anxin once|{text}".encode(), hashlib.sha256).hexdigest()


def forget(*, now: datetime) -> int:
    """Delete keys that are over, some a block; return how many."""
    return pieces.drop(OnceKey.objects.filter(expires_at__lte=now).order_by("expires_at"))
