"""What a visit has to record stands in data, by kind and goods, and is kept on the visit it was opened with."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.errors import Invalid
from anxin.demo import cast, ground
from anxin.demo.walk import Walked, a_report, begin, photographed
from anxin.domain.people import queries as people
from anxin.domain.repairs.commands import JOBS
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries, rules
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


ASKED = {
    "photos": ["after"],
    "checks": [
        {"code": "volts", "name": "电池电压", "answer": "number", "unit": "V", "photo": True},
        {"code": "seal", "name": "密封条", "answer": "fine"},
        {"code": "keys", "name": "钥匙已交给客户"},
    ],
}


class TestPoints:
    @pytest.fixture
    def one(self, now: datetime) -> Walked:
        """Give an installation on site whose record asks for more than ticks."""
        ground.lay(now=now)
        by = begin(a_report(now=now), now=now).by(cast.ADMIN)
        value = {"lock": {"install": ASKED}}
        acting(lambda: settings.propose(name="visits.records", value=value, valid_from=now, by=by, now=now))
        return on_site(now + timedelta(minutes=1))

    def says(self, one: Walked, done: tuple[str, ...] = (), **answers: str) -> None:
        fields = {"done": done, "answers": answers}
        by = one.by(cast.MASTER_LUO)
        one.do(lambda: JOBS.give("checks", row=one.visit, by=by, now=one.now, fields=fields))

    def test_are_answered_each_in_its_way_and_read_with_their_units(self, one: Walked) -> None:
        self.says(one, ("keys",), volts="５,8", seal="no")
        view = queries.view(one.visit, actor=one.by(cast.MASTER_LUO), now=one.now)
        assert [(point.code, point.done, point.said) for point in view.checks] == [
            ("volts", True, "5.8 V"),
            ("seal", True, "不正常"),
            ("keys", True, ""),
        ]
        assert "checks" not in completion.lacks(one.visit)
        at = one.visit.checks.get(code="volts").at
        one.now += timedelta(minutes=3)
        self.says(one, (), volts="5.8", seal="yes")
        assert "checks" in completion.lacks(one.visit)
        assert one.visit.checks.get(code="volts").at == at
        assert one.visit.checks.get(code="seal").answer == "yes"

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            *[({"volts": said}, "answers.volts") for said in ("viel", "1,500", "１，５００", "0,125", "1,500.5")],
            *[({"seal": "maybe"}, "answers.seal"), ({"selfie": "1"}, "done")],
        ],
    )
    def test_refuse_what_is_no_answer(self, one: Walked, said: dict[str, str], field: str) -> None:
        with pytest.raises(Invalid) as refused:
            self.says(one, (), **said)
        assert refused.value.field == field
        assert not one.visit.checks.exists()

    def test_are_not_done_by_a_tick_where_more_is_asked(self, one: Walked) -> None:
        self.says(one, ("volts", "seal", "keys"))
        assert {row.code for row in one.visit.checks.all()} == {"keys"}

    def test_keep_the_code_back_until_their_picture_is_there(self, one: Walked) -> None:
        assert rules.slots_of(one.visit.record, "install") == ("after", "check-volts")
        assert "photo.check-volts" in completion.lacks(one.visit)
        photographed(one, ("check-volts",))
        assert "photo.check-volts" not in completion.lacks(one.visit)
        view = queries.view(one.visit, actor=one.by(cast.MASTER_LUO), now=one.now)
        assert [photo.name for photo in view.photos] == ["电池电压"]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"code": "v", "name": "电压", "answer": "guess"},
            {"code": "v", "name": "电压", "photo": "yes"},
            {"code": "钥匙", "name": "钥匙", "photo": True},
            {"code": "v" * 25, "name": "电压"},
            {"code": "v", "name": "  "},
        ],
    )
    def test_that_nobody_could_answer_are_refused(self, wrong: dict[str, object]) -> None:
        with pytest.raises(Invalid):
            rules.check_records({"": {"install": {"checks": [wrong]}}})

    def test_named_twice_or_too_many_are_refused(self) -> None:
        same = {"code": "v", "name": "电压"}
        for checks in ([same, same], [{"code": f"v{n}", "name": "电压"} for n in range(41)]):
            with pytest.raises(Invalid):
                rules.check_records({"": {"install": {"checks": checks}}})

    def test_are_all_answered_in_a_rehearsal(self) -> None:
        done, answers = rules.sample_answers(ASKED)
        points = {point["code"]: point for point in rules.checks_of(ASKED)}
        for code, point in points.items():
            assert rules.answered(point, ticked=code in done, said=answers.get(code, "")) is not None
