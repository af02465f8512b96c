"""At the desk a person's request about his own data is found by case and number, worked, and handed over once."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from anxin.core import timeline, vault
from anxin.demo import cast
from anxin.domain.people.models import DataRequest, Person, Reveal
from anxin.faces import shared
from tests import builders
from tests.claim_builders import a_claim

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
LIST = "/desk/persons/"


def signed_in(member: cast.Member) -> Client:
    client = Client()
    client.force_login(builders.account(member))
    return client


def a_request(client: Client, person: Person, wish: str, **fields: str) -> str:
    """Write a request down in the browser; return its address."""
    sent = {"wish": wish, "once": f"ask-{wish}", **fields}
    answer = client.post(f"/desk/persons/{person.pk}/data-request/", sent)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return str(answer.headers["Location"])


def known(client: Client, url: str, how: str = "paper", signs: str = "123X") -> None:
    assert client.post(f"{url}identification/", {"how": how, "signs": signs, "once": "known"}).status_code == 302


def agreed(url: str, member: cast.Member = cast.LIN) -> None:
    """Agree as a second person to what the page shows."""
    second, row = signed_in(member), DataRequest.objects.get(number=url.rstrip("/").rpartition("/")[2])
    page = second.get(f"{url}?do=agreement").content.decode()
    [shown] = re.findall(r'name="shown" value="([0-9a-f]+)"', page)
    assert second.post(f"{url}agreement/", {"shown": shown, "once": f"yes-{row.pk}"}).status_code == 302


class TestFinding:
    def test_finds_him_by_case_and_by_phone_which_no_address_holds(self) -> None:
        walk = builders.a_repair(now=timezone.now(), at="accepted")
        client, person = signed_in(cast.XIAO_CHEN), walk.repair.customer
        number = walk.repair.number
        assert f"{LIST}found/?sought={number}" in client.get(f"/desk/repairs/{number}/").content.decode()
        for answer in (
            client.get(f"{LIST}found/", {"sought": number}),
            client.post(f"{LIST}found/", {"sought": cast.MS_ZHANG.phone}),
        ):
            text = answer.content.decode()
            assert f"{LIST}{person.pk}/" in text
            assert cast.MS_ZHANG.name not in text
        assert "没有" in client.post(f"{LIST}found/", {"sought": "13911119999"}).content.decode()
        assert "R-2026" in client.get(f"{LIST}{person.pk}/").content.decode()

    def test_says_what_is_wrong_with_what_was_sought(self) -> None:
        builders.a_repair(now=timezone.now(), at="accepted")
        answer = signed_in(cast.XIAO_CHEN).get(f"{LIST}found/", {"sought": "R-20261124-999999-9"})
        assert 'role="alert"' in answer.content.decode()

    def test_leads_from_a_claim_too(self) -> None:
        claim = a_claim(now=timezone.now(), at="review").claim
        client = signed_in(cast.ADMIN)
        page = client.get(f"/desk/claims/{claim.number}/", {"tab": "record"}).content.decode()
        assert f"{LIST}found/?sought={claim.number}" in page
        assert str(claim.buyer_id) in client.get(f"{LIST}found/", {"sought": claim.number}).content.decode()

    @pytest.mark.parametrize("member", [cast.BOSS_HE, cast.MASTER_LUO, cast.HEYAN_OWNER, cast.ZHOU, cast.QIAN])
    def test_is_not_for_other_roles(self, member: cast.Member) -> None:
        person = builders.a_repair(now=timezone.now(), at="accepted").repair.customer
        client = signed_in(member)
        for url in (LIST, f"{LIST}found/", f"{LIST}{person.pk}/"):
            assert client.get(url).status_code == 403


class TestList:
    def test_leads_to_what_is_kept_for_a_court_only_who_may_look_at_it(self, sits: Sits) -> None:
        for member, led in ((cast.ADMIN, True), (cast.XIAO_CHEN, False)):
            client = sits(member)
            assert ('href="/desk/texts/holds/"' in client.get(LIST).content.decode()) == led
            assert client.get("/desk/texts/holds/").status_code == (200 if led else 403)


class TestACopy:
    def test_is_the_persons_own_hashed_and_told_to_him(self) -> None:
        walk = builders.a_repair(now=timezone.now(), at="accepted")
        client, person = signed_in(cast.XIAO_CHEN), walk.repair.customer
        url = a_request(client, person, "copy")
        assert client.post(f"{url}copy/", {"handed": "hand"}).status_code == 409, "nobody knows yet that it is he"
        known(client, url)
        assert client.post(f"{url}copy/", {"handed": "hand"}).status_code == 409, "a second person has to agree"
        agreed(url)
        forged = {"handed": "hand", "sha256": "ab" * 32, "once": "forged"}
        assert client.post(f"{url}handover/", forged).status_code == 404, "only with the file"
        answer = client.post(f"{url}copy/", {"handed": "hand"})
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        told = json.loads(zipfile.ZipFile(io.BytesIO(content)).read("data.json"))
        assert [one["number"] for one in told["repairs"]] == [walk.repair.number]
        assert told["persons"][0]["phone"] == cast.MS_ZHANG.phone
        row = DataRequest.objects.get()
        [fact] = timeline.facts_of(row.stream(), code="data_request.hand_over")
        assert fact.facts["sha256"] == hashlib.sha256(content).hexdigest()
        assert Reveal.objects.filter(field="copy", person=person).exists()
        assert client.post(f"{url}copy/", {"handed": "hand"}).status_code == 409, "once"
        his = Client()
        session = his.session
        session.update(shared.proof_of(str(person.pk)))
        session.save()
        page = his.get("/customer/me/").content.decode()
        assert row.number in page
        assert "全部信息的副本" in page

    def test_holds_nothing_of_who_shares_the_landline_under_another_name(self) -> None:
        walk = builders.a_repair(now=timezone.now(), at="accepted")
        other = builders.a_repair(now=timezone.now(), at="accepted", customer=cast.NEIGHBOUR)
        Person.objects.filter(pk=other.repair.customer_id).update(phone_index=walk.repair.customer.phone_index)
        client = signed_in(cast.XIAO_CHEN)
        url = a_request(client, walk.repair.customer, "copy")
        known(client, url)
        agreed(url)
        answer = client.post(f"{url}copy/", {"handed": "hand"})
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        told = json.loads(zipfile.ZipFile(io.BytesIO(content)).read("data.json"))
        assert [one["number"] for one in told["repairs"]] == [walk.repair.number]
        assert len(told["persons"]) == 1


class TestAPhone:
    def test_waits_for_a_second_person_who_agrees_on_the_page(self) -> None:
        walk = builders.a_repair(now=timezone.now(), at="accepted")
        client, person = signed_in(cast.XIAO_CHEN), walk.repair.customer
        assert client.post(f"{LIST}{person.pk}/data-request/", {"wish": "phone", "phone": "1"}).status_code == 422
        url = a_request(client, person, "phone", phone="13900007788")
        known(client, url, "rung", "")
        assert "等第二人" in client.get(LIST).content.decode()
        assert "agreement" not in client.get(url).content.decode(), "an agent doesn't agree"
        second = signed_in(cast.LIN)
        assert "agreement" in second.get(url).content.decode()
        assert "139****7788" in second.get(url).content.decode()
        assert walk.repair.number in second.get(url).content.decode()
        builders.a_repair(now=timezone.now(), at="accepted", customer=cast.NEIGHBOUR)
        Person.objects.exclude(pk=person.pk).update(phone_index=vault.blind_index("13900007788"))
        assert "已经是另一位客户" in second.get(url).content.decode()
        assert second.post(f"{url}agreement/", {"shown": "0" * 32, "once": "old"}).status_code == 409
        agreed(url)
        person.refresh_from_db()
        assert person.phone_masked != "139****7788", "the number of before may object first"
        his = Client()
        session = his.session
        session.update(shared.proof_of(str(person.pk)))
        session.save()
        number = DataRequest.objects.get().number
        objection = f"/customer/me/requests/{number}/objection/"
        assert objection in his.get("/customer/me/").content.decode()
        assert his.post(objection).status_code == 302
        assert "有人提出异议" in client.get(url).content.decode()
        assert objection not in his.get("/customer/me/").content.decode()

    def test_is_objected_to_by_nobody_else(self) -> None:
        walk = builders.a_repair(now=timezone.now(), at="accepted")
        other = builders.a_repair(now=timezone.now(), at="accepted", customer=cast.NEIGHBOUR).repair.customer
        client = signed_in(cast.XIAO_CHEN)
        url = a_request(client, walk.repair.customer, "phone", phone="13900007788")
        known(client, url)
        his = Client()
        session = his.session
        session.update(shared.proof_of(str(other.pk)))
        session.save()
        row = DataRequest.objects.get()
        assert his.post(f"/customer/me/requests/{row.number}/objection/").status_code == 404
        row.refresh_from_db()
        assert row.state == "second"

    def test_costs_as_many_statements_with_many_as_with_one(self) -> None:
        walk = builders.a_repair(now=timezone.now(), at="accepted")
        client = signed_in(cast.XIAO_CHEN)
        a_request(client, walk.repair.customer, "copy")
        client.get(LIST)
        with CaptureQueriesContext(
            connection,
        ) as one:
            client.get(LIST)
        a_request(client, walk.repair.customer, "erase")
        a_request(client, walk.repair.customer, "name", name="张小敏")
        client.get(LIST)  # what was said of the last one is said
        with CaptureQueriesContext(connection) as three:
            client.get(LIST)
        assert len(three) == len(one) <= 8
