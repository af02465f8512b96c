"""What can be done for an organisation's programs: tokens to speak with, webhooks to be told by."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from anxin.core import outbox, settings, timeline, vault, wording
from anxin.core.actors import Actor
from anxin.core.carriers import routes
from anxin.core.errors import Invalid
from anxin.core.ids import uuid7
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.people import rules
from anxin.domain.people.actions import Retired
from anxin.domain.people.models import ApiToken, Organisation, WebhookEndpoint
from anxin.domain.people.queries import actors, programs
from anxin.domain.people.queries.listeners import Listeners

PREFIX = "anxin_"
DAYS = 365
CALLED_WITHIN = timedelta(days=3)
"""How long a program that doesn't answer is called again."""


class UnknownScope(Invalid):
    """There is no such scope."""

    code = "people.unknown_scope"


class BadWebhook(Invalid):
    """The address is none that may be called."""

    code = "people.bad_webhook"


def issue_token(
    *, organisation: Organisation, name: str, scopes: Sequence[str], by: Actor, now: datetime, days: int = DAYS
) -> str:
    """Issue a token and give its secret, which is kept nowhere; raises `UnknownScope`, `Retired`."""
    if organisation.retired_at or organisation.left_at:
        raise Retired({"house": organisation.name})
    wrong = next((one for one in scopes if one not in rules.SCOPES), None if scopes else "")
    if wrong is not None:
        raise UnknownScope("scopes", expected=", ".join(rules.SCOPES), got=wrong)
    if not 1 <= len(name.strip()) <= 60:
        raise Invalid("name", expected="1 to 60 characters", got=len(name))
    secret = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        organisation=organisation,
        name=name.strip(),
        secret_hash=actors.hash_of(secret),
        scopes=sorted(set(scopes)),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    _tell(organisation, "people.token_issued", row.id, by=by, now=now)
    return secret


def revoke_token(*, token: UUID, by: Actor, now: datetime) -> None:
    """Take a token back at once; a second time changes nothing. Raises `NoSuchToken`."""
    row = ApiToken.objects.select_related("organisation").filter(pk=token).first()
    if row is None:
        raise programs.NoSuchToken
    if ApiToken.objects.filter(pk=token, revoked_at=None).update(revoked_at=now):
        _tell(row.organisation, "people.token_revoked", row.id, by=by, now=now)


def add_webhook(*, organisation: Organisation, url: str, by: Actor, now: datetime) -> tuple[UUID, str]:
    """Register an address and give its id and the secret that signs, shown once; raises `BadWebhook`."""
    inside = routes.is_inside_by_name(url, settings.get(routes.INSIDE.name, at=now))
    private = inside or settings.get(routes.PRIVATE.name, at=now)
    wrong = rules.why_not_called(url, private=private)
    if not wrong and WebhookEndpoint.objects.filter(organisation=organisation, url=url, removed_at=None).exists():
        wrong = "an address that isn't registered yet"
    if wrong:
        raise BadWebhook("url", expected=wrong, got="")
    secret = secrets.token_urlsafe(32)
    row = WebhookEndpoint(id=uuid7(), organisation=organisation, url=url, created_at=now)
    row.secret_sealed = vault.seal(programs.SECRET, row.id, secret)
    row.save(force_insert=True)
    _tell(organisation, "people.webhook_added", row.id, by=by, now=now)
    return row.id, secret


def remove_webhook(*, webhook: UUID, by: Actor, now: datetime) -> None:
    """Tell an address nothing any more; raises `NoSuchWebhook`."""
    row = WebhookEndpoint.objects.select_related("organisation").filter(pk=webhook).first()
    if row is None or not WebhookEndpoint.objects.filter(pk=webhook, removed_at=None).update(removed_at=now):
        raise programs.NoSuchWebhook
    _tell(row.organisation, "people.webhook_removed", row.id, by=by, now=now)


def refresh_pages(*, fact: Entry, kind: str, followers: Listeners, now: datetime) -> None:
    """Tell the open pages of who follows a kind of case that something changed: ids only."""
    stream, name = fact.stream_key, f"{kind}.changed"
    ids = {stream.kind: stream.key, "fact": str(fact.id), "code": fact.code}
    outbox.tell(name, audiences=followers.audiences, ids=ids, key=f"{name}:{fact.id}", now=now)


def call(*, fact: Entry, followers: Listeners, number_of: Callable[[str], str], now: datetime) -> None:
    """Call the webhooks of a case's organisations that may read a fact: number, code and ids only."""
    stream = fact.stream_key
    called = followers.programs_reading(stream, wording.fact(fact.code).audiences)
    if not called:
        return
    number = number_of(stream.key)
    ids = {"number": number, "code": fact.code, "fact": str(fact.id), "at": fact.at.isoformat()}
    for audience in called:
        outbox.put_last(
            f"{stream.kind}.event",
            audience=audience,
            ids=ids,
            key=f"{stream.kind}.event:{fact.id}:{audience}",
            now=now,
            expires_at=now + CALLED_WITHIN,
            carrier="webhook",
        )


def _tell(organisation: Organisation, code: str, row: UUID, *, by: Actor, now: datetime) -> None:
    timeline.write(StreamKey("organisation", str(organisation.id)), code, by=by, now=now, facts={"row": str(row)})
