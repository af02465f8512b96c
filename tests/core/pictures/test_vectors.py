"""An SVG is drawn in a child that opens no file, within limits; what can't be drawn faithfully is refused with why."""

import io
from datetime import datetime

import pytest
from PIL import Image

from anxin.core import files
from anxin.core.file_kinds import VECTOR, kind_of
from anxin.core.pictures import copies, vectors
from anxin.core.pictures.errors import UnreadablePicture

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
RED = '<rect width="50" height="50" fill="#c81e28"/>'
BOX = f'{HEAD} viewBox="0 0 50 50">'
SQUARE = f"{BOX}{RED}</svg>"
FILTERED = '<g filter="url(#f)"><rect width="9" height="9"/></g></svg>'
HUGE = f'{BOX}<filter id="f"><feMorphology operator="dilate" radius="100000"/></filter>{FILTERED}'
WIDE = '<filter id="f" x="-1000" y="-1000" width="9000" height="9000"><feGaussianBlur stdDeviation="1e9"/></filter>'
GROUPS = "".join(f'<g id="a{n + 1}">{f"<use href='#a{n}'/>" * 10}</g>' for n in range(9))
USES = f'{BOX}<defs><g id="a0"><rect width="1" height="1"/></g>{GROUPS}</defs><use href="#a9"/></svg>'
ENTITIES = f'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>{BOX}<desc>&b;</desc></svg>'


def why(text: str, **bounds: int) -> str:
    with pytest.raises(UnreadablePicture) as refused:
        vectors.drawn([text.encode()], **bounds)
    return str(refused.value.facts["why"])


class TestDrawn:
    @pytest.mark.parametrize(
        ("text", "size"),
        [
            (SQUARE, (1024, 1024)),
            (f'<?xml version="1.0"?>\n<!-- drawn -->\n{HEAD} width="100mm" height="50mm">{RED}</svg>', (1024, 512)),
            (f'{HEAD} width="1000000" height="2000000">{RED}</svg>', (512, 1024)),
            (f"\ufeff{HEAD}>{RED}</svg>", (1024, 1024)),
        ],
        ids=["box", "sides", "large and tall", "no size"],
    )
    def test_fills_its_longest_side_whatever_size_it_names(self, text: str, size: tuple[int, int]) -> None:
        assert kind_of(text.encode()) == VECTOR
        with Image.open(io.BytesIO(vectors.drawn([text.encode()]))) as picture:
            assert (picture.format, picture.size) == ("PNG", size)

    @pytest.mark.parametrize(
        ("inside", "said"),
        [
            ("<text>禾砚</text>", "svg_letters"),
            ('<image href="/etc/hostname"/>', "svg_inlaid"),
            ('<image href="data:image/png;base64,iVBORw0KGgo="/>', "svg_inlaid"),
            ("<script>alert(1)</script>", "svg_script"),
            ('<rect onload="alert(1)"/>', "svg_script"),
            ('<use xlink:href="http://127.0.0.1/a.svg#b"/>', "svg_outside"),
            ('<use href="file:///etc/passwd#b"/>', "svg_outside"),
            ("<rect style=\"fill: url( 'http://127.0.0.1/')\"/>", "svg_outside"),
            ("<style>@import url(http://127.0.0.1/a.css);</style>", "svg_outside"),
            ("<g>" * 300 + "</g>" * 300, "svg_simple"),
            ("<g/>" * 20_001, "svg_simple"),
            ("<g", "svg_readable"),
        ],
    )
    def test_refuses_what_is_not_drawn_faithfully(self, inside: str, said: str) -> None:
        assert why(f"{BOX}{inside}</svg>") == said

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (ENTITIES, "svg_entities"),
            (f'{HEAD} width="1" height="100000">{RED}</svg>', "svg_ratio"),
            (f'{HEAD} viewBox="0 0 NaN 1">{RED}</svg>', "svg_ratio"),
            ("<html><svg/></html>", "svg_readable"),
            ("", "svg_readable"),
        ],
    )
    def test_refuses_what_is_no_picture_of_one(self, text: str, said: str) -> None:
        assert why(text) == said

    def test_draws_what_leads_within_it(self) -> None:
        shade = '<linearGradient id="a"><stop stop-color="#c81e28"/></linearGradient><g id="b"/><use href="#b"/>'
        inside = f'{shade}<a href="http://heyan.example/"><rect width="50" height="50" fill="url(#a)"/></a>'
        with Image.open(io.BytesIO(vectors.drawn([f"{BOX}{inside}</svg>".encode()]))) as picture:
            assert picture.convert("RGB").getpixel((500, 500)) == (200, 30, 40)

    @pytest.mark.parametrize("text", [HUGE, f"{BOX}{WIDE}{FILTERED}"], ids=["for ever", "wide"])
    def test_ends_what_takes_too_long_or_too_much(self, text: str) -> None:
        assert why(text, cpu_s=1) == "svg_simple"

    def test_ends_what_names_itself_over_and_over(self) -> None:
        assert why(USES, cpu_s=2) in {"svg_simple", "svg_readable"}


@pytest.mark.django_db
class TestACopy:
    def test_is_of_the_drawing_and_the_original_stays_sealed_as_it_came(self, now: datetime) -> None:
        content = SQUARE.encode()
        file = files.receive([content], length=len(content), allowed={VECTOR}, now=now)
        copy = copies.shown_copy(file, now=now)
        assert (file.kind, copy.kind) == (VECTOR, "image/jpeg")
        assert b"".join(files.open_(file)) == content

    @pytest.mark.parametrize(
        "head", [b"<!doctype html><svg>", b"<html><svg>", b"GIF89a<svg>", b"a,b\n<svg>", b"<?xml?><a>"]
    )
    def test_is_of_no_other_text_that_holds_one(self, head: bytes) -> None:
        assert kind_of(head) != VECTOR
