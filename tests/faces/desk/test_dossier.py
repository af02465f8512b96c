"""A repair's dossier is taken from its page, and the record says so to the customer too."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from anxin.core import timeline
from anxin.demo import cast
from tests import builders

pytestmark = pytest.mark.django_db


def test_is_taken_from_the_case_s_page_and_that_stands_in_the_record(
    live_now: datetime, sits: Callable[[object], Client]
) -> None:
    one = builders.a_repair(now=live_now, at="closed")
    url = f"/desk/repairs/{one.repair.number}/"
    admin, agent = sits(cast.ADMIN), sits(cast.XIAO_CHEN)
    assert f'action="{url}dossier/"' in admin.get(url).content.decode()
    assert f'action="{url}dossier/"' not in agent.get(url).content.decode()
    assert agent.post(f"{url}dossier/").status_code == 403
    answer = admin.post(f"{url}dossier/")
    content = b"".join(answer)  # type: ignore[call-overload]
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert (
        json.loads(zipfile.ZipFile(io.BytesIO(content)).read("chain.json"))["entries"][-1]["code"]
        == "evidence.exported"
    )
    told = [entry.code for entry in timeline.read(one.repair.stream(), "customer")]
    assert told[-1] == "evidence.exported"
    assert told.count("evidence.exported") == 1
