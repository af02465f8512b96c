"""Aliyun's privacy numbers (dyplsapi, 2017-05-25): a number for two phones (AXB), or one with an extension (AXN).

A is the customer, B the technician. Who is bound with an extension: the technician dials number and extension, the
customer the number alone. Conversations are never recorded.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from anxin.core.carriers import aliyun
from anxin.core.carriers.requests import NoAnswer, NotReached
from anxin.core.zone import SHANGHAI
from anxin.domain.privacy_numbers.providers.port import CallTold, NumberAnswer, NumberBinding

GATEWAY, VERSION = "https://dyplsapi.aliyuncs.com", "2017-05-25"
WAYS = {"axb": "BindAxb", "extension": "BindAxnExtension"}
AGAIN = frozenset({"", "isp.SYSTEM_ERROR", "isp.UNKNOWN_ERROR", "Throttling", "Throttling.User", "ServiceUnavailable"})
"""What says nothing of what became of it."""
BLOCKED = 4
AT = "%Y-%m-%d %H:%M:%S"


class Aliyun:
    """One account, with one pool of numbers or one of each kind."""

    def __init__(self, values: Mapping[str, str]) -> None:
        """Read what it is asked with; a pool without a key is a way it doesn't have."""
        self._door = aliyun.AliyunEndpoint(values, gateway=GATEWAY, version=VERSION)
        self._pools = {way: values[f"{way}_pool"] for way in WAYS if values.get(f"{way}_pool")}
        self._numbers = {way: values.get(f"{way}_number", "") for way in self._pools}

    def bind(self, *, customer: str, technician: str, until: datetime, ours: str, now: datetime) -> NumberAnswer:
        """Bind by the first pool that has a number free: for two phones, then with an extension."""
        told = {"PhoneNoA": _plain(customer), "PhoneNoB": _plain(technician), "Expiration": _at(until)}
        told |= {"OutId": ours, "IsRecordingEnabled": "false", "CallDisplayType": "1"}
        last = NumberAnswer(outcome="refused", fault="no pool")
        for way, pool in self._pools.items():
            last, found = self._asked(WAYS[way], {**told, "PoolKey": pool}, now=now)
            if last.outcome == "unknown":
                return last
            if last.outcome == "done":
                return _bound(found, pool)
        return last

    def prolong(self, binding: NumberBinding, *, until: datetime, now: datetime) -> NumberAnswer:
        """Move the end of a binding; refused where it is over there."""
        told = {"PoolKey": binding.pool, "PhoneNoX": binding.number, "SubsId": binding.subs}
        told |= {"OperateType": "updateExpire", "Expiration": _at(until)}
        return self._asked("UpdateSubscription", told, now=now)[0]

    def unbind(self, binding: NumberBinding, *, until: datetime, now: datetime) -> NumberAnswer:
        """End a binding now; refused where it is over there already."""
        told = {"PoolKey": binding.pool, "SecretNo": binding.number, "SubsId": binding.subs}
        return self._asked("UnbindSubscription", told, now=now)[0]

    def trial(self, *, now: datetime) -> str:
        """Look one number of each pool up."""
        for way, pool in self._pools.items():
            told = {"PoolKey": pool, "SecretNo": self._numbers[way]}
            answer = self._asked("QuerySecretNoDetail", told, now=now)[0]
            if answer.outcome != "done":
                return f"{pool}: {answer.fault}"
        return "" if self._pools else "no pool"

    def _asked(self, action: str, told: Mapping[str, str], *, now: datetime) -> tuple[NumberAnswer, dict[str, Any]]:
        try:
            found = self._door.ask(action, told, now=now)
        except (NoAnswer, NotReached) as error:
            return NumberAnswer(outcome="unknown", fault=str(error.facts.get("why", "no answer"))), {}
        code = str(found.get("Code", ""))
        if code in AGAIN:
            return NumberAnswer(outcome="unknown", fault=code or "unreadable"), found
        return NumberAnswer(outcome="done" if code == "OK" else "refused", fault="" if code == "OK" else code), found


def _bound(found: Mapping[str, Any], pool: str) -> NumberAnswer:
    told = found.get("SecretBindDTO")
    number, subs = (str(told.get(one) or "") for one in ("SecretNo", "SubsId")) if isinstance(told, dict) else ("", "")
    if not isinstance(told, dict) or not number.isdigit() or not subs:
        return NumberAnswer(outcome="unknown", fault="unreadable")
    extension = str(told.get("Extension") or "")
    if extension and not extension.isdigit():
        return NumberAnswer(outcome="unknown", fault="unreadable")
    return NumberAnswer(outcome="done", binding=NumberBinding(number=number, extension=extension, pool=pool, subs=subs))


def calls(rows: Sequence[Mapping[str, Any]]) -> list[CallTold]:
    """Read calls, without whose phones rang; what was blocked was none. Raise ValueError, KeyError or TypeError."""
    return [_call(one) for one in rows if int(one["call_type"]) != BLOCKED]


def _call(one: Mapping[str, Any]) -> CallTold:
    begun, ended = _read(one["start_time"]), _read(one["release_time"])
    return CallTold(
        key=str(one["call_id"]),
        ours=str(one.get("out_id") or ""),
        subs=str(one.get("sub_id") or one.get("subs_id") or ""),
        by_customer=int(one["call_type"]) == 0,
        at=_read(one["call_time"]),
        seconds=round((ended - begun).total_seconds()),
    )


def _read(text: object) -> datetime:
    return datetime.strptime(str(text), AT).replace(tzinfo=SHANGHAI)


def _at(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime(AT)


def _plain(phone: str) -> str:
    return phone.removeprefix("+86")
