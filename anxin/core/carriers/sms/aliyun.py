"""Aliyun's SMS service (dysmsapi, 2017-05-25); templates have named parameters."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from anxin.core.carriers import aliyun
from anxin.core.carriers.carriers import CarrierRefused, OutOfReach, Parcel, Unclear
from anxin.core.carriers.requests import NoAnswer, NotReached
from anxin.core.carriers.sms.port import SmsReceipt
from anxin.core.zone import SHANGHAI

GATEWAY = "https://dysmsapi.aliyuncs.com"
VERSION = "2017-05-25"
PERSON = frozenset({"isv.MOBILE_NUMBER_ILLEGAL", "isv.BUSINESS_LIMIT_CONTROL", "isv.BLACK_KEY_CONTROL_LIMIT"})
BUSY = ("Throttling", "ServiceUnavailable", "InternalError", "isp.SYSTEM_ERROR")
"""How codes begin that say nothing of what was asked: too much at once, or a fault of its own."""
SIGNATURES = {"0": "signature in audit", "2": "signature refused", "10": "signature cancelled"}


class Aliyun:
    """One account at Aliyun."""

    def __init__(self, values: Mapping[str, str]) -> None:
        """Read what it is asked with."""
        self._sign = values["sign"]
        self._door = aliyun.AliyunEndpoint(values, gateway=GATEWAY, version=VERSION)

    def send(self, parcel: Parcel, template: str) -> str:
        """Send one message; where the answer is lost, look whether it went."""
        told = {"PhoneNumbers": _plain(parcel.to), "SignName": self._sign, "TemplateCode": template}
        told |= {"TemplateParam": json.dumps(dict(parcel.params), ensure_ascii=False), "OutId": parcel.key}
        try:
            found = self._ask("SendSms", told, now=parcel.now)
        except NoAnswer as error:
            return self._find_sent(parcel, str(error.facts.get("why", "")))
        except NotReached as error:
            raise OutOfReach({"carrier": "aliyun", "why": str(error.facts.get("why", ""))}) from error
        code = str(found.get("Code", ""))
        if code == "OK":
            return str(found["BizId"])
        if code in ("", "isp.SYSTEM_ERROR"):
            return self._find_sent(parcel, code or "unreadable")
        raise CarrierRefused("aliyun", code, person=code in PERSON)

    def _find_sent(self, parcel: Parcel, why: str) -> str:
        """Look among the messages of the day for ours; raise `Unclear` where it can't be found."""
        day = parcel.now.astimezone(SHANGHAI).strftime("%Y%m%d")
        told = {"PhoneNumber": _plain(parcel.to), "SendDate": day, "PageSize": "50", "CurrentPage": "1"}
        try:
            found = self._ask("QuerySendDetails", told, now=parcel.now)
        except (NoAnswer, NotReached) as error:
            raise Unclear({"carrier": "aliyun", "why": why}) from error
        rows = found.get("SmsSendDetailDTOs", {}).get("SmsSendDetailDTO", [])
        if any(one.get("OutId") == parcel.key for one in rows):
            return "looked-up"
        raise Unclear({"carrier": "aliyun", "why": why})

    def lacking(self, templates: Mapping[str, str], *, now: datetime) -> str:
        """Return what isn't granted of signature and templates."""
        found = self._look("QuerySmsSign", {"SignName": self._sign}, now=now)
        if found.get("Code") != "OK":
            return str(found.get("Code", "unreadable"))
        state = str(found.get("SignStatus"))
        if state != "1":
            return SIGNATURES.get(state, f"signature {state}")
        for code in sorted(set(templates.values())):
            found = self._look("QuerySmsTemplate", {"TemplateCode": code}, now=now)
            if found.get("Code") != "OK":
                return f"{code}: {found.get('Code')}"
            if str(found.get("TemplateStatus")) != "1":
                return f"{code}: {'in audit' if str(found.get('TemplateStatus')) == '0' else 'refused'}"
        return ""

    def _look(self, action: str, query: Mapping[str, str], *, now: datetime) -> dict[str, Any]:
        """Return what it says of something; raise `NoAnswer` where it is busy or has a fault of its own."""
        found = self._ask(action, query, now=now)
        code = str(found.get("Code", ""))
        if code.startswith(BUSY):
            raise NoAnswer({"why": code})
        return found

    def _ask(self, action: str, query: Mapping[str, str], *, now: datetime) -> dict[str, Any]:
        return self._door.ask(action, query, now=now)


def receipts(told: Any) -> list[SmsReceipt]:
    """Read what became of messages; raise ValueError, KeyError or TypeError for nonsense."""
    return [
        SmsReceipt(
            number=str(one["biz_id"]), key=str(one.get("out_id", "")), arrived=_yes(one), why=str(one["err_code"])
        )
        for one in told
    ]


def _yes(one: Mapping[str, Any]) -> bool:
    return one["success"] is True or one["success"] == "true"


def _plain(phone: str) -> str:
    return phone.removeprefix("+86")
