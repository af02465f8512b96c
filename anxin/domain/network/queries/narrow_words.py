"""Words of brands that are for other goods than those a technician can do: who is sent for them no more than before."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from anxin.domain.goods.models import Product
from anxin.domain.network.models import Authorisation, Technician
from anxin.domain.network.queries.attestations import goods_for
from anxin.domain.network.queries.standings import held_words
from anxin.domain.network.queries.technicians import skills_of
from anxin.domain.network.rules.scopes import is_for

type Narrow = tuple[Authorisation, tuple[str, ...]]
"""A word, and the skills that its brand's goods take and it isn't for."""


def narrow_words(technician: Technician, *, now: datetime) -> list[Narrow]:
    """Return the words that are held for a technician but not for all he can do for their brands (three queries)."""
    on = timezone.localtime(now).date()
    words = [one for one in held_words("technician", technician.number) if one.to_date >= on]
    skills = [one.code for one in skills_of(technician, now=now)] if words else []
    return [(word, lacks) for word in words if (lacks := _lacking(word, skills))]


def _lacking(word: Authorisation, skills: Collection[str]) -> tuple[str, ...]:
    found = [one for one in skills if not is_for(goods_for(word), one)]
    goods = (
        set(Product.objects.filter(brand=word.brand, skill__in=found).values_list("skill", flat=True)) if found else ()
    )
    return tuple(one for one in found if one in goods)


def brands_lacking(technician: Technician, *, now: datetime) -> dict[str, tuple[str, ...]]:
    """Return by skill the brands that vouch for a technician, but not for that."""
    found: dict[str, tuple[str, ...]] = {}
    for word, lacks in narrow_words(technician, now=now):
        for skill in lacks:
            found[skill] = (*found.get(skill, ()), word.brand.name)
    return found
