"""A bill and a payment provider that may misbehave, for each provider and for one that others aren't like."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(params=["wechat", "alipay"])
def scene(request: pytest.FixtureRequest, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    from tests.domain.ledger import scenes

    yield from scenes.play(request.param, monkeypatch)


@pytest.fixture
def wechat(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    from tests.domain.ledger import scenes

    yield from scenes.play("wechat", monkeypatch)
