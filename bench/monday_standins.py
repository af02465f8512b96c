"""Who stands in on Monday for somebody outside: WeChat Pay and Aliyun's text messages, on the day itself."""

from datetime import UTC, datetime
from typing import Any

from tests.standins.sms import Aliyun
from tests.standins.wechat import WeChat


class Today:
    """On the day itself: what is signed is weighed by the clock."""

    @property
    def now(self) -> datetime:  # type: ignore[override]
        """Return the moment."""
        return datetime.now(UTC)

    @now.setter
    def now(self, _now: datetime) -> None:
        pass


class Bank(Today, WeChat):
    """WeChat Pay."""


class Texts(Today, Aliyun):
    """Aliyun's text messages; a template is granted that was asked for, and no other."""

    def __init__(self, *, now: datetime) -> None:
        """Begin without any."""
        super().__init__(now=now)
        self.granted: dict[str, str] = {}

    def grants(self, texts: dict[str, str]) -> str:
        """Grant a template for each of our texts; return the table as the provider's console shows it."""
        self.granted = {f"SMS_{place:06}": name for place, name in enumerate(texts, 1)}
        rows = (f"通知{number[-3:]}\t{number}\t{texts[ours]}\t审核通过" for number, ours in self.granted.items())
        return "\n".join(["模板名称\t模板CODE\t模板内容\t状态", *rows])

    def do(self, action: str, given: dict[str, str], mood: str) -> dict[str, Any]:
        """Refuse what was not granted."""
        if given.get("TemplateCode", "") not in {"", *self.granted}:
            return {"Code": "isv.SMS_TEMPLATE_ILLEGAL"}
        return super().do(action, given, mood)
