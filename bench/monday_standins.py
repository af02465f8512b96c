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

    def grants(self, names: list[str]) -> str:
        """Grant a template for each of our texts; return the lines one writes down of them."""
        self.granted = {f"SMS_{place:06}": name for place, name in enumerate(names, 1)}
        return "\n".join(f"{ours} = {theirs}" for theirs, ours in self.granted.items())

    def do(self, action: str, given: dict[str, str], mood: str) -> dict[str, Any]:
        """Refuse what was not granted."""
        if given.get("TemplateCode", "") not in {"", *self.granted}:
            return {"Code": "isv.SMS_TEMPLATE_ILLEGAL"}
        return super().do(action, given, mood)
