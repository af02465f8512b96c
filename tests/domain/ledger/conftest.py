"""A bill and a payment provider that may misbehave, for each provider and for one that others aren't like."""

from collections.abc import Iterator
from typing import Any

import pytest


# what one provider says otherwise than another is no question of the database
@pytest.fixture(params=["wechat", pytest.param("alipay", marks=pytest.mark.sqlite)])
def scene(request: pytest.FixtureRequest, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    from tests.domain.ledger import scenes

    yield from scenes.play(request.param, monkeypatch)


@pytest.fixture
def wechat(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Play on the ground: beside a bill it would be laid anew for each test, among empty tables it is put."""
    from django.utils import timezone

    from anxin.demo import ground
    from tests.domain.ledger import scenes

    ground.lay(now=timezone.now().replace(microsecond=0))
    yield from scenes.play("wechat", monkeypatch)


@pytest.fixture
def till(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the house that collects, as whose finance these persons work."""
    from anxin.domain.people.models import Organisation

    monkeypatch.setattr(Organisation, "pk", "o")
    return Organisation(name="和晏", slug="heyan")
