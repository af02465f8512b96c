"""What was done about an account is told with the role, who asked and who answered."""

from datetime import datetime

import pytest
from django.utils import translation

from anxin.demo import cast
from anxin.domain.staff.commands import ACCOUNTS, CHANGES
from anxin.domain.staff.models import RoleChange
from anxin.domain.staff.queries import records
from tests.domain.staff.test_staff import As, account_of, give, who

pytestmark = pytest.mark.django_db
__all__ = ["who"]


class TestAChangeOfARole:
    def test_stands_in_the_record_and_the_lists_with_its_name_and_who_asked_and_answered(
        self, who: As, now: datetime
    ) -> None:
        chen = account_of(cast.XIAO_CHEN)
        give(ACCOUNTS, "role", chen, who(cast.ADMIN), now, change="grant:reviewer", why="夜班缺人")
        give(CHANGES, "agreement", RoleChange.objects.get(), who(cast.QIAN), now)
        with translation.override("zh-hans"):
            told = [(one.says, one.by) for one in records.record_of(chen, kind="operator")]
        assert ("提出授予角色：审核员", cast.ADMIN.called) in told
        assert ("同意授予角色，即时生效：审核员", cast.QIAN.called) in told
        for reader in (cast.ADMIN, cast.QIAN):
            [one] = records.answered(who(reader))
            assert (one.called, one.role, one.state) == (cast.XIAO_CHEN.called, "reviewer", "agreed")
            assert (one.asked_by, one.answered_by) == (cast.ADMIN.called, cast.QIAN.called)
        assert records.answered(who(cast.XIAO_CHEN)) == []
