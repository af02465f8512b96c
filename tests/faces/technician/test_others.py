"""Nobody but its technician sees a job; what may be seen ends a day after it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anxin.demo import cast
from anxin.demo.walk import Walked, open_offer
from anxin.domain.people.models import Party, Reveal
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.models import CallRecord, Offer
from tests.faces.technician.phones import account_of, phone_of, walk

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ("job", "call", "window", "quote", "trouble", "no_code")
FORMS = (
    ("call", {"purpose": "other", "answered": "yes"}),
    ("reveal", {"field": "phone"}),
    ("window", {"window": "x"}),
    ("departure", {}),
    ("arrival", {}),
    ("photos", {"slot": "before"}),
    ("quote", {"send": "1"}),
    ("parts", {"none": "1"}),
    ("completion", {"code": "123456"}),
    ("absence", {}),
    ("ending", {"why": "other", "note": "x"}),
    ("handing_back", {"why": "ill"}),
)
LISTS = ("today", "offers", "history", "earnings", "me")


def at(name: str, one: Walked) -> str:
    """Give an address of a job."""
    return reverse(f"technician:{name}", args=[one.visit.number])


def outlet_of(member: cast.Member) -> Client:
    """Sign a member of the cast in, whoever it is."""
    client = Client()
    client.force_login(account_of(member))
    return client


@pytest.mark.usefixtures("laid")
class TestOthers:
    def test_another_technician_finds_nothing_and_can_do_nothing(self) -> None:
        one = walk("on_site")
        lu = phone_of(cast.MASTER_LU)
        for name in PAGES:
            assert lu.get(at(name, one)).status_code == 404, name
        for name, data in FORMS:
            assert lu.post(at(name, one), data).status_code == 404, name
        assert one.visit.state == "on_site"
        assert not Reveal.objects.filter(granted=True).exists()

    def test_one_who_was_only_asked_sees_the_offer_and_can_write_down_no_call(self) -> None:
        one = walk("named")
        luo = phone_of(cast.MASTER_LUO)
        assert luo.get(at("job", one))["Location"] == reverse("technician:offers")
        before = CallRecord.objects.count()
        for name, data in FORMS:
            assert luo.post(at(name, one), data).status_code == 404, name
        assert CallRecord.objects.count() == before

    def test_somebody_elses_offer_is_not_there(self) -> None:
        offer = open_offer(walk("named"))
        lu = phone_of(cast.MASTER_LU)
        for name in ("acceptance", "refusal", "sight"):
            assert lu.post(reverse(f"technician:{name}", args=[offer.id]), {"why": "ill"}).status_code == 404
        assert Offer.objects.get(pk=offer.pk).state == "sent"

    def test_outlet_and_desk_read_that_it_is_not_theirs(self) -> None:
        one = walk("on_site")
        for member in (cast.BOSS_HE, cast.XIAO_CHEN, cast.HEYAN_OWNER):
            client = outlet_of(member)
            for address in [*(at(name, one) for name in PAGES), *(reverse(f"technician:{name}") for name in LISTS)]:
                assert client.get(address).status_code == 403, address

    def test_a_stranger_is_sent_to_the_door(self) -> None:
        one = walk("on_site")
        for address in [*(at(name, one) for name in PAGES), *(reverse(f"technician:{name}") for name in LISTS)]:
            response = Client().get(address)
            assert response.status_code == 302, address
            assert "next=" in response["Location"]
        for name, data in FORMS:
            assert Client().post(at(name, one), data).status_code == 302, name

    def test_a_picture_is_for_who_may_see_the_case(self) -> None:
        one = walk("billed")
        photo = one.visit.photos.first()
        assert photo is not None
        address = reverse("technician:picture", args=[one.repair.number, photo.file])
        shown = phone_of(cast.MASTER_LUO).get(address)
        assert shown.status_code == 200
        assert shown["X-Content-Type-Options"] == "nosniff"
        assert phone_of(cast.MASTER_LU).get(address).status_code == 404
        assert Client().get(address).status_code == 302

    def test_a_day_after_the_end_the_job_is_closed_to_him_but_stays_in_his_list(self) -> None:
        one = walk("coded")
        luo = phone_of(cast.MASTER_LUO)
        Party.objects.filter(stream_key=one.repair.id, role="technician").update(
            to_at=timezone.now() - timedelta(minutes=1)
        )
        assert luo.get(at("job", one)).status_code == 404
        assert one.visit.number in luo.get(reverse("technician:history")).content.decode()

    def test_once_given_back_it_is_gone(self) -> None:
        one = walk("assigned")
        luo = phone_of(cast.MASTER_LUO)
        assert luo.post(at("handing_back", one), {"why": "ill"})["Location"] == reverse("technician:today")
        assert luo.get(at("job", one)).status_code == 404


@pytest.mark.usefixtures("laid")
class TestReveal:
    def test_shows_the_number_for_the_job_and_writes_that_down(self) -> None:
        one = walk("assigned")
        page = phone_of(cast.MASTER_LUO).post(at("reveal", one), {"field": "phone"})
        assert cast.MS_ZHANG.phone in page.content.decode()
        assert set(Reveal.objects.filter(granted=True).values_list("field", flat=True)) == {"name", "phone"}

    def test_shows_the_address_on_its_own(self) -> None:
        one = walk("assigned")
        page = phone_of(cast.MASTER_LUO).post(at("reveal", one), {"field": "address"})
        body = page.content.decode()
        assert "银杏里小区3栋1单元1704" in body
        assert cast.MS_ZHANG.phone not in body

    @pytest.mark.parametrize("data", [{}, {"field": "serial"}])
    def test_of_nothing_there_is_shows_nothing(self, data: dict[str, str]) -> None:
        one = walk("assigned")
        page = phone_of(cast.MASTER_LUO).post(at("reveal", one), data)
        assert page.status_code == 422
        assert cast.MS_ZHANG.phone not in page.content.decode()
        assert not Reveal.objects.exists()

    def test_no_page_carries_anything_plain_by_itself(self) -> None:
        one = walk("on_site")
        luo = phone_of(cast.MASTER_LUO)
        for address in [*(at(name, one) for name in PAGES), *(reverse(f"technician:{name}") for name in LISTS)]:
            body = luo.get(address).content.decode()
            for secret in (cast.MS_ZHANG.phone, cast.MS_ZHANG.name, "银杏里", "1704"):
                assert secret not in body, (address, secret)
        assert Repair.objects.get().customer.phone_masked in luo.get(at("call", one)).content.decode()
