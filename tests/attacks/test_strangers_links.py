"""A stranger with a link the house sent: after its end, after erasure, twice, one character off, under another name."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.people import queries as people
from anxin.domain.people.actions import personal_data
from anxin.domain.people.models import Account, CaseLink
from anxin.domain.repairs import actions as repairs
from anxin.domain.staff.commands import INVITATIONS
from anxin.domain.staff.models import Invitation
from tests import builders

pytestmark = pytest.mark.django_db
TAKEN = {
    "c/<str:token>/": "a case",
    "o/<str:token>/": "an order, to who knows its number and proves a phone: `test_buyer_links`",
    "sign-in/invitation/<str:token>/": "an account",
    "hooks/messages/<slug:provider>/<str:token>/": "receipts",
    "hooks/calls/<slug:provider>/<str:token>/": "calls",
}
"""Every address that opens something by a secret in it, but for the codes of pictures: `test_links_and_files`."""
NEW = {"new": "rain on the roof 5", "again": "rain on the roof 5"}


def addresses(found: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern)


def off_by_one(token: str) -> list[str]:
    """Alter one character at the beginning, in the middle and at the end; leave one out, add one."""
    swapped = ["B" if token[at] != "B" else "C" for at in (0, len(token) // 2, -1)]
    at = len(token) // 2
    altered = [swapped[0] + token[1:], token[:at] + swapped[1] + token[at + 1 :], token[:-1] + swapped[2]]
    return [*altered, token[:-1], f"{token}A", token.swapcase()]


def test_knows_every_address_with_a_secret_in_it() -> None:
    secret = {one for one in addresses(get_resolver().url_patterns) if any(x in one for x in (":token>", ":secret>"))}
    assert secret == set(TAKEN)


@pytest.fixture
def invited(live_now: datetime) -> str:
    builders.ground.lay(now=live_now)
    given = {"called": "新来的", "username": "new.one", "role": "agent"}
    by = builders.actor(cast.ADMIN, now=live_now)
    return str(acting(lambda: INVITATIONS.give("invitation", row=people.operator(), by=by, now=live_now, fields=given)))


class TestAnInvitation:
    def opens(self, token: str) -> bool:
        page = Client().get(f"/sign-in/invitation/{token}/")
        return page.status_code == 200 and "new.one" in page.content.decode()

    def test_opens_as_it_was_sent_only(self, invited: str) -> None:
        assert self.opens(invited)
        assert not any(self.opens(one) for one in off_by_one(invited))
        foreign = Client().get(f"/sign-in/invitation/{invited}/", headers={"host": "shop.example"})
        assert (foreign.status_code, "new.one" in foreign.content.decode()) == (400, False)

    def test_counts_once(self, invited: str) -> None:
        there = f"/sign-in/invitation/{invited}/"
        assert Client().post(there, NEW).status_code == 302
        kept = Account.objects.get(username="new.one").password
        other = {"new": "another roof, rain 6", "again": "another roof, rain 6"}
        assert Client().post(there, other).status_code >= 400
        assert Account.objects.get(username="new.one").password == kept
        assert not self.opens(invited)

    @pytest.mark.parametrize("how", ["over", "taken back", "shut"])
    def test_opens_nothing_after_its_end(self, invited: str, how: str, live_now: datetime) -> None:
        if how == "over":
            Invitation.objects.update(expires_at=live_now - timedelta(seconds=1))
        elif how == "taken back":
            Invitation.objects.update(revoked_at=live_now)
        else:
            Account.objects.filter(username="new.one").update(is_active=False)
        assert not self.opens(invited)
        assert Client().post(f"/sign-in/invitation/{invited}/", NEW).status_code >= 400
        assert not Account.objects.get(username="new.one").has_usable_password()


class TestACaseLink:
    @pytest.fixture
    def one(self, live_now: datetime) -> builders.Walked:
        return builders.a_repair(now=live_now)

    def opens(self, one: builders.Walked, token: str, client: Client | None = None) -> bool:
        client = client or Client()
        client.get(f"/c/{token}/")
        page = client.get(f"/customer/repairs/{one.repair.number}/")
        return page.status_code == 200 and one.repair.number in page.content.decode()

    def test_opens_as_it_was_sent_only(self, one: builders.Walked) -> None:
        assert self.opens(one, one.token)
        assert not any(self.opens(one, token) for token in off_by_one(one.token))
        foreign = Client().get(f"/c/{one.token}/", headers={"host": "shop.example"})
        assert (foreign.status_code, foreign.cookies) == (400, {})

    def test_opens_nothing_once_its_customer_is_erased(self, one: builders.Walked, live_now: datetime) -> None:
        kept = Client()
        assert self.opens(one, one.token, kept)
        one.do(lambda: repairs.cancel(repair=one.repair, why="修好了", by=one.customer, now=one.now))
        person = CaseLink.objects.get().person
        acting(lambda: personal_data.erase(person=person, by=SYSTEM, now=live_now))
        assert not self.opens(one, one.token)
        assert kept.get(f"/customer/repairs/{one.repair.number}/").status_code == 302


@pytest.mark.parametrize("what", ["messages/aliyun", "calls/aliyun_numbers", "messages/nobody", "calls/nobody"])
def test_a_secret_of_a_provider_nobody_set_up_is_none(what: str) -> None:
    for token in ("", "None", "0" * 32):
        there = f"/hooks/{what}/{token}/" if token else f"/hooks/{what}//"
        assert Client().post(there, b"[]", content_type="application/json").status_code == 404
