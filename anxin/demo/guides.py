"""What the cast's house has published, what to try first and its legal texts: invented, as everything here."""

from datetime import datetime

from django.utils import timezone

from anxin.core.actors import SYSTEM
from anxin.domain.publications import actions as publications
from anxin.domain.publications import queries, rules

# class of goods, fault, steps, steps in English
STEPS = (
    (
        *("lock", "dark_panel"),
        (
            "拿充电宝插面板底部的应急口，面板会亮。",
            "输密码开门，进屋换 4 节新的碱性电池。",
            "盖好电池盖，再按一下面板。",
        ),
        (
            "Hold a power bank to the emergency socket below the panel: it lights up.",
            "Open with your code, then put in 4 new alkaline batteries.",
            "Close the lid and touch the panel once more.",
        ),
    ),
    (
        *("lock", "no_fingerprint"),
        ("把手指和指纹窗擦干。", "换一枚录过的手指再按。", "还不行，用密码开门，进菜单重录一次。"),
        (
            "Dry your finger and the reader.",
            "Try another finger that was taught.",
            "Otherwise open by code and teach the finger again in the menu.",
        ),
    ),
    (
        *("lock", "alarm"),
        ("先把门关严，听到锁舌弹出。", "按住面板 5 秒，警报会停。"),
        ("Shut the door until the bolt clicks.", "Hold the panel for 5 seconds: the alarm stops."),
    ),
    (
        *("air_conditioner", "not_cold"),
        ("看遥控器是不是制冷、26 度以下。", "拆下滤网冲洗，晾干装回。", "关机 3 分钟再开。"),
        (
            "See that the remote says cooling, 26 degrees or less.",
            "Take the filter out, rinse it, let it dry.",
            "Switch off for 3 minutes and on again.",
        ),
    ),
)

# blank of a legal text, what stands there, what stands there in English
BLANKS = (
    ("公司注册地址", "示例市示例路 1 号", "1 Example Road, Example City"),
    ("负责人姓名或岗位", "信息保护负责人（示例）", "data protection officer (example)"),
    ("联系邮箱", "privacy@anxin.example", "privacy@anxin.example"),
    ("短信服务商名称", "示例短信", "Example Messages"),
    ("支付机构名称", "示例支付", "Example Pay"),
    ("存储服务商名称", "示例存储", "Example Storage"),
    ("是否有信息传到境外", "不传到境外。", "Nothing leaves the country."),
    ("所在地网信部门", "示例市网信办", "the Cyberspace Administration of Example City"),
    ("消费者协会或仲裁机构", "示例市消费者协会", "the Consumers' Association of Example City"),
    ("有管辖权的人民法院", "示例市人民法院", "the People's Court of Example City"),
    ("夜间时段和加价，没有就写“不加价”", "夜间不加价", "No surcharge at night"),
    ("偏远地区加价，没有就写“不加价”", "偏远地区不加价", "none for remote areas"),
    (
        "写明连续工时和休息的其他安排，没有就写“没有其他安排”",
        "连续工作 4 小时休息 20 分钟",
        "20 minutes of rest after 4 hours",
    ),
    ("结算周期", "月", "month"),
    ("工会或师傅代表", "师傅代表", "the technicians' representatives"),
    ("写明拒单、退单的其他影响，没有就写“没有其他影响”", "没有其他影响", "nothing else"),
    (
        "写明计价、扣款和结算办法，以及师傅在哪里逐项核对",
        "按与网点签的计价表，结算单由网点逐项发给您",
        "by the table agreed with your outlet, which sends you its statement line by line",
    ),
)


def publish(*, now: datetime) -> None:
    """Publish what to try first."""
    for category, symptom, steps, english in STEPS:
        _publish(rules.help_code(category, symptom), "\n".join(steps), "\n".join(english), now=now)


def publish_legal(*, now: datetime) -> None:
    """Publish the legal texts: the templates, their blanks filled."""
    words = [{f"【{blank}】": said[language] for blank, *said in BLANKS} for language in (0, 1)]
    for code in rules.LEGAL:
        zh, en = map(rules.filled, queries.template(code, now=now), words)
        _publish(code, zh, en, now=now)


def _publish(code: str, zh: str, en: str, *, now: datetime) -> None:
    document, today = queries.document(code), timezone.localtime(now).date()
    publications.write(document=document, zh=zh, en=en, note="", by=SYSTEM, now=now)
    publications.publish(document=document, from_date=today, notice_days=0, checked_by="", by=SYSTEM, now=now)
