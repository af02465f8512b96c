"""What a technician writes for the desk: inside read as he wrote it, by the customer as a reason of the house."""

from datetime import datetime

import pytest

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.demo import cast
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import JOBS
from tests import builders

pytestmark = pytest.mark.django_db

NOTE = "嫌贵，说要去别家问"


def read_by(one: builders.Walked, actor: Actor) -> tuple[str, str]:
    """Return what somebody reads of the end of the visit: the sentence, and the words beside it."""
    view = queries.view(one.repair, actor=actor, now=one.now)
    (line,) = [line for line in view.timeline if line.code == "visit.give_up"]
    return line.sentence, line.text


class TestWordsForTheDesk:
    def test_are_read_inside_and_not_by_the_customer(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="on_site")
        luo, fields = one.by(cast.MASTER_LUO), {"why": "unrepairable", "note": NOTE}
        acting(lambda: JOBS.give("ending", row=one.visit, by=luo, now=one.now, fields=fields))
        said = "这次上门没修成：修不了"
        assert read_by(one, one.customer) == (said, "")
        assert read_by(one, one.by(cast.XIAO_CHEN)) == (said, NOTE)
        assert read_by(one, one.by(cast.BOSS_HE)) == (said, NOTE)
        lines = queries.timeline_of(one.repair, actor=one.customer)
        assert NOTE not in " ".join(line.text for line in lines)
