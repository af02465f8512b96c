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
from anxin.demo import cast, ground
from anxin.demo.walk import a_report, begin
from anxin.domain.network.models import Authorisation, Technician
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


def one_hour(now: datetime) -> tuple[int, int]:
    """Return an hour of the day in which nothing is promised that is arranged now, whatever the hour of the run."""
    hour = min((timezone.localtime(now).hour + 16) % 24, 22)
    return hour, hour + 1


class TestAFileBroughtOnceMore:
    def test_frees_promised_windows_only_at_a_second_press_that_says_how_many(self, sits: Sits) -> None:
        now = timezone.now()
        walked, (from_hour, to_hour) = builders.a_repair(now=now, at="booked"), one_hour(now)
        client = sits(cast.ADMIN)
        sent = a_file(client, hours=f"1-7 {from_hour}:00-{to_hour}:00")
        told = flat(client.post(f"{HOME}check/", sent))
        assert "会释放的已约时段" in told
        assert f"每天 {from_hour:02}:00–{to_hour:02}:00" in told
        assert 'name="freed"' not in told
        asked = flat(client.post(f"{HOME}check/", sent | {"how": "all"}))
        assert "会释放 1 个已约时段" in asked
        assert 'name="freed" value="1"' in asked
        assert walked.visit.state == "booked"
        file = client.post(f"{HOME}check/", sent | {"how": "changes"})
        rows = list(openpyxl.load_workbook(BytesIO(file.content)).active.values)
        only = f"1234567 {from_hour:02}:00-{to_hour:02}:00"
        assert [(one[2], one[4], one[5]) for one in rows[1:]] == [("工作时间", only, 1)]
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


class TestAFileTakenBack:
    def test_frees_promised_windows_only_at_a_second_press_that_says_how_many(self, sits: Sits) -> None:
        now = timezone.now()
        ground.lay(now=now)
        client = sits(cast.ADMIN)
        held = imports.table("technicians").find({"number": cast.MASTER_LUO.number})
        assert held is not None
        only = "1-7 {}:00-{}:00".format(*one_hour(now))
        for hours, lng in ((only, "104.1"), (str(held["hours"]), str(held["lng"]))):
            assert (
                client.post(f"{HOME}check/", a_file(client, hours=hours, lng=lng) | {"how": "all"}).status_code == 302
            )
        walked = begin(a_report(now=now), now=now).until("booked")
        back = client.get(HOME).content.decode().split(f'action="{HOME}')[1].split('"')[0]
        asked = flat(client.post(f"{HOME}{back}"))
        assert 'name="freed" value="1"' in asked
        assert 'name="starts" value="1"' in asked
        assert cast.MASTER_LUO.number in asked
        assert walked.visit.state == "booked"
        assert client.post(f"{HOME}{back}", {"freed": "1", "starts": "1"}).status_code == 302
        assert walked.visit.state == "open"

    def test_that_cannot_be_names_each_row_and_why(self, sits: Sits) -> None:
        now = timezone.now()
        ground.lay(now=now)
        client = sits(cast.ADMIN)
        assert client.post(f"{HOME}check/", a_file(client, called="罗师") | {"how": "all"}).status_code == 302
        Technician.objects.filter(number=cast.MASTER_LUO.number).update(called="罗先生")
        back = client.get(HOME).content.decode().split(f'action="{HOME}')[1].split('"')[0]
        told = client.post(f"{HOME}{back}")
        assert told.status_code == 409
        assert "导入之后改过" in flat(told)
        assert cast.MASTER_LUO.number in flat(told)

    def test_waits_for_a_yes_after_a_worker_tried_a_long_one(self, sits: Sits, monkeypatch: pytest.MonkeyPatch) -> None:
        now = timezone.now()
        ground.lay(now=now)
        client = sits(cast.ADMIN)
        held = imports.table("technicians").find({"number": cast.MASTER_LUO.number})
        assert held is not None
        assert client.post(f"{HOME}check/", a_file(client, lng="104.1") | {"how": "all"}).status_code == 302
        monkeypatch.setattr(imports, "LONG", 0)
        back = client.get(HOME).content.decode().split(f'action="{HOME}')[1].split('"')[0]
        page = client.post(f"{HOME}{back}").headers["Location"]
        run = imports.ImportRun.objects.get()
        imports.carry_out(run.id, now=now)
        assert "看看会改什么" in flat(client.get(page))
        check = f"{HOME}check/?run={run.id}"
        assert 'name="starts" value="1"' in flat(client.get(check))
        told = {"run": str(run.id), "how": "back", "freed": "0", "starts": "1"}
        assert client.post(f"{HOME}check/", told | {"starts": "0"}).status_code == 200
        assert client.post(f"{HOME}check/", told).status_code == 302
        imports.carry_out(run.id, now=now)
        assert imports.table("technicians").find({"number": cast.MASTER_LUO.number}) == held
