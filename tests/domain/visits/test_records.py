"""What a visit has to record stands in data, by kind and goods, and is kept on the visit it was opened with."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.errors import Invalid
from anxin.demo import cast, ground
from anxin.demo.walk import Walked, a_report, begin
from anxin.domain.people import queries as people
from anxin.domain.repairs.commands import JOBS
from anxin.domain.visits import actions as visits
from anxin.domain.visits import rules
from anxin.domain.visits.actions import completion

pytestmark = pytest.mark.django_db
OWN = {"lock": {"install": {"photos": ["after"], "checks": [{"code": "keys", "name": "钥匙已交给客户"}]}}}


def on_site(now: datetime, kind: str = "install") -> Walked:
    return begin(replace(a_report(now=now), kind=kind), now=now).until("on_site")


class TestRecord:
    @pytest.mark.parametrize("kind", ["repair", "install", "maintain", "inspect", "remove", "lock_opening"])
    def test_of_every_kind_has_pictures_and_reads_as_data(self, kind: str) -> None:
        rules.check_records(rules.RECORDS)
        assert rules.record_of(rules.RECORDS, category="washer", kind=kind)["photos"]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"": {"install": {"photos": ["selfie"]}}},
            {"": {"install": {"checks": [{"code": "a"}]}}},
            {"": {"install": ["after"]}},
            {"": {"install": {"video": []}}},
        ],
    )
    def test_that_nobody_could_fill_is_refused(self, wrong: dict[str, object]) -> None:
        with pytest.raises(Invalid):
            rules.check_records(wrong)

    def test_of_a_brands_own_counts_from_the_visit_it_is_opened_with(self, now: datetime) -> None:
        ground.lay(now=now)
        before = on_site(now)
        brand, by = people.organisation(cast.HEYAN.slug), before.by(cast.ADMIN)
        given = {"organisation": str(brand.id), "value": OWN, "by": by, "now": before.now}
        acting(lambda: settings.propose(name="visits.records", valid_from=before.now, **given))
        assert rules.slots_of(before.visit.record, "install") == ("before", "plate", "after", "signature")
        after = on_site(before.now + timedelta(minutes=1))
        assert rules.slots_of(after.visit.record, "install") == ("after",)

    def test_keeps_the_code_back_until_every_point_is_done(self, now: datetime) -> None:
        ground.lay(now=now)
        one = on_site(now)
        by, codes = one.by(cast.MASTER_LUO), [point["code"] for point in rules.checks_of(one.visit.record)]
        with pytest.raises(visits.NoCode) as refused:
            one.do(lambda: visits.finish(visit=one.visit, code="000000", by=by, now=one.now))
        assert "checks" in str(refused.value.facts["lacks"])

        def tick(*done: str) -> None:
            one.do(lambda: JOBS.give("checks", row=one.visit, by=by, now=one.now, fields={"done": done}))

        tick(*codes)
        assert "checks" not in completion.lacks(one.visit)
        tick(*codes[1:])
        assert "checks" in completion.lacks(one.visit)
        with pytest.raises(Invalid):
            tick("nothing")
