"""What may be chosen has one list, and nothing else is taken."""

from datetime import datetime

import pytest

from anxin.core.errors import Invalid
from anxin.demo import cast
from anxin.domain.visits import actions
from tests import builders


@pytest.mark.django_db
def test_a_technician_gives_a_job_back_for_a_reason_that_is_known(now: datetime) -> None:
    one = builders.a_repair(now=now, at="assigned")

    def back(why: str) -> None:
        luo = one.by(cast.MASTER_LUO)
        one.do(lambda: actions.hand_back(visit=one.visit, why=why, by=luo, now=one.now))

    with pytest.raises(Invalid, match="too_far"):
        back("no_mood")
    back("ill")
    assert one.visit.state != "assigned"
