"""My data: consents taken back and a copy taken away, by whoever proved the phone, and by nobody else."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.actors import STRANGER
from anxin.core.timeline import Entry
from anxin.demo import cast
from anxin.domain.invoices import actions as invoices
from anxin.domain.invoices.models import Invoice
from anxin.domain.invoices.queries import Buyer
from anxin.domain.ledger import queries as ledger
from anxin.domain.people import actions as people
from anxin.domain.people.models import Consent
from anxin.domain.people.queries import actors
from anxin.domain.quality import actions as quality
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.models import Signature
from anxin.faces import shared
from anxin.faces.customer import copy_contents
from tests.builders import a_repair
from tests.claim_builders import a_claim, drawn, jpeg, sealed
from tests.domain.repairs.test_takeovers import brought, line
from tests.faces.customer.claims import claimed

pytestmark = pytest.mark.django_db(transaction=True)


def _told(out: IO[bytes]) -> dict[str, Any]:
    with out:
        told: dict[str, Any] = json.loads(zipfile.ZipFile(out).read("data.json"))
    return told


def _packed(client: Client) -> zipfile.ZipFile:
    response = client.post("/customer/me/copy/")
    assert response.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


class TestWhoProvedHisPhone:
    def test_and_then_opens_the_link_of_his_own_case_is_led_there_and_stays_who_he_is(self, client: Client) -> None:
        one, other = a_claim(now=timezone.now()), a_claim(now=timezone.now(), order="YT-20261118-7731")
        _proved_by_code(client, one.claim.buyer_id)
        opened = client.get(f"/c/{one.token}/", follow=True)
        assert opened.redirect_chain[-1][0] == f"/customer/claims/{one.claim.number}/"
        assert other.claim.number != one.claim.number
        assert _packed(client).namelist()

    def test_and_then_opens_somebody_else_s_is_in_by_that_link_alone(self, client: Client) -> None:
        stranger = people.enrol(name="钱多多", phone="13800009999", now=timezone.now())
        one = a_claim(now=timezone.now())
        _proved_by_code(client, stranger.pk)
        client.get(f"/c/{one.token}/")
        assert client.post("/customer/me/copy/").status_code == 302


def _proved_by_code(client: Client, person: object) -> None:
    session = client.session
    session.update(shared.proof_of(str(person)))
    session.save()


class TestCopy:
    def test_holds_ones_own_in_plain_and_everybody_else_masked(self) -> None:
        walk = a_repair(now=timezone.now() - timedelta(minutes=90), at="closed")
        bill = ledger.latest(walk.repair.stream())
        assert bill
        buyer = Buyer(title=cast.MS_ZHANG.name, mail="zhang@example.cn")
        walk.do(lambda: invoices.ask_for(bill=bill, buyer=buyer, by=walk.customer, now=walk.now))
        client = Client()
        session = client.session
        session.update(shared.proof_of(str(walk.repair.customer_id)))
        session.save()
        pack = _packed(client)
        text = pack.read("data.json").decode()
        told = json.loads(text)
        assert told["persons"][0]["phone"] == cast.MS_ZHANG.phone
        assert told["persons"][0]["name"] == cast.MS_ZHANG.name
        assert [one["number"] for one in told["repairs"]] == [walk.repair.number]
        assert told["repairs"][0]["timeline"]
        [window] = told["repairs"][0]["windows"]
        assert (window["state"], window["holds"]) == ("kept", True)
        assert [one["buyer"]["mail"] for one in told["repairs"][0]["invoices"]] == ["zhang@example.cn"]
        others = [one for one in (*cast.TECHNICIANS, cast.XIAO_CHEN) if one.phone]
        assert not [one.phone for one in others if one.phone in text]
        assert not [one.name for one in others if one.name in text]
        assert Entry.objects.filter(code="people.copied").count() == 1

    def test_of_who_reported_for_somebody_tells_nobody_s_invoice_and_he_asks_for_none(self) -> None:
        walk = a_repair(now=timezone.now() - timedelta(minutes=90), at="closed")
        bill = ledger.latest(walk.repair.stream())
        assert bill
        buyer = Buyer(title=cast.MS_ZHANG.name, mail="zhang@example.cn")
        walk.do(lambda: invoices.ask_for(bill=bill, buyer=buyer, by=walk.customer, now=walk.now))
        helper = acting(lambda: people.enrol(name=cast.NEIGHBOUR.name, phone=cast.NEIGHBOUR.phone, now=walk.now))
        Repair.objects.filter(pk=walk.repair.pk).update(helper=helper)
        acting(
            lambda: people.join(stream=walk.repair.stream(), role="helper", person=helper, now=walk.repair.created_at)
        )
        client = Client()
        _proved_by_code(client, helper.pk)
        text = _packed(client).read("data.json").decode()
        assert [one["number"] for one in json.loads(text)["repairs"]] == [walk.repair.number]
        found = [one for one in ("zhang@example.cn", cast.MS_ZHANG.name, cast.MS_ZHANG.phone) if one in text]
        assert not found
        at = f"/customer/repairs/{walk.repair.number}/invoice/"
        assert "邻" not in client.get(at).content.decode()
        client.post(f"{at}wish/", {"kind": "person", "title": "邻居老王", "mail": "neighbour@example.cn"})
        client.post(f"{at}withdrawal/", {"sure": "1"})
        assert [(one.state, one.shown) for one in Invoice.objects.all()] == [("requested", f"{cast.MS_ZHANG.name[0]}*")]

    def test_leaves_empty_what_is_erased_and_is_for_nobody_else(self) -> None:
        one = a_claim(now=claimed.an_hour_ago())
        buyer, himself, now = one.claim.buyer, actors.actor_of_person(str(one.claim.buyer_id)), one.now
        someone = acting(lambda: people.enrol(name=cast.NEIGHBOUR.name, phone=cast.NEIGHBOUR.phone, now=now))
        for other in (one.by(cast.LIN), STRANGER, actors.actor_of_person(str(someone.pk))):
            with pytest.raises(people.NotRevealed):
                people.reveal_own(person=buyer, by=other, now=now)
        buyer.erased_at = now
        assert people.reveal_own(person=buyer, by=himself, now=now) == {"name": "", "phone": "", "address": ""}

    def test_masks_the_other_side_of_a_claim(self) -> None:
        one = a_claim(now=claimed.an_hour_ago(), at="review")
        text = _packed(claimed.by_phone(one)).read("data.json").decode()
        others = (cast.MERCHANT_OWNER, cast.XIAO_WU, cast.LIN)
        assert not [other.name for other in others if other.name in text]
        assert not [other.phone for other in others if other.phone and other.phone in text]

    def test_carries_the_pictures_he_handed_in_himself(self) -> None:
        one = a_claim(now=claimed.an_hour_ago(), pictures=(jpeg(drawn(7)),))
        pack = _packed(claimed.by_phone(one))
        assert [name for name in pack.namelist() if name.startswith("pictures/")] == [
            f"pictures/{one.claim.number}-B1.jpeg"
        ]

    def test_carries_his_review_his_signature_and_the_pictures_of_the_work_on_his_goods(self) -> None:
        walk = a_repair(now=timezone.now() - timedelta(minutes=90), at="closed")
        given = quality.ReviewGiven(overall=4, stars={"punctual": 4}, words="师傅很仔细")
        walk.do(lambda: quality.review(repair=walk.repair, given=given, by=walk.customer, now=walk.now))
        drawing = sealed(jpeg(drawn(9)), now=walk.now)
        Signature.objects.create(
            visit=walk.visit, signer=walk.repair.customer, how="drawn", file=drawing.sha256, at=walk.now
        )
        client = Client()
        _proved_by_code(client, walk.repair.customer_id)
        pack = _packed(client)
        [repair] = json.loads(pack.read("data.json"))["repairs"]
        assert repair["review"]["words"] == "师傅很仔细"
        assert len(repair["work_pictures"]) == walk.visit.photos.count() > 0
        files = [one["file"] for one in (*repair["work_pictures"], *repair["signatures"])]
        assert set(files) <= set(pack.namelist())
        assert f"pictures/{walk.repair.number}-signature-1.jpeg" in files

    def test_carries_the_old_number_and_day_of_a_repair_that_was_taken_over(self, tmp_path: Path) -> None:
        now = timezone.now()
        brought(tmp_path, line("待受理"), now=now)
        person = Repair.objects.get().customer
        by = actors.actor_of_person(str(person.pk))
        out = copy_contents.made([person], reader=by, now=now, act=acting)
        [told] = _told(out)["repairs"]
        assert (told["old_number"], told["reported_there"]) == ("WX-2026/1001", "2026-11-20")

    def test_carries_the_pictures_of_a_repair(self) -> None:
        walk = a_repair(now=timezone.now() - timedelta(minutes=40), at="submitted")
        shot = sealed(jpeg(drawn(8)), now=walk.now)
        walk.do(lambda: repairs.add_picture(repair=walk.repair, file=shot, by=walk.customer, now=walk.now))
        client = Client()
        session = client.session
        session.update(shared.proof_of(str(walk.repair.customer_id)))
        session.save()
        assert f"pictures/{walk.repair.number}-1.jpeg" in _packed(client).namelist()

    def test_is_written_down_only_once_it_is_made(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object) -> None:
            raise OSError

        one = a_claim(now=claimed.an_hour_ago())
        client = claimed.by_phone(one)
        client.raise_request_exception = False
        monkeypatch.setattr(copy_contents, "_pack", full)
        assert client.post("/customer/me/copy/").status_code >= 500
        assert not Entry.objects.filter(code="people.copied").exists()

    def test_asks_who_came_by_a_link_for_the_code_of_his_phone_first(self) -> None:
        one = a_claim(now=claimed.an_hour_ago())
        client = claimed.entered(one)
        for path in ("copy/", "consents/claim/withdrawal/", "erasure/"):
            response = client.post(f"/customer/me/{path}")
            assert response.status_code == 302
            assert response.url.startswith("/customer/sign-in/") or "next=/customer/me/" in response.url
        assert not Consent.objects.exclude(withdrawn_at=None).exists()

    def test_is_nobody_elses(self) -> None:
        walk = a_repair(now=timezone.now() - timedelta(minutes=40), at="submitted")
        assert Client().post("/customer/me/copy/").status_code == 302
        client = Client()
        session = client.session
        session.update(shared.proof_of(str(a_claim(now=claimed.an_hour_ago()).claim.buyer_id)))
        session.save()
        assert walk.repair.number not in _packed(client).read("data.json").decode()


class TestConsent:
    def test_is_taken_back_by_its_owner_and_says_since_when(self) -> None:
        walk = a_repair(now=timezone.now() - timedelta(minutes=40), at="submitted")
        client = Client()
        session = client.session
        session.update(shared.proof_of(str(walk.repair.customer_id)))
        session.save()
        assert "收回" in client.get("/customer/me/").content.decode()
        assert client.post("/customer/me/consents/repair/withdrawal/").status_code == 302
        assert Consent.objects.get(purpose="repair").withdrawn_at is not None
        assert "已收回" in client.get("/customer/me/").content.decode()
        assert Entry.objects.filter(code="people.withdraw").count() == 1


class TestCorrection:
    def test_of_a_name_is_made_by_who_proved_his_phone_and_by_nobody_else(self) -> None:
        walk = a_repair(now=timezone.now() - timedelta(minutes=40), at="submitted")
        customer = walk.repair.customer
        at = f"/customer/me/persons/{customer.id}/correction/"
        by_link = Client()
        by_link.get(f"/c/{walk.token}/")
        assert "/customer/sign-in/" in by_link.post(at, {"name": "别人"})["Location"], "a link alone changes nothing"
        other = a_repair(now=timezone.now() - timedelta(minutes=30), at="submitted", customer=cast.NEIGHBOUR)
        stranger, client = Client(), Client()
        for who, browser in ((other.repair.customer_id, stranger), (customer.id, client)):
            session = browser.session
            session.update(shared.proof_of(str(who)))
            session.save()
        assert stranger.post(at, {"name": "别人"}).status_code == 404
        assert client.post(at, {"name": "  "}).status_code == 422
        assert client.post(at, {"name": "章若曦"}).status_code == 302
        customer.refresh_from_db()
        assert customer.name_masked == "章**"
        assert Entry.objects.filter(code="people.correct").count() == 1
        assert "章**" in client.get("/customer/me/").content.decode()
