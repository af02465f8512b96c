"""Old messages are dropped, some at a time, and nothing that anybody still could read or has to settle."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anxin.core import outbox
from anxin.core.outbox import Message, retention
from tests.patience import UNSCOPED

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
STATES = ("live", "sent", "expired", "waiting", "sending", "unclear", "failed")
ages = st.integers(min_value=0, max_value=60)
rows = st.lists(st.tuples(st.sampled_from(STATES), ages, ages, st.sampled_from(["desk", "outlet:1"])), max_size=30)


def lay(several, now):
    """Lay messages down, the oldest first as they come, each settled some days after it was put."""
    Message.objects.all().delete()
    made = []
    for number, (state, age, took, audience) in enumerate(sorted(several, key=lambda one: -one[1])):
        settled_at = now - (age - min(took, age)) * DAY if state not in ("live", "waiting", "sending") else None
        told = {"state": state, "created_at": now - age * DAY, "settled_at": settled_at, "key": f"k{number}"}
        made.append(Message.objects.create(template="lamp.lit", audience=audience, carrier="live", **told))
    return made


class TestSweep:
    @settings(max_examples=60, suppress_health_check=UNSCOPED)
    @given(several=rows, stood=ages)
    def test_loses_nothing_a_reader_could_still_read_and_nothing_unsettled(self, now, monkeypatch, several, stood):
        monkeypatch.setattr(retention, "AT_ONCE", 4)
        made = lay(several, now)
        kept_from = now - 30 * DAY
        reader = next((one.position for one in reversed(made) if one.created_at < now - min(stood, 29) * DAY), "")
        due = [one.key for one in outbox.after(reader, "desk", 1000) if one.created_at >= kept_from]
        retention.sweep(now=now)
        left = {one.key for one in Message.objects.all()}
        assert [one.key for one in outbox.after(reader, "desk", 1000) if one.created_at >= kept_from] == due
        assert left >= {one.key for one in made if one.state in outbox.UNSETTLED}
        assert left >= {one.key for one in made if (one.settled_at or one.created_at) >= kept_from}
        assert left >= {one.key for one in made[-1:]}, "the newest stays"
        old = [one for one in made[:-1] if one.created_at < kept_from and one.state in retention.DONE]
        assert not left & {one.key for one in old if (one.settled_at or one.created_at) < kept_from}
        assert retention.sweep(now=now) == 0

    def test_goes_on_behind_what_is_unsettled_and_stops_where_it_is_young(self, now, monkeypatch):
        monkeypatch.setattr(retention, "AT_ONCE", 3)
        lay([("failed", 50, 0, "desk")] * 7 + [("sent", 45, 0, "desk")] * 7 + [("live", 3, 0, "desk")] * 4, now)
        assert retention.sweep(now=now) == 7
        assert Counter(Message.objects.values_list("state", flat=True)) == {"failed": 7, "live": 4}
