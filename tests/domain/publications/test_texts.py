"""Texts in editions: a draft until it is published, never changed after, read from its day on."""

import threading
from datetime import date, datetime, timedelta

import pytest

from anxin.core import settings, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.timeline import StreamKey
from anxin.core.zone import SHANGHAI
from anxin.demo import ground
from anxin.domain.goods.models import Symptom
from anxin.domain.publications import queries, rules
from anxin.domain.publications.commands import GUIDES
from anxin.domain.publications.models import Document, Text
from tests.patience import PATIENCE_S
from tests.racing import racing

pytestmark = pytest.mark.django_db
QUALITY = Actor(kind="staff", id="0199", roles=frozenset({"quality"}))
CODE = rules.help_code("lock", "bolt_stuck")


@pytest.fixture
def laid(now: datetime) -> datetime:
    ground.lay(now=now)
    return now


def give(name: str, now: datetime, code: str = CODE, by: Actor = QUALITY, **fields: object) -> None:
    acting(lambda: GUIDES.give(name, row=queries.document(code), by=by, now=now, fields=fields))


def today(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_write_the_first_draft_of_one_guide(self, now: datetime) -> None:
        ground.lay(now=now)
        both = threading.Barrier(2)

        def writes() -> None:
            tries: list[Document] = []

            def work() -> None:
                tries.append(queries.document(CODE))
                if len(tries) == 1:
                    both.wait(PATIENCE_S)
                GUIDES.give("write", row=tries[-1], by=QUALITY, now=now, fields={"first": "别硬拧。"})

            acting(work)

        racing(2, writes)
        assert Text.objects.filter(document__code=CODE).count() == 1


class TestAGuide:
    def test_is_read_from_its_day_on_in_its_steps(self, laid: datetime) -> None:
        give("write", laid, first="别硬拧。", second="把门往里推一推。", first_en="Don't force it.")
        assert queries.view(CODE, on=today(laid)).now is None
        give("publish", laid, from_date=today(laid) + timedelta(days=1))
        assert queries.view(CODE, on=today(laid)).now is None
        [coming] = queries.view(CODE, on=today(laid)).coming
        assert coming.number == 1
        [one] = [
            one
            for one in queries.guides(category="lock", on=today(laid) + timedelta(days=1), brand=None)
            if one.symptom == "bolt_stuck"
        ]
        assert [step for step, _picture in one.steps] == ["别硬拧。", "把门往里推一推。"]

    def test_is_changed_by_its_next_edition_only(self, laid: datetime) -> None:
        give("write", laid, first="一")
        give("publish", laid, from_date=today(laid))
        give("write", laid, first="二", note="换了说法")
        before = Text.objects.get(number=1, document__code=CODE)
        assert before.zh == "一"
        assert queries.view(CODE, on=today(laid)).now.number == 1  # type: ignore[union-attr]
        give("publish", laid, from_date=today(laid))
        found = queries.view(CODE, on=today(laid))
        assert found.now is not None
        assert (found.now.zh, found.before[0].zh) == ("二", "一")

    def test_that_was_dropped_leaves_no_draft_and_no_gap(self, laid: datetime) -> None:
        give("write", laid, first="一")
        give("drop", laid)
        with pytest.raises(WrongState):
            give("publish", laid, from_date=today(laid))
        give("write", laid, first="二")
        assert Text.objects.get(document__code=CODE).number == 1

    def test_counts_from_no_day_that_is_over(self, laid: datetime) -> None:
        give("write", laid, first="一")
        with pytest.raises(Invalid) as refused:
            give("publish", laid, from_date=today(laid) - timedelta(days=1))
        assert refused.value.code == "publications.too_early"

    def test_is_written_by_who_may(self, laid: datetime) -> None:
        agent = Actor(kind="staff", id="0198", roles=frozenset({"agent"}))
        with pytest.raises(Forbidden):
            give("write", laid, by=agent, first="一")

    def test_is_of_a_fault_people_can_name(self, laid: datetime) -> None:
        with pytest.raises(queries.NoSuchText):
            queries.document(rules.help_code("lock", "nothing"))
        Symptom.objects.create(category="门锁/五金", code="odd", name="怪")
        assert queries.document(rules.help_code("门锁/五金", "odd")).code == "help/门锁/五金/odd"

    def test_has_one_draft_however_many_write_at_once(self, laid: datetime) -> None:
        give("write", laid, first="一")
        row = Document.objects.get(code=CODE)
        with pytest.raises(Exception, match=r"(?i)unique"):
            acting(lambda: Text.objects.create(document=row, number=2, zh="", written_by="", written_at=laid))


class TestWhatIsPublished:
    @pytest.mark.parametrize(
        "change",
        [{"zh": "二"}, {"en": "x"}, {"from_date": date(2020, 1, 1)}, {"published_by": "0200"}, {"number": 7}],
        ids=str,
    )
    def test_is_held_against_its_record(self, laid: datetime, change: dict[str, object]) -> None:
        give("write", laid, first="一")
        give("publish", laid, from_date=today(laid))
        give("write", laid, first="草稿")
        stream = StreamKey("document", str(Document.objects.get(code=CODE).pk))
        assert (timeline.verify(), timeline.verify_stream(stream)) == ([], None)
        Text.objects.filter(number=1, document__code=CODE).update(**change)

        found = [*timeline.verify(), timeline.verify_stream(stream)]
        assert {(one.code, one.stream) for one in found if one} == {("timeline.row_differs", stream)}
        assert None not in found

    def test_and_told_of_nowhere_is_named(self, laid: datetime) -> None:
        give("write", laid, first="一")
        Text.objects.filter(document__code=CODE).update(published_at=laid, from_date=today(laid))
        assert [one.code for one in timeline.verify()] == ["timeline.row_differs"]


class TestTheRules:
    @pytest.mark.parametrize(
        ("published", "days", "first"),
        [(None, 7, 0), (0, 7, 7), (-30, 7, 7), (20, 7, 20), (0, 0, 0)],
    )
    def test_give_a_change_its_notice(self, published: int | None, days: int, first: int) -> None:
        day = date(2026, 11, 28)
        before = None if published is None else day + timedelta(days=published)
        assert rules.first_day(published=before, notice_days=days, today=day) == day + timedelta(days=first)

    def test_find_every_blank_once(self) -> None:
        assert rules.blanks("由【公司全称】办，找【邮箱】", "by 【公司全称】") == ("【公司全称】", "【邮箱】")
        assert rules.blanks("没有空【】") == ()


class TestTermsForTechnicians:
    @pytest.mark.parametrize(
        ("use", "zh", "en"),
        [
            ("off", "用客户的真实号码", "by their real number"),
            ("or_real", "没有隐私号可用时，用真实号码", "where none can be had, by their real one"),
            ("or_hotline", "没有隐私号可用时，由热线转接", "through the hotline"),
        ],
    )
    def test_say_how_customers_are_rung_as_it_is_set(self, now: datetime, use: str, zh: str, en: str) -> None:
        acting(lambda: settings.propose(name="privacy_numbers.use", value=use, valid_from=now, by=SYSTEM, now=now))
        told = queries.template("technicians", now=now)
        assert zh in told[0]
        assert en in told[1]
        assert "{" not in "".join(told)

    def test_and_the_algorithm_notice_leave_pay_and_rest_to_the_operator(self, now: datetime) -> None:
        """What nothing here holds is a blank: nobody publishes it before he has said how it is"""
        terms, notice = (queries.template(code, now=now) for code in ("technicians", "algorithm"))
        for text in (*terms, *notice):
            assert "【写明计价、扣款和结算办法，以及师傅在哪里逐项核对】" in text
        for text in notice:
            assert "【写明连续工时和休息的其他安排，没有就写“没有其他安排”】" in text
        assert "少于 5 条评价不评星级" in notice[0]
        assert "below 5 reviews" in notice[1]
