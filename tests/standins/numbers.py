"""A stand-in for Aliyun's privacy numbers: pools that empty, bindings that lapse, calls told as its documents say."""

import json
from datetime import datetime, timedelta
from typing import Any

from anxin.core.zone import SHANGHAI
from tests.standins.sms import KEY_ID, Aliyun

POOLS = {"FC100": "axb", "FC200": "extension"}


class Numbers(Aliyun):
    """Moods of its own: is… (an error code), mute (OK without a number). `free` numbers are left in each pool."""

    name = "aliyun_numbers"

    def __init__(self, *, now: datetime) -> None:
        super().__init__(now=now)
        self.free = {"FC100": 2, "FC200": 2}
        self.bound: dict[str, dict[str, str]] = {}
        self.over: list[str] = []

    @property
    def values(self) -> dict[str, str]:
        told = {"key_id": KEY_ID, "axb_pool": "FC100", "axb_number": "17000000001", "price_mill": "60"}
        more = {"extension_pool": "FC200", "extension_number": "95013000001", "hook": "h" * 32}
        return {**told, **more, "gateway": self.url}

    def do(self, action: str, given: dict[str, str], mood: str) -> dict[str, Any]:
        if given["PoolKey"] not in POOLS:
            return {"Code": "isv.POOL_NOT_EXIST"}
        if mood == "mute":
            return {"Code": "OK", "SecretBindDTO": None}
        if action == "QuerySecretNoDetail":
            return {"Code": "OK", "SecretNoInfoDTO": {"SecretNo": given["SecretNo"], "Province": "四川"}}
        return self._bind(action, given) if action.startswith("Bind") else self._change(action, given)

    def _bind(self, action: str, given: dict[str, str]) -> dict[str, Any]:
        way = {"BindAxb": "axb", "BindAxnExtension": "extension"}[action]
        pool = given["PoolKey"]
        assert POOLS[pool] == way
        assert given["IsRecordingEnabled"] == "false"
        assert {given["PhoneNoA"], given["PhoneNoB"]} <= {one for one in given.values() if one.isdigit()}
        assert self._moment(given["Expiration"]) > self.now + timedelta(minutes=1)
        if not self.free[pool]:
            return {"Code": "isv.NO_AVAILABLE_NUMBER", "Message": "none"}
        self.free[pool] -= 1
        subs = str(1000000000000 + len(self.bound))
        number = f"1700000{len(self.bound):04}" if way == "axb" else "95013000001"
        self.bound[subs] = {**given, "number": number, "extension": "123" if way == "extension" else ""}
        told = {"SecretNo": number, "SubsId": subs, "Extension": self.bound[subs]["extension"]}
        return {"Code": "OK", "Message": "OK", "SecretBindDTO": told}

    def _change(self, action: str, given: dict[str, str]) -> dict[str, Any]:
        one = self.bound.get(given["SubsId"])
        number = given.get("SecretNo") or given["PhoneNoX"]
        if one is None or given["SubsId"] in self.over or number != one["number"]:
            return {"Code": "isv.SUBS_NOT_EXIST"}
        if action == "UnbindSubscription":
            self.over.append(given["SubsId"])
            self.free[given["PoolKey"]] += 1
        else:
            assert (action, given["OperateType"]) == ("UpdateSubscription", "updateExpire")
            one["Expiration"] = given["Expiration"]
        return {"Code": "OK", "Message": "OK"}

    def lapses_at(self, subs: str) -> datetime:
        return self._moment(self.bound[subs]["Expiration"])

    def call(
        self, subs: str, *, seconds: int, at: datetime, key: str = "c-1", **others: object
    ) -> list[dict[str, Any]]:
        """Tell of a call as its documents say: Beijing time, one that nobody took begins as it is released."""
        one, begun = self.bound[subs], at + timedelta(seconds=6)
        told = {"pool_key": one["PoolKey"], "sub_id": subs, "call_id": key, "out_id": one["OutId"], "call_type": 1}
        told |= {"phone_no": one["PhoneNoB"], "peer_no": one["PhoneNoA"], "secret_no": one["number"], "release_dir": 1}
        times = {"call_time": at, "start_time": begun, "release_time": begun + timedelta(seconds=seconds)}
        told |= {name: moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S") for name, moment in times.items()}
        return [{**told, **others}]

    def _moment(self, text: str) -> datetime:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI)


def body(rows: object) -> bytes:
    return json.dumps(rows, ensure_ascii=False).encode()
