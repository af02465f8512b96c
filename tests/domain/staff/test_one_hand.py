"""One administrator alone goes every way he has to come in as somebody else."""

from contextlib import suppress
from datetime import datetime
from itertools import permutations

import pytest

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.demo import cast
from anxin.domain.people.queries import factors
from anxin.domain.staff import actions as staff
from anxin.domain.staff.commands import ACCOUNTS
from anxin.domain.staff.models import CompanyIdentity, Invitation
from tests.domain.staff.test_staff import As, account_of, came_in_as, give, who

pytestmark = pytest.mark.django_db
__all__ = ("who",)


def has_an_address(by: Actor, now: datetime) -> None:
    acting(lambda: settings.propose(name="notices.address", value="https://s.example", valid_from=now, by=by, now=now))


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
