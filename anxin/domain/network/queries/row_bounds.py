"""What a brand's own row can't say: outlets that serve nothing for it, names of any accounts, days that can't be."""

from datetime import datetime

from django.utils import timezone

from anxin.core.tables import Values, text_in
from anxin.domain.network.models import Engagement, Technician, Territory
from anxin.domain.network.wording.tables import CELLS


def why_not_now(values: Values, now: datetime) -> dict[str, str]:
    """Refuse a word whose last day is over, and somebody whose trade begins in the days to come."""
    today, found = timezone.localtime(now).date().isoformat(), dict[str, str]()
    if str(values.get("to") or today) < today:
        found["to"] = str(CELLS["over_word"])
    if str(values.get("since") or today) > today:
        found["since"] = str(CELLS["to_come"])
    return found


def foreign_outlets(row: Technician | None, values: Values) -> dict[str, str]:
    """Refuse an outlet that serves nothing for a brand, where the technician doesn't work for it there already."""
    wanted = [one for one in text_in(values, "outlet").split(", ") if one]
    there = {"brand__slug": str(values["brand"]), "outlet__code__in": wanted, "to_at": None}
    serve = Territory.objects.filter(**there).exclude(kind=Territory.Kind.APART).values_list("outlet__code", flat=True)
    works = Engagement.objects.filter(**there, technician=row).values_list("outlet__code", flat=True)
    foreign = next((one for one in wanted if one not in {*serve.union(works)}), "")
    return {"outlet": str(CELLS["not_served"]).format(outlet=foreign)} if foreign else {}


def foreign_name(row: Technician | None, values: Values) -> dict[str, str]:
    """Refuse a sign-in name that doesn't begin with his badge number, unless he has it: it could be anybody's.

    Were any name taken that is free, a row's reason would tell which names other houses sign in with.
    """
    wanted, number = text_in(values, "username"), str(values["number"])
    has = row is not None and row.account is not None and row.account.username == wanted
    if not wanted or has or wanted.lower().startswith(number.lower()):
        return {}
    return {"username": str(CELLS["own_name"])}
