"""Buyer, merchant, reviewers, finance, clocks and the provider at once: whatever they press, the promises hold."""

from datetime import datetime
from random import Random

import pytest

from anxin.core import timeline
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.claims import queries
from anxin.domain.claims.models import Decision
from anxin.domain.evidence import gateway
from anxin.domain.ledger import providers
from anxin.domain.people import queries as people
from tests.claim_builders import Walked, a_claim, drawn, jpeg
from tests.domain.claims import promises
from tests.domain.claims.crowd import Crowd, Provider, crowd, examines, verifies

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS, CLAIMS = 12, 8
KINDS = (("refund_only", "broken"), ("return", "defective"), ("refund_only", "swapped"), ("return", "changed_mind"))


def _claims(count: int, now: datetime) -> list[Walked]:
    """File claims that go different ways; their buyer is a reviewer of the house besides."""
    made = []
    for number in range(count):
        kind, reason = KINDS[number % len(KINDS)]
        pictures = tuple(jpeg(drawn(10 + one, size=(96, 72))) for one in range(number % 3))
        given = {"order": f"YT-{number}", "platform_ref": f"PT-{number}" if number % 8 == 2 else ""}
        made.append(a_claim(now=now, type=kind, reason=reason, pictures=pictures, **given))
    yan = people.account(cast.YAN.username)
    assert yan is not None
    yan.person = made[0].claim.buyer
    yan.save()
    return made


def _presses(count: int, seed: int, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Crowd:
    random = Random(seed)
    monkeypatch.setattr(gateway, "examine", examines(random))
    monkeypatch.setattr(gateway, "verify", verifies(random))
    provider = Provider(random)
    monkeypatch.setitem(providers.FAKES, "fake", provider)
    with crowd(walks=_claims(count, now), provider=provider, random=random, now=now) as people_:
        for one in people_.walks:
            for _ in range(ROUNDS):
                people_.round(one)
            promises.claim_holds(queries.claim_by_key(str(one.claim.id)))
        people_.goes_home()
    return people_


def _all_holds(people_: Crowd) -> None:
    for one in people_.walks:
        row = queries.claim_by_key(str(one.claim.id))
        promises.claim_holds(row)
        promises.nothing_waits_for_nobody(row)
    promises.ledger_is(people_.provider.books)
    promises.nothing_died()
    promises.figures_are_those_of_the_ledger(actor(cast.QIAN, now=people_.now), now=people_.now)
    assert timeline.verify() == []


class TestCrowd:
    def test_breaks_no_promise(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        people_ = _presses(CLAIMS, 3, now, monkeypatch)
        assert sum(people_.pressed.values()) >= 20
        assert Decision.objects.exists()
        _all_holds(people_)

    @pytest.mark.soak
    @pytest.mark.parametrize("seed", range(10, 15))
    def test_breaks_none_in_long(self, seed: int, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        people_ = _presses(10 * CLAIMS, seed, now, monkeypatch)
        _all_holds(people_)
