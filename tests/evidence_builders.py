"""Pictures and purchases for tests about evidence: drawn here, small, each one different."""

import io
from datetime import datetime, timedelta
from functools import cache
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from anxin.core import files
from anxin.core.acting import acting, inside
from anxin.core.actors import SYSTEM
from anxin.core.files import SealedFile
from anxin.demo import cast, ground
from anxin.domain.goods import actions as goods
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Purchase
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Person

CUP = Bought(title="赭红浓缩咖啡杯碟", amount_fen=26800, cost_fen=11200, sku="YT-CUP-01")


def drawn(seed: int = 1, *, crack: bool = False, size: tuple[int, int] = (480, 360)) -> Image.Image:
    """Draw a scene full of corners, the same for the same seed; with a crack if wanted."""
    return _drawn(seed, crack, size).copy()


@cache
def _drawn(seed: int, crack: bool, size: tuple[int, int]) -> Image.Image:
    random = Random(seed)
    picture = Image.new("RGB", size, (200, 190, 170))
    draw = ImageDraw.Draw(picture)
    for _ in range(220):
        x, y, w = random.randrange(size[0]), random.randrange(size[1]), random.randrange(6, 40)
        colour = tuple(random.randrange(256) for _ in range(3))
        draw.rectangle((x, y, x + w, y + random.randrange(6, 40)), fill=colour)
    picture = picture.filter(ImageFilter.GaussianBlur(0.8))
    if crack:
        ImageDraw.Draw(picture).line([(220, 60), (236, 130), (228, 190), (246, 260)], fill=(20, 14, 10), width=7)
    return picture


def jpeg(picture: Image.Image, *, quality: int = 90) -> bytes:
    """Write a picture as JPEG."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def sealed(content: bytes, *, now: datetime) -> SealedFile:
    """Seal a file."""
    return files.receive([content], length=len(content), allowed=files.PICTURES | files.VIDEOS, now=now)


def a_person(customer: cast.Customer = cast.BUYER_HERE, *, now: datetime) -> Person:
    """Take a customer of the cast into the vault, with the address."""
    from anxin.domain.places import actions as places

    place = places.locate(address=customer.address, now=now)
    return people.enrol(name=customer.name, phone=customer.phone, now=now, place=place)


def a_purchase(
    *,
    now: datetime,
    order: str = "YT-20261118-7730",
    lines: tuple[Bought, ...] = (CUP,),
    customer: cast.Customer = cast.BUYER_HERE,
    delivered_days_ago: float = 2,
    shop: cast.Organisation = cast.MERCHANT,
) -> Purchase:
    """Write down a purchase of the cup by the buyer from the merchant, delivered two days ago."""
    ground.lay(now=now)

    def buy() -> Purchase:
        bought_at = now - timedelta(days=delivered_days_ago + 4)
        row = goods.purchase(
            seller=people_queries.organisation(shop.slug),
            order_key=order,
            lines=lines,
            bought_at=bought_at,
            buyer=a_person(customer, now=bought_at),
            paid_reference="F-SHOP-1",
            by=SYSTEM,
            now=bought_at,
        )
        goods.ship(purchase=row, waybill="YD0000004410", by=SYSTEM, now=bought_at + timedelta(days=1))
        if delivered_days_ago >= 0:
            goods.deliver(purchase=row, by=SYSTEM, now=now - timedelta(days=delivered_days_ago))
        return row

    return buy() if inside() else acting(buy)
