"""What the cast's brands sell: products, faults, prices and warranty terms, all invented."""

from datetime import datetime

from anxin.domain.goods import actions as goods
from anxin.domain.goods.actions import Price
from anxin.domain.goods.rules.warranty import months_after
from anxin.domain.people.models import Organisation

# brand, code, name, category, skill, minutes, name in English
PRODUCTS = (
    ("heyan", "S3", "禾砚 S3 智能锁", "lock", "lock", 60, "Heyan S3 smart lock"),
    ("heyan", "S5", "禾砚 S5 智能锁", "lock", "lock", 60, "Heyan S5 smart lock"),
    ("qingfeng", "KF-35", "青枫 35 型空调", "air_conditioner", "electric", 90, "Qingfeng 35 air conditioner"),
    ("qingfeng", "RS-16", "青枫 16 升热水器", "water_heater", "gas", 75, "Qingfeng 16 L water heater"),
    ("qingfeng", "XY-10", "青枫 10 公斤洗衣机", "washer", "electric", 60, "Qingfeng 10 kg washing machine"),
    ("qingfeng", "BX-50", "青枫 50 型冰箱", "fridge", "electric", 90, "Qingfeng 50 refrigerator"),
    ("qingfeng", "YJ-20", "青枫 20 型油烟机", "hood", "electric", 60, "Qingfeng 20 range hood"),
)
# category, code, name, urgent, advice, name and advice in English
SYMPTOMS = (
    (
        "lock",
        "no_fingerprint",
        "指纹没反应",
        False,
        "擦干手指和指纹窗，再试一次",
        "the fingerprint is not read",
        "Dry your finger and the reader, and try again",
    ),
    (
        "lock",
        "no_keypad",
        "密码没反应",
        False,
        "用充电宝接面板下方的应急口",
        "the code is not taken",
        "Connect a power bank to the emergency port under the panel",
    ),
    ("lock", "dark_panel", "面板不亮", False, "换 4 节新电池", "the panel stays dark", "Put in 4 new batteries"),
    ("lock", "alarm", "一直报警", False, "", "it keeps alarming", ""),
    ("lock", "bolt_stuck", "锁舌卡住", True, "", "the bolt is stuck", ""),
    ("lock", "key_stuck", "钥匙拧不动", True, "", "the key does not turn", ""),
    ("lock", "other", "别的", False, "", "something else", ""),
    ("air_conditioner", "not_cold", "不制冷", False, "洗一洗滤网", "it does not cool", "Rinse the filter"),
    ("air_conditioner", "leaks", "漏水", False, "", "it leaks", ""),
    ("air_conditioner", "noise", "外机异响", False, "", "the outdoor unit is noisy", ""),
    (
        "water_heater",
        "no_fire",
        "打不着火",
        False,
        "看看燃气阀和电池",
        "it does not light",
        "Look whether the gas valve is open and the batteries are good",
    ),
    ("water_heater", "leaks", "漏水", True, "先关进水阀", "it leaks", "Shut the water inlet valve first"),
    (
        "water_heater",
        "gas_smell",
        "有燃气味",
        True,
        "",
        "it smells of gas",
        "",
    ),
    ("washer", "leaks", "漏水", False, "", "it leaks", ""),
    ("washer", "no_spin", "不脱水", False, "", "it does not spin", ""),
    ("fridge", "not_cold", "不制冷", False, "", "it does not cool", ""),
    ("fridge", "never_stops", "一直不停机", False, "", "it never stops", ""),
    ("hood", "weak", "没吸力", False, "", "it does not draw", ""),
)
LINES = (
    Price(category="", code="VISIT", name="上门费", kind="fee", amount_fen=3000, name_en="call-out"),
    Price(
        category="lock",
        code="HY3-PCB-02",
        name="前面板主板",
        kind="part",
        amount_fen=26000,
        guarantee_days=180,
        name_en="front panel board",
    ),
    Price(
        category="lock", code="HY3-BAT-01", name="电池仓触点", kind="part", amount_fen=3800, name_en="battery contacts"
    ),
    Price(
        category="lock", code="HY3-MAG-01", name="门磁支架", kind="part", amount_fen=4500, name_en="door magnet bracket"
    ),
    Price(
        category="lock",
        code="HY3-FIT",
        name="装配与调试",
        kind="labour",
        amount_fen=6000,
        name_en="fitting and adjusting",
    ),
    Price(
        category="air_conditioner",
        code="AC-CAP",
        name="启动电容",
        kind="part",
        amount_fen=5800,
        name_en="start capacitor",
    ),
    Price(
        category="air_conditioner",
        code="AC-GAS",
        name="补制冷剂",
        kind="labour",
        amount_fen=12000,
        name_en="refrigerant refill",
    ),
    Price(category="water_heater", code="WH-IGN", name="点火针", kind="part", amount_fen=4200, name_en="igniter"),
    Price(category="water_heater", code="WH-FIT", name="检修", kind="labour", amount_fen=8000, name_en="service"),
    Price(category="washer", code="WM-PUMP", name="排水泵", kind="part", amount_fen=9800, name_en="drain pump"),
    Price(category="washer", code="WM-FIT", name="检修", kind="labour", amount_fen=7000, name_en="service"),
    Price(category="fridge", code="FR-THERM", name="温控器", kind="part", amount_fen=11800, name_en="thermostat"),
    Price(category="fridge", code="FR-FIT", name="检修", kind="labour", amount_fen=8000, name_en="service"),
    Price(category="hood", code="HD-MOTOR", name="风机", kind="part", amount_fen=16800, name_en="fan motor"),
    Price(
        category="hood",
        code="HD-FIT",
        name="清洗与检修",
        kind="labour",
        amount_fen=9000,
        name_en="cleaning and service",
    ),
)


def stock(brand: Organisation, *, now: datetime) -> None:
    """Give a brand its products, its price list and its warranty terms."""
    categories = []
    for slug, code, name, category, skill, minutes, name_en in PRODUCTS:
        if slug == brand.slug:
            goods.add_product(
                brand=brand,
                code=code,
                name=name,
                name_en=name_en,
                category=category,
                skill=skill,
                minutes=minutes,
            )
            categories.append(category)
    lines = [one for one in LINES if not one.category or one.category in categories]
    goods.publish_prices(brand=brand, edition=f"{now:%Y-%m}", from_date=now.date(), lines=lines, now=now)
    for category in dict.fromkeys(categories):
        goods.publish_term(
            brand=brand,
            category=category,
            months=24,
            from_date=months_after(now.date(), -36),
            title=f"{brand.name}整机保修条款 2025 版",
            clause="第 3 条",
            excludes="进水、撬损",
            title_en=f"{brand.slug.capitalize()} warranty terms, edition 2025",
            clause_en="clause 3",
            excludes_en="water damage, forced entry",
            source=f"{brand.site}/warranty",
            checked_on=now.date(),
        )


def symptoms() -> None:
    """Add the faults customers may tick."""
    for position, (category, code, name, urgent, advice, name_en, advice_en) in enumerate(SYMPTOMS):
        goods.add_symptom(
            category=category,
            code=code,
            name=name,
            name_en=name_en,
            position=position,
            urgent=urgent,
            advice=advice,
            advice_en=advice_en,
        )
