"""Organisations found by name: exactly by an index, nearly by what their names share, never by reading them all."""

from uuid import UUID

from django.db.models import Count

from anxin.core import names
from anxin.domain.people.models import NameGram, Organisation

MOST_NEAR, LONGEST = 64, 40


def near_named(kind: str, text: str) -> dict[UUID, str]:
    """Return the plain names that share most with a text, the most first; never many."""
    grams = names.grams_of(names.plain(text)[:LONGEST])
    rows = NameGram.objects.filter(kind=kind, gram__in=grams).values("organisation")
    best = rows.annotate(shared=Count("gram")).order_by("-shared", "organisation")[:MOST_NEAR]
    found = [row["organisation"] for row in best]
    plain = dict(Organisation.objects.filter(pk__in=found).values_list("pk", "plain_name"))
    return {one: plain[one] for one in found}
