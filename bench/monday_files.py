"""What a company brings along on Monday: its outlets, its people, its goods and prices, two shops' orders, as files."""

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl

from anxin.engines import address

OUTLETS, TECHNICIANS = 300, 4_000
ORDER, OTHER_ORDER = "20261125000017", "3760000123456789012"
FAMILY = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
GIVEN = "伟强磊洋勇军杰涛明超刚平辉鹏飞鑫波斌宇浩凯健俊帆亮成林峰建国志文海龙晓东天云"
HOME = "北京市海淀区"
ZONE = ZoneInfo("Asia/Shanghai")
PATCH = "海淀区、朝阳区除首都机场街道、昌平区回龙观街道"
"""What the first outlet serves, as its head writes it in a message."""


def sheet(path: Path, rows: list[list[object]]) -> Path:
    """Write one table, headings first."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def counties() -> list[tuple[str, str]]:
    """Choose 300 counties and the full names they go by: the capital's districts, then over the whole country."""
    gazetteer = address.load()
    found: list[tuple[str, str]] = []
    for province in gazetteer.children():
        for city in gazetteer.children(province.code):
            inside = gazetteer.children(city.code) if len(city.code.rstrip("0")) <= 4 else [city]
            found += [(one.code, one.full_name) for one in inside if one.code[:2] < "70"]
    first = [one for one in found if one[0].startswith("11")]
    first.sort(key=lambda one: one[1] != HOME)
    others = [one for one in found if not one[0].startswith("11")]
    left = OUTLETS - len(first)
    return [*first, *(others[n * len(others) // left] for n in range(left))]


def outlets(folder: Path, brand: str, today: date) -> Path:
    """Write the outlets with their authorisation: in the words a company has them in."""
    rows: list[list[object]] = [
        ["品牌", "网点编号", "名称", "所在区县", "地址", "电话", "服务区域", "每天单数", "授权起", "授权止"]
    ]
    for n, (_code, name) in enumerate(counties()):
        called, street, phone = f"青禾{name[-12:]}服务站", f"建设路{n + 1}号", f"4008{n:06d}"
        rows.append([brand, f"QH{n + 1:03d}", called, name, street, phone, name, 120, *term(today)])
    return sheet(folder / "outlets.xlsx", rows)


def technicians(folder: Path, brand: str, today: date) -> Path:
    """Write the technicians with their authorisation."""
    heads = ["品牌", "工号", "姓名", "手机号", "网点", "技能", "工作时间", "入职日期", "授权产品", "授权起", "授权止"]
    rows: list[list[object]] = [heads]
    for n in range(TECHNICIANS):
        name = FAMILY[(n // OUTLETS + n) % len(FAMILY)] + GIVEN[n * 7 % len(GIVEN)] + GIVEN[n * 11 // 40 % len(GIVEN)]
        skills = "智能锁:3、空调:2" if n % 2 == 0 else "空调:3、智能锁:2"
        outlet = f"QH{n % OUTLETS + 1:03d}"
        row = [brand, f"QH-{n + 1:05d}", name, f"139{n:08d}", outlet, skills, "1-7 8:00-20:00", "2024-03-01"]
        rows.append([*row, "智能锁、空调", *term(today)])
    return sheet(folder / "technicians.xlsx", rows)


def term(today: date) -> tuple[str, str]:
    """Return from when to when somebody is authorised: a year from today."""
    return today.isoformat(), (today + timedelta(days=364)).isoformat()


def products(folder: Path, brand: str) -> Path:
    """Write two models."""
    rows = [["Q5", "青禾智能门锁 Q5", "智能锁", "智能锁", 60], ["K35", "青禾空调 K35", "空调", "空调", 90]]
    heads: list[object] = ["品牌", "型号", "名称", "品类", "所需技能", "工时（分钟）"]
    return sheet(folder / "products.xlsx", [heads, *([brand, *row] for row in rows)])


def symptoms(folder: Path) -> Path:
    """Write what customers may tick."""
    locks = [("被锁在门外", "是"), ("按指纹没反应", "否"), ("把手松了", "否")]
    coolers = [("不制冷", "否"), ("漏水", "否"), ("有异响", "否")]
    rows: list[list[object]] = [["品类", "编码", "故障", "紧急"]]
    rows += [["智能锁", f"l{n}", *one] for n, one in enumerate(locks)]
    rows += [["空调", f"a{n}", *one] for n, one in enumerate(coolers)]
    return sheet(folder / "symptoms.xlsx", rows)


def prices(folder: Path, brand: str, today: date) -> Path:
    heads = ["品牌", "版次", "从哪天起", "编码", "名称", "类别", "金额（元）", "品类", "质保天数"]
    lines = [
        ("visit", "上门费", "收费", 50, "", 0),
        ("lock-board", "门锁主板", "零件", 180, "智能锁", 180),
        ("lock-labour", "门锁维修人工", "人工", 80, "智能锁", 90),
        ("ac-gas", "空调加氟（每公斤）", "零件", 120, "空调", 90),
        ("ac-labour", "空调维修人工", "人工", 100, "空调", 90),
    ]
    rows = [[brand, "2026-1", today.isoformat(), code, *rest] for code, *rest in lines]
    return sheet(folder / "prices.xlsx", [heads, *rows])


def orders(folder: Path, today: date, *, buyer: str, phone: str, payment: str) -> Path:
    """Write the orders of the company's own shop with their payments' numbers, under headings of its own.

    Below the sum from which a second reviewer has to agree.
    """
    bought = (today - timedelta(days=3)).isoformat()
    heads: list[object] = ["单据", "品名", "数目", "实收", "成交日", "包裹", "收件", "联系", "流水"]
    rows: list[list[object]] = [
        heads,
        [ORDER, "青禾门锁面板", 1, "899.00", bought, "SF1234567890123", buyer, phone, payment],
    ]
    for n in range(30):
        number = f"42000023452026112600000{n:05d}"
        row = [f"202611250001{n:02d}", "青禾空调 K35", 1, "2899.00", bought, f"SF99{n:011d}", "王一", f"1380000{n:04d}"]
        rows.append([*row, number])
    return sheet(folder / "orders.xlsx", rows)


def other_orders(folder: Path, today: date, *, buyer: str, phone: str) -> Path:
    """Write the orders of the company's shop on a platform as that exports them: no number of a payment of ours."""
    bought = (today - timedelta(days=4)).isoformat()
    rows: list[list[object]] = [
        ["订单编号", "宝贝标题", "购买数量", "买家实际支付金额", "订单付款时间", "物流单号", "收货人姓名", "联系手机"],
        [OTHER_ORDER, "青禾门锁电池盒", 1, "59.00", bought, "SF1234567890999", buyer, phone],
    ]
    for n in range(30):
        rows.append(
            [f"37600001000{n:08d}", "青禾智能门锁 Q5", 1, "1299.00", bought, f"SF98{n:011d}", "赵二", f"1381000{n:04d}"]
        )
    return sheet(folder / "other-orders.xlsx", rows)
