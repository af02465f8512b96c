"""Stand-ins for Aliyun's and Tencent's SMS services: signatures proved anew, business errors with HTTP 200."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from tests.standins.server import Call, Reply, Standin

KEY_ID, SECRET, SIGN = "LTAI5tExample", "of-the-test-only", "禾砚"
TEMPLATES = "people.login_code = 1001\nnotices.repair_accepted = 1002"


class Sms(Standin):
    """What both have in common: messages by our key; any other mood is an error code."""

    name = ""

    def __init__(self, *, now: datetime) -> None:
        super().__init__()
        self.now = now
        self.sent: dict[str, dict[str, Any]] = {}
        self.signature, self.template = 1, 1

    @property
    def values(self) -> dict[str, str]:
        told = {"key_id": KEY_ID, "sign": SIGN, "templates": TEMPLATES, "price_mill": "45", "hook": "h" * 32}
        return {**told, "app": "1400000001", "gateway": self.url}

    @property
    def secrets(self) -> dict[str, str]:
        return {"secret_key": SECRET}

    def keep(self, key: str, **told: Any) -> str:
        number = f"{self.name}-{len(self.sent) + 1}"
        self.sent[key] = {**told, "number": number}
        return number


class Aliyun(Sms):
    name = "aliyun"

    def handle(self, call: Call, mood: str) -> Reply:
        headers = {name.lower(): value for name, value in call.headers.items()}
        given = dict(parse_qsl(urlsplit(call.target).query, keep_blank_values=True))
        if not self._is_ours(headers, given, call.body):
            return self._reply(403, {"Code": "SignatureDoesNotMatch"})
        if mood.startswith("is") or mood[:1].isupper():
            return self._reply(200, {"Code": mood, "Message": "no"})
        return self._reply(200, self.do(headers["x-acs-action"], given, mood))

    def do(self, action: str, given: dict[str, str], mood: str) -> dict[str, Any]:
        works = {"SendSms": self._send, "QuerySendDetails": self._details}
        works |= {"QuerySmsSign": self._signed, "QuerySmsTemplate": self._templated}
        return works[action](given)

    def _is_ours(self, headers: dict[str, str], given: dict[str, str], body: bytes) -> bool:
        told = headers["authorization"]
        at = datetime.strptime(headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        if f"Credential={KEY_ID}," not in told or abs((at - self.now).total_seconds()) > 900:
            return False
        names = told.split("SignedHeaders=")[1].split(",")[0].split(";")
        query = "&".join(f"{quote(one, safe='~')}={quote(given[one], safe='~')}" for one in sorted(given))
        lines = [f"{one}:{headers[one].strip()}" for one in names]
        digest = hashlib.sha256(body).hexdigest()
        text = "\n".join(["POST", "/", query, *lines, "", ";".join(names), digest])
        wanted = hmac.new(
            SECRET.encode(), b"ACS3-HMAC-SHA256\n" + hashlib.sha256(text.encode()).hexdigest().encode(), "sha256"
        )
        return told.endswith(f"Signature={wanted.hexdigest()}") and headers["x-acs-content-sha256"] == digest

    def _send(self, given: dict[str, str]) -> dict[str, Any]:
        if given["SignName"] != SIGN:
            return {"Code": "isv.SMS_SIGNATURE_ILLEGAL"}
        params = json.loads(given["TemplateParam"])
        number = self.keep(given["OutId"], to=given["PhoneNumbers"], template=given["TemplateCode"], params=params)
        return {"Code": "OK", "Message": "OK", "BizId": number, "RequestId": "R"}

    def _details(self, given: dict[str, str]) -> dict[str, Any]:
        rows = [{"OutId": key} for key, one in self.sent.items() if one["to"] == given["PhoneNumber"]]
        return {"Code": "OK", "SmsSendDetailDTOs": {"SmsSendDetailDTO": rows}}

    def _signed(self, given: dict[str, str]) -> dict[str, Any]:
        return {"Code": "OK", "SignName": given["SignName"], "SignStatus": self.signature}

    def _templated(self, given: dict[str, str]) -> dict[str, Any]:
        return {"Code": "OK", "TemplateCode": given["TemplateCode"], "TemplateStatus": self.template}

    def receipt(self, key: str, *, why: str = "DELIVERED") -> bytes:
        one = self.sent[key]
        told = {"phone_number": one["to"], "success": why == "DELIVERED", "err_code": why, "out_id": key}
        return json.dumps([{**told, "biz_id": one["number"], "report_time": "2026-11-24 12:00:00"}]).encode()

    def _reply(self, status: int, told: dict[str, Any]) -> Reply:
        return Reply(status=status, body=json.dumps(told).encode())


class Tencent(Sms):
    name = "tencent"

    def handle(self, call: Call, mood: str) -> Reply:
        headers = {name.lower(): value for name, value in call.headers.items()}
        if not self._is_ours(headers, call.body):
            return self._reply({"Error": {"Code": "AuthFailure.SignatureFailure"}})
        if mood and mood[0].isupper():
            return self._reply({"Error": {"Code": mood}})
        given = json.loads(call.body)
        action = headers["x-tc-action"]
        if action == "SendSms":
            key, (to,) = given["SessionContext"], given["PhoneNumberSet"]
            if given["SignName"] != SIGN or not to.startswith("+86"):
                told = {"Code": "FailedOperation.SignatureIncorrectOrUnapproved", "SerialNo": ""}
                return self._reply({"SendStatusSet": [told]})
            number = self.keep(key, to=to, template=given["TemplateId"], params=given["TemplateParamSet"])
            return self._reply({"SendStatusSet": [{"Code": "Ok", "SerialNo": number, "SessionContext": key}]})
        if action == "DescribeSmsSignList":
            rows = [{"SignName": SIGN, "StatusCode": 1 - self.signature}]
            return self._reply({"DescribeSignListStatusSet": rows})
        rows = [{"TemplateId": one, "StatusCode": 1 - self.template} for one in given["TemplateIdSet"]]
        return self._reply({"DescribeTemplateStatusSet": rows})

    def _is_ours(self, headers: dict[str, str], body: bytes) -> bool:
        stamp = int(headers["x-tc-timestamp"])
        if abs(stamp - self.now.timestamp()) > 300:
            return False
        day = datetime.fromtimestamp(stamp, UTC).date().isoformat()
        signed = ["content-type", "host"]
        lines = "".join(f"{one}:{headers[one].lower()}\n" for one in signed)
        plain = ["POST", "/", "", lines, ";".join(signed), hashlib.sha256(body).hexdigest()]
        digest = hashlib.sha256("\n".join(plain).encode()).hexdigest()
        text = "\n".join(["TC3-HMAC-SHA256", str(stamp), f"{day}/sms/tc3_request", digest])
        step = f"TC3{SECRET}".encode()
        for part in (day, "sms", "tc3_request"):
            step = hmac.digest(step, part.encode(), "sha256")
        wanted = hmac.digest(step, text.encode(), "sha256").hex()
        return headers["authorization"].endswith(f"SignedHeaders=content-type;host, Signature={wanted}")

    def receipt(self, key: str, *, why: str = "DELIVRD") -> bytes:
        one = self.sent[key]
        told = {"sid": one["number"], "mobile": one["to"], "errmsg": why, "user_receive_time": "2026-11-24 12:00:00"}
        return json.dumps([{**told, "report_status": "SUCCESS" if why == "DELIVRD" else "FAIL"}]).encode()

    def _reply(self, told: dict[str, Any]) -> Reply:
        return Reply(body=json.dumps({"Response": {**told, "RequestId": "R"}}).encode())
