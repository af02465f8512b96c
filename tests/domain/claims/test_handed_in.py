"""A stranger's picture that his claim was filed with is no upload any more: it stays, and counts for nothing."""

from datetime import datetime, timedelta

import pytest

from anxin.core import files, uploads
from anxin.core.acting import acting
from anxin.core.actors import Actor
from tests.claim_builders import a_claim, drawn, jpeg

pytestmark = pytest.mark.django_db
BROWSER = Actor(kind="stranger", id="browser-1")


def test_a_finished_upload_that_a_claim_has_stays_and_counts_no_more(now: datetime) -> None:
    bytes_ = jpeg(drawn(7))
    given = {"length": len(bytes_), "allowed": files.PICTURES, "by": BROWSER, "now": now, "origin": "here"}
    file = acting(lambda: uploads.take([bytes_], **given))
    a_claim(now=now, pictures=(bytes_,))
    uploads.sweep(now=now + timedelta(minutes=10))
    assert uploads.under_way() == 0
    uploads.sweep(now=now + timedelta(hours=30))
    assert files.find(str(file.id)) is not None
