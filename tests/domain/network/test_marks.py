"""A brand shows a picture as its mark: drawn anew, within limits, on its pages, in the tab and on its card."""

import io
from datetime import UTC, datetime

import pytest
from django.test import Client
from PIL import Image

from anxin.core import files, settings, wording
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Forbidden
from anxin.core.file_kinds import VECTOR
from anxin.core.files import SealedFile
from anxin.core.pictures import vectors
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.models import MarkPicture
from anxin.domain.network.rules import appearance
from anxin.domain.opening.commands import BRANDS
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation

pytestmark = pytest.mark.django_db
LIVE = datetime.now(UTC)
ADMIN = Actor(kind="staff", id="0199", roles=frozenset({"operator"}))
RED = (200, 30, 40)


def drawn(kind: str = "PNG", side: int = 300, noise: bool = False) -> bytes:
    picture = Image.effect_noise((side, side), 90).convert("RGB") if noise else Image.new("RGBA", (side, side), RED)
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def sealed(content: bytes, allowed: frozenset[str] = files.PICTURES) -> SealedFile:
    return files.receive([content], length=len(content), name="mark", allowed=allowed, now=LIVE)


@pytest.fixture
def heyan() -> Organisation:
    ground.lay(now=LIVE)
    return people.organisation(cast.HEYAN.slug)


def shows(brand: Organisation, content: bytes) -> None:
    acting(lambda: BRANDS.give("mark", row=brand, by=ADMIN, now=LIVE, fields={"files": (sealed(content),)}))


def pixel(path: str) -> tuple[int, ...]:
    answer = Client().get(path)
    assert answer.status_code == 200
    with Image.open(io.BytesIO(answer.content)) as picture:
        found = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(found, tuple)
    return found


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


class TestAPicture:
    def test_stands_beside_the_name_in_the_tab_and_on_the_home_screen(self, heyan: Organisation) -> None:
        home = f"/brands/{heyan.slug}/"
        assert "/picture.png" not in Client().get(home).content.decode()
        shows(heyan, drawn())

        page = Client().get(home).content.decode()
        sha = queries.mark_shown(heyan, now=LIVE)
        assert f'src="/looks/heyan/picture.png?v={sha[:8]}"' in page
        assert f'href="/looks/heyan/mark.png?v={sha[:8]}"' in page
        assert near(pixel("/looks/heyan/picture.png"), RED)
        assert near(pixel("/looks/heyan/mark.png"), RED)

    def test_stands_on_the_card_where_the_letters_stood(self, heyan: Organisation) -> None:
        shows(heyan, drawn())
        answer = Client().get("/looks/heyan/card.png")
        if answer.status_code == 302:
            pytest.skip("no font with Chinese signs here")
        with Image.open(io.BytesIO(answer.content)) as card:
            assert near(card.convert("RGB").getpixel((250, 315)), RED)  # type: ignore[arg-type]

    def test_that_came_as_an_svg_is_shown_as_it_was_drawn(self, heyan: Organisation) -> None:
        svg = b"<svg xmlns='http://www.w3.org/2000/svg'><rect width='9' height='9' fill='#c81e28'/></svg>"
        file = sealed(svg, frozenset({VECTOR}))
        acting(lambda: BRANDS.give("mark", row=heyan, by=ADMIN, now=LIVE, fields={"files": (file,)}))
        assert near(pixel("/looks/heyan/picture.png"), RED)
        assert near(pixel("/looks/heyan/mark.png"), RED)
        assert b"".join(files.open_(file)) == svg, "the original stays as it came"

    def test_every_reason_not_to_draw_an_svg_has_its_sentence(self) -> None:
        for word in (*vectors.WORDS, "readable"):
            assert f"svg_{word}" in wording.VALUES["lacks"]

    def test_gives_way_to_the_letters_again(self, heyan: Organisation) -> None:
        assert "letters" not in BRANDS.allowed(BRANDS.situation(heyan, by=ADMIN, now=LIVE), ADMIN)
        shows(heyan, drawn())
        shows(heyan, drawn(side=320))
        assert MarkPicture.objects.filter(to_at=None).count() == 1
        acting(lambda: BRANDS.give("letters", row=heyan, by=ADMIN, now=LIVE, fields={}))
        assert "/picture.png" not in Client().get(f"/brands/{heyan.slug}/").content.decode()
        assert Client().get("/looks/heyan/picture.png").status_code == 404

    def test_is_no_other_file_that_a_setting_names(self, heyan: Organisation) -> None:
        other = sealed(drawn(side=111))
        told = {"value": other.sha256, "valid_from": LIVE, "by": SYSTEM, "now": LIVE, "organisation": str(heyan.pk)}
        acting(lambda: settings.propose(name=appearance.PICTURE, **told))
        assert Client().get("/looks/heyan/picture.png").status_code == 404
        shows(heyan, drawn())
        assert Client().get("/looks/heyan/picture.png").status_code == 200
        acting(lambda: settings.propose(name=appearance.PICTURE, **told))
        assert Client().get("/looks/heyan/picture.png").status_code == 404

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"\x89PNG\r\n\x1a\n" + b"\0" * 400, "读不出来"),
            (drawn(side=900, noise=True), "2 MiB"),
            (b"%PDF-1.7 " + b"\0" * 400, "图片"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'><text>H</text></svg>", "转成轮廓"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'><image href='a.png'/></svg>", "导出 1024"),
        ],
        ids=["broken", "large", "no picture", "letters", "inlaid"],
    )
    def test_that_can_not_be_shown_is_refused_by_its_field(
        self, heyan: Organisation, content: bytes, said: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(appearance, "MARK_BYTES", 400_000)
        file = sealed(content, files.PICTURES | files.DOCUMENTS | {VECTOR})
        with pytest.raises(network.BadMark) as refused:
            acting(lambda: network.show_mark(brand=heyan, files=(file,), by=ADMIN, now=LIVE))
        assert refused.value.field == "files"
        assert said in wording.error(refused.value)
        assert not MarkPicture.objects.exists()

    def test_is_the_operator_s_to_choose(self, heyan: Organisation) -> None:
        agent = Actor(kind="staff", id="0198", roles=frozenset({"agent"}))
        file = sealed(drawn())
        with pytest.raises(Forbidden):
            acting(lambda: BRANDS.give("mark", row=heyan, by=agent, now=LIVE, fields={"files": (file,)}))
