"""What the cast's house tells customers to try first: invented, as everything here."""

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


def publish(*, now: datetime) -> None:
    """Publish them."""
    for category, symptom, steps, english in STEPS:
        document = queries.document(rules.help_code(category, symptom))
        publications.write(document=document, zh="\n".join(steps), en="\n".join(english), note="", by=SYSTEM, now=now)
        publications.publish(
            document=document,
            from_date=timezone.localtime(now).date(),
            notice_days=0,
            checked_by="",
            by=SYSTEM,
            now=now,
        )
