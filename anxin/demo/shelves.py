"""The parts of the cast's brands, and how many of them lie at its outlets, in two vans and in a warehouse."""

from datetime import datetime

from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.demo.goods import LINES, PRODUCTS
from anxin.domain.parts.actions import imports, stock
from anxin.domain.parts.models import Part

MORE = (
    ("heyan", "HY3-FPM-04", "指纹模组", "fingerprint module", "lock", "S3, S5"),
    ("heyan", "HY3-CYL-01", "C 级锁芯", "lock cylinder", "lock", ""),
    ("heyan", "HY3-HDL-02", "执手弹簧", "handle spring", "lock", ""),
    ("heyan", "HY3-MTR-01", "离合电机", "clutch motor", "lock", "S5"),
    ("heyan", "HY3-SCR-08", "安装螺丝包", "pack of screws", "lock", ""),
    ("qingfeng", "WH-SNR-02", "水温传感器", "water temperature sensor", "water_heater", ""),
    ("qingfeng", "WH-VLV-01", "燃气比例阀", "gas valve", "water_heater", ""),
)
"""Parts that no price list names yet, beside those of `goods.LINES`: brand, number, names, class, models."""
SHELVES = (
    ("AX-CD-01", (6, 9, 1, 4, 3, 12, 8, 2, 20, 5, 2, 6, 1, 3), 2),
    ("AX-DG-01", (2, 0, 5, 3, 6, 1, 2, 0, 15, 4, 6, 3, 8, 7), 2),
    ("van:HY-CD-0318", (1, 2, 0, 2, 1), None),
    ("warehouse:heyan", (40, 60, 35, 80, 55, 120), 20),
)
"""Where how many of the parts lie, in their order, and how many there should be at least."""


def fill(*, now: datetime) -> None:
    """Name the parts, and open what lies where."""
    heyan, sold = cast.HEYAN.slug, {category: slug for slug, _code, _name, category, *_rest in reversed(PRODUCTS)}
    known = [
        (sold[one.category], one.code, one.name, one.name_en, one.category, "") for one in LINES if one.kind == "part"
    ]
    for brand, number, name, english, category, fits in (*known, *MORE):
        said = {"brand": brand, "number": number, "name": name, "name_en": english, "category": category}
        imports.import_part(values={**said, "models": fits, "unit": "件"}, by=SYSTEM, now=now)
    parts = list(Part.objects.select_related("brand").order_by("number"))
    for key, several, least in SHELVES:
        place = stock.place_of(key)
        here = [one for one in parts if key != f"warehouse:{heyan}" or one.brand.slug == heyan]
        for part, quantity in zip(here, several, strict=False):
            stock.open_stock(place=place, part=part, quantity=quantity, least=least, by=SYSTEM, now=now)
