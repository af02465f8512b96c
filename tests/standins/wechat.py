"""A stand-in for WeChat Pay v3: orders, refunds, notifications, statements, as its documents describe them."""

import base64
import hashlib
import json
import re
import secrets
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.standins import rsa
from tests.standins.server import Call, Reply, Standin

MERCHANT, APP, SERIAL, API_KEY = "1900000109", "wx0123456789abcdef", "5157F09EFDC096DE15EBE81A47057A72", "k" * 32
KEY_NUMBER = "PUB_KEY_ID_0119000001092024"
SIGNED = re.compile(r"WECHATPAY2-SHA256-RSA2048 (.*)$")
ZONE = ZoneInfo("Asia/Shanghai")
HEADINGS = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,"
    "代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,"
    "申请退款金额,费率备注"
)


class WeChat(Standin):
    """One merchant's WeChat Pay.

    Moods of its own: forged, unknown_key, old, unsigned, expired, poor, gone, late, other_sum, over, bad_hash.
    """

    name = "wechat"

    def __init__(self, *, now: datetime) -> None:
        super().__init__()
        self.now = now
        self.orders: dict[str, dict[str, Any]] = {}
        self.payers: dict[str, str] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.slow_refunds = self.refuses_refunds = self.refuses_close = self.paid_at_close = False
        self.sheets: dict[date, bytes] = {}
        self.paper, self.paper_serial = rsa.certificate("wechat-old", rsa.LONG_AGO)

    @property
    def values(self) -> dict[str, str]:
        told = {"merchant": MERCHANT, "app": APP, "serial": SERIAL, "platform_key_number": KEY_NUMBER}
        return {**told, "platform_key": rsa.public_pem("wechat") + self.paper, "gateway": self.url}

    @property
    def secrets(self) -> dict[str, str]:
        return {"private_key": rsa.private_pem("merchant"), "api_key": API_KEY}

    # -- what happens outside --

    def pay(self, number: str) -> None:
        order = self.orders[number]
        assert order["state"] == "NOTPAY", order["state"]
        order |= {"state": "SUCCESS", "reference": _reference(number), "at": self.now}

    def sells(self, number: str, fen: int) -> str:
        """Have an order paid that the shop placed; return WeChat's own number of the payment."""
        self.orders[number] = {"total": fen, "state": "NOTPAY", "kind": "jsapi"}
        self.pay(number)
        return str(self.orders[number]["reference"])

    def finish_refund(self, number: str, state: str = "SUCCESS") -> None:
        self.refunds[number] |= {"status": state, "at": self.now}

    @property
    def taken_fen(self) -> int:
        return sum(one["total"] for one in self.orders.values() if one["state"] in ("SUCCESS", "REFUND"))

    @property
    def returned_fen(self) -> int:
        return sum(one["refund"] for one in self.refunds.values() if one["status"] == "SUCCESS")

    # -- what it tells --

    def told(self, number: str, **changes: Any) -> tuple[dict[str, str], bytes]:
        """Write the notification of a payment; `event`, `total`, `currency`, `merchant`, `app`, `by` … alter it."""
        order = self.orders[number]
        merchant, app = changes.get("merchant", MERCHANT), changes.get("app", APP)
        inside = {"mchid": merchant, "appid": app, "out_trade_no": number}
        inside |= {"transaction_id": order.get("reference", "42"), "trade_type": "NATIVE", "trade_state": "SUCCESS"}
        inside |= {"success_time": order.get("at", self.now).astimezone(ZONE).isoformat(timespec="seconds")}
        inside["amount"] = {"total": changes.get("total", order["total"]), "currency": changes.get("currency", "CNY")}
        return self._told("TRANSACTION.SUCCESS", inside, number, changes)

    def told_refund(self, number: str, **changes: Any) -> tuple[dict[str, str], bytes]:
        """Write the notification of a refund."""
        refund = self.refunds[number]
        merchant = changes.get("merchant", MERCHANT)
        inside = {"mchid": merchant, "out_trade_no": refund["order"], "out_refund_no": number}
        inside |= {"refund_id": refund["reference"], "refund_status": refund["status"], "transaction_id": "42"}
        inside["amount"] = {"total": refund["total"], "refund": refund["refund"]}
        return self._told(f"REFUND.{refund['status']}", inside, number, changes)

    def _told(
        self, kind: str, inside: dict[str, Any], number: str, changes: dict[str, Any]
    ) -> tuple[dict[str, str], bytes]:
        nonce, beside = secrets.token_hex(6), "transaction"
        sealed = AESGCM(API_KEY.encode()).encrypt(nonce.encode(), json.dumps(inside).encode(), beside.encode())
        resource = {"algorithm": "AEAD_AES_256_GCM", "ciphertext": base64.b64encode(sealed).decode()}
        resource |= {"nonce": nonce, "associated_data": beside, "original_type": "transaction"}
        told = {"id": changes.get("event", f"EV-{number}"), "event_type": kind, "resource_type": "encrypt-resource"}
        body = json.dumps({**told, "resource": resource}).encode()
        at, by = changes.get("at", self.now), changes.get("by", "wechat")
        return self._signature(body, at=at, by=by, serial=changes.get("serial", KEY_NUMBER)), body

    def _signature(self, body: bytes, *, at: datetime, by: str = "wechat", serial: str = KEY_NUMBER) -> dict[str, str]:
        stamp, nonce = str(int(at.timestamp())), secrets.token_hex(8)
        text = stamp.encode() + b"\n" + nonce.encode() + b"\n" + body + b"\n"
        return {
            "Wechatpay-Timestamp": stamp,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Signature": rsa.signed(by, text),
            "Wechatpay-Serial": serial,
        }

    # -- what it is asked --

    def handle(self, call: Call, mood: str) -> Reply:
        fault = self._fault(call)
        if fault:
            return self._reply(401, {"code": "SIGN_ERROR", "message": fault}, mood)
        path = call.path
        if path == "/download":
            return self._sheet(call, mood)
        told = json.loads(call.body) if call.body else {}
        if path.startswith("/v3/pay/transactions/out-trade-no/"):
            number = path.split("/")[5]
            return self._close(number, mood) if path.endswith("/close") else self._look(number, mood)
        if path.startswith("/v3/pay/transactions/"):
            return self._order(path.rsplit("/", 1)[1], told, mood)
        if path == "/v3/refund/domestic/refunds":
            return self._refund(told, mood)
        if path.startswith("/v3/refund/domestic/refunds/"):
            found = self.refunds.get(path.rsplit("/", 1)[1])
            return self._reply(200, self._shown(found, mood), mood) if found else self._absent(mood)
        if path == "/v3/bill/tradebill":
            return self._bill(call, mood)
        return self._reply(404, {"code": "NOT_FOUND"}, mood)

    def _fault(self, call: Call) -> str:
        """Prove our signature as the documents say; return what is wrong with it."""
        found = SIGNED.match(call.headers.get("Authorization", ""))
        if found is None:
            return "no authorization"
        told = dict(re.findall(r'(\w+)="([^"]*)"', found[1]))
        if (told["mchid"], told["serial_no"]) != (MERCHANT, SERIAL):
            return "who is this"
        if abs(int(told["timestamp"]) - self.now.timestamp()) > 300:
            return "too old"
        text = f"{call.method}\n{call.target}\n{told['timestamp']}\n{told['nonce_str']}\n".encode() + call.body + b"\n"
        return "" if rsa.proves("merchant", told["signature"], text) else "bad signature"

    def _order(self, kind: str, told: dict[str, Any], mood: str) -> Reply:
        if (told["mchid"], told["appid"]) != (MERCHANT, APP) or not told["notify_url"].startswith("https://"):
            return self._reply(400, {"code": "PARAM_ERROR"}, mood)
        if kind == "jsapi" and not told["payer"]["openid"]:
            return self._reply(400, {"code": "PARAM_ERROR"}, mood)
        if kind == "h5" and not told["scene_info"]["payer_client_ip"]:
            return self._reply(400, {"code": "PARAM_ERROR"}, mood)
        number, total = told["out_trade_no"], told["amount"]["total"]
        who = told.get("payer", {}).get("openid") or told.get("scene_info", {}).get("payer_client_ip")
        self.payers |= {number: who} if who else {}
        known = self.orders.setdefault(number, {"total": total, "state": "NOTPAY", "kind": kind})
        if known["state"] != "NOTPAY":
            return self._reply(400, {"code": "ORDERPAID" if known["state"] == "SUCCESS" else "ORDER_CLOSED"}, mood)
        if (known["total"], known["kind"]) != (total, kind):
            return self._reply(400, {"code": "INVALID_REQUEST"}, mood)
        shown = {"native": {"code_url": f"weixin://wxpay/bizpayurl?pr={number[:8]}"}, "jsapi": {"prepay_id": "wx2611"}}
        shown["h5"] = {"h5_url": f"https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id={number[:8]}"}
        return self._reply(200, shown[kind], mood)

    def _look(self, number: str, mood: str) -> Reply:
        order = self.orders.get(number)
        if order is None:
            return self._reply(404, {"code": "ORDER_NOT_EXIST"}, mood)
        total = order["total"] + (1 if mood == "other_sum" else 0)
        found = {"mchid": MERCHANT, "appid": APP, "out_trade_no": number, "trade_state": order["state"]}
        found["amount"] = {"total": total, "currency": "CNY"}
        if "at" in order:
            at = order["at"].astimezone(ZONE).isoformat(timespec="seconds")
            found |= {"transaction_id": order["reference"], "success_time": at}
        return self._reply(200, found, mood)

    def _close(self, number: str, mood: str) -> Reply:
        order = self.orders.get(number)
        if order is None:
            return self._reply(404, {"code": "ORDER_NOT_EXIST"}, mood)
        if self.paid_at_close and order["state"] == "NOTPAY":
            self.pay(number)
        if order["state"] == "SUCCESS":
            return self._reply(400, {"code": "ORDERPAID"}, mood)
        if self.refuses_close:
            return self._reply(403, {"code": "NO_AUTH"}, mood)
        order["state"] = "CLOSED"
        return self._reply(204, None, mood)

    def _refund(self, told: dict[str, Any], mood: str) -> Reply:
        if self.refuses_refunds:
            return self._reply(403, {"code": "NO_AUTH"}, mood)
        number, amount = told["out_refund_no"], told["amount"]
        first = told.get("out_trade_no") or self._by_reference(told.get("transaction_id", ""))
        order = self.orders.get(first)
        if order is None or order["state"] not in ("SUCCESS", "REFUND"):
            return self._reply(404, {"code": "RESOURCE_NOT_EXISTS"}, mood)
        if number not in self.refunds:
            if mood == "poor":
                return self._reply(403, {"code": "NOT_ENOUGH"}, "")
            if mood in ("gone", "late"):
                code = {"gone": "USER_ACCOUNT_ABNORMAL", "late": "INVALID_REQUEST"}[mood]
                return self._reply(403 if mood == "gone" else 400, {"code": code}, "")
            gone = sum(one["refund"] for one in self.refunds.values() if one["order"] == first)
            if gone + amount["refund"] > order["total"] or amount["total"] != order["total"]:
                return self._reply(400, {"code": "INVALID_REQUEST"}, mood)
            status = "PROCESSING" if self.slow_refunds else "SUCCESS"
            made = {"order": first, "refund": amount["refund"], "total": amount["total"], "status": status}
            self.refunds[number] = {**made, "reference": f"50300{number[:20]}", "number": number, "at": self.now}
            order["state"] = "REFUND"
        known = self.refunds[number]
        if known["refund"] != amount["refund"]:
            return self._reply(400, {"code": "PARAM_ERROR"}, mood)
        return self._reply(200, self._shown(known, mood), mood)

    def _by_reference(self, reference: str) -> str:
        return next((number for number, one in self.orders.items() if one.get("reference") == reference), "")

    def _shown(self, refund: dict[str, Any], mood: str) -> dict[str, Any]:
        found = {"refund_id": refund["reference"], "out_refund_no": refund["number"], "status": refund["status"]}
        fen = refund["refund"] + (1 if mood == "other_sum" else 0)
        return {**found, "out_trade_no": refund["order"], "amount": {"refund": fen, "total": refund["total"]}}

    def _absent(self, mood: str) -> Reply:
        return self._reply(404, {"code": "RESOURCE_NOT_EXISTS"}, mood)

    def _reply(self, status: int, told: dict[str, Any] | None, mood: str) -> Reply:
        body = b"" if told is None else json.dumps(told).encode()
        if mood == "unsigned":
            return Reply(status=status, body=body)
        by = {"forged": "stranger", "expired": "wechat-old"}.get(mood, "wechat")
        serial = {"unknown_key": "PUB_KEY_ID_77", "expired": self.paper_serial}.get(mood, KEY_NUMBER)
        at = datetime.fromtimestamp(self.now.timestamp() - (600 if mood == "old" else 0), UTC)
        return Reply(status=status, headers=self._signature(body, at=at, by=by, serial=serial), body=body)

    # -- statements --

    def _bill(self, call: Call, mood: str) -> Reply:
        day = date.fromisoformat(re.findall(r"bill_date=([\d-]+)", call.target)[0])
        sheet = self.sheets.get(day)
        if sheet is None:
            return self._reply(400, {"code": "NO_STATEMENT_EXIST"}, mood)
        found = hashlib.sha1(sheet).hexdigest() if mood != "bad_hash" else "0" * 40
        told = {"hash_type": "SHA1", "hash_value": found, "download_url": f"{self.url}/download?token={day}"}
        return self._reply(200, told, mood)

    def _sheet(self, call: Call, mood: str) -> Reply:
        if mood == "over":
            return Reply(status=403, body=b"{}")
        return Reply(body=self.sheets[date.fromisoformat(call.target.rsplit("=", 1)[1])])

    def write_sheet(self, day: date) -> None:
        """Write the statement of a day out of what happened."""
        rows = []
        for number, one in self.orders.items():
            if "at" in one and one["at"].astimezone(ZONE).date() == day:
                rows.append(_row(one["at"], one["reference"], number, one["total"], "", "", 0))
        for number, one in self.refunds.items():
            if one["status"] == "SUCCESS" and one["at"].astimezone(ZONE).date() == day:
                order = self.orders[one["order"]]
                rows.append(
                    _row(one["at"], order["reference"], one["order"], 0, one["reference"], number, one["refund"])
                )
        self.sheets[day] = sheet(rows)

    def states(self, day: date, lines: Iterable[tuple[bool, str, int, datetime]]) -> None:
        """Write a statement of lines as they are given: whether it went back, its number, fen and when."""
        self.sheets[day] = sheet(
            [
                _row(at, _reference(f"paid {number}"), f"paid{number[:20]}", 0, f"50300{number[:20]}", number, fen)
                if back
                else _row(at, _reference(number), number, fen, "", "", 0)
                for back, number, fen, at in lines
            ]
        )


def _row(at: datetime, paid: str, number: str, fen: int, back: str, back_number: str, back_fen: int) -> list[str]:
    state = "REFUND" if back else "SUCCESS"
    cells = [
        f"{at.astimezone(ZONE):%Y-%m-%d %H:%M:%S}",
        APP,
        MERCHANT,
        "0",
        "",
        paid,
        number,
        "openid",
        "NATIVE",
        state,
    ]
    cells += ["OTHERS", "CNY", _yuan(fen), "0.00", back or "0", back_number or "0", _yuan(back_fen), "0.00", "ORIGINAL"]
    fee = (fen - back_fen) * 60 / 1_000_000
    cells += ["SUCCESS", "Anxin", "", f"{fee:.5f}", "0.60%", _yuan(fen), _yuan(back_fen), ""]
    return cells


def _reference(number: str) -> str:
    """Number a payment as WeChat does: 28 digits."""
    return f"42000{int(hashlib.sha256(number.encode()).hexdigest(), 16) % 10**23:023}"


def _yuan(fen: int) -> str:
    return f"{fen / 100:.2f}"


def sheet(rows: list[list[str]]) -> bytes:
    """Write a statement: cells begin with a backtick, the sums follow."""
    lines = [HEADINGS, *(",".join(f"`{cell}" for cell in row) for row in rows)]
    lines.append("总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额")
    lines.append(f"`{len(rows)},`0.00,`0.00,`0.00,`0.00,`0.00,`0.00")
    return ("﻿" + "\r\n".join(lines) + "\r\n").encode()
