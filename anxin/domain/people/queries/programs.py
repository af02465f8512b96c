"""What can be asked about an organisation's programs: their tokens, and where they want to be told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from anxin.core import outbox, vault
from anxin.core.actors import Actor
from anxin.core.compiled_queries import compiled
from anxin.core.errors import Missing
from anxin.domain.people import queries, rules
from anxin.domain.people.models import ApiToken, Organisation, WebhookEndpoint
from anxin.domain.people.queries import actors

SECRET = "people.webhook.secret"
AUDIENCE = "webhook:"


class NoSuchToken(Missing):
    """There is no such token, or no longer."""

    code = "people.no_such_token"


class NoSuchWebhook(Missing):
    """There is no such webhook, or no longer."""

    code = "people.no_such_webhook"


@dataclass(frozen=True, kw_only=True)
class TokenView:
    """A token, without its secret, which nobody knows but its holder."""

    id: UUID
    organisation: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class WebhookView:
    """A webhook, without the secret that signs."""

    id: UUID
    organisation: str
    url: str
    created_at: datetime


def actor_of_token(secret: str, *, now: datetime) -> Actor:
    """Make the actor of a program from the secret it shows; raises NoSuchToken."""
    row = next(iter(_living(secret_hash=actors.hash_of(secret), now=now)), None)
    if row is None:
        raise NoSuchToken
    home = row.organisation
    return Actor(
        kind="token",
        id=str(row.id),
        organisation=str(home.id),
        roles=rules.roles_of_token(home.kind),
        areas=frozenset(row.scopes),
        via="api",
    )


@compiled
def _living(*, secret_hash: str, now: datetime) -> QuerySet[ApiToken]:
    living = ApiToken.objects.filter(secret_hash=secret_hash, revoked_at=None, expires_at__gt=now)
    return living.select_related("organisation")


def home_of(actor: Actor) -> Organisation:
    """Return the organisation a program speaks for."""
    found = Organisation.objects.filter(id=actor.organisation).first() if actor.organisation else None
    if found is None:
        raise queries.UnknownOrganisation({"slug": actor.organisation})
    return found


def tokens(*, organisation: str = "") -> list[TokenView]:
    """Return tokens, taken back and expired ones too, oldest first."""
    rows = ApiToken.objects.select_related("organisation").order_by("created_at", "id")
    rows = rows.filter(organisation__slug=organisation) if organisation else rows
    return [
        TokenView(
            id=row.id,
            organisation=row.organisation.slug,
            name=row.name,
            scopes=tuple(row.scopes),
            created_at=row.created_at,
            expires_at=row.expires_at,
            revoked_at=row.revoked_at,
        )
        for row in rows
    ]


def webhooks(*, organisation: str = "") -> list[WebhookView]:
    """Return the webhooks that stand, oldest first."""
    rows = WebhookEndpoint.objects.filter(removed_at=None).select_related("organisation").order_by("created_at", "id")
    rows = rows.filter(organisation__slug=organisation) if organisation else rows
    return [
        WebhookView(id=row.id, organisation=row.organisation.slug, url=row.url, created_at=row.created_at)
        for row in rows
    ]


def webhook_of(message: outbox.Message) -> outbox.MessageAddress:
    """Return the outbox the address and secret behind an audience `webhook:…`; a removed one has none."""
    row = WebhookEndpoint.objects.filter(id=message.audience.removeprefix(AUDIENCE), removed_at=None).first()
    if row is None:
        return outbox.MessageAddress()
    return outbox.MessageAddress(to=row.url, secret=vault.open_(SECRET, row.id, row.secret_sealed))
