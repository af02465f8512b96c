"""Tencent Cloud's SMS service (2021-01-11), signed as TC3-HMAC-SHA256; templates have parameters by their place."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from anxin.core.carriers import requests
from anxin.core.carriers.aliyun import read
from anxin.core.carriers.carriers import CarrierRefused, OutOfReach, Parcel, Unclear
from anxin.core.carriers.requests import NoAnswer, NotReached
from anxin.core.carriers.sms.port import SmsReceipt

GATEWAY = "https://sms.tencentcloudapi.com"
VERSION, TYPE, SIGNED = "2021-01-11", "application/json; charset=utf-8", "content-type;host"
BUSY = ("RequestLimitExceeded", "LimitExceeded", "ServiceUnavailable", "ResourceUnavailable", "InternalError")
"""How codes begin that say nothing of what was asked: too much at once, or a fault of its own."""
OURS = frozenset({"InternalError.SigVerificationFail", "InternalError.RequestTimeException"})
"""Of those, what our keys or our clock are to blame for."""
PERSON = ("LimitExceeded.PhoneNumber", "FailedOperation.PhoneNumberInBlacklist", "InvalidParameterValue.IncorrectPhone")


class Tencent:
    """One account at Tencent Cloud."""

    def __init__(self, values: Mapping[str, str]) -> None:
        """Read what it is asked with."""
        self._id, self._secret, self._sign = values["key_id"], values["secret_key"], values["sign"]
        self._app, self._region = values["app"], values.get("region") or "ap-guangzhou"
        self._gateway = values.get("gateway") or GATEWAY

    def send(self, parcel: Parcel, template: str) -> str:
        """Send one message; the answer names each number."""
        told = {"PhoneNumberSet": [_whole(parcel.to)], "SmsSdkAppId": self._app, "SignName": self._sign}
        told |= {"TemplateId": template, "TemplateParamSet": [value for _name, value in parcel.params]}
        told["SessionContext"] = parcel.key
        try:
            found = self._ask("SendSms", told, now=parcel.now)
        except NoAnswer as error:
            raise Unclear({"carrier": "tencent", "why": str(error.facts.get("why", ""))}) from error
        except NotReached as error:
            raise OutOfReach({"carrier": "tencent", "why": str(error.facts.get("why", ""))}) from error
        if "Error" in found:
            code = str(found["Error"].get("Code", ""))
            if code.startswith("InternalError"):
                raise Unclear({"carrier": "tencent", "why": code[:48]})
            raise CarrierRefused("tencent", code, person=code.startswith(PERSON))
        one = (found.get("SendStatusSet") or [{}])[0]
        if one.get("Code") != "Ok":
            code = str(one.get("Code", "unreadable"))
            raise CarrierRefused("tencent", code, person=code.startswith(PERSON))
        return str(one["SerialNo"])

    def lacking(self, templates: Mapping[str, str], *, now: datetime) -> str:
        """Return what isn't granted of signature and templates."""
        try:
            found = self._ask("DescribeSmsSignList", {"SignIdSet": [], "International": 0}, now=now)
            if "Error" in found:
                return _fault(found)
            known = {one["SignName"]: one["StatusCode"] for one in found.get("DescribeSignListStatusSet", [])}
            if known.get(self._sign) != 0:
                return "signature in audit" if known.get(self._sign) == 1 else "signature refused"
            wanted = sorted(set(templates.values()))
            if not wanted:
                return ""
            asked = {"TemplateIdSet": [int(one) for one in wanted], "International": 0}
            found = self._ask("DescribeSmsTemplateList", asked, now=now)
            if "Error" in found:
                return _fault(found)
            states = {str(one["TemplateId"]): one["StatusCode"] for one in found["DescribeTemplateStatusSet"]}
            wrong = next((one for one in wanted if states.get(one) != 0), "")
            return f"{wrong}: {'in audit' if states.get(wrong) == 1 else 'refused'}" if wrong else ""
        except (KeyError, TypeError, ValueError):
            return "unreadable"

    def _ask(self, action: str, told: Mapping[str, object], *, now: datetime) -> dict[str, Any]:
        host, body = urlsplit(self._gateway).netloc, json.dumps(told, ensure_ascii=False).encode()
        stamp, day = str(int(now.timestamp())), now.astimezone(UTC).strftime("%Y-%m-%d")
        lines = f"content-type:{TYPE}\nhost:{host}\n"
        canonical = f"POST\n/\n\n{lines}\n{SIGNED}\n{hashlib.sha256(body).hexdigest()}"
        scope = f"{day}/sms/tc3_request"
        text = f"TC3-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        key = f"TC3{self._secret}".encode()
        for part in (day, "sms", "tc3_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        headers = {
            "Authorization": f"TC3-HMAC-SHA256 Credential={self._id}/{scope}, "
            f"SignedHeaders={SIGNED}, Signature={signature}",
            "Content-Type": TYPE,
            "Host": host,
            "X-TC-Action": action,
            "X-TC-Version": VERSION,
            "X-TC-Timestamp": stamp,
            "X-TC-Region": self._region,
        }
        reply = requests.ask("POST", f"{self._gateway}/", headers=headers, content=body)
        found = read(reply.body, reply.status).get("Response")
        if not isinstance(found, dict):
            raise NoAnswer({"why": "unreadable"})
        return found


def _fault(found: Mapping[str, Any]) -> str:
    """Return by which code it refused; raise `NoAnswer` where it is busy or has a fault of its own."""
    code = str(found["Error"].get("Code", "unreadable"))
    if code.startswith(BUSY) and code not in OURS:
        raise NoAnswer({"why": code})
    return code


def receipts(told: Any) -> list[SmsReceipt]:
    """Read what became of messages; raise ValueError, KeyError or TypeError for nonsense."""
    return [
        SmsReceipt(number=str(one["sid"]), arrived=one["report_status"] == "SUCCESS", why=str(one.get("errmsg", "")))
        for one in told
    ]


def _whole(phone: str) -> str:
    return phone if phone.startswith("+") else f"+86{phone}"
