"""Strangers who send enormous pictures for advice hold up neither pages nor each other: one at a time, or later."""

import io
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client
from PIL import Image

from anxin.core import child_processes, files
from anxin.core.files import SealedFile
from anxin.domain.evidence import gateway
from anxin.faces.customer.claims import pictures
from tests.faces.customer.claims.test_asked import uploaded

# bytes and pictures, whatever the database: it is asked on one of them
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def busy() -> Iterator[None]:
    """Have somebody else's picture looked at all the while."""
    with child_processes.turn("advice"):
        yield


def a_picture(width: int, height: int, kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, kind)
    return out.getvalue()


def received(content: bytes, now: datetime) -> SealedFile:
    return files.receive([content], length=len(content), allowed=files.PICTURES, now=now)


class TestAdvice:
    @pytest.mark.usefixtures("busy")
    def test_is_put_off_while_another_picture_is_looked_at(self, now: datetime) -> None:
        file = received(a_picture(64, 48, "JPEG"), now)

        with pytest.raises(child_processes.Later):
            gateway.clarity(file, patience_s=0.05)

    @pytest.mark.usefixtures("busy")
    def test_that_is_put_off_is_a_polite_sentence_soon(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pictures, "ADVICE_S", 0.2)
        clarity, asked = gateway.clarity, []

        def asks(file: SealedFile, *, patience_s: float) -> object:
            asked.append(patience_s)
            return clarity(file, patience_s=patience_s)

        monkeypatch.setattr(gateway, "clarity", asks)
        keys = [uploaded(client, a_picture(64, 40 + at, "JPEG")) for at in range(4)]

        told = client.post("/claim/advice/", {"photo-detail": keys}).content.decode()

        assert told.count("正在看的照片较多") == 4
        assert "照收" in told
        assert asked
        assert max(asked) <= 0.2
        assert sum(one > 0.1 for one in asked) <= 1  # the first waits for all of them

    def test_of_more_than_the_smaller_limit_is_not_given(self, now: datetime) -> None:
        large = received(a_picture(6400, 6400, "PNG"), now)

        assert gateway.clarity(large).advice == ("unreadable",)

    def test_is_given_for_a_large_photo_of_a_phone(self, now: datetime) -> None:
        photo = received(a_picture(8000, 6000, "JPEG"), now)

        assert gateway.clarity(photo).exposure
