"""What a brand publishes of itself at its own address: its keys, and what they signed."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict

from django.db.models import QuerySet

from anxin.domain.network.models import Authorisation, BrandKey
from anxin.domain.network.queries import attestations, mistakes
from anxin.domain.network.queries.attestations import lost_from, statement_of
from anxin.domain.network.rules import signatures
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation

PublishedKey = TypedDict(
    "PublishedKey",
    {
        "id": str,
        "algorithm": str,
        "public_key": str,
        "from": str,
        "until": str | None,
        "lost": str | None,
        "lost_from": str | None,
    },
)
"""A key of a brand as it is published.

`lost` is when it was said that it may be in other hands, `lost_from` since when; None for one that ended well.
"""


class PublishedAuthorisation(TypedDict):
    """What a brand signed, as it is published; what a key signed since it is lost is suspended."""

    statement: str
    signature: str
    key: str | None
    signed_at: str | None
    state: str


class Published(TypedDict):
    """What a brand publishes of itself: its keys, and what they signed."""

    anxin: int
    brand: str
    name: str
    issued_at: str
    keys: list[PublishedKey]
    authorisations: list[PublishedAuthorisation]


def well_known(*, brand: Organisation, now: datetime) -> Published:
    """Return what stands at the brand's own `/.well-known/anxin.json`: its keys and what they signed."""
    keys = BrandKey.objects.filter(brand=brand).order_by("from_at")
    signed, mistaken = _ever_of(brand), mistakes.mistakes_of(brand)
    return {
        "anxin": 1,
        "brand": brand.slug,
        "name": brand.name,
        "issued_at": now.isoformat(),
        "keys": [
            {
                "id": key.kid,
                "algorithm": signatures.ALGORITHM,
                "public_key": key.public,
                "from": key.from_at.isoformat(),
                "until": key.to_at.isoformat() if key.to_at else None,
                "lost": key.lost_at.isoformat() if key.lost_at else None,
                "lost_from": since.isoformat() if (since := lost_from(key)) else None,
            }
            for key in keys
        ],
        "authorisations": [
            {
                "statement": statement_of(row).decode(),
                "signature": row.signature,
                "key": row.key.kid if row.key else None,
                "signed_at": row.signed_at.isoformat() if row.signed_at else None,
                "state": "mistaken" if _is_mistaken(row, mistaken) else attestations.state_of(row),
            }
            for row in signed
        ],
    }


def well_known_of(*, slug: str, now: datetime) -> Published | None:
    """Return the same for a brand by its slug, where it has published a key; nothing otherwise."""
    brand = Organisation.objects.filter(slug=slug, kind=Organisation.Kind.BRAND).first()
    return well_known(brand=brand, now=now) if brand is not None and brand.signing_keys.exists() else None


def well_known_at(*, host: str, now: datetime) -> Published | None:
    """Return it for the brand whose own address was asked, or for the only one here that has a key."""
    known = Organisation.objects.filter(kind=Organisation.Kind.BRAND, signing_keys__isnull=False).distinct()
    brands = list(known.order_by("created_at"))
    brand = people.house_at(host, brands) or (brands[0] if len(brands) == 1 else None)
    return well_known(brand=brand, now=now) if brand is not None else None


def _is_mistaken(row: Authorisation, mistaken: Mapping[str, datetime]) -> bool:
    return row.bare in mistaken and row.created_at < mistaken[row.bare]


def _ever_of(brand: Organisation) -> QuerySet[Authorisation]:
    rows = Authorisation.objects.filter(brand=brand).exclude(signature="")
    return rows.select_related("brand", "key").order_by("number")
