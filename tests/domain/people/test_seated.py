"""Whose house a case names in its own columns, the row itself answers: the same cases are seen as by the parties."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import Model, QuerySet

from anxin.core.actors import Actor
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries import lookup as claims
from anxin.domain.goods.models import Purchase
from anxin.domain.goods.queries import purchases
from anxin.domain.people import queries as people
from anxin.domain.people.models import Party
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries import lookup as repairs
from tests import builders, claim_builders

pytestmark = pytest.mark.django_db
type Seen = Callable[..., QuerySet[Any]]
KINDS: dict[str, tuple[type[Model], Seen]] = {
    "repair": (Repair, repairs.visible_to),
    "claim": (Claim, claims.visible_to),
    "purchase": (Purchase, purchases.purchases_of),
}


@pytest.fixture
def later(now: datetime) -> datetime:
    """Walk cases of several houses, and give a moment after them."""
    builders.a_repair(now=now, at="closed")
    builders.a_repair(now=now + timedelta(days=1), at="booked")
    claim_builders.a_claim(now=now, at="closed")
    return now + timedelta(days=9)


def everybody(now: datetime) -> Iterator[Actor]:
    """Give all of the cast who work for a house."""
    yield from (actor(member, now=now) for member in cast.EVERYBODY)


def test_whoever_sees_a_case_by_its_own_columns_is_party_to_it(later: datetime) -> None:
    seen = 0
    for by in everybody(later):
        for kind, (model, visible) in KINDS.items():
            parties = model._base_manager.filter(pk__in=people.streams_of(by, kind, now=later))
            found = set(visible(by, now=later).values_list("pk", flat=True))
            assert found == set(parties.values_list("pk", flat=True)) or by.kind == "technician", (by, kind)
            seen += len(found)
    assert seen > 20


def test_a_house_that_no_column_names_sees_a_case_while_it_is_party_to_it(later: datetime) -> None:
    owners = [one for one in everybody(later) if "merchant_owner" in one.roles]
    merchant = next(one for one in owners if not repairs.visible_to(one, now=later).exists())
    case = Repair.objects.earliest("created_at")
    stay = Party.objects.create(
        stream_kind="repair", stream_key=case.pk, organisation_id=merchant.organisation, role="brand", from_at=later
    )
    assert repairs.visible_to(merchant, now=later).filter(pk=case.pk).exists()
    Party.objects.filter(pk=stay.pk).update(to_at=later + timedelta(days=1))
    assert not repairs.visible_to(merchant, now=later + timedelta(days=2)).filter(pk=case.pk).exists()


@pytest.mark.parametrize("kind", KINDS)
def test_parties_are_asked_only_where_no_column_of_the_row_says_it(kind: str, later: datetime) -> None:
    desk = next(one for one in everybody(later) if "operator" in one.roles)
    where = str(KINDS[kind][1](desk, now=later).query).partition(" WHERE ")[2]
    column = "seller_id" if kind == "purchase" else "operator_id"
    assert where.index(column) < where.index(" OR EXISTS(")
