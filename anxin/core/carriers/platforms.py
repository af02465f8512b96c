"""Company sign-in by platforms that speak no OpenID Connect: WeCom, DingTalk, Feishu, each with OAuth of its own.

None of them signs its word, so it is asked for over TLS, by our own secret, for the one code a browser brought; and it
counts only for a member of the very company that was set up.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from anxin.core import json_texts
from anxin.core.carriers import requests
from anxin.core.carriers.oidc import NotVouched, ProviderFails, Vouched
from anxin.core.carriers.requests import NoAnswer, NotReached

JSON = {"Content-Type": "application/json; charset=utf-8"}
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)
OURS = frozenset({"40001", "40014", "42001", "invalidClientIdOrSecret", "20002"})
"""What WeCom, DingTalk and Feishu say of our own number, secret or token, though a browser's code was with it."""


def issuer(name: str, values: Mapping[str, str]) -> str:
    """Return under which name people of this company are known: a platform, and the company there."""
    return f"{name}:{values['company']}"


def authorise_url(name: str, values: Mapping[str, str], *, back: str, state: str, verifier: str) -> str:
    """Return where a browser is led to."""
    asked: dict[str, str] = {"redirect_uri": back, "state": state}
    if name == "wecom":
        asked |= {"login_type": "CorpApp", "appid": values["company"], "agentid": values["client_id"]}
        return f"{_base(values, 'https://login.work.weixin.qq.com')}/wwlogin/sso/login?{urlencode(asked)}"
    asked |= {"client_id": values["client_id"], "response_type": "code"}
    if name == "dingtalk":
        asked |= {"scope": "openid corpid", "prompt": "consent", "corpId": values["company"]}
        return f"{_base(values, 'https://login.dingtalk.com')}/oauth2/auth?{urlencode(asked)}"
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked |= {"code_challenge": digest, "code_challenge_method": "S256"}
    return f"{_base(values, 'https://accounts.feishu.cn')}/open-apis/authen/v1/authorize?{urlencode(asked)}"


def vouched(name: str, values: Mapping[str, str], *, code: str, back: str, verifier: str) -> Vouched:
    """Change a code for who it is; raises `NotVouched`, also for somebody of another company."""
    try:
        if name == "feishu":
            return _of_feishu(values, code, back, verifier)
        return _of_wecom(values, code) if name == "wecom" else _of_dingtalk(values, code)
    except UNREADABLE as error:
        raise ProviderFails({"why": "unreadable"}) from error


def _of_wecom(values: Mapping[str, str], code: str) -> Vouched:
    asked = urlencode({"access_token": _wecom_token(values), "code": code})
    url = f"{_base(values, 'https://qyapi.weixin.qq.com')}/cgi-bin/auth/getuserinfo?{asked}"
    told = _asked("GET", url, brought=True)
    user = told.get("userid") or told.get("UserId")
    if not user:  # an openid instead: somebody who is no member
        raise NotVouched({"why": "no member"})
    return _who(user)


def _wecom_token(values: Mapping[str, str]) -> str:
    asked = urlencode({"corpid": values["company"], "corpsecret": values["client_secret"]})
    told = _asked("GET", f"{_base(values, 'https://qyapi.weixin.qq.com')}/cgi-bin/gettoken?{asked}")
    return str(told["access_token"])


def _of_dingtalk(values: Mapping[str, str], code: str) -> Vouched:
    base = _base(values, "https://api.dingtalk.com")
    given = {"clientId": values["client_id"], "clientSecret": values["client_secret"], "code": code}
    given["grantType"] = "authorization_code"
    told = _asked("POST", f"{base}/v1.0/oauth2/userAccessToken", given, brought=True)
    if told.get("corpId") != values["company"]:
        raise NotVouched({"why": "no member"})
    headers = {"x-acs-dingtalk-access-token": str(told["accessToken"])}
    return _who(_asked("GET", f"{base}/v1.0/contact/users/me", headers=headers)["unionId"])


def _of_feishu(values: Mapping[str, str], code: str, back: str, verifier: str) -> Vouched:
    base = _base(values, "https://open.feishu.cn")
    given = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    given |= {"client_id": values["client_id"], "client_secret": values["client_secret"]}
    told = _asked("POST", f"{base}/open-apis/authen/v2/oauth/token", given, brought=True)
    headers = {"Authorization": f"Bearer {told['access_token']}"}
    who = _asked("GET", f"{base}/open-apis/authen/v1/user_info", headers=headers)["data"]
    if who["tenant_key"] != values["company"]:
        raise NotVouched({"why": "no member"})
    return _who(who["union_id"], mail=str(who.get("enterprise_email") or ""))


def _who(subject: object, *, mail: str = "") -> Vouched:
    """Return who it is; of the mail addresses only one that the company itself gives counts as verified."""
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise NotVouched({"why": "nobody"})
    return Vouched(subject=subject, mail=mail[:200], strong=False)


def trial(name: str, values: Mapping[str, str]) -> str:
    """Ask for a token of the app itself, so that number and secret are proved; return the fault, or ""."""
    given = {"app_id": values["client_id"], "app_secret": values["client_secret"]}
    ding = {"appKey": values["client_id"], "appSecret": values["client_secret"]}
    ask: dict[str, Callable[[], object]] = {
        "wecom": lambda: _wecom_token(values),
        "dingtalk": lambda: _asked(
            "POST", f"{_base(values, 'https://api.dingtalk.com')}/v1.0/oauth2/accessToken", ding
        )["accessToken"],
        "feishu": lambda: _asked(
            "POST", f"{_base(values, 'https://open.feishu.cn')}/open-apis/auth/v3/app_access_token/internal", given
        )["app_access_token"],
    }
    try:
        ask[name]()
    except (NotVouched, NotReached, NoAnswer) as error:
        return str(error.facts.get("why", error.code))
    except UNREADABLE:
        return "unreadable"
    return ""


def _base(values: Mapping[str, str], own: str) -> str:
    return values.get("gateway", "").rstrip("/") or own


def _asked(
    method: str,
    url: str,
    told: Mapping[str, str] | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    brought: bool = False,
) -> dict[str, Any]:
    """Return what a platform says; its own code of a fault stands in the body, whatever HTTP says.

    `brought`: with what a browser brought, so that a refusal says nothing about how the platform goes.
    """
    content = json.dumps(told).encode() if told is not None else b""
    reply = requests.ask(method, url, headers={**JSON, **(headers or {})}, content=content)
    try:
        read = json_texts.read(reply.body)
    except ValueError:
        read = None
    code = str(read.get("errcode", read.get("code", "0"))) if isinstance(read, dict) else "0"
    if isinstance(read, dict) and reply.status == 200 and code == "0":
        return read
    refused = reply.status != 429 and (400 <= reply.status < 500 or (reply.status < 400 and code != "0"))
    why = code if code != "0" else f"HTTP {reply.status}" if reply.status != 200 else "unreadable"
    raise (NotVouched if brought and refused and code not in OURS else ProviderFails)({"why": why[:60]})
