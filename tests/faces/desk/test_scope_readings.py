"""How the sentence of a brand's word is read stands wherever it is written, looked at or signed."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from anxin.core.acting import acting
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network.models import Authorisation
from anxin.domain.network.rules import signatures
from anxin.domain.people import queries as people
from tests.flat import flat

pytestmark = pytest.mark.django_db
type Sits = Callable[[object], Client]
LIST, LUO = "/merchant/authorisations/", cast.MASTER_LUO.number
SCOPE, READING, DOUBT = "智能锁维修", "没有列产品，按这句话读作：智能锁", "智能锁维修（不含燃气具）"
UNTIL = (timezone.localdate() + timedelta(days=90)).isoformat()


def a_word(scope: str) -> str:
    """Have the brand sign a word with this scope in the place of its own."""
    brand = people.organisation(cast.HEYAN.slug)
    row = Authorisation.objects.get(brand=brand, kind="technician", code=LUO, state="authorised")
    owner, now = ground.owner_of(brand), timezone.now()
    told = {"kind": row.kind, "code": row.code, "scope": scope, "from_date": row.from_date, "to_date": row.to_date}
    new = acting(partial(network.apply, brand=brand, by=owner, now=now, **told))
    acting(partial(network.approve, authorisation=new, by=owner, now=now))
    acting(partial(network.authorise, authorisation=new, by=owner, now=now))
    return new.number


@pytest.mark.parametrize(
    ("scope", "reading"), [(SCOPE, "产品：智能锁"), (DOUBT, "不给他派单"), ("售后服务", "他会的都管")]
)
def test_whoever_types_it_reads_it_before_it_is_kept(sits: Sits, scope: str, reading: str) -> None:
    owner, place = sits(cast.HEYAN_OWNER), f"{LIST}brands/{cast.HEYAN.slug}/technician/"
    told = {"number": LUO, "outlet": "AX-CD-01", "to_date": UNTIL, "scope": scope, "look": "yes"}
    before = Authorisation.objects.count()
    assert reading in unescape(owner.post(place, told).content.decode())
    assert Authorisation.objects.count() == before


def test_the_authorisation_and_the_technician_s_page_say_it(sits: Sits) -> None:
    number = a_word(SCOPE)
    assert READING in flat(sits(cast.HEYAN_OWNER).get(f"{LIST}{number}/"))
    assert READING in flat(sits(cast.XIAO_DENG).get(f"/desk/network/technicians/{LUO}/"))


def test_the_preview_of_a_file_says_it(sits: Sits) -> None:
    owner, base = sits(cast.HEYAN_OWNER), f"{LIST}files/vouched_technicians/"
    told = {"工牌号": "HY-1", "姓名": "欧阳修远", "电话": "13800000081", "入行日": "2024-03-01", "所属网点": "AX-CD-01"}
    told |= {"授权用途": SCOPE, "授权自": timezone.localdate().isoformat(), "授权至": UNTIL}
    content = "\n".join((",".join(told), ",".join(told.values()))).encode()
    page = owner.get(owner.post(base, {"file": SimpleUploadedFile("师傅.csv", content)})["Location"])
    form = {f"column_{one['name']}": one["chosen"] for one in page.context["columns"]}
    assert f"“{SCOPE}”（1）：{READING}" in flat(owner.post(f"{base}check/", {**form, "file": page.context["key"]}))


def test_the_list_of_what_is_signed_elsewhere_says_it(sits: Sits) -> None:
    owner, place = sits(cast.HEYAN_OWNER), f"{LIST}brands/heyan/"
    short = owner.post(f"{place}public-key/", {"public": signatures.fresh()[1][:20]})
    assert short.status_code == 422
    assert "44 个字符" in short.content.decode(), "a key cut short is told what is expected"
    assert owner.post(f"{place}public-key/", {"public": signatures.fresh()[1]}).status_code == 302
    told = {"number": LUO, "outlet": "AX-CD-01", "to_date": UNTIL, "scope": SCOPE}
    assert owner.post(f"{place}technician/", told).status_code == 302
    assert "产品：智能锁" in flat(owner.get(place))
