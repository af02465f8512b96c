"""Who waits for a technician can ask whether it was he who rang; nobody else learns whose phone it is."""

from datetime import datetime

import pytest
from django.utils import timezone

from anxin.core.actors import STRANGER, Actor
from anxin.demo import cast
from anxin.domain.privacy_numbers import queries
from tests import builders
from tests.domain.privacy_numbers.test_privacy_numbers import Scene
from tests.standins.numbers import Numbers

pytestmark = pytest.mark.django_db
OWN, BOUND = cast.MASTER_LUO.phone.removeprefix("+86"), "17000000000"


def test_a_technicians_phone_and_his_privacy_number_are_known_to_his_customer_alone_while_he_has_the_job(
    now: datetime,
) -> None:
    with Numbers(now=timezone.now()) as there:
        scene = Scene(there, now)
        builders.a_repair(now=now, customer=cast.GRANDMA_LI)
        ours, other = builders.by_phone(cast.MS_ZHANG.phone), builders.by_phone(cast.GRANDMA_LI.phone)

        def told(bare: str, by: Actor) -> str:
            found = queries.caller(bare, by=by, now=scene.now)
            return found.number if found else ""

        scene.until("assigned")
        his = cast.MASTER_LUO.number
        assert [told(one, ours) for one in (OWN, BOUND, "17000000001", "")] == [his, his, "", ""]
        assert [told(one, by) for one in (OWN, BOUND) for by in (other, STRANGER)] == [""] * 4
        scene.until("closed", after="assigned")
        assert [told(one, ours) for one in (OWN, BOUND)] == ["", ""]
