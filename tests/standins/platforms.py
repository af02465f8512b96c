"""Stand-ins for the sign-ins of WeCom, DingTalk and Feishu, from their documents alone: each with its own words."""

import base64
import hashlib
import json
import secrets
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.standins.server import Call, Reply, Standin

APP, SECRET, COMPANY = "app-1001", "s3cret-of-the-app", "corp-1001"


class Platform(Standin):
    """One platform with one company's app. Moods of its own: other_company, stranger, over, html, html400, nobody."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()
        self.user, self.mail = "u-3003", "chen@company.example"

    @property
    def values(self) -> dict[str, str]:
        return {"company": COMPANY, "client_id": APP, "gateway": self.url}

    @property
    def secrets(self) -> dict[str, str]:
        return {"client_secret": SECRET}

    def agrees(self, address: str) -> dict[str, str]:
        """Let its own user say yes to what a browser was led here with; return what it is led back with."""
        parts = urlsplit(address)
        asked = {name: found[0] for name, found in parse_qs(parts.query).items()}
        path, own = {
            "wecom": ("/wwlogin/sso/login", {"login_type": "CorpApp", "appid": COMPANY, "agentid": APP}),
            "dingtalk": ("/oauth2/auth", {"client_id": APP, "response_type": "code", "scope": "openid corpid"}),
            "feishu": ("/open-apis/authen/v1/authorize", {"client_id": APP, "code_challenge_method": "S256"}),
        }[self.name]
        assert parts.path == path
        assert own.items() <= asked.items()
        code = secrets.token_urlsafe(12)
        self.codes[code] = asked
        return {"authCode" if self.name == "dingtalk" else "code": code, "state": asked["state"]}

    def handle(self, call: Call, mood: str) -> Reply:
        if mood == "html":
            return Reply(body=b"<html>")
        if mood == "html400":
            return Reply(status=400, body=b"<html>")
        asked = {name: found[0] for name, found in parse_qs(urlsplit(call.target).query).items()}
        told = json.loads(call.body) if call.body else {}
        status, found = getattr(self, f"_{self.name}")(call, asked, told, mood)
        return Reply(status=status, body=json.dumps(found).encode())

    def _once(self, code: str, mood: str) -> dict[str, str] | None:
        return None if mood == "over" else self.codes.pop(code, None)

    def _token(self) -> str:
        token = secrets.token_urlsafe(12)
        self.tokens.add(token)
        return token

    def _wecom(self, call: Call, asked: dict[str, str], told: Any, mood: str) -> tuple[int, dict[str, Any]]:
        if call.path == "/cgi-bin/gettoken":
            if (asked["corpid"], asked["corpsecret"]) != (COMPANY, SECRET):
                return 200, {"errcode": 40001, "errmsg": "invalid credential"}
            return 200, {"errcode": 0, "errmsg": "ok", "access_token": self._token(), "expires_in": 7200}
        if call.path != "/cgi-bin/auth/getuserinfo" or asked["access_token"] not in self.tokens:
            return 200, {"errcode": 40014, "errmsg": "invalid access_token"}
        if self._once(asked["code"], mood) is None:
            return 200, {"errcode": 40029, "errmsg": "invalid code"}
        if mood in ("stranger", "other_company"):
            return 200, {"errcode": 0, "openid": "o-1"}
        return 200, {"errcode": 0, "userid": "" if mood == "nobody" else self.user}

    def _dingtalk(self, call: Call, asked: dict[str, str], told: Any, mood: str) -> tuple[int, dict[str, Any]]:
        if call.path == "/v1.0/oauth2/accessToken":
            good = (told["appKey"], told["appSecret"]) == (APP, SECRET)
            return (200, {"accessToken": "A", "expireIn": 7200}) if good else (400, {"code": "invalidClientSecret"})
        if call.path == "/v1.0/oauth2/userAccessToken":
            good = (told["clientId"], told["clientSecret"], told["grantType"]) == (APP, SECRET, "authorization_code")
            if not good or self._once(told["code"], mood) is None:
                return 400, {"code": "invalidParameter.authCode.notFound"}
            company = "corp-2" if mood in ("stranger", "other_company") else COMPANY
            return 200, {"accessToken": self._token(), "expireIn": 7200, "corpId": company}
        if call.headers.get("x-acs-dingtalk-access-token") not in self.tokens:
            return 403, {"code": "Forbidden.AccessDenied"}
        return 200, {"nick": "陈", "unionId": "" if mood == "nobody" else self.user, "email": self.mail}

    def _feishu(self, call: Call, asked: dict[str, str], told: Any, mood: str) -> tuple[int, dict[str, Any]]:
        if call.path == "/open-apis/auth/v3/app_access_token/internal":
            good = (told["app_id"], told["app_secret"]) == (APP, SECRET)
            return 200, {"code": 0, "app_access_token": "A"} if good else {"code": 10014, "msg": "app secret invalid"}
        if call.path == "/open-apis/authen/v2/oauth/token":
            was = self._once(told["code"], mood)
            digest = base64.urlsafe_b64encode(hashlib.sha256(told["code_verifier"].encode()).digest()).rstrip(b"=")
            if was is None or told["client_secret"] != SECRET or was["code_challenge"] != digest.decode():
                return 400, {"code": 20003, "error": "invalid_grant"}
            assert told["redirect_uri"] == was["redirect_uri"]
            return 200, {"code": 0, "access_token": self._token(), "token_type": "Bearer"}
        if call.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return 401, {"code": 20005}
        company = "tenant-2" if mood in ("stranger", "other_company") else COMPANY
        who = {"union_id": "" if mood == "nobody" else self.user, "tenant_key": company}
        return 200, {"code": 0, "data": {**who, "enterprise_email": self.mail, "email": "own@mail.example"}}
