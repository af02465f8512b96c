"""What outlets serve is written so that anybody reads it, and read back as it was, whatever stands first."""

import random
from datetime import datetime

import pytest

from anxin.domain.network.queries import place_cells
from anxin.domain.people import actions as people
from anxin.domain.places import gateway

pytestmark = pytest.mark.django_db
CITIES = ("11", "5101", "31")


@pytest.fixture(autouse=True)
def brands(now: datetime) -> None:
    for slug in ("qinghe", "shi-yu"):
        people.found_organisation(kind="brand", slug=slug, name=slug, now=now)


def a_coverage(chance: random.Random) -> set[str]:
    """Make up what an outlet serves: counties and towns, here and there a part left out."""
    found = set()
    for brand in chance.sample(("qinghe", "shi-yu"), chance.randint(1, 2)):
        counties = gateway.children(chance.choice(CITIES))
        for county in chance.sample(counties, chance.randint(1, min(4, len(counties)))):
            streets = gateway.children(county.code)
            found.add(f"{brand}:{county.code}")
            for street in chance.sample(streets, min(len(streets), chance.randint(0, 2))):
                found.add(f"{brand}:-{street.code}")
    return found


class TestACoverage:
    @pytest.mark.parametrize("seed", range(30))
    def test_is_read_back_as_it_was_written_out_and_in_any_order(self, seed: int) -> None:
        chance = random.Random(seed)
        served = a_coverage(chance)
        kept = ", ".join(sorted(served))
        assert place_cells.served(place_cells.wide_first(kept)) == kept
        assert place_cells.served(kept) == kept, "an earlier version wrote it so"
        mixed = chance.sample(sorted(served), len(served))
        assert place_cells.served("，".join(mixed)) == kept

    def test_names_what_contains_before_what_is_left_out(self) -> None:
        assert place_cells.wide_first("qinghe:-110105400, qinghe:110105") == "qinghe:110105, qinghe:-110105400"

    def test_that_leaves_out_what_nothing_contains_is_refused(self) -> None:
        with pytest.raises(ValueError, match="首都机场街道"):
            place_cells.served("qinghe:-110105400, shi-yu:110105")
