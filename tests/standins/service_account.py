"""A stand-in for a WeChat service account: tokens, templates, words, menu, codes, who a browser is; and it rings.

Ringing is signed and enciphered here straight on `cryptography`, as the documents describe it: nothing of the client.
"""

import base64
import hashlib
import json
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from xml.etree import ElementTree

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.standins.server import Call, Reply, Standin

APP, SECRET, TOKEN = "wx0123456789abcdef", "of-the-test-only-of-the-test-onl", "heyanservice"
AES_KEY = base64.b64encode(bytes(range(32))).decode()[:43]
TEMPLATE = "ngqIpbwh8bUfcSsECmogfXcV14J0tQlEpBO27izEYtY"


class Service(Standin):
    """One account. Moods of its own: a number is the errcode of the next answer that isn't a token."""

    def __init__(self, *, now: datetime) -> None:
        super().__init__()
        self.now = now
        self.tokens: list[str] = []
        self.sent: dict[str, dict[str, Any]] = {}
        self.said: list[dict[str, Any]] = []
        self.scenes: list[dict[str, Any]] = []
        self.menu: dict[str, Any] = {}
        self.codes: dict[str, str] = {}

    @property
    def values(self) -> dict[str, str]:
        line = f"notices.repair_accepted = {TEMPLATE} character_string1=number thing2=text"
        return {"app": APP, "templates": line, "gateway": self.url}

    @property
    def secrets(self) -> dict[str, str]:
        return {"secret": SECRET, "token": TOKEN, "aes_key": AES_KEY}

    # -- what it is asked --

    def handle(self, call: Call, mood: str) -> Reply:
        query = {name: values[0] for name, values in parse_qs(urlsplit(call.target).query).items()}
        told = json.loads(call.body) if call.body else {}
        if call.path == "/cgi-bin/stable_token":
            return self._said(self._token(told))
        if call.path == "/sns/oauth2/access_token":
            return self._said(self._person(query))
        if mood.lstrip("-").isdigit():
            return self._said({"errcode": int(mood), "errmsg": "as the test wants it"})
        if query.get("access_token") != self.tokens[-1]:
            return self._said({"errcode": 40001, "errmsg": "invalid credential"})
        works = {
            "/cgi-bin/message/template/send": self._template,
            "/cgi-bin/message/custom/send": self._words,
            "/cgi-bin/template/get_all_private_template": lambda _told: {"template_list": [{"template_id": TEMPLATE}]},
            "/cgi-bin/menu/create": self._menu,
            "/cgi-bin/qrcode/create": self._code,
        }
        return self._said(works[call.path](told))

    def revoke(self) -> None:
        """Make the token no good, as another program that asks by force does."""
        self.tokens.append(f"TOKEN-{len(self.tokens)}")

    def _token(self, told: dict[str, Any]) -> dict[str, Any]:
        if (told.get("appid"), told.get("secret")) != (APP, SECRET):
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        if told["force_refresh"] or not self.tokens:
            self.revoke()
        return {"access_token": self.tokens[-1], "expires_in": 7200}

    def _person(self, query: dict[str, str]) -> dict[str, Any]:
        openid = self.codes.pop(query["code"], "")
        if query["appid"] != APP or query["secret"] != SECRET or not openid:
            return {"errcode": 40163, "errmsg": "code been used"}
        return {"access_token": "of-the-person", "openid": openid, "scope": "snsapi_base"}

    def _template(self, told: dict[str, Any]) -> dict[str, Any]:
        assert all(len(one["value"]) <= 20 for name, one in told["data"].items() if name.startswith("thing"))
        assert len(told["client_msg_id"]) <= 32
        self.sent.setdefault(told["client_msg_id"], told)
        return {"errcode": 0, "errmsg": "ok", "msgid": len(self.sent)}

    def _words(self, told: dict[str, Any]) -> dict[str, Any]:
        self.said.append(told)
        return {"errcode": 0, "errmsg": "ok"}

    def _menu(self, told: dict[str, Any]) -> dict[str, Any]:
        assert len(told["button"]) <= 3
        self.menu = told
        return {"errcode": 0, "errmsg": "ok"}

    def _code(self, told: dict[str, Any]) -> dict[str, Any]:
        self.scenes.append(told)
        return {"ticket": "T", "url": f"http://weixin.qq.com/q/{len(self.scenes)}"}

    def _said(self, told: dict[str, Any]) -> Reply:
        return Reply(body=json.dumps(told).encode())

    # -- what it tells --

    def echo(self) -> str:
        told = {"timestamp": self._stamp, "nonce": "n1", "echostr": "4711"}
        return urlencode({**told, "signature": _signed(TOKEN, told["timestamp"], told["nonce"])})

    def rings(self, openid: str, **told: str) -> tuple[str, bytes]:
        """Write a message: the query of its address and its body; `by`, `app`, `at`, `plain` spoil it."""
        by, app = told.pop("by", TOKEN), told.pop("app", APP)
        stamp = told.pop("at", self._stamp)
        plain = told.pop("plain", "")
        fields = {"ToUserName": "gh_1", "FromUserName": openid, "CreateTime": stamp, **told}
        content = ElementTree.Element("xml")
        for name, value in fields.items():
            ElementTree.SubElement(content, name).text = value
        inside = ElementTree.tostring(content, encoding="utf-8")
        query = {"timestamp": stamp, "nonce": "n2", "signature": _signed(TOKEN, stamp, "n2")}
        if plain:
            return urlencode(query), inside
        whole = b"r" * 16 + len(inside).to_bytes(4, "big") + inside + app.encode()
        fill = 32 - len(whole) % 32
        cipher = Cipher(algorithms.AES(bytes(range(32))), modes.CBC(bytes(range(16)))).encryptor()
        sealed = base64.b64encode(cipher.update(whole + bytes([fill]) * fill) + cipher.finalize()).decode()
        query |= {"encrypt_type": "aes", "msg_signature": _signed(by, stamp, "n2", sealed)}
        return urlencode(query), f"<xml><ToUserName>gh_1</ToUserName><Encrypt>{sealed}</Encrypt></xml>".encode()

    def read(self, body: bytes) -> dict[str, str]:
        """Open what it was answered, proving its signature."""
        told = {one.tag: one.text or "" for one in ElementTree.fromstring(body)}
        assert told["MsgSignature"] == _signed(TOKEN, told["TimeStamp"], told["Nonce"], told["Encrypt"])
        cipher = Cipher(algorithms.AES(bytes(range(32))), modes.CBC(bytes(range(16)))).decryptor()
        whole = cipher.update(base64.b64decode(told["Encrypt"])) + cipher.finalize()
        whole = whole[: -whole[-1]]
        length = int.from_bytes(whole[16:20], "big")
        assert whole[20 + length :] == APP.encode()
        return {one.tag: one.text or "" for one in ElementTree.fromstring(whole[20 : 20 + length])}

    @property
    def _stamp(self) -> str:
        return str(int(self.now.timestamp()))

    def comes_back(self, there: str, openid: str) -> str:
        """Send a browser back from the address it was led to: the address it opens, with a code that counts once."""
        parts = urlsplit(there)
        asked = dict(parse_qsl(parts.query))
        assert (asked["appid"], asked["scope"], asked["response_type"]) == (APP, "snsapi_base", "code")
        assert parts.fragment == "wechat_redirect"
        code = f"code-{len(self.codes)}-{openid}"
        self.codes[code] = openid
        return f"{urlsplit(asked['redirect_uri']).path}?{urlencode({'code': code, 'state': asked['state']})}"


def _signed(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()
