"""Robots of group chats (WeCom, DingTalk, Feishu): one text into one group, signed where the platform signs.

What a platform answers stands in the body; HTTP says 200 either way. None of them knows a message again.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

from anxin.core import json_texts
from anxin.core.carriers import requests
from anxin.core.carriers.requests import NoAnswer, NotReached

KIND, OWN, MARK = "robots", "house_robots", "~"
"""The installation's own, and those that houses keep for their own people, by the mark of their names."""
HOSTS = {
    "wecom": ("qyapi.weixin.qq.com",),
    "dingtalk": ("oapi.dingtalk.com",),
    "feishu": ("open.feishu.cn", "open.larksuite.com"),
}
"""Where a house may have us send: the platform's own machines, no others."""
MOST_BYTES = 1900
"""So long a text may be everywhere; WeCom takes 2048 bytes."""
BUSY = frozenset({"45009", "130101", "11232", "11233"})
"""Too many in a minute."""


def name_of(house: UUID) -> str:
    """Return under which name the robot of a house is kept."""
    return MARK + base64.urlsafe_b64encode(house.bytes).rstrip(b"=").decode()


def house_of(name: str) -> UUID | None:
    """Return the house that keeps a robot under this name; None for the installation's own."""
    if not name.startswith(MARK):
        return None
    return UUID(bytes=base64.urlsafe_b64decode(f"{name.removeprefix(MARK)}=="))


def is_at_platform(platform: str, url: str) -> bool:
    """Return whether an address is one of the platform's own, encrypted and at its usual port."""
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and parts.port in (None, 443) and parts.hostname in HOSTS.get(platform, ())
    except ValueError:
        return False


class RobotRefusal(Exception):
    """The platform took nothing, and says why; `busy` where it may be tried again in a while."""

    def __init__(self, why: str, *, busy: bool = False) -> None:
        """Keep why."""
        super().__init__(why)
        self.busy = busy


def say(values: Mapping[str, str], text: str, *, now: datetime) -> None:
    """Say a text in a group; raise `Refusal`, `NotReached` (nothing left) or `NoAnswer` (it may stand there or not)."""
    url, told = _asked(values, text, now)
    headers = {"Content-Type": "application/json; charset=utf-8"}
    reply = requests.ask("POST", url, headers=headers, content=json.dumps(told, ensure_ascii=False).encode())
    if reply.status == 429:
        raise RobotRefusal("HTTP 429", busy=True)
    if reply.status != 200:
        raise NoAnswer({"why": f"HTTP {reply.status}"})
    try:
        read = json_texts.read(reply.body)
        code = str(read.get("errcode", read.get("code", read.get("StatusCode", ""))))
        why = str(read.get("errmsg") or read.get("msg") or "")
    except (ValueError, AttributeError) as error:
        raise NoAnswer({"why": "unreadable"}) from error
    if code != "0":
        raise RobotRefusal(f"{code} {why}".strip()[:80], busy=code in BUSY)


def _asked(values: Mapping[str, str], text: str, now: datetime) -> tuple[str, dict[str, Any]]:
    url, secret = values["webhook"], values.get("secret", "")
    if values["platform"] == "feishu":
        told: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if secret:
            at = str(int(now.timestamp()))
            signed = hmac.new(f"{at}\n{secret}".encode(), b"", hashlib.sha256).digest()
            told |= {"timestamp": at, "sign": base64.b64encode(signed).decode()}
        return url, told
    if values["platform"] == "dingtalk" and secret:
        at = str(int(now.timestamp() * 1000))
        signed = hmac.new(secret.encode(), f"{at}\n{secret}".encode(), hashlib.sha256).digest()
        url = f"{url}&timestamp={at}&sign={quote(base64.b64encode(signed).decode(), safe='')}"
    return url, {"msgtype": "text", "text": {"content": text}}


def trial(values: Mapping[str, str], text: str, *, now: datetime) -> str:
    """Say a line in the group that everybody there can see; return what is wrong, or ""."""
    try:
        say(values, text, now=now)
    except RobotRefusal as error:
        return str(error)
    except (NotReached, NoAnswer) as error:
        return str(error.facts.get("why", ""))
    return ""
