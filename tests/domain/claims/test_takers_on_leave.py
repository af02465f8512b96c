"""Who is on leave takes no case back from his deputy: it would wait with him."""

from datetime import datetime

import pytest

from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.models import Dispute
from anxin.domain.staff.commands import ACCOUNTS
from tests.claim_builders import Walked, a_claim
from tests.domain.staff.test_staff import account_of, give

pytestmark = pytest.mark.django_db


def takes(one: Walked, who: cast.Member) -> None:
    one.do(lambda: TABLE.give("assignment", row=one.claim, by=one.by(who), now=one.now, fields={}))


def test_a_case_goes_back_to_who_was_on_leave_once_he_is_there_again(now: datetime) -> None:
    one, lin = a_claim(now=now, at="review"), account_of(cast.LIN)
    takes(one, cast.LIN)
    give(ACCOUNTS, "leave", lin, one.by(cast.LIN), one.now, deputy=cast.QIAO.username)
    assert Dispute.objects.get().reviewer == one.by(cast.QIAO).key
    with pytest.raises(claims.OnLeave):
        takes(one, cast.LIN)
    case = TABLE.situation(one.claim, by=one.by(cast.LIN), now=one.now)
    assert TABLE.commands["assignment"].refused(case, one.by(cast.LIN)) == "claims.on_leave"
    give(ACCOUNTS, "return", lin, one.by(cast.LIN), one.now)
    takes(one, cast.LIN)
    assert Dispute.objects.get().reviewer == one.by(cast.LIN).key
