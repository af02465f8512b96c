"""Portraits of technicians come in a zip alone; who lacks one is counted, listed and taken away as a file."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anxin.demo import cast
from anxin.domain.network.models import Technician
from tests.claim_builders import drawn, jpeg

type Sits = Callable[[object], Client]

pytestmark = pytest.mark.django_db


class TestPortraits:
    def test_come_in_a_zip_alone_and_who_lacks_one_is_counted_and_taken_away(self, sits: Sits) -> None:
        admin, out = sits(cast.ADMIN), io.BytesIO()
        with zipfile.ZipFile(out, "w") as written:
            written.writestr(f"{cast.MASTER_LUO.number}.jpg", jpeg(drawn(3)))
        Technician.objects.update(portrait="")
        url = "/desk/imports/portraits/"
        assert "工牌号" in admin.get(url).content.decode()
        assert admin.post(url, {}).status_code == 422
        answer = admin.post(url, {"beside": SimpleUploadedFile("faces.zip", out.getvalue())})
        assert answer.status_code == 302
        check = admin.get(answer["Location"])
        assert check.status_code == 200
        sent = {"file": check.context["key"], "pack": check.context["pack"]}
        chosen = {f"column_{one['name']}": one["chosen"] for one in check.context["columns"]}
        done = admin.post(f"{url}check/", {**sent, **chosen, "how": "all", "once": "p1"})
        assert done.status_code == 302
        assert list(Technician.objects.exclude(portrait="").values_list("number", flat=True)) == [
            cast.MASTER_LUO.number
        ]
        listed = admin.get("/desk/network/technicians/?show=unportrayed").content.decode()
        left = Technician.objects.filter(portrait="").count()
        assert f"有 {left} 位师傅没有形象照" in listed
        assert cast.MASTER_LUO.number not in listed
        sheet = admin.get("/desk/network/technicians.csv?show=unportrayed").content.decode("utf-8-sig").splitlines()
        assert len(sheet) == left + 1
        assert sheet[0].endswith("形象照文件名")
        assert admin.get("/desk/network/technicians.pdf").status_code == 404
