"""A stranger's upload is bounded from its first byte on, and he reads why."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import settings, uploads
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.domain.opening import queries

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/problem+json"}


def begins(client: Client, length: int) -> tuple[int, str]:
    """Begin an upload; give the status and its address, or what is said."""
    answer = client.post("/uploads/", headers={**JSON, "Upload-Length": str(length)})
    return answer.status_code, answer["Location"] if answer.status_code == 201 else answer.json()["title"]


def sends(client: Client, address: str, content: bytes) -> tuple[int, str]:
    told = {**JSON, "Upload-Offset": "0"}
    answer = client.patch(address, content, content_type="application/offset+octet-stream", headers=told)
    return answer.status_code, "" if answer.status_code == 204 else answer.json()["title"]


def holds(megabytes: int, now: datetime) -> None:
    acting(
        lambda: settings.propose(name="uploads.strangers_most_mb", value=megabytes, valid_from=now, by=SYSTEM, now=now)
    )


def test_four_gigabytes_are_refused_before_a_byte_is_sent(client: Client) -> None:
    status, said = begins(client, 4 << 30)
    assert status == 413
    assert "1024 MB" in said
    assert not uploads.Upload.objects.exists()


def test_zeros_are_dropped_with_their_first_bytes(client: Client) -> None:
    status, address = begins(client, 48 << 20)
    assert status == 201
    status, said = sends(client, address, bytes(1 << 20))
    assert status == 422
    assert "JPEG" in said
    assert not uploads.Upload.objects.exists()


def test_a_full_house_says_so_to_a_stranger_and_to_the_doctor(client: Client) -> None:
    now = timezone.now()
    holds(256, now)
    picture = b"\xff\xd8\xff" + bytes(5000)
    status, address = begins(client, len(picture) + 1)
    assert (status, sends(client, address, picture)[0]) == (201, 204)
    uploads.Upload.objects.update(received=250 << 20, length=900 << 20)
    status, said = begins(Client(), 20 << 20)
    assert status == 507
    assert "一小时后再试" in said
    told = next(one for one in queries.house_checks(now=now) if one.code == "uploads")
    assert not told.ok
    assert "256 MB 里已有 250 MB" in queries.says(told)
