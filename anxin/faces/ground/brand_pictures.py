"""A brand's own pictures: the mark in the tab and on a home screen, and the card a messenger shows beside a link."""

from datetime import datetime
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw, ImageFont, ImageOps

from anxin.core.colours import PAPER, WHITE
from anxin.core.files import open_
from anxin.core.pictures import copies
from anxin.domain.network import queries as network
from anxin.domain.opening import queries as opening
from anxin.domain.people import queries as people

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation

DAY_S = 24 * 3600
TEAL, INK, QUIET = "0c5b5c", "1f2423", "5b6462"
CARD, ICON, BESIDE = (1200, 630), 180, 84
FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
)
"""Where systems keep a font with Chinese signs."""
SIMPLIFIED = 2
"""Noto keeps Japanese, Korean and then simplified Chinese in one file."""
type Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@require_safe
@cache_control(public=True, max_age=DAY_S)
def card(request: HttpRequest, house: str) -> HttpResponse:
    """Show the card of a shop or an open brand; of others, or without a font for the name, the house's own."""
    row, now = people.organisation(house), timezone.now()
    look, shown = network.appearance_of(row, now=now), shown_mark(row, now)
    if not opening.is_served(row) or not written(look.name + ("" if shown else look.mark)):
        return HttpResponseRedirect(static("anxin/card.png"))
    with override("zh-hans"):
        says = _("Official after-sales service")
    return _png(draw_card(look.name, look.mark, look.fill, network.vouched_hotline(row, now=now), says, shown))


@require_safe
@cache_control(public=True, max_age=DAY_S)
def icon(request: HttpRequest, house: str) -> HttpResponse:
    """Show the mark of a brand or shop for a home screen; without a font for it the house's own."""
    row, now = people.organisation(house), timezone.now()
    look, shown = network.appearance_of(row, now=now), shown_mark(row, now)
    if shown:
        return _png(_bytes(_square(shown, ICON)))
    if not written(look.mark):
        return HttpResponseRedirect(static("anxin/mark.png"))
    return _png(draw_icon(look.mark, look.fill))


@require_safe
@cache_control(public=True, max_age=DAY_S)
def picture(request: HttpRequest, house: str) -> HttpResponse:
    """Show the picture a brand or shop chose as its mark, small, as it stands beside the name."""
    shown = shown_mark(people.organisation(house), timezone.now())
    if not shown:
        raise Http404
    return _png(_bytes(_square(shown, BESIDE)))


def shown_mark(house: "Organisation", now: datetime) -> bytes:
    """Return the copy of the picture a house shows as its mark, drawn anew; nothing where it shows letters."""
    sha256 = network.mark_shown(house, now=now)
    return b"".join(open_(copies.copy_by_hash(sha256=sha256, now=now))) if sha256 else b""


def _square(shown: bytes, side: int) -> Image.Image:
    """Fit a picture into a white square."""
    square = Image.new("RGB", (side, side), f"#{WHITE}")
    with Image.open(BytesIO(shown), formats=["JPEG"]) as whole:
        fitted = ImageOps.contain(whole.convert("RGB"), (side, side))
    square.paste(fitted, ((side - fitted.width) // 2, (side - fitted.height) // 2))
    return square


@require_safe
@cache_control(public=True, max_age=DAY_S)
def mark(request: HttpRequest, house: str) -> HttpResponse:
    """Show the mark of a brand or shop for the tab, in the reader's own fonts."""
    look = network.appearance_of(people.organisation(house), now=timezone.now())
    size = 64 if len(look.mark) == 1 else 44
    return HttpResponse(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        f'<rect width="100" height="100" rx="12" fill="#{look.fill or TEAL}"/>'
        f'<text x="50" y="50" font-size="{size}" font-weight="700" font-family="system-ui, sans-serif" fill="#{WHITE}"'
        f' text-anchor="middle" dominant-baseline="central">{escape(look.mark)}</text></svg>',
        content_type="image/svg+xml; charset=utf-8",
    )


def written(text: str) -> bool:
    """Return whether there is a font for a text: any for Latin letters, one of the system's for others."""
    return text.isascii() or bool(_font_file())


@lru_cache(maxsize=256)
def draw_card(name: str, letters: str, accent: str, hotline: str, says: str, shown: bytes = b"") -> bytes:
    """Draw a card of 1200 × 630: the mark, the name, what is here, the hotline the brand vouches for."""
    colour = f"#{accent or TEAL}"
    picture = Image.new("RGB", CARD, f"#{PAPER}")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, CARD[0], 18), fill=colour)
    pen.rounded_rectangle((110, 175, 390, 455), radius=34, fill=f"#{WHITE}" if shown else colour)
    if shown:
        picture.paste(_square(shown, 240), (130, 195))
    else:
        _middle(pen, letters, at=(250, 315), wide=220, most=170, colour=f"#{WHITE}")
    wide = CARD[0] - 450 - 80
    _left(pen, name, at=(450, 250 if hotline else 280), wide=wide, most=92, colour=f"#{INK}")
    _left(pen, says, at=(450, 345 if hotline else 375), wide=wide, most=44, colour=f"#{QUIET}")
    if hotline:
        _left(pen, hotline, at=(450, 425), wide=wide, most=56, colour=colour)
    return _bytes(picture)


@lru_cache(maxsize=256)
def draw_icon(letters: str, accent: str) -> bytes:
    """Draw the mark as a square of 180 for a home screen, which rounds it itself."""
    picture = Image.new("RGB", (ICON, ICON), f"#{accent or TEAL}")
    _middle(ImageDraw.Draw(picture), letters, at=(ICON // 2, ICON // 2), wide=140, most=110, colour=f"#{WHITE}")
    return _bytes(picture)


def _left(pen: ImageDraw.ImageDraw, text: str, *, at: tuple[int, int], wide: int, most: int, colour: str) -> None:
    pen.text(at, text, font=_fitting(text, wide, most), fill=colour, anchor="lm")


def _middle(pen: ImageDraw.ImageDraw, text: str, *, at: tuple[int, int], wide: int, most: int, colour: str) -> None:
    pen.text(at, text, font=_fitting(text, wide, most), fill=colour, anchor="mm")


def _fitting(text: str, wide: int, most: int) -> Font:
    """Return the largest font in which a text keeps within its width."""
    sizes = (size for size in range(most, 12, -4) if _font(size).getlength(text) <= wide)
    return _font(next(sizes, 12))


@cache
def _font(size: int) -> Font:
    found = _font_file()
    if not found:
        return ImageFont.load_default(size)
    return ImageFont.truetype(found, size, index=SIMPLIFIED if "CJK" in found else 0)


def _font_file() -> str:
    own = settings.ENVIRONMENT.font
    return next((one for one in ((own,) if own else FONTS) if Path(one).is_file()), "")


def _bytes(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _png(body: bytes) -> HttpResponse:
    return HttpResponse(body, content_type="image/png")
