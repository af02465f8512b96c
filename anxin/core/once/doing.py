"""Do the work of a key once, inside the acting block that carries it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from anxin.core import acting
from anxin.core.errors import Invalid
from anxin.core.once.models import OnceKey

LONGEST_KEY = 200


class KeyReused(Invalid):
    """The key was used before, for something else."""

    code = "core.key_reused"


@dataclass(frozen=True, kw_only=True)
class Done:
    """The answer, and whether it was given before."""

    answer: Mapping[str, object]
    repeated: bool


def once(*, scope: str, key: str, fingerprint: str, now: datetime, work: Callable[[], Mapping[str, object]]) -> Done:
    """Run `work` unless this key was answered before; then give that answer again.

    Two at the same time: the second waits for the first's commit and gets its answer. The answer is kept as it
    is, so it may hold ids, numbers and states only. Raises KeyReused where the key came with another question.
    """
    acting.current()
    if not 1 <= len(key) <= LONGEST_KEY:
        raise Invalid("Idempotency-Key", expected=f"1 to {LONGEST_KEY} characters", got=len(key))
    try:
        with transaction.atomic():
            row = OnceKey.objects.create(scope=scope, key=key, fingerprint=fingerprint, at=now)
    except IntegrityError:
        row = OnceKey.objects.get(scope=scope, key=key)
        if row.fingerprint != fingerprint:
            raise KeyReused("Idempotency-Key", expected="a new key for a new question", got=key) from None
        return Done(answer=row.answer, repeated=True)
    row.answer = dict(work())
    row.save(update_fields=["answer"])
    return Done(answer=row.answer, repeated=False)


def forget(*, before: datetime) -> int:
    """Delete keys older than a moment; return how many."""
    return OnceKey.objects.filter(at__lt=before).delete()[0]
