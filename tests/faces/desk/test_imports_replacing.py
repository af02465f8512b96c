"""A file of technicians brought once more: the administrator reads what it replaces before he agrees to it."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from anxin.core import imports
from anxin.demo import cast
from anxin.domain.network.models import Authorisation
from tests import builders
from tests.flat import flat

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]
HOME = "/desk/imports/technicians/"


def a_file(client: Client, **cells: str) -> dict[str, str]:
    """Hand in Master Luo's row as it stands, but for these cells; give what the page sends on."""
    held = imports.table("technicians").find({"number": cast.MASTER_LUO.number})
    assert held is not None
    row = {**held, **cells}
    text = "\n".join((",".join(row), ",".join(f'"{"" if one is None else one}"' for one in row.values())))
    given = {"file": SimpleUploadedFile("technicians.csv", text.encode())}
    check = client.post(HOME, given).headers["Location"]
    return {f"column_{name}": name for name in row} | {"file": check.split("file=")[1]}


class TestAFileBroughtOnceMore:
    def test_frees_promised_windows_only_at_a_second_press_that_says_how_many(self, sits: Sits) -> None:
        walked = builders.a_repair(now=timezone.now(), at="booked")
        client = sits(cast.ADMIN)
        sent = a_file(client, hours="1-7 0:00-1:00")
        told = flat(client.post(f"{HOME}check/", sent))
        assert "会放开的已约时段" in told
        assert "1234567 00:00-01:00" in told
        assert 'name="freed"' not in told
        asked = flat(client.post(f"{HOME}check/", sent | {"how": "all"}))
        assert "会放开 1 个已约好的上门时段" in asked
        assert 'name="freed" value="1"' in asked
        assert walked.visit.state == "booked"
        file = client.post(f"{HOME}check/", sent | {"how": "changes"})
        rows = list(openpyxl.load_workbook(BytesIO(file.content)).active.values)
        assert [(one[2], one[4], one[5]) for one in rows[1:]] == [("工作时间", "1234567 00:00-01:00", 1)]
        assert client.post(f"{HOME}check/", sent | {"how": "all", "freed": "1"}).status_code == 302
        assert walked.visit.state == "open"

    def test_lists_who_it_leaves_out_with_a_link_and_the_command_that_ends_their_words(
        self, sits: Sits, now: datetime
    ) -> None:
        builders.a_repair(now=now, at="booked")
        client = sits(cast.ADMIN)
        told = flat(client.post(f"{HOME}check/", a_file(client)))
        assert "不在这个文件里：" in told
        number = told.split('name="number" value="')[1].split('"')[0]
        word = Authorisation.objects.get(number=number)
        assert f'href="/desk/network/technicians/{word.code}/"' in told
        asked = client.post("/desk/authorisations/several/", {"number": number, "command": "revocation"})
        assert number in flat(asked)
        assert client.get(f"/desk/network/technicians/{word.code}/").status_code == 200
