"""A stand-in for the robots of groups: WeCom, DingTalk and Feishu, each with its signature, limit and body codes."""

import base64
import hashlib
import hmac
import json
from collections import deque
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.standins.server import Call, Reply, Standin

SECRET = "SEC00000000000000000000000000000001"
CODES = {"wecom": ("45009", "93000"), "dingtalk": ("130101", "310000"), "feishu": ("11232", "19021")}
"""What each says of too many, and of what it doesn't let in."""


class Robots(Standin):
    """One group on one platform. Moods of its own: busy, refused, html."""

    def __init__(self, platform: str, *, now: datetime) -> None:
        super().__init__()
        self.platform, self.now = platform, now
        self.said: list[str] = []
        self._minute: deque[datetime] = deque()

    @property
    def values(self) -> dict[str, str]:
        return {"title": "值班群", "platform": self.platform}

    @property
    def secrets(self) -> dict[str, str]:
        return {"webhook": f"{self.url}/send?key=K1", "secret": "" if self.platform == "wecom" else SECRET}

    def handle(self, call: Call, mood: str) -> Reply:
        if mood == "html":
            return Reply(body=b"<html>")
        told, (busy, refused) = json.loads(call.body), CODES[self.platform]
        while self._minute and (self.now - self._minute[0]).total_seconds() >= 60:
            self._minute.popleft()
        if mood == "busy" or len(self._minute) >= 20:
            return self._answer(busy)
        if mood == "refused" or not self._proved(call, told):
            return self._answer(refused)
        text = told["content" if self.platform == "feishu" else "text"][
            "text" if self.platform == "feishu" else "content"
        ]
        assert len(text.encode()) <= 2048
        self._minute.append(self.now)
        self.said.append(text)
        return self._answer("0")

    def _proved(self, call: Call, told: dict[str, Any]) -> bool:
        """Prove our signature as each platform documents it."""
        asked = {name: value[0] for name, value in parse_qs(urlsplit(call.target).query).items()}
        if asked.get("key") != "K1":
            return False
        if self.platform == "wecom":
            return told["msgtype"] == "text"
        at, sign = (
            (told["timestamp"], told["sign"]) if self.platform == "feishu" else (asked["timestamp"], asked["sign"])
        )
        text = f"{at}\n{SECRET}".encode()
        key, message = (text, b"") if self.platform == "feishu" else (SECRET.encode(), text)
        seconds = int(at) / (1 if self.platform == "feishu" else 1000)
        fresh = abs(seconds - self.now.timestamp()) < 3600
        return fresh and base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode() == sign

    def _answer(self, code: str) -> Reply:
        names = ("code", "msg") if self.platform == "feishu" else ("errcode", "errmsg")
        told = dict(zip(names, (int(code), "ok" if code == "0" else "no"), strict=True))
        return Reply(body=json.dumps(told).encode())
