"""A stand-in for Alipay's open interface in public-key mode: trades, refunds, notifications, statements."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from tests.standins import rsa
from tests.standins.server import Call, Reply, Standin

APP, SELLER = "2021000000000001", "2088000000000001"
ZONE = ZoneInfo("Asia/Shanghai")
HEADINGS = (
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,"
    "支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,"
    "退款批次号/请求号,服务费（元）,分润（元）,备注"
)


class Alipay(Standin):
    """One merchant's Alipay: a trade exists once its code was scanned.

    Moods of its own: forged, unsigned, poor, gone, late, other_sum, over, bad_hash.
    """

    name = "alipay"

    def __init__(self, *, now: datetime) -> None:
        super().__init__()
        self.now = now
        self.codes: dict[str, int] = {}
        self.orders: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.slow_refunds = self.refuses_refunds = self.refuses_close = self.paid_at_close = False
        self.sheets: dict[date, bytes] = {}

    @property
    def values(self) -> dict[str, str]:
        key = rsa.public_pem("alipay")
        return {"app": APP, "seller": SELLER, "platform_key": key, "gateway": f"{self.url}/gateway.do"}

    @property
    def secrets(self) -> dict[str, str]:
        return {"private_key": rsa.private_pem("merchant")}

    # -- what happens outside --

    def pay(self, number: str) -> None:
        order = self.orders.setdefault(number, {"total": self.codes[number], "state": "WAIT_BUYER_PAY"})
        assert order["state"] == "WAIT_BUYER_PAY", order["state"]
        order |= {"state": "TRADE_SUCCESS", "reference": _reference(number), "at": self.now}

    def sells(self, number: str, fen: int) -> str:
        """Have an order paid that the shop placed; return Alipay's own number of the payment."""
        self.codes[number] = fen
        self.pay(number)
        return str(self.orders[number]["reference"])

    def finish_refund(self, number: str, state: str = "SUCCESS") -> None:
        self.refunds[number] |= {"done": state == "SUCCESS", "at": self.now}

    @property
    def taken_fen(self) -> int:
        return sum(one["total"] for one in self.orders.values() if "at" in one)

    @property
    def returned_fen(self) -> int:
        return sum(one["refund"] for one in self.refunds.values() if one["done"])

    # -- what it tells --

    def told(self, number: str, **changes: Any) -> tuple[dict[str, str], bytes]:
        """Write the notification of a payment; `event`, `total`, `app`, `by` make it another."""
        order = self.orders.get(number) or {"total": self.codes[number]}
        return self._told(number, order, {}, changes)

    def told_refund(self, number: str, **changes: Any) -> tuple[dict[str, str], bytes]:
        """Write the notification of a refund: it speaks of the trade, as if it were paid again."""
        refund = self.refunds[number]
        gone = sum(one["refund"] for one in self.refunds.values() if one["order"] == refund["order"])
        beside = {"refund_fee": _yuan(gone), "out_biz_no": number, "gmt_refund": "2026-11-24 12:00:00.123"}
        return self._told(refund["order"], self.orders[refund["order"]], beside, {"event": f"R{number}", **changes})

    def _told(
        self, number: str, order: dict[str, Any], beside: dict[str, str], changes: dict[str, Any]
    ) -> tuple[dict[str, str], bytes]:
        told = {"notify_id": changes.get("event", f"N{number}"), "notify_type": "trade_status_sync"}
        told |= {"app_id": changes.get("app", APP), "seller_id": changes.get("merchant", SELLER)}
        told |= {"out_trade_no": number, "charset": "utf-8"}
        told |= {"trade_no": order.get("reference", "2026"), "trade_status": "TRADE_SUCCESS", "subject": "维修 A&B=C"}
        told |= {"total_amount": _yuan(changes.get("total", order["total"])), "version": "1.0", **beside}
        told["gmt_payment"] = f"{order.get('at', self.now).astimezone(ZONE):%Y-%m-%d %H:%M:%S}"
        text = "&".join(f"{name}={told[name]}" for name in sorted(told) if told[name])
        told |= {"sign": rsa.signed(changes.get("by", "alipay"), text.encode()), "sign_type": "RSA2"}
        return {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(told).encode()

    # -- what it is asked --

    def handle(self, call: Call, mood: str) -> Reply:
        if call.path == "/sheet":
            found = self.sheets.get(date.fromisoformat(call.target.rsplit("=", 1)[1]), b"")
            return Reply(status=403) if mood == "over" else Reply(body=found[:-40] if mood == "bad_hash" else found)
        told = dict(parse_qsl(call.body.decode()))
        method, fault = told.get("method", ""), self._fault(told)
        if fault:
            return self._reply("error", {"code": "40002", "sub_code": fault}, mood)
        given = json.loads(told["biz_content"])
        works = {
            "alipay.trade.precreate": self._precreate,
            "alipay.trade.query": self._look,
            "alipay.trade.close": self._close,
            "alipay.trade.cancel": self._cancel,
            "alipay.trade.refund": self._refund,
            "alipay.trade.fastpay.refund.query": self._look_refund,
            "alipay.data.dataservice.bill.downloadurl.query": self._bill,
        }
        return self._reply(method, works[method](given, mood), mood)

    def _fault(self, told: dict[str, str]) -> str:
        """Prove our signature as the documents say; return the code of what is wrong."""
        text = "&".join(f"{name}={told[name]}" for name in sorted(told) if name != "sign" and told[name])
        if told.get("app_id") != APP:
            return "isv.invalid-app-id"
        at = datetime.strptime(told["timestamp"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=ZONE)
        if abs((at - self.now).total_seconds()) > 300:
            return "isv.invalid-timestamp"
        return "" if rsa.proves("merchant", told.get("sign", ""), text.encode()) else "isv.invalid-signature"

    def _precreate(self, given: dict[str, Any], mood: str) -> dict[str, Any]:
        number = given["out_trade_no"]
        if number in self.orders and "at" in self.orders[number]:
            return {"code": "40004", "sub_code": "ACQ.TRADE_HAS_SUCCESS"}
        self.codes[number] = _fen(given["total_amount"])
        return {"code": "10000", "out_trade_no": number, "qr_code": f"https://qr.alipay.com/bax{number[:8]}"}

    def _look(self, given: dict[str, Any], mood: str) -> dict[str, Any]:
        number = given.get("out_trade_no") or self._named(given["trade_no"])
        order = self.orders.get(number)
        if order is None:
            return {"code": "40004", "sub_code": "ACQ.TRADE_NOT_EXIST"}
        total = order["total"] + (1 if mood == "other_sum" else 0)
        found = {"code": "10000", "out_trade_no": number, "trade_status": order["state"], "total_amount": _yuan(total)}
        if "at" in order:
            at = f"{order['at'].astimezone(ZONE):%Y-%m-%d %H:%M:%S}"
            found |= {"trade_no": order["reference"], "send_pay_date": at}
        return found

    def _named(self, reference: str) -> str:
        return next((number for number, one in self.orders.items() if one.get("reference") == reference), "")

    def _close(self, given: dict[str, Any], mood: str) -> dict[str, Any]:
        order = self.orders.get(given["out_trade_no"])
        if order is None:
            return {"code": "40004", "sub_code": "ACQ.TRADE_NOT_EXIST"}
        if self.paid_at_close and "at" not in order:
            self.pay(given["out_trade_no"])
        if "at" in order:
            return {"code": "40004", "sub_code": "ACQ.TRADE_STATUS_ERROR"}
        if self.refuses_close:
            return {"code": "40004", "sub_code": "ACQ.INVALID_PARAMETER"}
        order["state"] = "TRADE_CLOSED"
        return {"code": "10000", "out_trade_no": given["out_trade_no"]}

    def _cancel(self, given: dict[str, Any], mood: str) -> dict[str, Any]:
        self.codes.pop(given["out_trade_no"], None)
        return {"code": "10000", "out_trade_no": given["out_trade_no"], "retry_flag": "N", "action": "close"}

    def _refund(self, given: dict[str, Any], mood: str) -> dict[str, Any]:
        if self.refuses_refunds:
            return {"code": "40004", "sub_code": "ACQ.SELLER_NOT_EXIST"}
        first = given.get("out_trade_no") or self._named(given["trade_no"])
        order, number, fen = self.orders.get(first), given["out_request_no"], _fen(given["refund_amount"])
        if order is None or "at" not in order:
            return {"code": "40004", "sub_code": "ACQ.TRADE_NOT_EXIST"}
        known, change = self.refunds.get(number), "N"
        if known is None:
            if mood == "poor":
                return {"code": "40004", "sub_code": "ACQ.SELLER_BALANCE_NOT_ENOUGH"}
            if mood in ("gone", "late"):
                code = {"gone": "ACQ.BUYER_ERROR", "late": "ACQ.TRADE_HAS_FINISHED"}[mood]
                return {"code": "40004", "sub_code": code}
            gone = sum(one["refund"] for one in self.refunds.values() if one["order"] == first)
            if gone + fen > order["total"]:
                return {"code": "40004", "sub_code": "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"}
            self.refunds[number] = {"order": first, "refund": fen, "done": not self.slow_refunds, "at": self.now}
            change = "N" if self.slow_refunds else "Y"
            if gone + fen == order["total"]:
                order["state"] = "TRADE_CLOSED"
        elif known["refund"] != fen:
            return {"code": "40004", "sub_code": "ACQ.DISCORDANT_REPEAT_REQUEST"}
        found = {"code": "10000", "out_trade_no": first, "trade_no": order["reference"], "fund_change": change}
        return {**found, "refund_fee": _yuan(fen)}

    def _look_refund(self, given: dict[str, Any], mood: str) -> dict[str, Any]:
        refund = self.refunds.get(given["out_request_no"])
        if refund is None:
            return {"code": "10000"}
        fen = refund["refund"] + (1 if mood == "other_sum" else 0)
        first = self.orders[refund["order"]]
        found = {"code": "10000", "out_trade_no": refund["order"], "trade_no": first["reference"]}
        found |= {"out_request_no": given["out_request_no"], "refund_amount": _yuan(fen)}
        return {**found, **({"refund_status": "REFUND_SUCCESS"} if refund["done"] else {})}

    def _bill(self, given: dict[str, Any], mood: str) -> dict[str, Any]:
        day = date.fromisoformat(given["bill_date"])
        if day not in self.sheets:
            return {"code": "40004", "sub_code": "isp.bill_not_exist"}
        return {"code": "10000", "bill_download_url": f"{self.url}/sheet?day={day}"}

    def _reply(self, method: str, told: dict[str, Any], mood: str) -> Reply:
        # Signed are the bytes as they stand: spaces and escapes that another writer would put elsewhere.
        raw = json.dumps({**told, "msg": "成功 \\/"}, ensure_ascii=True, separators=(", ", ": "))
        node = "error_response" if method == "error" else f"{method.replace('.', '_')}_response"
        sign = rsa.signed("stranger" if mood == "forged" else "alipay", raw.encode())
        beside = "" if mood == "unsigned" else f',"sign":"{sign}"'
        return Reply(body=f'{{"{node}":{raw}{beside}}}'.encode())

    # -- statements --

    def write_sheet(self, day: date) -> None:
        """Write the statement of a day out of what happened."""
        rows = []
        for number, one in self.orders.items():
            if "at" in one and one["at"].astimezone(ZONE).date() == day:
                rows.append(_row(one["at"], one["reference"], number, "交易", one["total"], ""))
        for number, one in self.refunds.items():
            if one["done"] and one["at"].astimezone(ZONE).date() == day:
                first = self.orders[one["order"]]
                rows.append(_row(one["at"], first["reference"], one["order"], "退款", -one["refund"], number))
        self.sheets[day] = sheet(rows)

    def states(self, day: date, lines: Iterable[tuple[bool, str, int, datetime]]) -> None:
        """Write a statement of lines as they are given: whether it went back, its number, fen and when."""
        self.sheets[day] = sheet(
            [
                _row(at, _reference(f"paid {number}"), f"paid{number[:20]}", "退款", -fen, number)
                if back
                else _row(at, _reference(number), number, "交易", fen, "")
                for back, number, fen, at in lines
            ]
        )


def _row(at: datetime, reference: str, number: str, kind: str, fen: int, back: str) -> list[str]:
    when, sum_ = f"{at.astimezone(ZONE):%Y-%m-%d %H:%M:%S}", _yuan(fen)
    cells = [reference, number, kind, "维修", when, when, "", "", "", "", "*某(139****0000)", sum_, sum_]
    return [*cells, "0", "0", "0", "0", "0", "", "0", "0", back, _yuan(-round(fen * 0.006)), "0", ""]


def sheet(rows: list[list[str]]) -> bytes:
    """Write a statement: GBK tables in a zip, notes with #, cells that end in a tab."""
    out = io.StringIO()
    out.write("#支付宝业务明细查询\r\n#账号：[20880000000000010156]\r\n")
    out.write(HEADINGS + "\r\n")
    csv.writer(out).writerows([f"{cell}\t" for cell in row] for row in rows)
    paid = sum(row[2] == "交易" for row in rows)
    out.write(f"#-----\r\n#交易合计：{paid}笔，商家实收共0.00元\r\n#退款合计：{len(rows) - paid}笔\r\n")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in (("2088_业务明细(汇总).csv", "#汇总"), ("2088_业务明细.csv", out.getvalue())):
            info = zipfile.ZipInfo(name.encode("gbk").decode("cp437"))
            file.writestr(info, text.encode("gbk"))
    return packed.getvalue()


def _reference(number: str) -> str:
    """Number a payment as Alipay does: the day, then 20 digits."""
    return f"20261129{int(hashlib.sha256(number.encode()).hexdigest(), 16) % 10**20:020}"


def _yuan(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def _fen(yuan: str) -> int:
    return round(float(yuan) * 100)
