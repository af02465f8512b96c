"""The first customers of Monday: a stranger whose lock is mended and paid for, two buyers whose money comes back."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import anxin
from bench import monday_files
from tests.faces.conftest import PHONE

if TYPE_CHECKING:
    from bench.monday import Monday
    from bench.monday_hands import Hands

NAME, NUMBER, HOME = "陈晨", "13900005555", "北京市海淀区中关村大街1号院2号楼301"
OTHER, OTHER_NUMBER = "周岚", "13900006666"
COLUMNS = {
    "order": "单据",
    "title": "品名",
    "quantity": "数目",
    "amount": "实收",
    "bought": "成交日",
    "waybill": "包裹",
}
COLUMNS |= {"name": "收件", "phone": "联系", "payment": "流水"}
DOOR = (39.9836, 116.3164)
ALBUM = Path(anxin.__file__).parent / "demo" / "pictures"
PICTURES = ("lock-whole-1.jpg", "lock-plate-1.jpg", "lock-scratch-1.jpg", "lock-whole-2.jpg")
WHY = "承运方没有签收底单，支持退款"


def finds(day: "Monday") -> None:
    """A stranger finds the brand's page of his city, and checks the hotline: green."""
    customer = day.sits("customer", PHONE)
    customer.given("/")
    customer.looks("20-home")
    customer.taps("有师傅的城市", inside="main")
    there = customer.page.locator("main a[href*='/cities/11/lock/']")
    customer.until(lambda: there.count() or (customer.page.reload() and False), "the city pages, written by a worker")
    customer.follows(there.last)
    customer.looks("21-city")
    customer.taps("先查再进门", inside="main")
    customer.types(code="400-000-0077")
    customer.taps("^\\s*查\\s*$", inside="main")
    assert "官方热线" in customer.text, customer.text
    customer.looks("22-check")


def reports(day: "Monday") -> None:
    """He reports, in one paste and three taps."""
    customer = day.sits("customer")
    customer.given("/brands/qinghe/cities/11/lock/")
    customer.taps("按指纹没反应", inside="main")
    customer.touches("[name=mode][value=visit]")
    customer.pastes(paste=f"{NAME} {NUMBER} {HOME}")
    customer.until(lambda: customer.page.input_value("[name=phone]") == NUMBER, "what was pasted is taken apart")
    customer.picks("label:visible:has([name=window]:enabled)")
    customer.looks("23-report")
    customer.taps("下一步，核对")
    customer.touches("[name=consent]")
    customer.looks("24-agree")
    customer.taps("提交报修")
    customer.looks("25-receipt")
    day.links["case"] = re.findall(r"/c/[\w-]+/", customer.text)[0]
    day.links["repair"] = re.findall(r"R-\d{8}-\d{6}-\d", customer.text)[0]


def sends(day: "Monday") -> None:
    """The desk accepts, the house asks the best technician, who comes in by the link on his paper and says yes."""
    agent, boss = day.sits("agent"), day.sits("boss")
    agent.given("/desk/")
    agent.taps("^\\s*受理", inside="main", nth=-1)
    day.sits("customer").until(lambda: day.texts.sent, "a text message that it was accepted")
    agent.taps("派人上门", inside="main", stays=True)
    agent.looks("26-dispatch")
    badge = re.findall(r"QH-\d{5}", agent.text)[0]
    paper = boss.page.locator("main li", has_text=badge)
    technician = day.sits("technician", PHONE)
    technician.enters(re.findall(r"http\S+", paper.inner_text())[0], "green tea and rice 8")
    technician.waits_until("现在答复")
    technician.taps("现在答复")
    technician.looks("27-offer")
    technician.taps("^\\s*接单")


def comes(day: "Monday") -> None:
    """He rings, books, sets out, checks in, quotes; the customer agrees; he mends, and takes the code."""
    technician, customer = day.sits("technician"), day.sits("customer")
    technician.looks("28-job")
    technician.taps("打电话", inside="main", nth=0)
    technician.taps("看号码", stays=True)
    technician.touches("[name=purpose][value=appointment]")
    technician.touches("[name=answered][value=yes]")
    technician.taps("记下这通电话")
    technician.picks("label:visible:has([name=window]:enabled)")
    technician.looks("29-window")
    technician.taps("^\\s*约定")
    technician.taps("我出发了")
    technician.stands(*DOOR)
    technician.taps("到门口了", stays=True)
    technician.waits_until("写报价")
    technician.looks("30-in")
    technician.taps("写报价")
    technician.types(**{"quantity-lock-labour": "1", "quantity-lock-board": "1"})
    technician.taps("发给客户同意")
    customer.given(day.links["case"])
    customer.looks("31-quote")
    customer.taps("同意报价")
    technician.waits_until("已同意")
    for n, name in enumerate(PICTURES):
        technician.hands_in(ALBUM / name, selector="input[type=file][name=photo_files]", nth=n)
        technician.waits_until(f"{n + 1} / 4")
    technician.taps("就用了这些")
    technician.looks("32-bill")
    customer.given(day.links["case"])
    customer.looks("33-code")
    technician.types(code=re.findall(r"验收码\s+(\d{6})", customer.text)[0])
    technician.taps("用这个码完工")


def pays(day: "Monday") -> None:
    """The technician shows the code, the customer scans it, WeChat says so, and he rates."""
    technician, customer, bank = day.sits("technician"), day.sits("customer"), day.bank
    technician.taps("出示付款码")
    technician.until(lambda: bank.orders, "the order at WeChat")
    technician.waits_until("扫")
    technician.looks("34-pay")
    (number,) = bank.orders
    bank.pay(number)
    day.tells(bank.told(number))
    customer.counts("clicks", 3)  # he scans, looks at the sum, and pays
    customer.given(day.links["case"])
    assert "已付清 ¥310.00" in customer.text, customer.text
    customer.taps("评价这次维修")
    customer.touches("[name=overall][value='5']")
    customer.looks("35-rate")
    customer.taps("提交")
    customer.looks("36-done")


def brings(day: "Monday") -> None:
    """The merchant brings two shops' orders: his own, column by column, and a platform's, known by its headings."""
    owner = day.sits("owner")
    owner.given("/merchant/claims/")
    owner.taps("订单", inside="nav")
    owner.taps("导入文件", inside="main")
    paid = day.bank.sells("WD20261125000017", 89_900)  # in the shop itself, three days ago
    _orders(owner, monday_files.orders(day.files, day.today, buyer=NAME, phone=NUMBER, payment=paid), **COLUMNS)
    owner.looks("40-orders")
    owner.given("/merchant/purchases/imports/")
    _orders(owner, monday_files.other_orders(day.files, day.today, buyer=OTHER, phone=OTHER_NUMBER))
    owner.looks("40-other-orders")
    owner.given("/merchant/purchases/")
    owner.looks("40-two-shops")
    assert "共 62 条" in owner.text, owner.text


def _orders(owner: "Hands", path: Path, **columns: str) -> None:
    owner.hands_in(path)
    owner.taps("读取列名")
    if columns:
        owner.looks("40-columns")
    owner.types(**{f"column_{name}": header for name, header in columns.items()})
    owner.taps("预览结果")
    owner.taps("^\\s*导入", inside="main form")


def claims(day: "Monday") -> None:
    """A buyer files a claim on an order of the company's own shop; the merchant disagrees."""
    owner, buyer = day.sits("owner"), day.sits("buyer", PHONE)
    day.links["claim"], day.links["buyer"] = _files(buyer, monday_files.ORDER, NUMBER, looks="41-claim")
    owner.given("/merchant/claims/")
    owner.follows(owner.page.locator(f"a[href*='{day.links['claim']}']").first)
    owner.looks("42-merchant")
    owner.taps("不同意，说理由", inside="main")
    owner.says("#command textarea[name=reason]", "已发货三天，请核实承运方的签收底单后裁定")
    owner.taps("提交答复")


def _files(buyer: "Hands", order: str, phone: str, *, looks: str) -> tuple[str, str]:
    """File a claim; return its number and the link of its buyer."""
    buyer.given("/claim/")
    buyer.types(order=order, phone=phone)
    buyer.taps("查订单")
    buyer.touches("[name=line]")
    buyer.touches("[name=reason][value=not_received]")
    buyer.taps("下一步")
    buyer.touches("[name=type][value=refund_only]")
    buyer.types(told="三天了，物流没动，也没收到。")
    buyer.looks(looks)
    buyer.taps("下一步")
    buyer.touches("[name=consent]")
    buyer.taps("提交申请")
    return re.findall(r"C-\d{8}-\d{6}-\d", buyer.text)[0], re.findall(r"/c/[\w-]+/", buyer.text)[0]


def decides(day: "Monday") -> None:
    """A reviewer decides, both sides agree to it, and WeChat gives the money back to who paid in the shop."""
    reviewer, owner, buyer, bank = (*(day.sits(one) for one in ("reviewer", "owner", "buyer")), day.bank)
    reviewer.given("/desk/claims/")
    reviewer.taps("接手", inside="main", stays=True)
    reviewer.touches("input[name=remedy][value=refund_only]")
    reviewer.says("[name=own_1]", "照片与下单的商品是同一件")
    reviewer.says("#decision-reason", WHY)
    reviewer.looks("43-reviewer")
    reviewer.taps("看双方会读到什么")
    reviewer.taps("给出裁定")
    owner.given(f"/merchant/claims/{day.links['claim']}/")
    owner.taps("认可裁定", inside="main")
    owner.taps("认可裁定", inside="main form")
    buyer.given(day.links["buyer"])
    buyer.looks("44-decided")
    bank.slow_refunds = True  # the payer's bank takes a while
    buyer.taps("认可裁定")
    buyer.taps("认可裁定")
    buyer.until(lambda: bank.refunds, "the refund at WeChat")
    buyer.given(day.links["buyer"])
    buyer.looks("45-under-way")
    assert "已退" not in buyer.text, buyer.text
    (number,) = bank.refunds
    bank.finish_refund(number)
    day.tells(bank.told_refund(number))
    buyer.given(day.links["buyer"])
    buyer.looks("46-returned")
    assert "已退" in buyer.text, buyer.text
    assert bank.returned_fen == 89_900, bank.refunds


def agrees(day: "Monday") -> None:
    """A claim on an order of the platform's file: the merchant agrees, and gives back where it was paid."""
    owner, other, finance = day.sits("owner"), day.sits("other buyer", PHONE), day.sits("finance")
    number, link = _files(other, monday_files.OTHER_ORDER, OTHER_NUMBER, looks="47-claim")
    owner.given(f"/merchant/claims/{number}/")
    owner.taps("^\\s*同意", inside="main")
    owner.looks("48-agreement")
    owner.taps("^\\s*同意", inside="main form")
    finance.enters(day.links["qian.cai"], "iron pan with eggs 2")
    finance.given("/desk/money/")
    waits = finance.page.get_by_text("店铺已被告知在")
    finance.until(
        lambda: waits.count() or (finance.page.reload() and False), "the refund that waits for finance, and why"
    )
    finance.looks("49-money")
    owner.given(f"/merchant/claims/{number}/")  # it was paid to the shop and not here: the shop gives it back
    owner.taps("店铺已退", inside="main", nth=0)
    owner.types(reference="TB20261128000001")
    owner.taps("店铺已退", inside="main form")
    other.given(link)
    other.looks("50-returned")
    assert "商家说已在店铺退" in other.text, other.text


STOPS = (finds, reports, sends, comes, pays, brings, claims, decides, agrees)
