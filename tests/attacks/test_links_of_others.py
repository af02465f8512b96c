"""Who types another's name, phone and address gets the link of one case: he reads and does nothing beside it.

Every address of a customer is tried with the link that a stranger got by reporting, and with the victim's proved phone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.actors import STRANGER, Actor
from anxin.core.errors import Forbidden
from anxin.demo import cast
from anxin.demo.walk import a_report
from anxin.domain.invoices import queries as invoices
from anxin.domain.invoices.models import Title
from anxin.domain.notices.actions import followers
from anxin.domain.notices.models import Follower
from anxin.domain.notices.queries.followers import is_joined
from anxin.domain.people import actions as people
from anxin.domain.people.actions import personal_data
from anxin.domain.people.commands.data_requests import DATA_REQUESTS, PERSONS
from anxin.domain.people.models import DataRequest, Person
from anxin.domain.people.queries import access, actors, consents, data_requests, own_data
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.models import Repair
from anxin.faces import shared
from tests import builders
from tests.attacks.test_strangers_links import addresses

pytestmark = pytest.mark.django_db(transaction=True)
WHY, PURPOSE = "处理投诉", "reviews"
HERS = ("customer/", "contact/", "claim/", "devices/", "verify/")
KNOWN = {"how": "paper", "signs": "1234"}
HOME = "四川省成都市武侯区玉林南路 9 号 3 单元 201"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The victim with a case of her own, and the stranger's, made with her parcel's label."""

    own: builders.Walked
    person: Person
    request: DataRequest
    theirs: Repair
    token: str

    @property
    def link(self) -> Actor:
        return actors.actor_of_link(self.token, now=timezone.now())

    @property
    def phone(self) -> Actor:
        return actors.actor_of_person(str(self.person.pk))


@pytest.fixture
def scene() -> Scene:
    now = timezone.now()
    own = builders.a_repair(now=now - timedelta(hours=3), at="accepted")
    person, agent = own.repair.customer, builders.actor(cast.XIAO_CHEN, now=now)
    stream = own.repair.stream()
    acting(lambda: people.reveal(person=person, stream=stream, field="address", reason="complaint", by=agent, now=now))
    given = {"purpose": PURPOSE, "version": "", "channel": "page"}
    acting(lambda: personal_data.consent(person=person, stream=stream, by=agent, now=now, **given))
    told = {"wish": "phone", "phone": "13900007788"}
    request = acting(lambda: PERSONS.give("data-request", row=person, by=agent, now=now, fields=told))
    acting(lambda: DATA_REQUESTS.give("identification", row=request, by=agent, now=now, fields=KNOWN))
    joined = acting(lambda: followers.meet(app="wx1", openid="victim", now=now))
    acting(
        lambda: followers.join(
            follower=joined, by=actors.actor_of_person(str(person.pk)), proved=person.phone_index, now=now
        )
    )
    Title.objects.create(person=person, buyer_sealed="x", used_at=now)
    filed = acting(lambda: repairs.report(report=a_report(now=now), by=STRANGER, now=now))
    assert filed.repair.customer_id == person.pk, "the same name, phone and place are the same person"
    return Scene(own=own, person=person, request=request, theirs=filed.repair, token=filed.token)


def by_link(scene: Scene) -> Client:
    client = Client()
    client.get(f"/c/{scene.token}/")
    return client


def by_phone(scene: Scene) -> Client:
    client = Client()
    session = client.session
    session.update(shared.proof_of(str(scene.person.pk)))
    session.save()
    return client


def customers(scene: Scene) -> Iterator[str]:
    """Yield every address of a customer, about what is the victim's."""
    values = {
        "number": scene.own.repair.number,
        "person": str(scene.person.pk),
        "purpose": PURPOSE,
        "version": "1",
        "what": "not_fixed",
        "name": "wish",
        "key": str(Title.objects.get().pk),
        "invoice": scene.own.repair.number,
    }
    for one in sorted({one for one in addresses(get_resolver().url_patterns) if one.startswith(HERS)}):
        about = values | ({"number": scene.request.number} if "requests/" in one else {})
        yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part, about=about: about.get(part.group(1), "x"), one)


def read(answer: HttpResponseBase) -> str:
    return b"".join(answer).decode(errors="replace")  # type: ignore[arg-type]  # streamed or not


def state(scene: Scene) -> tuple[Any, ...]:
    """Return what a stranger must not change."""
    scene.request.refresh_from_db()
    person = Person.objects.get(pk=scene.person.pk)
    own = Repair.objects.get(pk=scene.own.repair.pk)
    kept = (person.name_sealed, person.phone_sealed, person.place_id, person.erased_at)
    rows = (Follower.objects.filter(person=person).count(), Title.objects.count(), own.state, own.place_id)
    return (*kept, *rows, scene.request.state, [one.withdrawn_at for one in consents.consents_of(person)])


class TestALinkOfOneCase:
    def test_shows_nothing_of_any_other_at_any_address(self, scene: Scene) -> None:
        client, hers = by_link(scene), (scene.own.repair.number, scene.request.number, WHY)
        shown = {}
        for at in customers(scene):
            text = read(client.get(at))
            shown |= {at: [one for one in hers if one in text and one not in at]}
        assert {at: found for at, found in shown.items() if found} == {}
        assert len(shown) > 30, "every address was tried"

    def test_changes_nothing_of_any_other_at_any_address(self, scene: Scene) -> None:
        client, before = by_link(scene), state(scene)
        told = {"name": "别人", "address": HOME, "phone": "13900009999", "code": "246810", "why": "x", "what": "x"}
        for at in customers(scene):
            client.post(at, told)
            assert state(scene) == before, at

    def test_leads_whom_it_brought_to_the_proof_of_the_phone(self, scene: Scene) -> None:
        client = by_link(scene)
        for at in (f"/customer/me/requests/{scene.request.number}/objection/", "/customer/me/wechat/end/"):
            answer = client.post(at)
            assert (answer.status_code, "/customer/sign-in/" in answer["Location"]) == (302, True), at
        page = client.get("/customer/me/").content.decode()
        assert "这里只列这一单的内容" in page
        assert "wechat/end" not in page

    def test_corrects_the_address_of_its_case_alone(self, scene: Scene) -> None:
        before, client = state(scene), by_link(scene)
        own, at = (
            Repair.objects.get(pk=scene.own.repair.pk).place_id,
            f"/customer/repairs/{scene.theirs.number}/address/",
        )
        assert client.post(at, {"address": HOME}).status_code == 302
        assert state(scene) == before
        assert Repair.objects.get(pk=scene.theirs.pk).place_id != own


class TestWhoProvedThePhone:
    def test_reads_all_of_it_and_stops_what_was_not_asked_for(self, scene: Scene) -> None:
        client = by_phone(scene)
        page = client.get("/customer/me/").content.decode()
        for hers in (scene.own.repair.number, scene.request.number, WHY, "wechat/end"):
            assert hers in page, hers
        assert client.post(f"/customer/me/requests/{scene.request.number}/objection/").status_code == 302
        scene.request.refresh_from_db()
        assert scene.request.state == "objected"
        assert client.post("/customer/me/wechat/end/").status_code == 302
        assert not Follower.objects.filter(person=scene.person).exists()


class TestBelowEveryPage:
    def test_one_rule_says_what_a_link_opens(self, scene: Scene) -> None:
        link, phone, now = scene.link, scene.phone, timezone.now()
        assert [access.who_saw(scene.person, by=one) != [] for one in (link, phone)] == [False, True]
        assert [len(own_data.own_requests(one, now=now)) for one in (link, phone)] == [0, 1]
        assert [invoices.own_titles(one).count() for one in (link, phone)] == [0, 1]
        assert [is_joined(one) for one in (link, phone)] == [False, True]
        hers = {one.purpose for one in consents.consents_of(scene.person, by=phone)}
        assert PURPOSE in hers
        assert PURPOSE not in {one.purpose for one in consents.consents_of(scene.person, by=link)}
        nowhere = replace(link, areas=frozenset())
        assert access.who_saw(scene.person, by=nowhere) == []
        assert consents.consents_of(scene.person, by=nowhere) == []

    def test_nobody_objects_or_unlinks_by_a_link(self, scene: Scene) -> None:
        link, now = scene.link, timezone.now()
        with pytest.raises(Forbidden):
            acting(lambda: followers.part(by=link))
        with pytest.raises(Forbidden):
            acting(lambda: DATA_REQUESTS.give("objection", row=scene.request, by=link, now=now, fields={}))
        with pytest.raises(data_requests.NoSuchRequest):
            data_requests.own(scene.request.number, by=link)

    def test_a_report_leaves_who_is_known_as_he_was(self, scene: Scene) -> None:
        *before, agreed = state(scene)
        acting(lambda: repairs.report(report=a_report(now=timezone.now()), by=STRANGER, now=timezone.now()))
        *after, told = state(scene)
        assert after == before
        assert set(map(str, told)) == set(map(str, agreed)) == {"None"}, "what she agreed to stands as it did"
