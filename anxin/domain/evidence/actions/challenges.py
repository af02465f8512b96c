"""Ask for a picture taken now: behind a link with a nonce, or with a code written on paper."""

from datetime import datetime
from secrets import token_urlsafe

from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid
from anxin.core.states import begin, lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.evidence import gateway, rules
from anxin.domain.evidence.models import Challenge


def ask(*, stream: StreamKey, kind: str, side: str, expires_at: datetime, by: Actor, now: datetime) -> Challenge:
    """Ask a side for a new picture; one that is open already is given back."""
    if kind not in Challenge.Kind.values:
        raise Invalid("kind", expected=", ".join(Challenge.Kind.values), got=kind)
    if side not in rules.SIDES or expires_at <= now:
        raise Invalid("side", expected="a side, and time to answer", got=side)
    same = Challenge.objects.filter(stream_kind=stream.kind, stream_key=stream.key, side=side, state="sent")
    known = same.first()
    if known is not None:
        return known
    code = gateway.paper_code() if kind == Challenge.Kind.PAPER else token_urlsafe(24)
    row = Challenge(stream_kind=stream.kind, stream_key=stream.key, kind=kind, code=code, side=side)
    row.expires_at = expires_at
    begin(row, by=by, now=now, facts={"kind": kind, "side": side, "until": expires_at.isoformat(timespec="minutes")})
    return row


def expire(*, stream: StreamKey, now: datetime) -> int:
    """Let the open challenges of a case go: nobody answered."""
    return _end(stream, "expire", SYSTEM, now)


def withdraw(*, stream: StreamKey, by: Actor, now: datetime) -> int:
    """Take the open challenges of a case back."""
    return _end(stream, "withdraw", by, now)


def _end(stream: StreamKey, step: str, by: Actor, now: datetime) -> int:
    rows = list(Challenge.objects.filter(stream_kind=stream.kind, stream_key=stream.key, state="sent"))
    for row in rows:
        lock(row)
        transition(row, step, by=by, now=now)
    return len(rows)
