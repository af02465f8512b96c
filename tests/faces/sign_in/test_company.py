"""Company sign-in: believed where every part of its word holds, and then only as the account it is linked with."""

import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anxin.core import providers, settings, vault
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.timeline import Entry
from anxin.domain.people import actions as people
from anxin.domain.people.models import Account, Organisation
from anxin.domain.people.queries import factors
from anxin.domain.staff import actions as staff
from anxin.domain.staff import queries as staff_queries
from anxin.domain.staff.models import CompanyIdentity, Mailbox
from tests.factor_builders import an_authenticator
from tests.standins.company import Company

pytestmark = pytest.mark.django_db
START, BACK, LINK = "sign_in:company", "sign_in:company_back", "sign_in:company_link"


@pytest.fixture
def company() -> Iterator[Company]:
    """Set the company's sign-in up, tried, under a public address."""
    now = timezone.now()
    with Company(now_s=now.timestamp()) as one:

        def work() -> None:
            kept = {"values": one.values, "secrets": one.secrets}
            providers.keep(kind="oidc", name="company", rank=1, **kept, by=SYSTEM, now=now)
            providers.note_trial("company", fault="", now=now)
            settings.propose(name="notices.address", value="http://testserver", valid_from=now, by=SYSTEM, now=now)

        acting(work)
        yield one


@pytest.fixture
def chen(db: None) -> Account:
    return person("chen", "chen@company.example")


def person(name: str, mail: str, *, kind: str = "operator", role: str = "operator") -> Account:
    now = timezone.now()
    account = people.open_account(username=name, password="", called=name, now=now)
    home = Organisation.objects.filter(slug=f"house-{kind}").first() or people.found_organisation(
        kind=kind, slug=f"house-{kind}", name=kind, now=now
    )
    people.grant(account=account, organisation=home, role=role, now=now)
    if mail:
        Mailbox.objects.create(account=account, mail_sealed=vault.seal("staff.mailbox.mail", account.pk, mail))
    return account


def comes(company: Company, client: Client, mood: str = "", **query: str):  # type: ignore[no-untyped-def]
    there = client.get(reverse(START), query).url
    company.moods.extend(["", mood])  # its discovery, then its word
    return client.get(reverse(BACK), company.agrees(there))


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def half(client: Client) -> str:
    return str(client.session.get("signing_half", [""])[0])


class TestComesIn:
    def test_as_the_account_with_the_mail_the_company_verified_and_still_shows_our_second_step(
        self, company: Company, chen: Account
    ) -> None:
        """Linked by the verified mail address; our second step stays"""
        totp, client = an_authenticator(chen), Client()

        assert comes(company, client).url == reverse("sign_in:code")
        assert not is_in(client)
        assert client.post(reverse("sign_in:code"), {"code": totp.now()}).status_code == 302
        assert client.session["_auth_user_id"] == str(chen.pk)
        assert CompanyIdentity.objects.get().subject == "u-1001"

    def test_by_two_factors_where_the_company_says_it_asked_for_two(self, company: Company, chen: Account) -> None:
        """Two factors there (amr) count as two here"""
        client = Client()
        company.claims["amr"] = ["pwd", "mfa"]

        assert comes(company, client, next="/desk/staff/").url == "/desk/staff/"
        assert is_in(client)

    def test_and_counts_as_come_in_where_two_factors_were_asked_for_until_it_is_parted(
        self, company: Company, chen: Account
    ) -> None:
        """Come in by the company alone: counted, without anything of ours"""

        def counted() -> tuple[bool, ...]:
            now = timezone.now()
            there = Account.objects.filter(factors.enrolled(), pk=chen.pk).exists()
            held = staff_queries.holding(now=now).get("operator", 0), staff_queries.administrators(now=now)
            return (chen.pk in factors.enrolled_among([chen.pk]), there, *map(bool, held))

        comes(company, Client())
        assert counted() == (False,) * 4, "he stands before our second step"
        company.claims["amr"] = ["pwd", "mfa"]
        comes(company, Client())
        assert counted() == (True,) * 4
        acting(lambda: staff.part(account=chen, by=SYSTEM, now=timezone.now()))
        assert counted() == (False,) * 4

    def test_until_they_are_parted_from_it_which_ends_every_sign_in(self, company: Company, chen: Account) -> None:
        company.claims["amr"] = ["pwd", "mfa"]
        inside, half = Client(), Client()
        comes(company, inside)
        company.claims["amr"] = []
        comes(company, half)
        assert (is_in(inside), half.get(reverse("sign_in:second_factor")).status_code) == (True, 200)

        acting(lambda: staff.part(account=chen, by=SYSTEM, now=timezone.now()))

        assert not is_in(inside)
        assert half.get(reverse("sign_in:second_factor")).url == reverse("sign_in:staff")

    def test_by_two_factors_where_its_acr_is_the_one_agreed_on(self, company: Company, chen: Account) -> None:
        """The acr agreed on, and another one"""
        now, kept = timezone.now(), {**company.values, "acr": "gold"}
        acting(
            lambda: providers.keep(
                kind="oidc", name="company", rank=1, values=kept, secrets=company.secrets, by=SYSTEM, now=now
            )
        )
        for level, comes_in in (("silver", False), ("gold", True)):
            client = Client()
            company.claims["acr"] = level
            comes(company, client)
            assert is_in(client) is comes_in

    def test_again_by_its_own_number_though_the_mail_is_another_now(self, company: Company, chen: Account) -> None:
        """Known by the company's own number, whatever its mail says later"""
        comes(company, Client())
        company.claims |= {"email": "new@company.example"}
        client = Client()
        comes(company, client)
        assert half(client) == str(chen.pk)

    def test_by_the_link_of_an_invitation_which_counts_once(self, company: Company) -> None:
        """Linked by an invitation that counts once; who only opens it is linked with nobody"""
        new = person("new", "")
        now = timezone.now()
        token = acting(lambda: staff.invite_again(account=new, by=SYSTEM, now=now))
        company.claims |= {"email_verified": False, "sub": "u-2002"}
        assert reverse(START) in Client().get(reverse("sign_in:invitation", args=[token])).content.decode()

        client = Client()
        assert comes(company, client, token=token).url == reverse(LINK)
        asked = client.get(reverse(LINK)).content.decode()
        assert all(one in asked for one in (new.username, "u-2002", company.values["issuer"]))
        assert not half(client)
        assert not CompanyIdentity.objects.exists(), "whoever only opens somebody's link is linked with nobody"

        assert client.post(reverse(LINK)).url == reverse("sign_in:second_factor")
        assert half(client) == str(new.pk)
        assert client.post(reverse(LINK)).url == reverse("sign_in:staff"), "it counts once"
        assert Client().get(reverse("sign_in:invitation", args=[token])).status_code == 404

    def test_as_the_account_its_owner_linked_once_he_was_in_and_had_just_proved_himself(
        self, company: Company, chen: Account
    ) -> None:
        """Linked by its owner, signed in and just proved; not in a browser where he isn't"""
        chen.set_password("rain on the roof 5")
        chen.save()
        company.claims |= {"amr": ["mfa"], "email": "eve@company.example"}
        client = Client()
        client.force_login(chen)
        assert f"{reverse(START)}?own=1" in client.get(reverse("sign_in:sign_ins")).content.decode()
        assert client.get(reverse(START), {"own": 1}).url.startswith(reverse("sign_in:proof"))
        kept = client.session
        kept["signing_proved"] = time.time()
        kept.save()

        assert comes(company, client, own="1").url == reverse(LINK)
        assert chen.username in client.get(reverse(LINK)).content.decode()
        assert not CompanyIdentity.objects.exists()
        assert client.post(reverse(LINK)).url == reverse("sign_in:sign_ins")
        assert reverse("sign_in:company_end") in client.get(reverse("sign_in:sign_ins")).content.decode()
        other = Client()
        comes(company, other, own="1")
        assert other.session["_auth_user_id"] == str(chen.pk)

    def test_and_signs_out_there_too(self, company: Company, chen: Account) -> None:
        """Signed out there too"""
        client = Client()
        company.claims["amr"] = ["mfa"]
        comes(company, client)

        page = client.post(reverse("sign_in:sign_out")).content.decode()

        assert f"{company.url}/logout?client_id=anxin" in page
        assert not is_in(client)

    def test_by_the_company_s_next_key_once_it_was_changed(self, company: Company, chen: Account) -> None:
        """The company changes its key: the new one counts, the old one no more; a key set that fails: refused"""
        company.claims["amr"] = ["mfa"]
        comes(company, Client())
        company.changes_key()
        client, old, failing = Client(), Client(), Client()

        comes(company, client)
        comes(company, old, "swapped")
        answer = company.agrees(failing.get(reverse(START)).url)
        company.moods.extend(["", "", "500"])  # discovery, its word, then its keys

        assert failing.get(reverse(BACK), answer).status_code == 503
        assert [is_in(one) for one in (client, old, failing)] == [True, False, False]


class TestIsRefused:
    @pytest.mark.parametrize("by", ["password", "company"])
    def test_when_somebody_wrote_another_address_to_an_account_that_has_an_owner(
        self, company: Company, chen: Account, by: str
    ) -> None:
        """An address written later to an account somebody came in with: linked with nobody, refused"""
        company.claims["amr"] = ["mfa"]
        if by == "company":
            comes(company, Client())
        else:
            chen.set_password("rain on the roof 5")
            chen.save()
        sealed = vault.seal("staff.mailbox.mail", chen.pk, "eve@company.example")
        Mailbox.objects.filter(account=chen).update(mail_sealed=sealed)
        CompanyIdentity.objects.update(issuer="https://before.example")
        company.claims |= {"email": "eve@company.example", "sub": "u-6666"}
        client = Client()

        assert comes(company, client).status_code == 403
        assert not is_in(client)
        assert not CompanyIdentity.objects.filter(subject="u-6666").exists()

    @pytest.mark.parametrize(
        ("mood", "why"),
        [
            *[("nonce", ""), ("aud", "aud"), ("azp", "aud"), ("iss", "iss"), ("expired", "exp"), ("early", "iat")],
            *[("none", "signature"), ("hmac", "signature"), ("swapped", "signature"), ("nobody", "sub")],
            *[("html", "HTTP 200"), ("500", "HTTP 500"), ("429", "HTTP 429"), ("drop", "RemoteProtocolError")],
        ],
    )
    def test_when_any_part_of_its_word_does_not_hold(
        self, company: Company, chen: Account, mood: str, why: str
    ) -> None:
        """Wrong nonce, aud, azp, iss; over, early; alg none, HMAC, another key; HTML, 5xx, 429, a broken line"""
        client = Client()
        company.claims["amr"] = ["mfa"]

        answer = comes(company, client, mood)

        assert (answer.status_code, providers.health()["company"].fault) == (503, why)
        assert not is_in(client)
        assert not half(client)
        assert not CompanyIdentity.objects.exists()

    def test_when_discovery_names_another_issuer(self, company: Company, chen: Account) -> None:
        """Discovery names another issuer: refused, and written down as its fault"""
        company.issuer = "https://evil.example"
        assert Client().get(reverse(START)).status_code == 503
        assert providers.health()["company"].fault == "issuer"

    @pytest.mark.parametrize("brought", [{"error": "access_denied"}, {"error": "pay me"}, {"code": "junk"}], ids=str)
    def test_without_any_fault_of_the_company_where_a_browser_brings_no_code_that_holds(
        self, company: Company, chen: Account, brought: dict[str, str]
    ) -> None:
        """Cancelled there, or a stranger's own words: refused; the company goes well and stays offered to all others"""
        stranger = Client()
        state = parse_qs(urlsplit(stranger.get(reverse(START)).url).query)["state"][0]

        assert stranger.get(reverse(BACK), {**brought, "state": state}).status_code == 503
        assert Client().get(reverse(BACK), {**brought, "state": state}).status_code == 503

        health = providers.health()["company"]
        assert (health.works, health.fault) == (True, "")
        assert reverse(START) in Client().get(reverse("sign_in:staff")).content.decode()

    def test_while_it_fails_but_it_stays_offered_and_is_well_again_with_the_next_who_comes_in(
        self, company: Company, chen: Account
    ) -> None:
        """A failing company stays offered, for its trial went well; the next who comes in shows it is well again"""
        comes(company, Client(), "500")
        assert providers.health()["company"].works is False
        assert reverse(START) in Client().get(reverse("sign_in:staff")).content.decode()

        comes(company, Client())

        assert providers.health()["company"].works is True

    def test_when_the_answer_is_sent_again_or_in_another_browser_or_of_another_asking(
        self, company: Company, chen: Account
    ) -> None:
        """The answer sent again, in another browser, or of another asking"""
        client, other = Client(), Client()
        company.claims["amr"] = ["mfa"]
        answer = company.agrees(client.get(reverse(START)).url)
        assert other.get(reverse(BACK), answer).status_code == 503
        assert client.get(reverse(BACK), {**answer, "state": "another"}).status_code == 503
        assert client.get(reverse(BACK), answer).status_code == 503, "the asking was used up"

        asked = client.get(reverse(START)).url
        assert client.get(reverse(BACK), company.agrees(asked)).status_code == 302
        client.post(reverse("sign_in:sign_out"))
        old = company.agrees(asked)
        assert client.get(reverse(BACK), old).status_code == 503
        assert not is_in(client)

    def test_when_a_code_of_somebody_else_is_slipped_in(self, company: Company, chen: Account) -> None:
        """Somebody else's code slipped in"""
        client, thief = Client(), Client()
        stolen = company.agrees(thief.get(reverse(START)).url)["code"]
        state = parse_qs(urlsplit(client.get(reverse(START)).url).query)["state"][0]

        assert client.get(reverse(BACK), {"code": stolen, "state": state}).status_code == 503
        assert not half(client)

    @pytest.mark.parametrize(
        "claims",
        [{"email_verified": False}, {"email_verified": "true"}, {"email": "nobody@company.example"}, {"email": ""}],
        ids=str,
    )
    def test_when_no_account_is_linked_and_makes_none(
        self, company: Company, chen: Account, claims: dict[str, object]
    ) -> None:
        """No account with that mail, or one nobody verified: refused, none is made"""
        client = Client()
        company.claims |= claims

        assert comes(company, client).status_code == 403
        assert not half(client)
        assert (Account.objects.count(), CompanyIdentity.objects.count()) == (1, 0)
        assert Entry.objects.filter(code="people.wrong_company").count() == 1

    def test_when_two_accounts_have_the_mail_or_it_is_another_house_s_or_shut(self, company: Company) -> None:
        """Two accounts with one mail, another house's, a shut one: refused"""
        person("admin", "")
        person("boss", "chen@company.example", kind="outlet", role="outlet_manager")
        assert comes(company, Client()).status_code == 403
        one, two = person("one", "chen@company.example"), person("two", "Chen@company.example")
        assert comes(company, Client()).status_code == 403
        Account.objects.filter(pk=two.pk).update(is_active=False)
        client = Client()
        comes(company, client)
        assert half(client) == str(one.pk)
        Account.objects.filter(pk=one.pk).update(is_active=False)
        assert comes(company, Client()).status_code == 403

    def test_when_somebody_else_there_has_the_mail_of_a_linked_account(self, company: Company, chen: Account) -> None:
        """Somebody else there has the mail of a linked account: refused"""
        comes(company, Client())
        company.claims["sub"] = "u-9999"
        client = Client()

        assert comes(company, client).status_code == 403
        assert not half(client)

    def test_a_link_for_a_forgotten_password_links_nobody(self, company: Company, chen: Account) -> None:
        """A link for a forgotten password links nobody"""
        chen.set_password("rain on the roof 5")
        chen.save()
        now = timezone.now()
        token = acting(lambda: staff.forget_password(account=chen, by=SYSTEM, now=now))
        company.claims |= {"sub": "u-3003", "email_verified": False}

        assert comes(company, Client(), token=token).status_code == 403
        assert not CompanyIdentity.objects.exists()

    def test_is_not_offered_before_it_is_set_up_and_tried(self, company: Company) -> None:
        """Not offered before it is set up and tried"""
        assert reverse(START) in Client().get(reverse("sign_in:staff")).content.decode()
        acting(lambda: providers.end("company", now=timezone.now()))
        assert reverse(START) not in Client().get(reverse("sign_in:staff")).content.decode()
        assert Client().get(reverse(START)).status_code == 503
