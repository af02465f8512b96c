"""The scene of invoices: a paid bill and a provider that may misbehave; without one where the parameter is False."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def scene(request: pytest.FixtureRequest, db: None) -> Iterator[Any]:
    from tests.domain.invoices import scenes

    yield from scenes.play(provider=getattr(request, "param", True))
