"""A brand's owner chooses letters, colours and mark, looks at them beforehand, and goes back to what stood before."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.network import queries
from anxin.domain.network.rules import appearance
from anxin.domain.people import queries as people

pytestmark = pytest.mark.django_db
PAGE = "/merchant/look/"
DARK = {"name": "禾砚", "mark": "禾", "accent": "#7A1F3D", "primary": "7a1f3d"}


@pytest.fixture
def owner(sits: Callable[..., Client]) -> Client:
    return sits(cast.HEYAN_OWNER)


def drawn() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (300, 300), (200, 30, 40)).save(out, "PNG")
    return SimpleUploadedFile("mark.png", out.getvalue(), content_type="image/png")


def worn(now: datetime) -> queries.Appearance:
    return queries.appearance_of(people.organisation(cast.HEYAN.slug), now=now)


def test_colours_are_looked_at_before_they_are_kept(owner: Client, live_now: datetime) -> None:
    before = worn(live_now)
    page = owner.post(f"{PAGE}look/", {**DARK, "look": "yes"}).content.decode()
    assert "looks" in page or "7a1f3d" in page
    assert "预览" in page
    assert worn(live_now).accent == before.accent


def test_colours_that_nobody_can_read_are_refused_with_a_darker_one(owner: Client, live_now: datetime) -> None:
    answer = owner.post(f"{PAGE}look/", {**DARK, "primary": "ffe08a"})
    assert answer.status_code == 422
    assert "4.5" in answer.content.decode()


def test_what_stood_before_comes_back_with_its_picture(owner: Client, live_now: datetime) -> None:
    assert owner.post(f"{PAGE}picture/", {"photo_files": drawn()}).status_code == 302
    assert owner.post(f"{PAGE}look/", DARK).status_code == 302
    house = people.organisation(cast.HEYAN.slug)

    now = timezone.now()
    assert (worn(now).accent, bool(queries.mark_shown(house, now=now))) == ("7a1f3d", True)
    first = queries.appearance_editions(house, now=now)[-1]
    assert owner.post(f"{PAGE}letters/").status_code == 302
    with_picture = next(one for one in queries.appearance_editions(house, now=timezone.now()) if one.picture)
    assert owner.post(f"{PAGE}return/", {"edition": with_picture.key}).status_code == 302
    assert queries.mark_shown(house, now=timezone.now()) == with_picture.picture
    assert first.key in {one.key for one in queries.appearance_editions(house, now=timezone.now())}
    assert "7a1f3d" in owner.get(PAGE).content.decode()


def test_an_earlier_look_leaves_the_hotline_that_counts_now(owner: Client, live_now: datetime) -> None:
    house = people.organisation(cast.HEYAN.slug)
    about = {"name": appearance.SETTING, "by": SYSTEM, "organisation": str(house.pk)}
    for n, line in enumerate(("400-111-1111", "400-222-2222")):
        at = live_now - timedelta(minutes=9 - n)
        told = {"accent": "7a1f3d", "hotline": line} if n else {"accent": "123456", "hotline": line}
        acting(partial(settings.propose, **about, value=told, valid_from=at, now=at))
    first = next(
        one for one in queries.appearance_editions(house, now=timezone.now()) if one.parts["accent"] == "123456"
    )
    assert owner.post(f"{PAGE}return/", {"edition": first.key}).status_code == 302
    kept = settings.get(appearance.SETTING, at=timezone.now(), organisation=str(house.pk))
    assert (kept["accent"], kept["hotline"]) == ("123456", "400-222-2222")


def test_a_bomb_is_no_mark(owner: Client, live_now: datetime) -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    bomb = SimpleUploadedFile("mark.png", out.getvalue(), content_type="image/png")
    assert owner.post(f"{PAGE}picture/", {"photo_files": bomb}).status_code in (413, 422)
    assert not queries.mark_shown(people.organisation(cast.HEYAN.slug), now=live_now)


def test_is_for_the_owner_of_a_brand_alone(sits: Callable[..., Client], owner: Client) -> None:
    assert sits(cast.XIAO_CHEN).get(PAGE).status_code == 403
    assert sits(cast.MERCHANT_OWNER).post(f"{PAGE}look/", DARK).status_code in (403, 409)
