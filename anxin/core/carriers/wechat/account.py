"""Ask WeChat for a service account: tokens, template messages, words to a follower, menu, codes, who a browser is.

Every answer comes with HTTP 200; `errcode` says what it is. A token lives two hours and is the same for all who ask
for a stable one, so each process keeps it for itself; one that is refused is asked for again once, then by force.
"""

import hashlib
import json
import threading
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from anxin.core import json_texts
from anxin.core.carriers import requests
from anxin.core.carriers.carriers import CarrierRefused, OutOfReach, Parcel, Unclear
from anxin.core.carriers.requests import NOT_REACHED, NoAnswer, NotReached

KIND, NAME = "service_account", "service_account"
GATEWAY = "https://api.weixin.qq.com"
AUTHORISE = "https://open.weixin.qq.com/connect/oauth2/authorize"
STALE = frozenset({40001, 40014, 42001})
PERSON = frozenset({43004, 43101, 43019, 40003, 45015})
"""Because of who it goes to: follows no more, refused it, is unknown, wrote nothing for two days."""
OURS = frozenset({40001, 40013, 40125, 40164, 45009, 48001, 50002})
"""Because of our number, secret, address or quota, whatever code a browser brought."""
AGAIN_LATER = frozenset({45009, 45011})
"""Asked too often today, or within this minute: says nothing of keys and templates."""
LONGEST = {"thing": 20, "character_string": 32, "phrase": 5, "name": 10, "short_thing": 5, "const": 20}
AGAIN = 3
EARLY_S = 300
_TOKENS: dict[tuple[str, ...], tuple[str, float]] = {}
"""By account and proof: who names an account without its secret gets nobody else's token."""
_ASKING = threading.Lock()
"""One asks for a token, the others wait for it: each one asked for by force ends the one before."""


class WechatRefusal(Exception):
    """WeChat took nothing, and says by which code."""

    def __init__(self, code: int) -> None:
        """Keep the code."""
        super().__init__(f"errcode {code}")
        self.code = code


class ServiceAccount:
    """One service account."""

    def __init__(self, values: Mapping[str, str]) -> None:
        """Read what it is asked with."""
        self._app, self._secret = values["app"], values["secret"]
        self._gateway = values.get("gateway") or GATEWAY
        self._key = (self._gateway, self._app, hashlib.sha256(self._secret.encode()).hexdigest())

    def ask(self, path: str, told: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Ask with a token; raise `Refusal`, `NoAnswer` or `NotReached`."""
        token = self._token()
        try:
            return self._ask(f"{path}?access_token={token}", told)
        except WechatRefusal as error:
            if error.code not in STALE:
                raise
        return self._ask(f"{path}?access_token={self._token(instead_of=token)}", told)

    def openid(self, code: str) -> str:
        """Return who a browser inside WeChat is, by the code it was sent back with; each counts once."""
        told = {"appid": self._app, "secret": self._secret, "code": code, "grant_type": "authorization_code"}
        return str(self._ask(f"/sns/oauth2/access_token?{urlencode(told)}")["openid"])

    def authorise_url(self, *, back: str, state: str) -> str:
        """Return where a browser inside WeChat is sent to say who it is, without asking the person."""
        told = {"appid": self._app, "redirect_uri": back, "response_type": "code", "scope": "snsapi_base"}
        return f"{AUTHORISE}?{urlencode({**told, 'state': state})}#wechat_redirect"

    def code_for(self, scene: str, *, seconds: int = 0) -> str:
        """Return what a code says that leads to the account with a scene: for so long, or for good."""
        told: dict[str, Any] = {"action_name": "QR_STR_SCENE" if seconds else "QR_LIMIT_STR_SCENE"}
        told |= {"expire_seconds": seconds} if seconds else {}
        return str(self.ask("/cgi-bin/qrcode/create", {**told, "action_info": {"scene": {"scene_str": scene}}})["url"])

    def _token(self, *, instead_of: str = "") -> str:
        if token := self._kept_token(instead_of):
            return token
        with _ASKING:
            if token := self._kept_token(instead_of):
                return token
            token = self._new_token()
            return token if token != instead_of else self._new_token(force=True)

    def _kept_token(self, instead_of: str) -> str:
        token, until = _TOKENS.get(self._key, ("", 0.0))
        return token if token != instead_of and time.monotonic() < until else ""

    def _new_token(self, *, force: bool = False) -> str:
        told = {"grant_type": "client_credential", "appid": self._app, "secret": self._secret}
        found = self._ask("/cgi-bin/stable_token", {**told, "force_refresh": force})
        until = time.monotonic() + int(found["expires_in"]) - EARLY_S
        _TOKENS[self._key] = (str(found["access_token"]), until)
        return str(found["access_token"])

    def _ask(self, path: str, told: Mapping[str, Any] | None = None) -> dict[str, Any]:
        body = json.dumps(told, ensure_ascii=False).encode() if told is not None else b""
        reply = requests.ask("POST" if body else "GET", f"{self._gateway}{path}", content=body)
        try:
            found = json_texts.read(reply.body)
        except ValueError as error:
            raise NoAnswer({"why": f"HTTP {reply.status}"}) from error
        if not isinstance(found, dict) or reply.status != 200:
            raise NoAnswer({"why": f"HTTP {reply.status}"})
        code = found.get("errcode", 0)
        if code == -1:
            raise NoAnswer({"why": "busy"})
        if code:
            raise WechatRefusal(int(code))
        return found


class Messenger:
    """Sends our messages as template messages to who follows the account; the text message is for the others."""

    def __init__(self, values: Mapping[str, str]) -> None:
        """Read what it is asked with; `openid` is whom it goes to."""
        self._account, self._to = ServiceAccount(values), values.get("openid", "")

    def send(self, parcel: Parcel, template: str) -> str:
        """Send one message; asked again by the same number of ours, which WeChat takes once."""
        number, *pairs = template.split()
        params = dict(parcel.params)
        data = {}
        for pair in pairs:
            name, _is, ours = pair.partition("=")
            most = LONGEST.get(name.rstrip("0123456789"), 64)
            data[name] = {"value": params.get(ours, parcel.text if ours == "text" else "")[:most]}
        told = {"touser": self._to, "template_id": number, "url": params.get("link", ""), "data": data}
        told["client_msg_id"] = hashlib.sha256(parcel.key.encode()).hexdigest()[:32]
        why = ""
        for _attempt in range(AGAIN):
            try:
                return str(self._account.ask("/cgi-bin/message/template/send", told).get("msgid", ""))
            except WechatRefusal as error:
                raise CarrierRefused("wechat", str(error), person=error.code in PERSON, others=True) from error
            except NotReached as error:
                raise OutOfReach({"carrier": "wechat", "why": str(error.facts.get("why", ""))}) from error
            except NoAnswer as error:
                why = str(error.facts.get("why", ""))
        raise Unclear({"carrier": "wechat", "why": why})

    def lacking(self, templates: Mapping[str, str], *, now: datetime) -> str:
        """Return what is wrong with the keys, or which template isn't ours; "" where nothing is."""
        try:
            found = self._account.ask("/cgi-bin/template/get_all_private_template")
        except WechatRefusal as error:
            if error.code in AGAIN_LATER:
                raise NoAnswer({"why": str(error)}) from error
            return str(error)
        known = {str(one.get("template_id")) for one in found.get("template_list", [])}
        return next((f"no template {one.split()[0]}" for one in templates.values() if one.split()[0] not in known), "")


def trial(values: Mapping[str, str], templates: Mapping[str, str], *, now: datetime) -> str:
    """Try an account."""
    try:
        return Messenger(values).lacking(templates, now=now)
    except (NotReached, NoAnswer) as error:
        return f"{NOT_REACHED}: {error.facts.get('why', '')}"
