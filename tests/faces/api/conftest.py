"""Programs of the cast's organisations, each with a token, before the real endpoints."""

import importlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from anxin.demo import cast
from tests.faces.api.program import Program

ALL = ("repairs:read", "repairs:write", "claims:read", "claims:write")


@pytest.fixture
def live_now() -> datetime:
    """Give the real moment: pages have a clock of their own."""
    return datetime.now(UTC)


@pytest.fixture
def program(db: None, live_now: datetime) -> Callable[..., Program]:
    """Lay the ground and give organisations their programs."""
    acting = importlib.import_module("anxin.core.acting").acting
    programs = importlib.import_module("anxin.domain.people.actions.programs")
    people = importlib.import_module("anxin.domain.people.queries")
    system = importlib.import_module("anxin.core.actors").SYSTEM
    importlib.import_module("anxin.demo.ground").lay(now=live_now)

    def of(organisation: cast.Organisation | None, *scopes: str) -> Program:
        if organisation is None:
            return Program(token="", client=Client())
        home = people.organisation(organisation.slug)
        issue = {"name": "shop", "scopes": scopes or ALL, "by": system, "now": live_now}
        return Program(
            token=acting(lambda: programs.issue_token(organisation=home, **issue)),
            client=Client(raise_request_exception=False),
        )

    return of


@pytest.fixture
def body(live_now: datetime) -> dict[str, Any]:
    """Give the body of a plain report, for a time for which no windows are offered yet."""
    start = live_now + timedelta(days=30)
    return {
        "brand": cast.HEYAN.slug,
        "product": "S3",
        "name": cast.MS_ZHANG.name,
        "phone": cast.MS_ZHANG.phone,
        "address": cast.MS_ZHANG.address,
        "symptoms": ["no_fingerprint"],
        "told": "回来按指纹没反应",
        "wanted_from_at": start.isoformat(),
        "wanted_to_at": (start + timedelta(hours=2)).isoformat(),
    }
