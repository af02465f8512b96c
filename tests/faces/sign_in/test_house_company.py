"""A house keeps a company sign-in for its own people: nobody else's come in by it, and our second step stays."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anxin.core import providers, settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.carriers import companies, requests, routes
from anxin.core.carriers.routes import Route
from anxin.core.errors import Forbidden, WrongState
from anxin.core.timeline import Entry
from anxin.domain.notices.models import Notice
from anxin.domain.opening import actions as opening
from anxin.domain.opening.actions.provider_changes import ProviderChangeNeedsSecond
from anxin.domain.opening.commands import HOUSE_COMPANIES
from anxin.domain.opening.models import ProviderChange
from anxin.domain.people import actions as people
from anxin.domain.people import queries
from anxin.domain.people.models import Account, Organisation
from anxin.domain.people.queries import actors
from anxin.domain.staff import actions as staff
from anxin.domain.staff import queries as staff_queries
from anxin.domain.staff.models import CompanyIdentity
from tests.faces.sign_in.test_company import BACK, LINK, START, half, is_in, person
from tests.standins.company import Company

pytestmark = pytest.mark.django_db
PAGE, OWN = "/desk/staff/company/", {"kind": "outlet", "role": "outlet_manager"}


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> Iterator[Company]:
    """Give a company that stands outside of our network, as far as the way there is asked."""
    now = timezone.now()
    told = {"name": "notices.address", "value": "http://testserver"}
    acting(lambda: settings.propose(**told, valid_from=now, by=SYSTEM, now=now))
    with Company(now_s=now.timestamp()) as one:
        host = one.url.removeprefix("http://")
        monkeypatch.setattr(routes, "route_to", lambda url, *, private: Route(url=url, host=host, name=host))
        yield one


@pytest.fixture
def lead(db: None) -> Account:
    """Give the lead of an outlet, and somebody of the operator's house with the same mail address."""
    person("chen", "chen@company.example")
    boss = person("boss", "chen@company.example", **OWN)
    Organisation.objects.filter(slug="house-outlet").update(name="城南网点（示例）")
    return boss


def outlet() -> Organisation:
    return Organisation.objects.get(slug="house-outlet")


def set_up(company: Company, lead: Account) -> tuple[str, Client]:
    """Keep the company as its lead does and an administrator agrees to, and try it."""
    client = Client()
    client.force_login(lead)
    told = {
        "issuer": "https://login.company.example",
        "client_id": "anxin",
        "client_secret": company.secrets["client_secret"],
    }
    assert client.post(f"{PAGE}company/", told).status_code == 302
    answers(queries.account("chen"))
    name = companies.name_of(outlet().pk)
    kept = providers.account(name)
    assert kept is not None
    at_home = {**kept.values, "issuer": company.url}
    at_home.pop("client_secret")
    now = timezone.now()
    told = {"kind": companies.OWN, "name": name, "rank": 1, "values": at_home, "secrets": company.secrets}
    acting(lambda: providers.keep(**told, by=SYSTEM, now=now))
    assert client.post(f"{PAGE}trial/").status_code == 302
    return name, client


def answers(account: Account, name: str = "agreement") -> int:
    """Answer the change that waits, as who reads it on his page does; give the status of the answer."""
    client = Client()
    client.force_login(account)
    key = ProviderChange.objects.get(state="asked").pk
    return client.post(reverse("opening:provider_change", args=[key, name])).status_code


def sees(account: Account, at: str = PAGE) -> str:
    client = Client()
    client.force_login(account)
    return client.get(at).content.decode()


def comes(company: Company, client: Client, name: str, **query: str) -> Any:
    there = client.get(reverse(START), {"by": name, **query}).url
    return client.get(reverse(BACK), company.agrees(there))


def linked(company: Company, name: str, account: Account) -> Any:
    """Link an account by the link of its invitation."""
    token = acting(lambda: staff.invite_again(account=account, by=SYSTEM, now=timezone.now()))
    client = Client()
    assert comes(company, client, name, token=token).url == reverse(LINK)
    return client.post(reverse(LINK))


class TestHouseCompany:
    def test_is_set_up_by_its_lead_found_by_short_name_and_lets_in_its_own_people_alone(
        self, company: Company, lead: Account
    ) -> None:
        name, desk = set_up(company, lead)
        link = f"{reverse('sign_in:staff')}?house=house-outlet"
        assert link in desk.get(PAGE).content.decode()
        assert f"by={name}" in Client().get(link).content.decode()
        assert f"by={name}" not in Client().get(reverse("sign_in:staff")).content.decode()
        unknown = Client().get(reverse("sign_in:staff"), {"house": "nobody"}).content.decode()
        assert "没有叫这个简称的企业登录" in unknown

        company.claims["amr"] = ["pwd", "mfa"]
        assert comes(company, Client(), name).status_code == 403, "the mail address its lead's own company gives"
        assert linked(company, name, lead).url == reverse("sign_in:second_factor")
        client = Client()
        assert comes(company, client, name).url == reverse("sign_in:second_factor")
        assert (half(client), is_in(client)) == (str(lead.pk), False), "its word for two factors doesn't count"
        known = CompanyIdentity.objects.get()
        assert (known.account, known.issuer.startswith(name)) == (lead, True)

        acting(lambda: staff.company.part(account=lead, by=SYSTEM, now=timezone.now()))
        assert comes(company, Client(), name).status_code == 403
        assert desk.get(PAGE).status_code == 302, "parted he signs in anew"
        desk.force_login(lead)
        desk.post(f"{PAGE}stopping/")
        assert f"by={name}" not in Client().get(link).content.decode(), "the only lead stops it alone"
        assert Client().get(reverse(START), {"by": name}).status_code == 503

    def test_lets_in_nobody_of_another_house_of_two_or_whose_account_has_ended(
        self, company: Company, lead: Account
    ) -> None:
        name, _desk = set_up(company, lead)
        now = timezone.now()
        other = person("other", "", kind="merchant", role="merchant_owner")
        token = acting(lambda: staff.invite_again(account=other, by=SYSTEM, now=now))
        company.claims |= {"sub": "u-3", "email": ""}
        client = Client()
        assert comes(company, client, name, token=token).url == reverse(LINK)
        assert client.post(reverse(LINK)).status_code == 403, "an invitation to another house"

        company.claims |= {"sub": "u-1001", "email": "chen@company.example"}
        linked(company, name, lead)
        Account.objects.filter(pk=lead.pk).update(is_active=False)
        assert comes(company, Client(), name).status_code == 403
        Account.objects.filter(pk=lead.pk).update(is_active=True)
        people.grant(account=lead, organisation=queries.organisation("house-merchant"), role="packer", now=now)
        assert comes(company, Client(), name).status_code == 403, "who works for two houses"
        assert not CompanyIdentity.objects.exclude(account=lead).exists()

    def test_knows_the_same_person_at_the_same_provider_of_another_house_as_somebody_else(
        self, company: Company, lead: Account
    ) -> None:
        name, _desk = set_up(company, lead)
        linked(company, name, lead)
        now = timezone.now()
        Account.objects.filter(username="chen").update(last_login=None)  # nobody has come in as him yet
        told = {"values": company.values, "secrets": company.secrets}
        acting(lambda: providers.keep(kind="oidc", name="company", rank=1, **told, by=SYSTEM, now=now))
        client = Client()
        comes(company, client, "company")
        assert half(client) == str(queries.account("chen").pk)

    def test_kept_is_a_hand_in_the_accounts_of_its_people(self, company: Company, lead: Account) -> None:
        mate, now = person("mate", "", **{**OWN, "role": "outlet_dispatcher"}), timezone.now()
        by = actors.actor_of_account(lead, now=now)
        assert not staff_queries.situation(mate, by=by, now=now).helped
        set_up(company, lead)
        assert staff_queries.situation(mate, by=by, now=timezone.now()).helped
        other = actors.actor_of_account(queries.account("mate"), now=now)
        assert not staff_queries.situation(lead, by=other, now=timezone.now()).helped

    def test_is_kept_by_the_lead_of_the_very_house_alone(self, company: Company, lead: Account) -> None:
        set_up(company, lead)
        for roles, error in (({"outlet_manager"}, WrongState), ({"outlet_dispatcher"}, Forbidden)):
            by = Actor(kind="staff", id="x", organisation=str(queries.operator().pk), roles=frozenset(roles))
            with pytest.raises(error):
                acting(
                    lambda by=by: HOUSE_COMPANIES.give("stopping", row=outlet(), by=by, now=timezone.now(), fields={})
                )
        client = Client()
        client.force_login(queries.account("chen"))
        assert client.get(PAGE).status_code == 403

    @pytest.mark.parametrize("url", ["https://127.0.0.1/", "http://company.example/", "https://[::1]:8000/"])
    def test_is_asked_nowhere_inside_our_network(self, url: str) -> None:
        with pytest.raises(requests.NotReached):
            requests.ask("GET", url, outside=True)


KEYS = {"client_id": "ding-1", "client_secret": "s3cret-of-ding", "company": "ding-corp"}
WAITS, PROVIDERS = "等另一个人同意", "/desk/opening/providers/"


def asks(lead: Account, command: str = "dingtalk", **changed: str) -> int:
    client = Client()
    client.force_login(lead)
    return client.post(f"{PAGE}{command}/", {**KEYS, **changed}).status_code


def kept() -> Any:
    return providers.account(companies.name_of(outlet().pk))


@pytest.fixture
def second(lead: Account) -> Account:
    """Give a second lead of the same house."""
    return person("second", "", **OWN)


class TestASecondLead:
    def test_agrees_and_until_then_nothing_counts(self, lead: Account, second: Account) -> None:
        assert asks(lead) == 302
        assert kept() is None
        assert answers(lead) == answers(lead, "refusal") == 302
        assert (kept(), ProviderChange.objects.get().state) == (None, "asked"), "nobody answers his own"
        change, by = ProviderChange.objects.get(), actors.actor_of_account(lead, now=timezone.now())
        with pytest.raises(ProviderChangeNeedsSecond):
            acting(lambda: opening.agree(change=change, by=by, now=timezone.now()))
        assert set(Notice.objects.values_list("code", "account__username")) == {("company_asked", "second")}
        assert all(one in sees(second) for one in (WAITS, "ding-corp", "boss"))
        assert "s3cret-of-ding" not in sees(second) + str(list(ProviderChange.objects.values()))

        assert answers(second) == 302
        assert (kept().values["client_secret"], kept().values["way"]) == ("s3cret-of-ding", "dingtalk")
        now = timezone.now()
        for one, other in ((lead, second), (second, lead)):
            by = actors.actor_of_account(one, now=now)
            assert staff_queries.situation(other, by=by, now=now).helped, "both had a hand in how people come in"
        told = Entry.objects.filter(code__startswith="provider_change.")
        assert set(told.values_list("stream__key", flat=True)) == {str(outlet().pk)}

    def test_is_nobody_of_another_house_and_no_administrator(self, lead: Account, second: Account) -> None:
        stranger = person("stranger", "", kind="merchant", role="merchant_owner")
        person("stranger-2", "", kind="merchant", role="merchant_owner")
        asks(lead)
        for other, at in ((stranger, PAGE), (queries.account("chen"), PROVIDERS)):
            assert "ding-corp" not in sees(other, at)
            assert {answers(other, name) for name in ("agreement", "refusal", "withdrawal")} == {404}
        assert kept() is None

    def test_is_an_administrator_where_a_house_has_one_lead(self, lead: Account) -> None:
        asks(lead)
        assert set(Notice.objects.values_list("code", "account__username")) == {("change_asked", "chen")}
        assert all(one in sees(queries.account("chen"), PROVIDERS) for one in ("城南网点（示例）", "ding-corp"))
        assert answers(queries.account("chen"), "refusal") == 302
        assert kept() is None
        asks(lead)
        assert answers(queries.account("chen")) == 302
        assert kept() is not None

    def test_is_asked_one_change_at_a_time(self, lead: Account, second: Account) -> None:
        asks(lead)
        answers(second)
        assert asks(second, client_id="ding-2") == 302
        assert asks(lead, "wecom") == 409
        assert answers(lead, "refusal") == 302
        assert kept().values["client_id"] == "ding-1"

    def test_is_not_waited_for_where_it_is_stopped_and_all_who_answer_for_it_are_told(
        self, lead: Account, second: Account
    ) -> None:
        person("mate", "", **{**OWN, "role": "outlet_dispatcher"})
        person("stranger", "", kind="merchant", role="merchant_owner")
        asks(lead)
        answers(second)
        asks(second, client_id="ding-2")
        assert asks(lead, "stopping") == 302
        assert kept() is None
        told = Notice.objects.filter(code="company_stopped")
        assert set(told.values_list("account__username", flat=True)) == {"second", "chen"}
        fact = Entry.objects.get(code="opening.company_stopped")
        assert (fact.actor_id, fact.facts) == (str(lead.pk), {"house": outlet().slug})
        assert asks(lead, "stopping") == 409, "there is nothing to stop"

        assert (kept(), ProviderChange.objects.get(state="asked").values["client_id"]) == (None, "ding-2")
        assert answers(lead) == 302
        assert kept().values["client_id"] == "ding-2", "to put it again took two"

    def test_agrees_to_an_empty_secret_that_stays_as_it_was(self, lead: Account, second: Account) -> None:
        asks(lead)
        answers(second)
        asks(second, client_id="ding-2", client_secret="")
        answers(lead)
        assert (kept().values["client_id"], kept().values["client_secret"]) == ("ding-2", "s3cret-of-ding")
