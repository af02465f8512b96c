"""A brand's own card and marks: in its colour, with its name, at addresses that stay."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast, ground
from anxin.domain.network.models import Authorisation
from anxin.domain.opening.actions import shut_brand
from anxin.domain.people import queries as people
from anxin.faces.ground import brand_pictures

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = f"/looks/{cast.HEYAN.slug}"
RED = "8a1f2b"


@pytest.fixture
def laid() -> datetime:
    """Lay the ground half an hour ago; the brand wears a dark red."""
    now = timezone.now() - timedelta(minutes=30)
    ground.lay(now=now)
    wears({"accent": RED, "mark": "H", "name": "Heyan"})
    return now


def wears(look: dict[str, str]) -> None:
    now, house = timezone.now(), str(people.organisation(cast.HEYAN.slug).pk)
    acting(
        lambda: settings.propose(
            name="network.look", value=look, organisation=house, valid_from=now, by=SYSTEM, now=now
        )
    )


def picture(path: str) -> Image.Image:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert "max-age" in answer["Cache-Control"]
    assert len(answer.content) < 100_000
    return Image.open(BytesIO(answer.content)).convert("RGB")


def shades(one: Image.Image) -> set[tuple[int, int, int]]:
    return {colour for _n, colour in one.getcolors(1_000_000) or []}  # type: ignore[misc]


class TestCard:
    def test_wears_the_colour_of_the_brand_and_its_words(self, laid: datetime) -> None:
        card = picture(f"{LOOKS}/card.png")
        assert card.size == (1200, 630)
        assert card.getpixel((600, 5)) == (0x8A, 0x1F, 0x2B)
        words = card.crop((450, 200, 1150, 310))
        assert len(shades(words)) > 2

    def test_tab_and_home_screen_wear_the_primary_colour_where_there_is_one(self, laid: datetime) -> None:
        wears({"accent": RED, "primary": "1d4ed8", "mark": "H", "name": "Heyan"})
        assert picture(f"{LOOKS}/card.png").getpixel((600, 5)) == (0x1D, 0x4E, 0xD8)
        assert picture(f"{LOOKS}/mark.png").getpixel((4, 90)) == (0x1D, 0x4E, 0xD8)
        assert 'fill="#1d4ed8"' in Client().get(f"{LOOKS}/mark.svg").content.decode()
        home = Client().get(f"/brands/{cast.HEYAN.slug}/").content.decode()
        assert f"/accent/{RED}-1d4ed8.css" in home
        assert '<meta name="theme-color" content="#1d4ed8">' in home

    def test_changes_with_the_name(self, laid: datetime) -> None:
        before = picture(f"{LOOKS}/card.png").tobytes()
        wears({"accent": RED, "mark": "H", "name": "Heyan Locks"})
        assert picture(f"{LOOKS}/card.png").tobytes() != before

    def test_keeps_a_long_name_on_it(self, laid: datetime) -> None:
        wears({"accent": RED, "mark": "H", "name": "W" * 40})
        edge = picture(f"{LOOKS}/card.png").crop((1130, 200, 1200, 480))
        assert len(shades(edge)) == 1

    def test_is_the_house_s_own_where_no_font_can_write_the_name(
        self, laid: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(brand_pictures, "FONTS", ())
        picture(f"{LOOKS}/card.png")  # Latin letters are always there
        wears({"accent": RED, "mark": "禾", "name": "禾岩"})
        assert Client().get(f"{LOOKS}/card.png")["Location"] == "/static/anxin/card.png"
        assert Client().get(f"{LOOKS}/mark.png")["Location"] == "/static/anxin/mark.png"

    def test_is_the_house_s_own_for_whom_nobody_is_served(self, laid: datetime) -> None:
        outlet = people.organisation(cast.OUTLET_WUHOU.slug)
        assert Client().get(f"/looks/{outlet.slug}/card.png")["Location"] == "/static/anxin/card.png"
        brand, now = people.organisation(cast.HEYAN.slug), timezone.now()
        acting(lambda: shut_brand(brand=brand, why="x", by=SYSTEM, now=now))
        assert Client().get(f"{LOOKS}/card.png")["Location"] == "/static/anxin/card.png"
        assert Client().get(f"{LOOKS}/mark.png").status_code == 200

    def test_shows_no_hotline_but_one_the_brand_vouches_for(self, laid: datetime) -> None:
        vouched = picture(f"{LOOKS}/card.png").tobytes()
        wears({"accent": RED, "mark": "H", "name": "Heyan", "hotline": "400-000-0000"})
        assert picture(f"{LOOKS}/card.png").tobytes() == vouched
        Authorisation.objects.filter(kind="hotline").update(state="revoked")
        assert picture(f"{LOOKS}/card.png").tobytes() != vouched

    def test_of_nobody_is_none(self, laid: datetime) -> None:
        for name in ("card.png", "mark.png", "mark.svg"):
            assert Client().get(f"/looks/nobody/{name}").status_code == 404


class TestMark:
    def test_is_drawn_for_a_home_screen(self, laid: datetime) -> None:
        mark = picture(f"{LOOKS}/mark.png")
        assert mark.size == (180, 180)
        assert mark.getpixel((3, 3)) == (0x8A, 0x1F, 0x2B)
        assert (255, 255, 255) in shades(mark)

    def test_stands_in_the_tab_and_lets_no_sign_end_it(self, laid: datetime) -> None:
        wears({"accent": RED, "mark": "<&"})
        answer = Client().get(f"{LOOKS}/mark.svg")
        assert answer["Content-Type"].startswith("image/svg+xml")
        assert f"#{RED}" in answer.content.decode()
        assert "&lt;&amp;" in answer.content.decode()
