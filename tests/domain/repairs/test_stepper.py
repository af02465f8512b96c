"""What the public stepper says while somebody helps from afar."""

from datetime import datetime

import pytest

from anxin.domain.repairs import rules


@pytest.mark.parametrize(("state", "note"), [("helping", "helping"), ("helped", "say_whether")])
def test_looks_for_nobody_while_somebody_helps_from_afar(state: str, note: str, now: datetime) -> None:
    told = rules.RepairStepperFacts(repair=state, submitted_at=now, accepted_at=now)
    steps = [(one.name, one.note) for one in rules.stepper(told)]
    assert steps == [("registered", "numbered"), ("sealed", "sealed"), ("helping", note)]
