"""What was walked is copied whole: no table is forgotten, and the house finds nothing wrong with a copy."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, models

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.demo import cast, ground, shelves
from anxin.domain.network.models import Authorisation
from anxin.domain.network.queries import attestations
from bench import nation_fill, nation_text, nation_units, nation_values
from tests import builders
from tests.claim_builders import a_claim
from tests.conftest import NOW

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]
SIZES = nation_fill.Sizes(repairs=40, claims=10, technicians=60)


@pytest.fixture
def filled() -> nation_fill.Filling:
    """Walk a few cases, and copy them."""
    ground.lay(now=datetime.now(UTC))
    acting(lambda: shelves.fill(now=NOW - timedelta(days=60)))
    builders.a_repair(now=NOW, at="closed")
    builders.a_repair(now=NOW + timedelta(days=1), at="booked", customer=replace(cast.MS_ZHANG, phone="13900000099"))
    a_claim(now=NOW, at="closed")
    nation_values.GIVEN.clear()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return nation_fill.fill(SIZES, say=lambda _text: None)


def counts() -> Counter[str]:
    """Count the rows of each table."""
    return Counter({one._meta.label: one._base_manager.count() for one in nation_units.tables()})


def test_every_table_with_rows_is_copied_or_named_as_shared(filled: nation_fill.Filling) -> None:
    """A row is a unit's own, a crew's, the house's, or of a table that is named with its reason."""
    walked = filled.walked
    taken = {one.label for unit in walked.cases() for one in unit.rows}
    crews = {one.label for unit in walked.crews() for one in unit.rows}
    alone = {one.label for unit in walked.units for one in unit.rows} - taken
    those = {one.label for one in walked.rows}

    assert those <= taken | crews | alone | nation_units.SHARED.keys()
    assert alone <= {"core.LaterTask", "core.Message", "notices.Notice", "core.Clock", "places.Place"} | ALONE
    assert {label: count for label, count in filled.rows.items() if not count} == {}
    assert taken - filled.rows.keys() == set()


ALONE = frozenset(
    {"core.Stream", "core.Entry", "core.Private", "people.Party", "people.Person", "goods.Purchase", "parts.Movement"}
)
"""Of what no case was told yet there are rows that belong to none."""


def test_a_copy_of_a_case_names_rows_that_are_there(filled: nation_fill.Filling) -> None:
    """Every foreign key of every table leads to a row."""
    assert filled.copies["repairs.Repair"] >= SIZES.repairs - 2
    lost = {
        f"{table._meta.label}.{one.name}": _lost(table, one) for table in nation_units.tables() for one in keys(table)
    }

    assert {name: count for name, count in lost.items() if count} == {}


def keys(table: nation_units.Model) -> "list[models.ForeignKey[models.Model, models.Model]]":
    return [one for one in table._meta.local_concrete_fields if isinstance(one, models.ForeignKey)]


def _lost(table: nation_units.Model, one: "models.ForeignKey[models.Model, models.Model]") -> int:
    to = one.target_field
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT count(*) FROM "{table._meta.db_table}" x WHERE x."{one.column}" IS NOT NULL AND NOT EXISTS '
            f'(SELECT 1 FROM "{to.model._meta.db_table}" y WHERE y."{to.column}" = x."{one.column}")'
        )
        return int(cursor.fetchone()[0])


def test_the_house_finds_nothing_wrong_with_a_copy(filled: nation_fill.Filling) -> None:
    """Chains, heads, seals of rows and what facts say of rows hold in every copy.

    But for marks on a house: the fact that tells of one lies on the house's own stream, which is shared.
    """
    found = [str(one) for one in timeline.verify() if not (one.stream and one.stream.kind == "standing_organisation")]

    assert found == []


def test_a_brand_has_signed_its_word_for_a_copy(filled: nation_fill.Filling) -> None:
    """What is drawn of a copied network follows who is vouched for."""
    words = Authorisation.objects.exclude(signature="").select_related("brand", "key")

    assert words.count() > SIZES.technicians
    assert [str(one) for one in words if not attestations.verifies(one)] == []


def test_a_signature_that_holds_a_technicians_name_by_chance_is_cut_as_a_signature(
    filled: nation_fill.Filling,
) -> None:
    """Signatures are letters by chance, and 'lu' is a name."""
    walked = filled.walked
    crew = next(one for one in walked.crews() if any(it.label == "network.Authorisation" for it in one.rows))
    pattern = nation_text.Pattern(walked, crew, "technician")
    name = min(pattern.opaque, key=len)
    pattern.words[f"9{name}/+Q=="] = 7

    assert pattern.pieces(f"9{name}/+Q==") == (7,)
