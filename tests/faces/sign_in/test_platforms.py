"""WeCom, DingTalk and Feishu behind the door of company sign-in: a member of the company, linked, and nobody else."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anxin.core import providers, settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.carriers import companies, platforms, requests
from anxin.core.carriers.oidc import NotVouched
from anxin.core.carriers.requests import NoAnswer, Reply
from anxin.core.ids import uuid7
from anxin.domain.people.models import Account
from anxin.domain.people.queries import actors
from anxin.domain.staff import actions as staff
from anxin.domain.staff.commands import ACCOUNTS
from tests.faces.sign_in.test_company import BACK, LINK, START, half, person
from tests.standins.platforms import Platform

NAMES = ["wecom", "dingtalk", "feishu"]


@pytest.fixture(params=NAMES)
def platform(request: pytest.FixtureRequest, db: None) -> Iterator[Platform]:
    now = timezone.now()
    with Platform(request.param) as one:

        def work() -> None:
            kept = {"values": one.values, "secrets": one.secrets}
            providers.keep(kind="oidc", name=one.name, rank=1, **kept, by=SYSTEM, now=now)
            providers.note_trial(one.name, fault="", now=now)
            settings.propose(name="notices.address", value="http://testserver", valid_from=now, by=SYSTEM, now=now)

        acting(work)
        yield one


def comes(platform: Platform, client: Client, *moods: str, **query: str):  # type: ignore[no-untyped-def]
    there = client.get(reverse(START), {"by": platform.name, **query}).url
    platform.moods.extend(moods)
    return client.get(reverse(BACK), platform.agrees(there))


def invited(account: Account) -> str:
    return acting(lambda: staff.invite_again(account=account, by=SYSTEM, now=timezone.now()))


class TestPlatforms:
    def test_link_by_an_invitation_and_then_know_their_people_until_parted(self, platform: Platform) -> None:
        """Linked by the link of an invitation, later known by the platform's own number; our second step stays"""
        new, chief = person("new", ""), person("chief", "")
        page = Client().get(reverse("sign_in:staff")).content.decode()
        assert f"?by={platform.name}" in page
        token, client = invited(new), Client()
        assert comes(platform, client, token=token).url == reverse(LINK)
        assert client.post(reverse(LINK)).url == reverse("sign_in:second_factor")
        assert half(client) == str(new.pk)
        again = Client()
        comes(platform, again)
        assert half(again) == str(new.pk)

        by = actors.actor_of_account(chief, now=timezone.now())
        acting(lambda: ACCOUNTS.give("parting", row=new, by=by, now=timezone.now(), fields={}))
        parted = Client()
        assert comes(platform, parted).status_code == 403
        comes(platform, parted, token=invited(new))
        parted.post(reverse(LINK))
        assert half(parted) == str(new.pk)

    def test_believe_only_a_mail_address_that_the_company_gives(self, platform: Platform) -> None:
        """A mail address links only where the company gives it (Feishu); one's own never does"""
        chen, client = person("chen", "chen@company.example"), Client()
        comes(platform, client)
        assert half(client) == (str(chen.pk) if platform.name == "feishu" else "")

    @pytest.mark.parametrize(
        ("moods", "fails"),
        [
            *[(["stranger", "stranger"], False), (["over", "over"], False), (["", "nobody"], False)],
            *[(["html"], True), (["drop"], True), (["500"], True)],
        ],
        ids=str,
    )
    def test_refuse_whoever_is_no_member_and_what_is_no_answer(
        self, platform: Platform, moods: list[str], fails: bool
    ) -> None:
        """Of another company, a used code, nobody: refused; HTML, 5xx, a broken line: written down as its fault too"""
        person("chen", "chen@company.example")
        client = Client()
        answer = comes(platform, client, *moods)
        assert answer.status_code in (403, 503)
        assert half(client) == ""
        assert bool(providers.health()[platform.name].fault) is fails

    @pytest.mark.parametrize("brought", [True, False], ids=["with a browser's code", "by ourselves"])
    def test_fail_by_html_and_4xx_only_where_nothing_was_asked_with_what_a_browser_brought(
        self, platform: Platform, brought: bool
    ) -> None:
        """A stranger's code that a gateway refuses makes no platform look failing to all others; our own call does"""
        first = ["html400"] if (platform.name == "wecom") is not brought else ["", "html400"]
        client = Client()
        assert comes(platform, client, *first).status_code == 503
        assert half(client) == ""
        assert providers.health()[platform.name].fault == ("" if brought else "HTTP 400")
        assert not platform.moods

    def test_refuse_an_answer_that_this_browser_did_not_ask_for(self, platform: Platform) -> None:
        """A code slipped in, and an answer sent again"""
        person("chen", "chen@company.example")
        there = Client().get(reverse(START), {"by": platform.name}).url
        slipped = Client()
        slipped.get(reverse(START), {"by": platform.name})
        assert slipped.get(reverse(BACK), platform.agrees(there)).status_code in (403, 503)
        assert half(slipped) == ""


@pytest.mark.parametrize("name", NAMES)
def test_a_trial_proves_app_and_secret(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The self-test: right, a wrong secret, no answer"""
    monkeypatch.setattr(requests, "TIMEOUT_S", 3.0)
    with Platform(name) as there:
        good = {**there.values, **there.secrets}
        assert platforms.trial(name, good) == ""
        assert platforms.trial(name, {**good, "client_secret": "x"})
        there.moods.extend(["drop", "html"])
        assert platforms.trial(name, good)
        assert platforms.trial(name, good) == "unreadable"


@pytest.mark.parametrize(("way", "longest"), [("company", 4096), *((name, 512) for name in NAMES)])
def test_nobody_is_asked_about_a_code_longer_than_any_they_give(
    way: str, longest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stranger's endless code reaches neither a platform nor a company"""
    asked: list[str] = []

    def ask(method: str, url: str, **told: object) -> Reply:
        asked.append(url)
        raise NoAnswer

    monkeypatch.setattr(requests, "ask", ask)
    values = {"issuer": "https://id.example", "company": "c", "client_id": "i", "client_secret": "s"}
    kept = providers.ProviderAccess(id=uuid7(), name=way, kind="oidc", values=values)
    told = {"back": "-", "nonce": "-", "verifier": "-", "now": timezone.now()}
    with pytest.raises(NotVouched) as refused:
        companies.vouched(kept, code="x" * (longest + 1), **told)
    assert (type(refused.value), asked) == (NotVouched, [])
    with pytest.raises(NoAnswer):
        companies.vouched(kept, code="x" * longest, **told)
    assert asked


def test_of_a_platform_that_is_not_set_up_nobody_is_led_there(db: None) -> None:
    assert Client().get(reverse(START), {"by": "wecom"}).status_code == 503
    assert Client().get(reverse(START), {"by": "nuonuo"}).status_code == 503
