"""Who is asked to work for one more brand from an outlet he doesn't work at: he, or who leads him, says yes first."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from anxin.core.tables import Values, text_in
from anxin.domain.network.models import Engagement, Placement, Technician
from anxin.domain.network.wording.tables import WAITS_FOR_YES
from anxin.domain.people.models import Organisation


def asked_of(technician: Technician, *, brand: str) -> QuerySet[Placement]:
    """Return what of a brand still waits for somebody's yes."""
    rows = Placement.objects.filter(technician=technician, brand__slug=brand, state="asked")
    return rows.select_related("technician", "outlet__organisation", "brand").order_by("outlet__code")


def need_yes(technician: Technician, *, brand: str, outlets: Iterable[str]) -> list[str]:
    """Return the outlets of these, by their codes, from which somebody whom others engage isn't sent without a yes."""
    living = technician.engagements.filter(to_at=None).values_list("outlet__code", "brand__slug")
    return _unknown(list(living), brand, outlets)


def is_left(brand: Organisation, technician: Technician) -> bool:
    """Return whether a brand neither engages somebody nor waits for a yes any more."""
    same = {"technician": technician, "brand": brand}
    works = Engagement.objects.filter(to_at=None, **same).exists()
    return not works and not Placement.objects.filter(state="asked", **same).exists()


def waits_said(rows: Sequence[Values], _now: datetime) -> list[str]:
    """Return a sentence for each row whose technician, or who leads him, has to say yes first (one query)."""
    told = {text_in(one, "number"): one for one in rows if one.get("outlet") and one.get("number")}
    works: dict[str, list[tuple[str, str]]] = {}
    living = Engagement.objects.filter(to_at=None, technician__number__in=told)
    for number, outlet, brand in living.values_list("technician__number", "outlet__code", "brand__slug"):
        works.setdefault(number, []).append((outlet, brand))
    found = []
    for number, known in sorted(works.items()):
        row = told[number]
        several = _unknown(known, text_in(row, "brand"), text_in(row, "outlet").split(", "))
        found += [str(WAITS_FOR_YES).format(number=number, outlet=one) for one in several]
    return found


def _unknown(works: Collection[tuple[str, str]], brand: str, outlets: Iterable[str]) -> list[str]:
    there, others = {outlet for outlet, _brand in works}, {of for _outlet, of in works} - {brand}
    return [one for one in outlets if others and one and one not in there]
