"""A file of accounts is no way round the second administrator."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from anxin.core import imports, tables, timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError
from anxin.demo import cast
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.queries import actors
from anxin.domain.staff.commands import CHANGES
from anxin.domain.staff.models import RoleChange
from tests.domain.staff.test_staff import As, account_of, give, who

pytestmark = pytest.mark.django_db
__all__ = ["who"]


class TestAFile:
    """A file of accounts is no way round the second administrator."""

    @pytest.fixture
    def bring(self, now: datetime, tmp_path: Path) -> Callable[..., imports.ImportReport]:
        """Bring one account with roles of our own house, or of another."""
        known, file = imports.table("accounts"), tmp_path / "accounts.csv"

        def brought(by: Actor, *roles: str) -> imports.ImportReport:
            written = ";".join(one if ":" in one else f"{people_queries.operator().slug}:{one}" for one in roles)
            file.write_text(f"登录名,称呼,角色,姓名,电话\npuppet,甲,{written},,\n", encoding="utf-8")
            sheet = tables.read(known.columns, file)
            return acting(lambda: imports.apply(known, sheet, by=by, now=now, partial=True))

        return brought

    @pytest.mark.parametrize(
        "role", ["operator", "finance", "auditor", "agent", f"{cast.MERCHANT.slug}:merchant_owner"]
    )
    def test_gives_no_role_another_administrator_has_not_agreed_to(
        self, role: str, who: As, bring: Callable[..., imports.ImportReport], now: datetime
    ) -> None:
        assert bring(who(cast.ADMIN), role).count("new") == 1
        puppet = people_queries.account("puppet")
        assert puppet is not None
        assert not actors.actor_of_account(puppet, now=now).roles
        (change,) = RoleChange.objects.filter(account=puppet)
        with pytest.raises(AnxinError):
            give(CHANGES, "agreement", change, who(cast.ADMIN), now)
        give(CHANGES, "agreement", change, who(cast.QIAN), now)
        assert actors.actor_of_account(puppet, now=now).roles == {role.rpartition(":")[2]}

    def test_brought_twice_asks_once_and_is_taken_back_while_it_waits(
        self, who: As, bring: Callable[..., imports.ImportReport], now: datetime
    ) -> None:
        first = bring(who(cast.ADMIN), "finance", "reviewer")
        assert (bring(who(cast.ADMIN), "finance", "reviewer").count("same"), RoleChange.objects.count()) == (1, 2)
        assert [set(one.reasons) for one in bring(who(cast.ADMIN), "finance").refused] == [{"roles"}]
        assert first.batch is not None
        acting(lambda: imports.undo(first.batch, by=who(cast.ADMIN), now=now))
        assert (people_queries.account("puppet"), RoleChange.objects.count()) == (None, 0)

    def test_of_who_administers_alone_counts_at_once_and_says_so(
        self, who: As, bring: Callable[..., imports.ImportReport], now: datetime
    ) -> None:
        alone = who(cast.ADMIN)
        held = people_queries.role_held(
            account_of(cast.QIAN), organisation=people_queries.operator(), role="operator", now=now
        )
        assert held is not None
        acting(lambda: people.withdraw_role(role=held, now=now))
        bring(alone, "finance")
        puppet = people_queries.account("puppet")
        assert puppet is not None
        assert actors.actor_of_account(puppet, now=now).roles == {"finance"}
        told = timeline.Entry.objects.get(stream__kind="account", stream__key=str(puppet.pk), code="role_change.agree")
        assert told.facts["alone"] is True
