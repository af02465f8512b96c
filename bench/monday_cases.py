"""The first customer of Monday: a stranger finds the brand, checks it, reports; a technician says yes."""

import re
from typing import TYPE_CHECKING

from tests.faces.conftest import PHONE
from tests.patience import until

if TYPE_CHECKING:
    from bench.monday import Monday

NAME, NUMBER, HOME = "陈晨", "13900005555", "北京市海淀区中关村大街1号院2号楼301"


def finds(day: "Monday") -> None:
    """A stranger finds the brand's page of his city, and checks the hotline: green."""
    customer = day.sits("customer", PHONE)
    customer.given("/")
    customer.looks("20-home")
    customer.taps("有师傅的城市", inside="main")
    there = customer.page.locator("main a[href*='/cities/11/lock/']")
    until(lambda: there.count() or (customer.page.reload() and False), "the city pages, written by a worker")
    there.last.click()
    customer.came(float("inf"))
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
    customer.page.locator("[name=paste]").fill(f"{NAME} {NUMBER} {HOME}")
    day.diary.count("pastes")
    until(lambda: customer.page.input_value("[name=phone]") == NUMBER, "what was pasted is taken apart")
    customer.page.locator("label:has(input[name=window])").first.click()
    day.diary.count("clicks")
    customer.looks("23-report")
    customer.taps("下一步，核对")
    customer.touches("[name=consent]")
    customer.looks("24-agree")
    customer.taps("提交报修")
    customer.looks("25-receipt")
    day.links["case"] = re.findall(r"/c/[\w-]+/", customer.text)[0]
    day.links["repair"] = re.findall(r"R-\d{8}-\d{6}-\d", customer.text)[0]


def sends(day: "Monday") -> None:
    """The desk accepts, the house asks the best technician, who comes in by his link and says yes."""
    agent, boss = day.sits("agent"), day.sits("boss")
    agent.enters(day.leads(day.links["wang.ke"]), "blue kettle on stove 6")
    agent.taps("^\\s*受理", inside="main", nth=-1)
    agent.taps("派人上门", inside="main", stays=True)
    agent.looks("26-dispatch")
    badge = re.findall(r"QH-\d{5}", agent.text)[0]
    boss.given("/desk/staff/")
    boss.types(q=badge)
    boss.taps("^\\s*找", inside="main")
    boss.page.locator(f"main a[href*='/desk/staff/{badge}/']").first.click()
    boss.came(float("inf"))
    boss.taps("生成链接", inside="main")
    if not boss.page.locator("main code").count():
        boss.taps("生成链接", inside="main form")
    technician = day.sits("technician", PHONE)
    technician.enters(day.leads(boss.page.locator("main code").first.inner_text()), "green tea and rice 8")
    technician.waits_until("现在答复")
    technician.taps("现在答复")
    technician.looks("27-offer")
    technician.taps("^\\s*接单")


STOPS = (finds, reports, sends)
