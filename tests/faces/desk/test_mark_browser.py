"""In the browser: the operator shows an SVG as a brand's mark; the address of such uploads refuses what is none."""

from collections.abc import Callable

import pytest
from django.test import Client

from anxin.demo import cast
from tests.faces.conftest import DESK, Visitor, posted

pytestmark = pytest.mark.django_db(transaction=True)
type Sits = Callable[[object], Client]
UPLOADS, PAGE = "/uploads/vectors/", "/desk/opening/heyan/"
OUTLINES = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><circle cx='4' cy='4' r='4' fill='red'/></svg>"
LETTERS = b"<svg xmlns='http://www.w3.org/2000/svg'><text>H</text></svg>"


def begun(client: Client, length: int) -> int:
    return client.post(UPLOADS, headers={"Upload-Length": str(length)}).status_code


def sent(client: Client, content: bytes) -> int:
    at = client.post(UPLOADS, headers={"Upload-Length": str(len(content))})["Location"]
    told = {"content_type": "application/offset+octet-stream", "headers": {"Upload-Offset": "0"}}
    return client.patch(at, content, **told).status_code  # type: ignore[arg-type]


def chooses(seen: Visitor, content: bytes) -> None:
    seen.goes(f"{PAGE}?do=mark")
    file = {"name": "mark.svg", "mimeType": "image/svg+xml", "buffer": content}
    seen.page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    seen.page.locator("input[type=hidden][name=photo]").wait_for(state="attached")


def test_an_svg_is_drawn_as_a_picture_in_the_head_of_the_brand_s_pages(
    sits: Sits, visitor: Callable[..., Visitor]
) -> None:
    admin = visitor(DESK).sits_down(sits(cast.ADMIN))
    chooses(admin, LETTERS)
    admin.page.get_by_role("button", name="用图片作标志").click()
    admin.sees("转成轮廓")
    admin.looks_over("mark-refused")

    chooses(admin, OUTLINES)
    admin.looks_over("mark-chosen")
    with posted(admin.page):
        admin.page.get_by_role("button", name="用图片作标志").click()
    customer = visitor()
    page = customer.goes("/brands/heyan/")
    mark = page.locator("header img[src*='/looks/heyan/picture.png']").first
    mark.wait_for()
    assert mark.evaluate("async (it) => { await it.decode(); return it.naturalWidth }") > 50
    customer.looks_over("mark-shown")


def test_its_address_takes_no_other_file_none_too_large_and_none_of_a_stranger(sits: Sits) -> None:
    admin = sits(cast.ADMIN)
    assert begun(Client(), 12) == 403
    assert begun(admin, (30 << 20) + 1) == 413
    assert sent(admin, b"%PDF-1.7 no picture") == 422
    assert sent(admin, OUTLINES) == 204
