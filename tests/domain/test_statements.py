"""What a repair and a claim cost: so many statements at most, whatever lies in the tables; commits count too."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.keys import ring
from anxin.core.zone import SHANGHAI
from anxin.demo import cast, ground, walk
from anxin.domain.people import queries as people
from anxin.domain.people.actions import programs
from anxin.domain.quality import rules as quality
from anxin.domain.repairs import actions as repairs
from anxin.domain.visits.models import Reservation
from tests.claim_builders import STEPS, WALK, a_claim, a_purchase

pytestmark = pytest.mark.django_db(transaction=True)
SQLITE = connection.vendor == "sqlite"
# On PostgreSQL a row is read once more where it is locked, and what a block writes at its end is one statement.
CLAIMED = dict(zip(WALK, (50, 47, 29, 129) if SQLITE else (46, 40, 27, 121), strict=True))
# Pressed at night it looks whether its reader is awake: one query, before which PostgreSQL writes what waits.
CREATED, HELD, WALKED, ACCEPTED, PRESSED = (22, 26, 350, 12, 20) if SQLITE else (14, 19, 320, 11, 22)


@contextmanager
def at_most(count: int) -> Iterator[None]:
    with CaptureQueriesContext(connection) as counted:
        yield
    told = "\n".join(one["sql"][:160] for one in counted.captured_queries)
    assert len(counted) <= count, f"{len(counted)} statements, expected at most {count}:\n{told}"


@pytest.fixture(autouse=True)
def _keys_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key is looked up again every few seconds: no count depends on how long a walk takes."""
    monkeypatch.setattr(ring, "LOOK_AGAIN_S", 1e9)


@pytest.fixture
def live_now() -> datetime:
    moment = datetime.now(UTC)
    ground.lay(now=moment)
    return moment


def report_by_program(token: str, now: datetime, *, ahead: int = 30) -> HttpResponse:
    """Report a fault as a program of the brand does, for some day ahead at ten; so far off no windows are offered."""
    from_at = (now + timedelta(days=ahead)).astimezone(SHANGHAI).replace(hour=10, minute=0, second=0, microsecond=0)
    body = {
        **{"brand": cast.HEYAN.slug, "product": "S3", "symptoms": ["no_fingerprint"], "told": "按指纹没反应"},
        **{"name": cast.MS_ZHANG.name, "phone": cast.MS_ZHANG.phone, "address": cast.MS_ZHANG.address},
        **{"wanted_from_at": from_at.isoformat(), "wanted_to_at": (from_at + timedelta(hours=2)).isoformat()},
    }
    head = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
    return Client().post("/api/v1/repairs", json.dumps(body), "application/json", headers=head)


class TestRepair:
    @pytest.mark.parametrize(("ahead", "most"), [(30, CREATED), (1, HELD)])
    def test_is_reported_by_a_program(self, ahead: int, most: int, live_now: datetime) -> None:
        heyan = people.organisation(cast.HEYAN.slug)
        told = {"organisation": heyan, "name": "shop", "scopes": ("repairs:write",), "by": SYSTEM, "now": live_now}
        token = acting(lambda: programs.issue_token(**told))

        def reports() -> int:
            return report_by_program(token, live_now, ahead=ahead).status_code

        assert reports() == 201
        with at_most(most):
            assert reports() == 201
        assert Reservation.objects.count() == (2 if ahead == 1 else 0)

    def test_is_walked_to_its_end_and_its_follow_up_planned(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(quality, "sampled", lambda **_: True)
        ground.lay(now=now)
        walk.begin(walk.a_report(now=now), now=now).until("accepted")
        with at_most(WALKED):
            one = walk.begin(walk.a_report(now=now), now=now).until("closed")
        assert one.repair.state == "closed"

    def test_is_accepted(self, now: datetime) -> None:
        ground.lay(now=now)
        walk.begin(walk.a_report(now=now), now=now).until("accepted")
        one = walk.begin(walk.a_report(now=now), now=now)
        by = one.by(cast.XIAO_CHEN)
        with at_most(ACCEPTED):
            acting(lambda: repairs.accept(repair=one.repair, by=by, now=now))

    def test_is_accepted_by_a_press_on_its_page(self, live_now: datetime) -> None:
        one, other = (walk.begin(walk.a_report(now=live_now), now=live_now) for _ in range(2))
        client = Client()
        client.force_login(walk.account_of(cast.XIAO_CHEN))
        client.post(f"/desk/repairs/{one.repair.number}/acceptance/")
        with at_most(PRESSED):
            client.post(f"/desk/repairs/{other.repair.number}/acceptance/")
        other.repair.refresh_from_db()
        assert other.repair.state == "accepted"


class TestClaim:
    def test_is_walked_from_its_filing_to_the_money(self, now: datetime) -> None:
        first, other = (a_purchase(now=now, order=f"YT-20261118-773{n}") for n in range(2))
        a_claim(now=now, purchase=first, at="closed")
        spent = []
        for state, most in CLAIMED.items():
            with CaptureQueriesContext(connection) as counted:
                if state == "merchant_answer":
                    one = a_claim(now=now, purchase=other)
                else:
                    STEPS[state](one)
            assert one.claim.state == state
            spent.append((state, len(counted), most))
        assert all(count <= most for _state, count, most in spent), spent
