"""Every page that is opened from a navigation asks the database at most eight things, with something on each list."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.ids import uuid7
from anxin.demo import cast
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Difference, Payment, Statement, Transfer
from anxin.domain.network.models import Absence, Shift
from anxin.domain.quality import actions as quality
from anxin.domain.quality.models import FollowUp
from anxin.domain.repairs.models import Repair
from tests import builders
from tests.claim_builders import a_claim, a_purchase
from tests.domain.command_rows import a_carriers_claim, a_stock
from tests.faces.test_strangers import addresses

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
MOST = 8
SHEETS = {"desk/opening/": 40, "desk/opening/claims/": 43, "desk/insight/": 12, "desk/texts/retention/": 16}
SHEETS |= {"merchant/overview/": 19}
"""What is no list: a sheet of checks or of figures, each of which asks for itself."""
WHO = {
    "desk/": (cast.ADMIN, cast.XIAO_CHEN, cast.LIN),
    "outlet/": (cast.BOSS_HE,),
    "technician/": (cast.MASTER_LUO,),
    "merchant/": (cast.MERCHANT_OWNER, cast.HEYAN_OWNER),
    "auditor/": (cast.ZHOU,),
}
FURTHER = ("desk/authorisations/?brand=heyan", "desk/follow-ups/?show=over", "desk/follow-ups/?show=planned")


def on_every_list(now: datetime) -> None:
    """Lay work, claims, money and absences, so that no list is empty."""
    done = builders.a_repair(now=now - timedelta(minutes=40), at="closed")
    triaged = [
        builders.a_repair(now=now - timedelta(minutes=40), at="triaged", customer=customer)
        for customer in (cast.MS_ZHANG, cast.GRANDMA_LI)
    ]
    to_follow_up([one.repair for one in (done, *triaged)], now)
    for n, at in enumerate(("merchant_answer", "review")):
        a_claim(now=now - timedelta(hours=1), at=at, purchase=a_purchase(now=now, order=f"YT-{n}"))
    a_carriers_claim(now - timedelta(hours=3))
    a_stock(now)
    day, visit = timezone.localtime(now).date(), done.visit
    paid, technician = Payment.objects.latest("created_at"), visit.technician
    assert technician is not None
    named = {"provider": paid.provider, "direction": "in", "found_at": now, "day": day}
    for n in range(4):
        Difference.objects.create(**named, kind="ours", number=f"{n}", payment=paid, ended_at=now if n > 1 else None)
    Statement.objects.bulk_create(
        Statement(provider=paid.provider, day=day - timedelta(days=n), fetched_at=now) for n in range(3)
    )
    Payment.objects.create(
        **{"bill": paid.bill, "direction": "in", "amount_fen": 100, "provider": paid.provider, "key": "lost"},
        **{"state": "unclear", "created_at": now, "updated_at": now},
    )
    account = rules.cash_account(str(technician.pk))
    Transfer.objects.create(
        **{"id": uuid7(), "debit": account, "credit": "x", "amount_fen": 100, "state": "posted", "key": "held"},
        created_at=now,
    )
    away = Absence.objects.create(technician=technician, kind="leave", from_date=day, to_date=day)
    Shift.objects.create(technician=technician, absence=away, date=day, from_min=0, to_min=0)


def to_follow_up(repairs: Sequence[Repair], now: datetime) -> None:
    """Plan a follow-up, make one due and end one: whether chance plans one of a closed repair changes no count."""
    planned, due, over = repairs
    acting(lambda: quality.plan(repair=planned, reason="sample", now=now))
    acting(lambda: quality.plan(repair=due, reason="sample", now=now, at_once=True))
    row = acting(lambda: quality.plan(repair=over, reason="sample", now=now))
    FollowUp.objects.filter(pk=row.pk).update(state="satisfied", overall=5, ended_at=now)


def pages(sits: Sits) -> Iterator[tuple[str, int]]:
    """Give each page that opens for somebody of its face, and what it asks once the process is warm."""
    plain = [one for one in (*addresses(), *FURTHER) if "<" not in one and "(" not in one]
    for face, members in WHO.items():
        left = [one for one in plain if one.startswith(face)]
        for member in members:
            client = sits(member)
            for one in tuple(left):
                shown = client.get(f"/{one}")
                if shown.status_code == 200 and shown.get("Content-Type", "").startswith("text/html"):
                    left.remove(one)
                    with CaptureQueriesContext(connection) as asked:
                        client.get(f"/{one}")
                    yield one, len(asked)


def test_lists_ask_at_most_eight_things(sits: Sits, live_now: datetime) -> None:
    on_every_list(live_now)
    found = dict(pages(sits))
    assert {page: n for page, n in found.items() if n > SHEETS.get(page, MOST)} == {}
    assert len(found) > 55
