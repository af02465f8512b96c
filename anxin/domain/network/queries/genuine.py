"""The genuine card: who vouches for a hotline, an outlet or a technician, and the look-alikes."""

import base64
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db.models import QuerySet

from anxin.core import vault
from anxin.core.errors import Missing
from anxin.domain.network import rules
from anxin.domain.network.models import Authorisation, BrandKey, Check, Report, Technician
from anxin.domain.people.models import Organisation

SHANGHAI = ZoneInfo("Asia/Shanghai")
KINDS = ("hotline", "outlet", "technician")


class UnknownKind(Missing):
    """Nothing of this kind can be checked here."""

    code = "network.unknown_kind"


@dataclass(frozen=True, kw_only=True)
class GenuineCard:
    """The answer of the public check.

    `answer` is genuine, suspended, retired, look_alike or unknown; `badge` is valid, wrong or "" (not shown).
    """

    kind: str
    code: str
    answer: str
    number: str = ""
    brand: str = ""
    brand_site: str = ""
    authorisation: str = ""
    scope: str = ""
    called: str = ""
    grade: int = 0
    from_date: date | None = None
    to_date: date | None = None
    ended_at: datetime | None = None
    signature_holds: bool = False
    key: str = ""
    badge: str = ""
    resembles: str = ""
    official: tuple[str, ...] = ()
    checked_at: datetime
    checks_30_days: int = 0
    reports: int = 0
    reports_verified: int = 0

    @property
    def genuine(self) -> bool:
        """Say whether a brand vouches for it today."""
        return self.answer == "genuine"


def numbered(card: GenuineCard, *, number: str) -> GenuineCard:
    """Give the card with the number under which the question was counted."""
    return replace(card, number=number)


def statement_of(row: Authorisation) -> bytes:
    """Give the bytes a brand signs for an authorisation."""
    return rules.statement(
        number=row.number,
        brand=row.brand.slug,
        kind=row.kind,
        code=row.code,
        scope=row.scope,
        from_date=row.from_date,
        to_date=row.to_date,
    )


def genuine_card(*, kind: str, code: str, now: datetime, token: str = "") -> GenuineCard:
    """Answer whether a number is genuine right now; raises UnknownKind for what can't be checked here."""
    if kind not in KINDS:
        raise UnknownKind({"kind": kind})
    today = now.astimezone(SHANGHAI).date()
    rows = list(_ever(kind))
    mine = [row for row in rows if rules.digits(row.code) == rules.digits(code)]
    card = _of(mine, code, kind, today, now) if mine else _look_alike(rows, code, kind, now)
    card = replace(card, **_asked(kind, code, now))
    if kind == "technician" and card.genuine:
        card = _with_technician(card, token, now)
    return card if card.genuine else replace(card, official=_official(kind, rows, card, today))


def _ever(kind: str) -> QuerySet[Authorisation]:
    rows = Authorisation.objects.filter(kind=kind).exclude(state__in=["applied", "checked", "refused"])
    return rows.select_related("brand", "key").order_by("-from_date", "-id")


def _of(rows: list[Authorisation], code: str, kind: str, today: date, now: datetime) -> GenuineCard:
    living = [row for row in rows if row.state == "authorised" and row.from_date <= today <= row.to_date]
    living = [row for row in living if _holds(row)]
    paused = [row for row in rows if row.state == "suspended" and row.to_date >= today]
    row, answer = next(
        ((some[0], word) for some, word in ((living, "genuine"), (paused, "suspended")) if some), (rows[0], "retired")
    )
    return GenuineCard(
        kind=kind,
        code=row.code,
        answer=answer,
        brand=row.brand.name,
        brand_site=row.brand.site,
        authorisation=row.number,
        scope=row.scope,
        from_date=row.from_date,
        to_date=row.to_date,
        ended_at=row.ended_at,
        signature_holds=_holds(row),
        key=row.key.kid if row.key else "",
        checked_at=now,
    )


def _holds(row: Authorisation) -> bool:
    if row.key is None or not row.signature:
        return False
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(row.key.public))
        public.verify(base64.b64decode(row.signature), statement_of(row))
    except (InvalidSignature, ValueError):
        return False
    return True


def _look_alike(rows: list[Authorisation], code: str, kind: str, now: datetime) -> GenuineCard:
    living_first = sorted(rows, key=lambda row: row.state != "authorised")
    near = next((row for row in living_first if rules.one_off(row.code, code)), None)
    if near is None:
        return GenuineCard(kind=kind, code=code, answer="unknown", checked_at=now)
    return GenuineCard(
        kind=kind, code=code, answer="look_alike", resembles=near.code, brand=near.brand.name, checked_at=now
    )


def _official(kind: str, rows: list[Authorisation], card: GenuineCard, today: date) -> tuple[str, ...]:
    hotlines = rows if kind == "hotline" else list(_ever("hotline"))
    living = [
        row for row in hotlines if row.state == "authorised" and row.from_date <= today <= row.to_date and _holds(row)
    ]
    same = [row for row in living if card.brand and row.brand.name == card.brand]
    return tuple(row.code for row in (same or living)[:3])


def _asked(kind: str, code: str, now: datetime) -> dict[str, int]:
    bare = rules.digits(code)[:40]
    reports = Report.objects.filter(kind=kind, code=bare)
    return {
        "checks_30_days": Check.objects.filter(kind=kind, code=bare, at__gt=now - timedelta(days=30)).count(),
        "reports": reports.count(),
        "reports_verified": reports.exclude(verified_at=None).count(),
    }


def _with_technician(card: GenuineCard, token: str, now: datetime) -> GenuineCard:
    technician = Technician.objects.filter(number=card.code).first()
    if technician is None:
        return card
    badge = ""
    if token:
        secret = vault.open_("network.technician.badge", technician.id, technician.badge_sealed).encode()
        holds = rules.badge_holds(secret=secret, number=technician.number, token=token, seconds=int(now.timestamp()))
        badge = "valid" if holds else "wrong"
    return replace(card, called=technician.called, grade=technician.grade, badge=badge)


def badge_seconds(*, now: datetime) -> int:
    """Say in how many seconds the badge's characters change."""
    return rules.BADGE_STEP_S - int(now.timestamp()) % rules.BADGE_STEP_S


def well_known(*, brand: Organisation, now: datetime) -> dict[str, object]:
    """Give what stands at the brand's own `/.well-known/anxin.json`: its keys and what they signed."""
    keys = BrandKey.objects.filter(brand=brand).order_by("from_at")
    signed = _ever_of(brand)
    return {
        "anxin": 1,
        "brand": brand.slug,
        "name": brand.name,
        "issued_at": now.isoformat(),
        "keys": [
            {
                "kid": key.kid,
                "kty": "OKP",
                "crv": "Ed25519",
                "x": key.public,
                "from": key.from_at.isoformat(),
                "to": key.to_at.isoformat() if key.to_at else None,
            }
            for key in keys
        ],
        "authorisations": [
            {
                "statement": statement_of(row).decode(),
                "signature": row.signature,
                "key": row.key.kid if row.key else None,
                "state": row.state,
            }
            for row in signed
        ],
    }


def well_known_of(*, slug: str, now: datetime) -> dict[str, object] | None:
    """Give the same for a brand by its slug, where it has published a key; nothing otherwise."""
    brand = Organisation.objects.filter(slug=slug, kind=Organisation.Kind.BRAND).first()
    return well_known(brand=brand, now=now) if brand is not None and brand.signing_keys.exists() else None


def _ever_of(brand: Organisation) -> QuerySet[Authorisation]:
    rows = Authorisation.objects.filter(brand=brand).exclude(signature="")
    return rows.select_related("brand", "key").order_by("number")
