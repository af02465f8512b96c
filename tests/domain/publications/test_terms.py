"""What is personal of a case goes when its term is over, one case after the other; the case and its chain stay."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anxin.core import case_contents, files, timeline, vault
from anxin.core.acting import acting
from anxin.core.actors import STRANGER
from anxin.core.files import SealedFile
from anxin.core.ids import uuid7
from anxin.core.streams.models import Stream
from anxin.core.timeline import Entry, StreamKey
from anxin.demo import cast
from anxin.demo.bench import give, kept
from anxin.domain.claims.models import Claim
from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts.models import Contact
from anxin.domain.custody.commands import PARCEL_CLAIMS
from anxin.domain.evidence.models import Examination
from anxin.domain.goods.models import Device, Product, PurchaseLine, WarrantyTerm
from anxin.domain.ledger.models import Payment, Transfer
from anxin.domain.network import actions as network
from anxin.domain.network.actions.reports import NumberReport
from anxin.domain.network.models import Report
from anxin.domain.people.actions import personal_data
from anxin.domain.people.models import Person
from anxin.domain.publications import actions, queries, tasks
from anxin.domain.publications.models import Erasure
from anxin.domain.publications.rules import TERMS
from anxin.domain.quality import actions as quality
from anxin.domain.quality.commands import CONTESTED_JOBS
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.models import Repair
from tests import builders
from tests.builders import a_repair
from tests.claim_builders import a_claim, drawn, jpeg, sealed
from tests.evidence_builders import a_purchase

pytestmark = pytest.mark.django_db(transaction=True)
YEARS = timedelta(days=1096)


def coming(now: datetime) -> dict[str, queries.Coming]:
    return {one.what: one for one in queries.coming(now=now)}


def left(what: str, now: datetime) -> dict[str, tuple[str, ...]]:
    """Run the schedule at a moment; return what it left of one kind, by reason."""
    tasks.retain.func(now=now)
    return {why: numbers for why, _n, numbers in coming(now)[what].kept}


def sits(member: cast.Member) -> Client:
    """Sign somebody of the cast in."""
    client = Client()
    client.force_login(builders.account(member))
    return client


def erased(what: str) -> int:
    return sum(Erasure.objects.filter(what=what).values_list("count", flat=True))


def with_picture(now: datetime) -> tuple[builders.Walked, SealedFile]:
    walk = a_repair(now=now, at="submitted")
    shot = sealed(jpeg(drawn(8)), now=walk.now)
    walk.do(lambda: repairs.add_picture(repair=walk.repair, file=shot, by=walk.customer, now=walk.now))
    by = walk.by(cast.XIAO_CHEN)
    walk.do(lambda: repairs.note(repair=walk.repair, text="章女士说门锁报警", inside=True, by=by, now=walk.now))
    walk.do(lambda: repairs.cancel(repair=walk.repair, why="修好了", by=walk.customer, now=walk.now))
    return walk, shot


class TestARepair:
    def test_loses_words_pictures_and_names_and_still_verifies(self, now: datetime) -> None:
        walk, shot = with_picture(now)
        stream, customer = walk.repair.stream(), walk.repair.customer
        entries = Entry.objects.filter(stream__key=stream.key).order_by("position")
        before = list(entries.values_list("hash", flat=True))
        tasks.retain.func(now=walk.now + YEARS - timedelta(hours=1))
        assert erased("repairs") == 0
        customer.refresh_from_db()
        assert customer.name_sealed
        tasks.retain.func(now=walk.now + YEARS + timedelta(hours=1))
        assert erased("repairs") == 1
        customer.refresh_from_db()
        shot.refresh_from_db()
        row = Repair.objects.get(pk=walk.repair.pk)
        assert (customer.name_sealed, customer.phone_sealed, customer.phone_index) == ("", "", "")
        assert vault.open_("repairs.told", row.id, row.told_sealed) == ""
        row.place.refresh_from_db()
        assert row.place.detail_sealed == ""
        assert (shot.key, files.holding(shot.sha256)) == ("", None)
        with pytest.raises(files.Emptied):
            next(files.open_(shot))
        assert list(files.missing()) == []
        assert row.state == "cancelled"
        after = entries.all()
        assert [one.hash for one in after][: len(before)] == before
        assert after.last().code == "timeline.emptied"
        assert [one for one in timeline.verify() if one.stream == stream or "picture" in one.row] == []

    def test_is_held_by_the_law_and_says_so(self, now: datetime) -> None:
        walk, _shot = with_picture(now)
        later = walk.now + YEARS + timedelta(hours=1)
        person = walk.repair.customer
        acting(
            lambda: personal_data.hold(
                person=person, reason="法院", source="court", now=walk.now, stream=walk.repair.stream()
            )
        )
        assert left("repairs", later) == {"hold": (walk.repair.number,)}
        assert erased("repairs") == 0
        acting(lambda: personal_data.release(stream=walk.repair.stream(), now=later))
        assert coming(later)["repairs"].count == 1
        assert left("repairs", later + timedelta(days=1)) == {}
        assert erased("repairs") == 1
        assert coming(later + timedelta(days=1))["repairs"].count == 0

    def test_that_was_paid_keeps_its_sums_and_waits_for_its_guarantee(self, now: datetime) -> None:
        walk = a_repair(now=now, at="closed")
        guarantee = walk.repair.guarantee
        type(guarantee).objects.filter(pk=guarantee.pk).update(until_date=(walk.now + timedelta(days=90)).date())
        sums = list(Transfer.objects.order_by("id").values_list("amount_fen", flat=True))
        moved = list(Payment.objects.order_by("id").values_list("amount_fen", "state"))
        later = walk.now + YEARS + timedelta(days=2)
        assert [*left("repairs", later)] == ["guarantee"]
        later += timedelta(days=91)
        Repair.objects.update(covered=True, covered_until=(later - YEARS).date())
        assert [*left("repairs", later)] == ["guarantee"], "its warranty ended too lately"
        Repair.objects.update(covered_until=(later - YEARS).date() - timedelta(days=1))
        later += timedelta(minutes=1)
        tasks.retain.func(now=later)
        assert erased("repairs") == 1
        assert list(Transfer.objects.order_by("id").values_list("amount_fen", flat=True)) == sums
        assert list(Payment.objects.order_by("id").values_list("amount_fen", "state")) == moved
        walk.repair.customer.refresh_from_db()
        assert walk.repair.customer.erased_at == later
        page = sits(cast.XIAO_CHEN).get(f"/desk/repairs/{walk.repair.number}/")
        assert page.status_code == 200

    def test_that_is_open_never_goes(self, now: datetime) -> None:
        walk = a_repair(now=now, at="accepted")
        tasks.retain.func(now=walk.now + 3 * YEARS)
        walk.repair.customer.refresh_from_db()
        assert walk.repair.customer.name_sealed
        assert erased("repairs") == 0

    def test_stays_as_long_as_a_carrier_owes_something_for_its_parcel(self, now: datetime) -> None:
        walk = builders.at_a_bench(now=now, mode="mail_in", at="sent")
        agent, finance = walk.by(cast.XIAO_CHEN), walk.by(cast.QIAN)
        give(walk, "missing", walk.customer, why="查不到物流")
        give(walk, "claim-filed", agent, reference="SF-C-1", claimed_fen=90_000)
        give(walk, "claim-settled", agent, amount_fen=90_000, why="按购机价赔付")
        give(walk, "writing-off", agent, why="快递公司确认丢失")
        later = walk.now + YEARS + timedelta(days=2)
        assert left("repairs", later) == {"goods": (walk.repair.number,)}
        claim = kept(walk).claims.get()
        paid = {"amount_fen": 90_000, "reference": "T-1"}
        acting(lambda: PARCEL_CLAIMS.give("payment", row=claim, by=finance, now=later, fields=paid))
        assert left("repairs", later + timedelta(days=1)) == {}
        assert erased("repairs") == 1

    def test_waits_for_what_a_technician_contests_of_it(self, now: datetime) -> None:
        walk = a_repair(now=now, at="closed")
        luo, later = walk.by(cast.MASTER_LUO), walk.now + 2 * YEARS
        words = {"ground": "deducted", "why": "扣了 20 元"}
        row = walk.do(lambda: CONTESTED_JOBS.give("contest", row=walk.visit, by=luo, now=walk.now, fields=words))
        assert left("repairs", later) == {"objection": (walk.repair.number,)}
        acting(lambda: quality.withdraw(contest=row, by=luo, now=walk.now))
        assert left("repairs", later + timedelta(days=1)) == {}
        assert erased("repairs") == 1

    def test_leaves_a_person_of_whom_another_case_lives(self, now: datetime) -> None:
        walk, _shot = with_picture(now)
        text = contacts.WrittenMessage(text="还有一事", name=cast.MS_ZHANG.name, phone=cast.MS_ZHANG.phone)
        row = walk.do(lambda: contacts.write(text=text.text, by=walk.customer, now=walk.now))
        later = walk.now + YEARS + timedelta(days=2)
        tasks.retain.func(now=later)
        person = Person.objects.get(pk=row.person_id)
        assert person.name_sealed, "his message isn't answered"
        assert Contact.objects.get(pk=row.pk).text_sealed

    def test_goes_on_where_a_run_was_cut_off(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        walk, _shot = with_picture(now)
        other = a_repair(now=now, at="submitted", customer=cast.NEIGHBOUR)
        other.do(lambda: repairs.cancel(repair=other.repair, why="修好了", by=other.customer, now=other.now))
        run, ended = walk.now + YEARS + timedelta(days=1), []

        def cut(**given: object) -> str:
            if ended:
                raise KeyboardInterrupt
            ended.append(given)
            return actions.endings.end(**given)

        monkeypatch.setattr(tasks.publications, "end", cut)
        with pytest.raises(KeyboardInterrupt):
            tasks.retain.func(now=run)
        assert erased("repairs") == 1
        monkeypatch.undo()
        tasks.retain.func(now=run + timedelta(minutes=5))
        assert erased("repairs") == 2
        assert coming(run)["repairs"].count == 0

    @pytest.mark.parametrize("column", ["repair_number", "inspection_number"])
    def test_that_a_claim_names_stays_as_long_as_the_claim(self, column: str, now: datetime) -> None:
        walk, _shot = with_picture(now)
        claim = a_claim(now=walk.now, at="closed").claim
        Claim.objects.filter(pk=claim.pk).update(**{column: walk.repair.number})
        over = walk.now + YEARS + timedelta(hours=1)
        Stream.objects.filter(kind="claim", key=str(claim.pk)).update(ended_at=over)
        assert left("repairs", over) == {"claim_kept": (walk.repair.number,)}
        assert erased("repairs") == 0
        tasks.retain.func(now=over + YEARS + timedelta(hours=1))
        assert (erased("claims"), erased("repairs")) == (1, 1), "the claim goes first, in the same run"

    @pytest.mark.parametrize("column", ["repair_number", "inspection_number"])
    def test_stays_while_the_claim_that_names_it_is_open(self, column: str, now: datetime) -> None:
        walk, _shot = with_picture(now)
        claim = a_claim(now=walk.now, at="review").claim
        Claim.objects.filter(pk=claim.pk).update(**{column: walk.repair.number})
        assert left("repairs", walk.now + YEARS + timedelta(hours=1)) == {"claim": (walk.repair.number,)}

    @pytest.mark.parametrize("column", ["repair_number", "inspection_number"])
    def test_that_is_open_keeps_the_claim_that_names_it(self, column: str, now: datetime) -> None:
        walk = a_repair(now=now, at="accepted", customer=cast.NEIGHBOUR)
        claim = a_claim(now=walk.now, at="closed").claim
        Claim.objects.filter(pk=claim.pk).update(**{column: walk.repair.number})
        acting(lambda: personal_data.release(stream=walk.repair.stream(), now=walk.now))
        assert left("claims", walk.now + 2 * YEARS) == {"repair": (claim.number,)}

    @pytest.mark.parametrize("column", ["repair_number", "inspection_number"])
    def test_that_is_held_keeps_the_claim_that_names_it(self, column: str, now: datetime) -> None:
        walk, _shot = with_picture(now)
        claim = a_claim(now=walk.now, at="closed").claim
        Claim.objects.filter(pk=claim.pk).update(**{column: walk.repair.number})
        stream, over = walk.repair.stream(), walk.now + 2 * YEARS
        held = {"person": walk.repair.customer, "reason": "法院", "source": "court"}
        acting(lambda: personal_data.hold(**held, now=walk.now, stream=stream))
        assert left("claims", over) == {"hold": (claim.number,)}
        acting(lambda: personal_data.release(stream=stream, now=over))
        assert left("claims", over + timedelta(days=1)) == {}
        assert (erased("claims"), erased("repairs")) == (1, 1)


class TestAnOrder:
    def test_stays_as_long_as_its_goods_are_in_warranty_and_the_term_after_that(self, now: datetime) -> None:
        row = bought(now)
        term = WarrantyTerm.objects.filter(brand=row.product.brand, category=row.product.category)
        term.update(from_date=(now - YEARS).date(), months=120)
        assert coming(now + YEARS + timedelta(days=40))["purchases"].count == 0
        over = now + timedelta(days=3660) + YEARS
        tasks.retain.func(now=over - timedelta(days=30))
        assert erased("purchases") == 0
        tasks.retain.func(now=over)
        assert erased("purchases") == 1

    def test_stays_while_its_device_is_repaired(self, now: datetime) -> None:
        row = bought(now)
        WarrantyTerm.objects.all().delete()
        walk = a_repair(now=now, at="accepted")
        device = Device.objects.create(product=row.product, serial=row.serial, created_at=now)
        Repair.objects.filter(pk=walk.repair.pk).update(device=device)
        assert left("purchases", now + 2 * YEARS) == {"repair": (row.purchase.order_key,)}


class TestARun:
    def test_goes_on_behind_a_case_that_raises(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        walk, _shot = with_picture(now)
        other = a_repair(now=walk.now, at="submitted", customer=cast.NEIGHBOUR)
        other.do(lambda: repairs.cancel(repair=other.repair, why="修好了", by=other.customer, now=other.now))
        empty = case_contents.empty

        def breaks(stream: StreamKey, **given: Any) -> None:
            if stream == walk.repair.stream():
                raise ValueError
            empty(stream, **given)

        monkeypatch.setattr(case_contents, "empty", breaks)
        run = other.now + YEARS + timedelta(days=2)
        assert left("repairs", run) == {"failed": (walk.repair.number,)}
        assert erased("repairs") == 1
        assert Erasure.objects.filter(what="persons", at=run).exists(), "nor is a later kind kept from its turn"

    def test_goes_on_behind_a_kind_that_raises(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        def breaks(**_given: object) -> int:
            raise ValueError

        monkeypatch.setitem(actions.SCHEDULE, "login_codes", breaks)
        tasks.retain.func(now=now)
        told = {*Erasure.objects.values_list("what", flat=True)}
        assert told == {*actions.SCHEDULE, *actions.WALKS, *actions.PIECES, *TERMS} - {"login_codes"}

    def test_looks_at_so_many_and_the_next_goes_on_there(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        walks = [a_repair(now=now, at="submitted", customer=one) for one in (cast.MS_ZHANG, cast.NEIGHBOUR)]
        for one in walks:
            one.do(lambda one=one: repairs.cancel(repair=one.repair, why="修好了", by=one.customer, now=one.now))
            held = {"person": one.repair.customer, "reason": "法院", "source": "court", "stream": one.repair.stream()}
            acting(lambda held=held: personal_data.hold(**held, now=now))
        monkeypatch.setattr(tasks.publications, "LOOKED_AT", 1)
        run = max(one.now for one in walks) + YEARS + timedelta(days=1)
        seen = [left("repairs", run + timedelta(days=n))["hold"] for n in (0, 1)]
        assert sorted(seen) == sorted((one.repair.number,) for one in walks)

    def test_is_shown_in_as_many_statements_however_much_is_over(self, now: datetime) -> None:
        walk, _shot = with_picture(now)
        over = walk.now + YEARS + timedelta(days=1)
        with CaptureQueriesContext(connection) as one:
            assert coming(over)["repairs"].count == 1
        Stream.objects.filter(kind="repair", key=str(walk.repair.pk)).update(ended_at=now)
        Stream.objects.bulk_create(Stream(kind="repair", key=str(uuid7()), ended_at=now) for _n in range(500))
        with CaptureQueriesContext(connection) as many:
            found = coming(over)["repairs"]
        assert (found.count, found.more) == (500, True)
        assert len(many) == len(one) <= 18, [each["sql"][:90] for each in many]


class TestAClaim:
    def test_loses_words_and_pictures_and_its_decision_stays(self, now: datetime) -> None:
        one = a_claim(now=now, at="closed", pictures=(jpeg(drawn(7)),))
        given = (
            one.claim.decisions.get(state="finished") if one.claim.decisions.count() > 1 else one.claim.decisions.get()
        )
        tasks.retain.func(now=one.now + YEARS + timedelta(days=1))
        assert erased("claims") == 1, coming(one.now + YEARS + timedelta(days=1))["claims"]
        given.refresh_from_db()
        assert vault.open_("claims.reason", given.id, given.reason_sealed) == ""
        assert given.amount_fen
        assert SealedFile.objects.filter(emptied_at__isnull=False).exists()
        assert [one.code for one in timeline.verify() if one.code.startswith("timeline.")] == []
        for member, path in ((cast.LIN, "desk"), (cast.MERCHANT_OWNER, "merchant")):
            assert sits(member).get(f"/{path}/claims/{one.claim.number}/").status_code == 200

    def test_whose_words_went_without_the_fact_is_found(self, now: datetime) -> None:
        one = a_claim(now=now, at="closed", pictures=(jpeg(drawn(7)),))
        look = Examination.objects.exclude(report_sealed="").get()
        Examination.objects.filter(pk=look.pk).update(report_sealed=vault.seal("evidence.report", look.id, "{}"))
        found = [fault for fault in timeline.verify() if fault.stream == one.claim.stream()]
        assert [fault.code for fault in found] == ["timeline.row_differs"]


class TestAMessage:
    def test_of_a_stranger_goes_a_year_after_its_answer_with_his_name(self, now: datetime) -> None:
        builders.ground.lay(now=now)
        said = contacts.WrittenMessage(text="我是王五，住和平里", name="王五", phone="13900001234")
        row = acting(lambda: contacts.receive(message=said, by=STRANGER, now=now))
        agent = builders.actor(cast.XIAO_CHEN, now=now)
        acting(lambda: contacts.answer(contact=row, text="王五您好", by=agent, now=now))
        tasks.retain.func(now=now + timedelta(days=364))
        assert Person.objects.get(pk=row.person_id).name_sealed
        tasks.retain.func(now=now + timedelta(days=366))
        assert Person.objects.get(pk=row.person_id).erased_at
        kept = Contact.objects.get(pk=row.pk)
        assert vault.open_("contacts.text", kept.id, kept.text_sealed) == ""
        assert erased("contacts") == 1


class TestAReport:
    def test_of_a_false_number_loses_its_words_and_its_reporter(self, now: datetime) -> None:
        builders.ground.lay(now=now)
        told = NumberReport(kind="hotline", code="400-999-0000", note="他说他姓赵", phone="13900001234")
        number = acting(lambda: network.report(told=told, by=STRANGER, now=now))
        person = Report.objects.get().person
        assert person
        agent = builders.actor(cast.XIAO_CHEN, now=now)
        tasks.retain.func(now=now + timedelta(days=500))
        assert Report.objects.get().note_sealed, "nobody looked at it yet"
        acting(lambda: network.confirm(number=number, why="假的", by=agent, now=now + timedelta(days=500)))
        tasks.retain.func(now=now + timedelta(days=866))
        left = Report.objects.get()
        assert (left.note_sealed, left.person) == ("", None)
        person.refresh_from_db()
        assert person.erased_at
        assert erased("reports") == 1


def bought(now: datetime) -> PurchaseLine:
    """Let somebody have bought one lock with a serial number."""
    row = a_purchase(now=now)
    product = Product.objects.get(code="S3")
    row.lines.update(product=product, serial="HY3-7788")
    return row.lines.select_related("product").first()
