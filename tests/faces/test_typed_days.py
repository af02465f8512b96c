"""A day that somebody types, wherever he does: of a year nobody means it is refused, and the days there are named."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from anxin.core import days, tables
from anxin.core.commands.fields import typed
from anxin.core.errors import Invalid
from anxin.demo import cast
from anxin.domain.network.commands.fields import MadeKey
from anxin.domain.network.models import BrandKey
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
SAID = "应为介于 1950-01-01 和 2099-12-31 之间的一天"
FACES = Path(__file__).parents[2] / "anxin" / "faces"


@pytest.mark.parametrize(
    ("member", "address", "field"),
    [
        (cast.HEYAN_OWNER, "/merchant/authorisations/brands/heyan/key/", "until_date"),
        (cast.HEYAN_OWNER, "/merchant/authorisations/brands/heyan/public-key/", "until_date"),
        (cast.ADMIN, "/desk/staff/chen/leave/", "until"),
        (cast.ADMIN, "/desk/settings/repairs.assign_min/changes/", "day"),
    ],
)
def test_far_away_is_refused_at_its_field_with_the_days_there_are(
    member: cast.Member, address: str, field: str, sits: Callable[[cast.Member], Client]
) -> None:
    keys = BrandKey.objects.count()
    answer = sits(member).post(address, {field: "9999-12-31", "when": "day", "value": "20", "why": "x", "once": "far"})
    assert (answer.status_code, SAID in flat(answer)) == (422, True)
    assert BrandKey.objects.count() == keys


def test_far_away_is_refused_whoever_gives_the_command_and_in_files() -> None:
    with pytest.raises(Invalid, match="2099-12-31"):
        typed(MadeKey, {"until_date": "9999-12-31"})
    assert typed(MadeKey, {"until_date": "2099-12-31"}).until_date == days.LATEST
    with pytest.raises(ValueError, match="2099-12-31"):
        tables.day("2100-01-01")
    assert date.fromisoformat(tables.day("2099-12-31")) == days.LATEST


def test_is_asked_for_by_one_field_on_every_page() -> None:
    own = [
        path.name for path in FACES.rglob("*.py") if "forms.DateField(" in path.read_text() and path.name != "dates.py"
    ]
    assert own == []
