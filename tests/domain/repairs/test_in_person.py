"""Who gets no message answers the quote before whoever serves him: read on that screen, signed, sealed, witnessed."""

from datetime import datetime

import pytest

from anxin.core import files, timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.demo import bench, cast, walk
from anxin.demo.bench import give
from anxin.demo.walk import Walked
from anxin.domain.people.models import Person
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import JOBS, TABLE
from anxin.domain.repairs.models import Quote
from anxin.domain.visits import actions as visits
from anxin.domain.visits.models import FieldPhoto
from tests import builders
from tests.core.test_drawings import SIGNED

pytestmark = pytest.mark.django_db
HERE = {"version": 1, "drawn": SIGNED}
OWN_NAME = {"version": 1, "name": cast.BOSS_HE.name, "read": True}


def at_the_door(now: datetime) -> Walked:
    return builders.a_repair(now=now, at="quoted", customer=cast.NEIGHBOUR)


def at_the_counter(now: datetime) -> Walked:
    one = builders.at_a_bench(now=now, at="at_bench")
    walk.quoted(one)
    return one


def pressed(one: Walked, name: str, by: Actor | None = None, /, **fields: object) -> None:
    own = by or one.by(one.technician)
    one.do(lambda: JOBS.give(name, row=one.visit, by=own, now=one.now, fields=fields))


def told(one: Walked, code: str) -> timeline.EntryView:
    return next(entry for entry in timeline.read(one.repair.stream()) if entry.code == code)


def verified(one: Walked) -> None:
    acting(lambda: timeline.checkpoint(one.now))
    assert timeline.verify() == []


class TestAtTheDoor:
    def test_is_agreed_to_by_hand_and_the_record_says_before_whom_and_what(self, now: datetime) -> None:
        one = at_the_door(now)
        optional = [line.line.code for line in Quote.objects.get().lines.filter(optional=True)]
        pressed(one, "agreement-here", **HERE, chosen=optional)

        quote, fact = Quote.objects.get(), told(one, "repairs.agreed_in_person")
        assert quote.state == "agreed"
        assert all(line.chosen for line in quote.lines.all())
        assert fact.actor_id == one.by(one.technician).id
        assert (fact.facts["version"], fact.facts["how"], fact.facts["signer"]) == (
            1,
            "drawn",
            str(one.repair.customer_id),
        )
        kept = FieldPhoto.objects.get(slot="answer")
        assert kept.file == fact.facts["sha256"]
        assert files.holding(kept.file) is not None
        shown = queries.view(one.repair, actor=one.customer, now=one.now)
        assert kept.file in {photo.file for photo in shown.visit.photos}  # type: ignore[union-attr]
        verified(one)
        for step in (walk.billed, walk.coded, walk.closed):
            step(one)
        assert one.repair.state == "closed"
        verified(one)

    def test_is_agreed_to_by_name_by_somebody_else_who_is_in_the_case_from_then_on(self, now: datetime) -> None:
        one = at_the_door(now)
        pressed(one, "agreement-here", version=1, name="李建国", read=True)
        fact = told(one, "repairs.agreed_in_person")
        signer = Person.objects.get(pk=fact.facts["signer"])
        assert signer.pk != one.repair.customer_id
        assert (fact.facts["how"], fact.facts["sha256"]) == ("typed", "")
        assert builders.reveal_name(signer) == "李建国"
        verified(one)

    def test_is_refused_with_a_reason_and_signed(self, now: datetime) -> None:
        one = at_the_door(now)
        pressed(one, "refusal-here", **HERE, why="太贵了")
        assert Quote.objects.get().state == "refused"
        assert told(one, "repairs.refused_in_person").facts["how"] == "drawn"
        pressed(one, "ending", why="quote_refused", note="")
        verified(one)

    def test_is_no_answer_without_a_signature_even_after_a_call(self, now: datetime) -> None:
        one = at_the_door(now)
        quote, luo = Quote.objects.get(), one.by(one.technician)
        pressed(one, "call", purpose="quote", answered=True)
        with pytest.raises(repairs.NotSigned):
            acting(lambda: repairs.agree_quote(quote=quote, chosen=(), by=luo, now=one.now))
        with pytest.raises(repairs.NotSigned):
            acting(lambda: repairs.refuse_quote(quote=quote, why="太贵了", by=luo, now=one.now))
        for lacks, field in (({}, "drawn"), ({"drawn": "5,5 6,6"}, "drawn"), ({"name": "李建国"}, "read")):
            with pytest.raises(Invalid) as refused:
                pressed(one, "agreement-here", version=1, **lacks)
            assert field in str(refused.value.facts)
        assert Quote.objects.get().state == "sent"

    @pytest.mark.parametrize("name", [cast.MASTER_LUO.name, cast.MASTER_LUO.called])
    def test_is_not_signed_by_the_technician_himself(self, name: str, now: datetime) -> None:
        one = at_the_door(now)
        with pytest.raises(visits.OwnName):
            pressed(one, "agreement-here", version=1, name=name, read=True)
        assert Quote.objects.get().state == "sent"

    def test_holds_for_the_version_that_was_read_and_no_other(self, now: datetime) -> None:
        one = at_the_door(now)
        walk.quoted(one)
        with pytest.raises(WrongState):
            pressed(one, "agreement-here", **HERE)
        assert not FieldPhoto.objects.filter(slot="answer").exists()
        pressed(one, "agreement-here", version=2, drawn=SIGNED)
        with pytest.raises(WrongState):
            pressed(one, "refusal-here", version=2, drawn=SIGNED, why="太贵了")
        assert list(Quote.objects.order_by("version").values_list("state", flat=True)) == ["replaced", "agreed"]

    def test_is_before_nobody_but_who_stands_there(self, now: datetime) -> None:
        one = at_the_door(now)
        with pytest.raises(WrongState):
            pressed(one, "agreement-here", one.by(cast.MASTER_LU), **HERE)
        for who in (cast.BOSS_HE, cast.XIAO_CHEN):
            assert "agreement-here" not in TABLE.allowed(
                queries.situation(one.repair, by=one.by(who), now=one.now), one.by(who)
            )


class TestAtTheCounter:
    def test_is_agreed_to_and_mended_and_refused_anywhere_else(self, now: datetime) -> None:
        one = at_the_counter(now)
        with pytest.raises(queries.NoSuchRepair):
            give(one, "agreement-here", one.by(cast.BOSS_TANG), **HERE)
        with pytest.raises(visits.OwnName):
            acting(
                lambda: TABLE.give(
                    "agreement-here", row=one.repair, by=one.by(cast.BOSS_HE), now=one.now, fields=OWN_NAME
                )
            )
        give(one, "agreement-here", one.by(cast.BOSS_HE), **HERE)
        assert told(one, "repairs.agreed_in_person").actor_id == one.by(cast.BOSS_HE).id
        assert Quote.objects.get().state == "agreed"
        bench.mended(one)
        assert one.repair.state == "done"
        verified(one)

    def test_is_refused_signed_and_the_thing_goes_back_as_it_is(self, now: datetime) -> None:
        one = at_the_counter(now)
        give(one, "refusal-here", one.by(cast.XIAO_FANG), **HERE, why="不修了")
        assert Quote.objects.get().state == "refused"
        bench.works(one, "ending", why="quote_refused", note="")
        give(one, "as-it-is", one.by(cast.BOSS_HE), why="客户不修了")
        assert bench.kept(one).state == "ready"
        verified(one)
