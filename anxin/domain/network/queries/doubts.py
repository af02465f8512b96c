"""What stands against a brand's hotline, so that somebody of the desk looks before the brand signs for it."""

from dataclasses import dataclass
from uuid import UUID

from anxin.domain.network.models import Authorisation, ReportedNumber
from anxin.domain.network.queries.attestations import HELD
from anxin.domain.network.queries.mistakes import ever_ours
from anxin.domain.people.models import Organisation


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Under which `case` it is looked at (empty where nobody opened one), and `whose` the number was."""

    case: str
    whose: tuple[Organisation, ...] = ()


def doubt_of(row: Authorisation) -> Doubt | None:
    """Return what stands against a hotline; None where nothing does."""
    return doubt_about(row.bare, brand=row.brand_id) if row.kind == Authorisation.Kind.HOTLINE else None


def doubt_about(bare: str, *, brand: UUID) -> Doubt | None:
    """Return what stands against a number as a brand's hotline; None where nothing does.

    A person found it to be false; or it was another brand's, and nobody of the desk found it genuine since. That a
    brand's own word stands for it already takes the second away.
    """
    case = ReportedNumber.objects.filter(bare=bare).first()
    if case is not None and case.state == "confirmed":
        return Doubt(case=case.number)
    words = ever_ours().filter(kind=Authorisation.Kind.HOTLINE, bare=bare).exclude(signature="")
    if any(one.brand_id == brand and one.state in HELD for one in words):
        return None
    others = [one for one in words if one.brand_id != brand]
    looked_at = case.looked_at if case is not None and case.state == "cleared" else None
    if not others or (looked_at and all(one.ended_at and one.ended_at <= looked_at for one in others)):
        return None
    return Doubt(case=case.number if case else "", whose=tuple({one.brand_id: one.brand for one in others}.values()))


def newest_in_doubt(brand: Organisation) -> str:
    """Return the case in which the hotline that was entered last for a brand is looked at; empty where none is."""
    row = Authorisation.objects.filter(brand=brand, kind="hotline", state__in=["applied", "checked"]).last()
    doubt = doubt_of(row) if row else None
    return doubt.case if doubt else ""
