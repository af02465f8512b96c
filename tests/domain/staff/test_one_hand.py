"""One administrator alone goes every way he has to come in as somebody else."""

from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from itertools import permutations

import pytest

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import WrongState
from anxin.core.outbox import Message
from anxin.demo import cast
from anxin.domain.opening.actions import provider_changes
from anxin.domain.opening.actions.installation import keep_mail, put_address, put_mail
from anxin.domain.opening.models import ProviderChange
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Account
from anxin.domain.people.queries import factors
from anxin.domain.staff import actions as staff
from anxin.domain.staff import queries, rules
from anxin.domain.staff.commands import ACCOUNTS
from anxin.domain.staff.models import CompanyIdentity, Invitation
from anxin.domain.staff.rules.hands import HELPED_FOR
from tests.domain.staff.test_staff import As, a_server, account_of, came_in_as, give, invite, who
from tests.factor_builders import enrolled

pytestmark = pytest.mark.django_db
SERVER = {"kind": "smtps", "host": "smtp.example", "port": "", "user": "", "password": ""}
__all__ = ("a_server", "who")


def has_an_address(by: Actor, now: datetime) -> None:
    acting(lambda: settings.propose(name="notices.address", value="https://s.example", valid_from=now, by=by, now=now))


def may_be_mailed(member: cast.Member, by: Actor, now: datetime) -> Account:
    has_an_address(by, now)
    account = came_in_as(member, now)
    acting(lambda: staff.write_to(account=account, mail="own@qinghe.example", by=SYSTEM, now=now))
    return account


class TestAnAccount:
    @pytest.mark.parametrize(
        ("first", "then"),
        [
            ("password", "authenticator"),
            ("mail", "authenticator"),
            ("authenticator", "password"),
            ("authenticator", "mail"),
        ],
    )
    def test_gets_password_and_authenticator_never_through_the_same_hands(
        self, who: As, now: datetime, first: str, then: str
    ) -> None:
        account = came_in_as(cast.XIAO_CHEN, now)
        mail = {"mail": "a@b.example"}
        give(ACCOUNTS, first, account, who(cast.ADMIN), now, **(mail if first == "mail" else {}))
        account.refresh_from_db()

        with pytest.raises(WrongState) as refused:
            give(ACCOUNTS, then, account, who(cast.ADMIN), now, **(mail if then == "mail" else {}))
        assert refused.value.code == "staff.two_hands"
        with pytest.raises(WrongState):
            give(ACCOUNTS, "invitation", account, who(cast.ADMIN), now)
        give(ACCOUNTS, then, account, who(cast.QIAN), now, **(mail if then == "mail" else {}))

    @pytest.mark.usefixtures("a_server")
    @pytest.mark.parametrize("steps", list(permutations(["authenticator", "password", "mail", "invitation"])))
    def test_is_never_entered_by_one_administrator_alone_in_whichever_order_he_goes(
        self, who: As, now: datetime, steps: tuple[str, ...]
    ) -> None:
        by, account = who(cast.ADMIN), came_in_as(cast.XIAO_CHEN, now)
        has_an_address(by, now)
        for step in steps:
            given = {"mail": "mallory@b.example"} if step == "mail" else {}
            with suppress(WrongState):
                give(ACCOUNTS, step, account, by, now, **given)
            acting(lambda: staff.send_forgotten(account=str(account.pk), now=now))
            account.refresh_from_db()
            open_ones = Invitation.objects.filter(account=account, used_at=None, revoked_at=None)
            assert factors.is_enrolled(account.pk) or not open_ones.exists()

    @pytest.mark.parametrize("password", [True, False])
    def test_that_comes_in_by_the_company_alone_is_opened_by_no_link_of_one_administrator(
        self, who: As, now: datetime, password: bool
    ) -> None:
        by, account = who(cast.ADMIN), account_of(cast.XIAO_CHEN)
        account.set_password("rain on the roof 5") if password else account.set_unusable_password()
        account.save()
        row = CompanyIdentity(account=account, issuer="https://c.example", subject="u-1", linked_at=now)
        row.save(force_insert=True)
        for step in ("invitation", "password", "parting", "invitation", "password"):
            with suppress(WrongState):
                give(ACCOUNTS, step, account, by, now)
        assert not Invitation.objects.filter(account=account).exists()
        give(ACCOUNTS, "password" if password else "invitation", account, who(cast.QIAN), now)

    @pytest.mark.usefixtures("a_server")
    def test_that_came_in_and_has_no_second_step_left_is_mailed_no_link_a_stranger_asks_for(
        self, who: As, now: datetime
    ) -> None:
        account, by = came_in_as(cast.XIAO_CHEN, now), who(cast.QIAN)
        has_an_address(by, now)
        acting(lambda: staff.write_to(account=account, mail="chen@qinghe.example", by=by, now=now))
        acting(lambda: staff.send_forgotten(account=str(account.pk), now=now))
        assert Invitation.objects.filter(account=account, revoked_at=None).count() == 1
        give(ACCOUNTS, "authenticator", account, who(cast.ADMIN), now)
        acting(lambda: staff.send_forgotten(account=str(account.pk), now=now))
        assert not Invitation.objects.filter(account=account, revoked_at=None).exists()


class TestTheFirstWeeks:
    """Nothing is changed by what is entered where nothing stood."""

    def test_who_entered_the_first_mail_server_and_address_takes_another_s_lost_authenticator_away(
        self, who: As, now: datetime
    ) -> None:
        admin, qian, lost = who(cast.ADMIN), who(cast.QIAN), came_in_as(cast.LIN, now)
        acting(lambda: put_mail(kind="smtps", host="smtp.example", port="", user="", password="", by=admin, now=now))
        acting(lambda: put_address(address="https://s.example", by=qian, asked_by=admin.key, now=now))

        give(ACCOUNTS, "authenticator", lost, admin, now)

        assert not factors.is_enrolled(lost.pk)

    def test_whoever_changes_it_afterwards_does_not(self, who: As, now: datetime) -> None:
        admin, lost = who(cast.ADMIN), came_in_as(cast.LIN, now)
        for host in ("smtp.example", "smtp.other.example"):
            acting(partial(put_mail, kind="smtps", host=host, port="", user="", password="", by=admin, now=now))
        with pytest.raises(WrongState) as refused:
            give(ACCOUNTS, "authenticator", lost, admin, now)
        assert refused.value.code == "staff.two_hands"

    def test_a_link_for_a_new_password_that_went_by_it_makes_it_a_hand(self, who: As, now: datetime) -> None:
        admin, lost = who(cast.ADMIN), came_in_as(cast.LIN, now)
        acting(lambda: put_mail(kind="smtps", host="smtp.example", port="", user="", password="", by=admin, now=now))
        acting(lambda: put_address(address="https://s.example", by=admin, now=now))
        acting(lambda: staff.write_to(account=lost, mail="lin@qinghe.example", by=SYSTEM, now=now))
        acting(lambda: staff.send_forgotten(account=str(lost.pk), now=now))
        with pytest.raises(WrongState):
            give(ACCOUNTS, "authenticator", lost, admin, now)
        give(ACCOUNTS, "authenticator", lost, who(cast.QIAN), now)

    @pytest.mark.usefixtures("a_server")
    def test_the_first_mail_address_of_an_account_nobody_has_come_in_to_is_no_hand_until_a_link_went_there(
        self, who: As, now: datetime
    ) -> None:
        has_an_address(who(cast.QIAN), now)
        invite(who(cast.QIAN), now)
        fresh = people_queries.account("new.one") or pytest.fail("nobody")
        give(ACCOUNTS, "mail", fresh, who(cast.ADMIN), now, mail="new@qinghe.example")
        fresh.set_password("rain on the roof 5")
        fresh.save()
        enrolled([fresh.username], now=now)
        found = queries.situation(fresh, by=who(cast.ADMIN), now=now)
        assert (found.helped_until, rules.may_lose_authenticator(found)) == (None, True)

        acting(lambda: staff.send_forgotten(account=str(fresh.pk), now=now))
        found = queries.situation(fresh, by=who(cast.ADMIN), now=now)
        assert found.helped_until == now + HELPED_FOR

    def test_a_link_made_after_the_authenticator_was_taken_away_is_handed_over_and_not_mailed(
        self, who: As, now: datetime
    ) -> None:
        has_an_address(who(cast.ADMIN), now)
        lost = came_in_as(cast.LIN, now)
        acting(lambda: staff.write_to(account=lost, mail="lin@qinghe.example", by=SYSTEM, now=now))
        give(ACCOUNTS, "authenticator", lost, who(cast.ADMIN), now)
        assert give(ACCOUNTS, "password", lost, who(cast.QIAN), now)
        assert not Message.objects.filter(template="staff.forgotten_link").exists()

    def test_who_may_not_reads_since_when_until_when_and_who_may(self, who: As, now: datetime) -> None:
        lost = came_in_as(cast.LIN, now)
        give(ACCOUNTS, "password", lost, who(cast.ADMIN), now)
        found = queries.hands_in(lost, by=who(cast.ADMIN), now=now) or pytest.fail("no hand")
        assert (found.at, found.until, len(found.others)) == (now, now + HELPED_FOR, 1)
        assert queries.hands_in(lost, by=who(cast.QIAN), now=now) is None


class TestAWayByWhichLinksGo:
    """Whoever's server carries a link reads it, however long ago he entered it."""

    def test_that_waits_for_a_second_administrator_carries_no_link_of_before(self, who: As, now: datetime) -> None:
        admin, qian = who(cast.ADMIN), who(cast.QIAN)
        victim = may_be_mailed(cast.QIAN, qian, now)
        acting(lambda: keep_mail(**SERVER, by=admin, now=now))
        waits = ProviderChange.objects.get(state="asked")
        acting(lambda: staff.send_forgotten(account=str(victim.pk), now=now))
        acting(lambda: provider_changes.agree(change=waits, by=qian, now=now + timedelta(minutes=8)))
        assert not Message.objects.filter(template="staff.password_link").exists()
        assert not Invitation.objects.filter(account=victim).exists()

    def test_makes_a_hand_of_who_entered_it_while_a_link_waited(self, who: As, now: datetime) -> None:
        admin, lost = who(cast.ADMIN), may_be_mailed(cast.LIN, who(cast.QIAN), now)
        give(ACCOUNTS, "password", lost, who(cast.QIAN), now)
        later = now + timedelta(minutes=59)
        acting(lambda: put_mail(**SERVER, by=admin, now=later))
        with pytest.raises(WrongState):
            give(ACCOUNTS, "authenticator", lost, admin, later)

    @pytest.mark.parametrize("before", [False, True])
    def test_makes_one_long_after_it_was_entered(self, who: As, now: datetime, before: bool) -> None:
        admin, qian, old = who(cast.ADMIN), who(cast.QIAN), now - timedelta(days=400)
        lost = may_be_mailed(cast.LIN, qian, old)
        if before:
            acting(lambda: put_mail(**SERVER, by=qian, now=old))
        acting(lambda: put_mail(**SERVER, by=qian, asked_by=admin.key, now=old))
        acting(lambda: staff.send_forgotten(account=str(lost.pk), now=now))

        assert queries.situation(lost, by=admin, now=now).helped_until == now + HELPED_FOR
        with pytest.raises(WrongState):
            give(ACCOUNTS, "authenticator", lost, admin, now)
        give(ACCOUNTS, "authenticator", lost, qian, now)  # he agreed to it; the server is not his

    def test_so_does_the_first_mail_address_of_an_account(self, who: As, now: datetime, a_server: None) -> None:
        admin, qian, old = who(cast.ADMIN), who(cast.QIAN), now - timedelta(days=31)
        has_an_address(qian, old)
        acting(lambda: staff.write_to(account=account_of(cast.LIN), mail="m@b.example", by=admin, now=old))
        lost = came_in_as(cast.LIN, now)
        acting(lambda: staff.send_forgotten(account=str(lost.pk), now=now))
        with pytest.raises(WrongState):
            give(ACCOUNTS, "authenticator", lost, admin, now)

    def test_makes_none_once_another_s_stands_in_its_place(self, who: As, now: datetime) -> None:
        admin, qian, old = who(cast.ADMIN), who(cast.QIAN), now - timedelta(days=400)
        lost = may_be_mailed(cast.LIN, qian, old)
        for by, at in ((admin, old), (qian, old + timedelta(days=9))):
            acting(partial(put_mail, **SERVER, by=by, now=at))
        acting(lambda: staff.send_forgotten(account=str(lost.pk), now=now))
        with pytest.raises(WrongState):
            give(ACCOUNTS, "authenticator", lost, qian, now)
        give(ACCOUNTS, "authenticator", lost, admin, now)
