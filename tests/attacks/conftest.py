"""What attackers are given: the cast's programs, and a claim with a picture on each side."""

import importlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from anxin.demo import cast
from tests.faces.api.program import Program
from tests.running.conftest import a_house, filled

__all__ = ["a_house", "filled"]

ALL = ("claims:read", "claims:write")


@pytest.fixture
def live_now() -> datetime:
    """Give the real moment: pages have a clock of their own."""
    return datetime.now(UTC)


@pytest.fixture
def program(db: None, live_now: datetime) -> Callable[[cast.Organisation], Program]:
    """Give organisations their programs."""
    acting = importlib.import_module("anxin.core.acting").acting
    programs = importlib.import_module("anxin.domain.people.actions.programs")
    people = importlib.import_module("anxin.domain.people.queries")
    system = importlib.import_module("anxin.core.actors").SYSTEM
    importlib.import_module("anxin.demo.ground").lay(now=live_now)

    def of(organisation: cast.Organisation) -> Program:
        home = people.organisation(organisation.slug)
        issue = {"name": "shop", "scopes": ALL, "by": system, "now": live_now}
        secret = acting(lambda: programs.issue_token(organisation=home, **issue))
        return Program(token=secret, client=Client(raise_request_exception=False))

    return of


@pytest.fixture
def sits(live_now: datetime, db: None) -> Callable[[cast.Member], Client]:
    """Sign members of the cast in."""
    people = importlib.import_module("anxin.domain.people.queries")
    importlib.import_module("anxin.demo.ground").lay(now=live_now)

    def sit(member: cast.Member) -> Client:
        client = Client()
        client.force_login(people.account(member.username))
        return client

    return sit


@pytest.fixture
def contested(live_now: datetime, db: None) -> Any:
    """File a claim with a picture, packed days before, and have the merchant disagree.

    On the way there nobody looks at the pictures (that takes most of the time); from here on the engine does.
    """
    builders = importlib.import_module("tests.claim_builders")
    examining = importlib.import_module("anxin.domain.evidence.gateway")
    start = live_now - timedelta(hours=30)
    order = builders.a_purchase(now=start)
    builders.pack(order, builders.jpeg(builders.drawn(2)), now=start - timedelta(days=5))
    picture = builders.jpeg(builders.drawn(3))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            examining, "examine", lambda _row, *, now: examining.ExaminationOutcome(engine="none", report="{}")
        )
        return builders.a_claim(now=start, at="review", purchase=order, pictures=(picture,))
