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
from anxin.domain.opening.commands import HOUSE_COMPANIES
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
    """Keep the company as its lead does, and try it."""
    client = Client()
    client.force_login(lead)
    told = {
        "issuer": "https://login.company.example",
        "client_id": "anxin",
        "client_secret": company.secrets["client_secret"],
    }
    assert client.post(f"{PAGE}company/", told).status_code == 302
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
        link = f"{reverse('signing:staff')}?house=house-outlet"
        assert link in desk.get(PAGE).content.decode()
        assert f"by={name}" in Client().get(link).content.decode()
        assert f"by={name}" not in Client().get(reverse("signing:staff")).content.decode()
        unknown = Client().get(reverse("signing:staff"), {"house": "nobody"}).content.decode()
        assert "没有叫这个简称的企业登录" in unknown

        company.claims["amr"] = ["pwd", "mfa"]
        assert comes(company, Client(), name).status_code == 403, "the mail address its lead's own company gives"
        assert linked(company, name, lead).url == reverse("signing:second_factor")
        client = Client()
        assert comes(company, client, name).url == reverse("signing:second_factor")
        assert (half(client), is_in(client)) == (str(lead.pk), False), "its word for two factors doesn't count"
        known = CompanyIdentity.objects.get()
        assert (known.account, known.issuer.startswith(name)) == (lead, True)

        acting(lambda: staff.company.part(account=lead, by=SYSTEM, now=timezone.now()))
        assert comes(company, Client(), name).status_code == 403
        desk.post(f"{PAGE}stopping/")
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
        told = {"values": company.values, "secrets": company.secrets}
        acting(lambda: providers.keep(kind="oidc", name="company", rank=1, **told, by=SYSTEM, now=now))
        client = Client()
        comes(company, client, "company")
        assert half(client) == str(queries.account("chen").pk)

    def test_kept_is_a_hand_in_the_accounts_of_its_people(self, company: Company, lead: Account) -> None:
        mate, now = person("mate", "", **OWN), timezone.now()
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
