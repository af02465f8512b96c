"""Numbers entered by mistake, that never were a brand's: which are known, which wait for a second person."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from anxin.domain.network.models import Authorisation, FormerPhone, MistakenNumber
from anxin.domain.network.queries import attestations
from anxin.domain.people.models import Organisation

LIVING = ("applied", "checked", "authorised", "suspended")


def ever_ours() -> QuerySet[Authorisation]:
    """Return what was ever authorised, but for numbers that two persons called a mistake afterwards."""
    mistaken = MistakenNumber.objects.filter(brand=OuterRef("brand"), bare=OuterRef("bare"))
    return attestations.ever().exclude(Exists(mistaken.filter(agreed_at__gt=OuterRef("created_at"))))


def former_phones(bare: str) -> QuerySet[FormerPhone]:
    """Return the outlets that were reached at a number once, but for one that was a mistake."""
    mistaken = MistakenNumber.objects.filter(bare=bare, agreed_at__gt=OuterRef("ended_at"))
    rows = FormerPhone.objects.filter(bare=bare).exclude(Exists(mistaken))
    return rows.select_related("outlet").order_by("-ended_at")


def mistaken_for(bare: str) -> str:
    """Return the brand a number was entered for by mistake, by name; empty where it wasn't."""
    rows = MistakenNumber.objects.filter(bare=bare).exclude(agreed_at=None)
    return rows.order_by("-agreed_at").values_list("brand__name", flat=True).first() or "" if bare else ""


def mistakes_of(brand: Organisation) -> dict[str, datetime]:
    """Return the bare numbers that were a brand's by mistake: until when, what it said since stands."""
    rows = brand.mistaken_numbers.filter(agreed_at__isnull=False).order_by("agreed_at")
    return {one.bare: one.agreed_at for one in rows if one.agreed_at}


def waiting_mistakes(brand: Organisation) -> list[MistakenNumber]:
    """Return what waits for a second person, the oldest first."""
    return list(brand.mistaken_numbers.filter(agreed_at=None, refused_at=None).order_by("asked_at")[:100])


def is_still_ours(brand: Organisation, bare: str) -> bool:
    """Return whether a brand vouches for a number, or means to."""
    return Authorisation.objects.filter(brand=brand, bare=bare, state__in=LIVING).exists()


def was_ours(brand: Organisation, bare: str, *, now: datetime) -> bool:
    """Return whether the check knows a number as one that was a brand's: a hotline, or an outlet's former phone.

    What was called a mistake already is known no more.
    """
    if ever_ours().filter(brand=brand, bare=bare, kind="hotline").exclude(signature="").exists():
        return True
    codes = list(former_phones(bare).filter(ended_at__lte=now).values_list("outlet__code", flat=True))
    words = Authorisation.objects.filter(brand=brand, kind="outlet", code__in=codes)
    return bool(codes) and words.exclude(signature="").exists()
