"""Alipay's open interface, for a merchant of its own: code at the door, page on a phone, refunds, statements.

Keys in public-key mode, RSA2. What is signed of an answer are its very bytes, so they are cut out before anything is
parsed; times are Beijing's, sums are yuan. A refund that was accepted is none yet: `fund_change` or an inquiry says so.
"""

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from anxin.core import json_texts
from anxin.core.carriers import requests
from anxin.core.carriers.requests import NoAnswer, NotReached
from anxin.core.zone import SHANGHAI
from anxin.domain.ledger.providers import keys
from anxin.domain.ledger.providers.port import (
    BACK,
    IN,
    Forged,
    NoStatement,
    Notification,
    PaymentAnswer,
    PaymentRequest,
    ProviderLine,
    fen_of,
    yuan_of,
)

GATEWAY = "https://openapi.alipay.com/gateway.do"
MOST_STATEMENT = 64 * 1024 * 1024
NUMBER, KIND = "商户订单号", "业务类型"
TRADES = {"WAIT_BUYER_PAY": "waiting", "TRADE_SUCCESS": "succeeded", "TRADE_FINISHED": "succeeded"}
AGAIN = frozenset({"ACQ.SYSTEM_ERROR", "aop.ACQ.SYSTEM_ERROR", "isp.unknow-error", "ACQ.SELLER_BALANCE_NOT_ENOUGH"})
AGAIN |= {"ACQ.TRADE_HAS_SUCCESS", "ACQ.REFUND_FEE_ERROR_RETRY", "isv.app-call-limited", "ACQ.CONTEXT_INCONSISTENT"}
ABSENT = "ACQ.TRADE_NOT_EXIST"

type Read = Callable[[Mapping[str, Any]], PaymentAnswer]


class Unproved(ValueError):
    """An answer that the provider's key doesn't prove; says why in one word."""


class Alipay:
    """One merchant at Alipay."""

    def __init__(self, values: Mapping[str, str]) -> None:
        """Read keys and numbers; raise `keys.BadKey`."""
        self._app, self._seller = values["app"], values["seller"]
        self._key = keys.private_key(values["private_key"])
        self._verifiers = keys.verifiers(values["platform_key"])
        self._gateway = values.get("gateway") or GATEWAY

    def begin(self, request: PaymentRequest) -> PaymentAnswer:
        """Have a code made, write the address of the page, or ask for the refund."""
        if request.direction == BACK:
            doubt = self._doubt(request) if request.first_reference else None
            if doubt is not None:
                return doubt
            told = {**_first(request), "refund_amount": yuan_of(request.amount_fen)}
            told |= {"out_request_no": request.number, "refund_reason": request.about[:80]}
            return self._asked("alipay.trade.refund", told, request, self._refunded(request))
        told = {"out_trade_no": request.number, "total_amount": yuan_of(request.amount_fen)}
        told["subject"] = request.about[:80]
        if request.until is not None:
            told["time_expire"] = _beijing(request.until)
        if request.method == "h5":
            told["product_code"] = "QUICK_WAP_WAY"
            signed = self._signed("alipay.trade.wap.pay", told, now=request.now, tell_at=request.tell_at)
            return PaymentAnswer(outcome="waiting", show=f"{self._gateway}?{urlencode(signed)}")
        return self._asked("alipay.trade.precreate", told, request, _placed)

    def _doubt(self, request: PaymentRequest) -> PaymentAnswer | None:
        """Return why nothing goes back of a payment that wasn't made here: not to be seen, or of another sum.

        WeChat holds the sum against what it is told of the payment; Alipay is told nothing but how much goes back.
        """

        def read(found: Mapping[str, Any]) -> PaymentAnswer:
            mine = found["trade_no"] == request.first_reference and found.get("seller_id", self._seller) == self._seller
            same = fen_of(found["total_amount"]) == request.total_fen
            fault = "" if mine and same else "other sum" if mine else "other order"
            return PaymentAnswer(outcome="failed" if fault else "succeeded", fault=fault)

        found = self._asked("alipay.trade.query", {"trade_no": request.first_reference}, request, read)
        if found.outcome == "succeeded":
            return None
        return PaymentAnswer(outcome="failed", fault=found.fault) if found.outcome == "absent" else found

    def inquire(self, request: PaymentRequest) -> PaymentAnswer:
        """Ask what became of a payment or a refund."""
        if request.direction == BACK:
            told = {**_first(request), "out_request_no": request.number}
            return self._asked("alipay.trade.fastpay.refund.query", told, request, self._refund(request))
        return self._asked("alipay.trade.query", {"out_trade_no": request.number}, request, self._trade(request))

    def close(self, request: PaymentRequest) -> PaymentAnswer:
        """Close a trade; one nobody has scanned yet is cancelled, so that its code is dead."""
        told = {"out_trade_no": request.number}
        closed: Read = lambda _found: PaymentAnswer(outcome="failed")  # noqa: E731 - one word
        found = self._asked("alipay.trade.close", told, request, closed)
        if found.outcome == "absent":
            found = self._asked("alipay.trade.cancel", told, request, closed)
        return PaymentAnswer(outcome="failed") if found.outcome == "absent" else found

    def heard(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Notification:
        """Read a notification; one that speaks of a refund says nothing of the payment, and is looked up."""
        try:
            told = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
        except ValueError as error:
            raise Forged("unreadable") from error
        text = _sorted({name: value for name, value in told.items() if name not in ("sign", "sign_type")})
        if not self._is_signed(told.get("sign", ""), text):
            raise Forged("bad signature")
        if told.get("app_id") != self._app or told.get("seller_id") != self._seller:
            raise Forged("somebody else's")
        try:
            state, event = told["trade_status"], told["notify_id"]
            if told.get("refund_fee"):
                back = PaymentAnswer(outcome="waiting")  # what it says is the sum of all refunds: this one is looked up
                return Notification(event=event, number=told["out_biz_no"], direction=BACK, amount_fen=0, answer=back)
            outcome = TRADES.get(state, "unknown")
            at = _moment(told.get("gmt_payment"))
            answer = PaymentAnswer(outcome=outcome, reference=told["trade_no"], at=at, fault="" if at else state[:40])
            fen = fen_of(told["total_amount"])
            return Notification(event=event, number=told["out_trade_no"], direction=IN, amount_fen=fen, answer=answer)
        except (KeyError, ValueError) as error:
            raise Forged("unreadable") from error

    def statement(self, day: date, *, now: datetime) -> list[ProviderLine]:
        """Fetch the statement of a day: a zip with tables in GBK."""
        told = {"bill_type": "trade", "bill_date": day.isoformat()}
        try:
            found = self._call("alipay.data.dataservice.bill.downloadurl.query", told, now=now)
            code = str(found.get("sub_code", found.get("code", "")))
            if code.lower().endswith("bill_not_exist"):
                return []
            if found.get("code") != "10000":
                raise NoStatement(code[:40])
            url = str(found["bill_download_url"])
            if not requests.is_address(url):
                raise NoStatement("no address")
            reply = requests.fetch(url, timeout_s=60, most_bytes=MOST_STATEMENT, beside=self._gateway)
        except (NotReached, NoAnswer) as error:
            raise NoStatement(str(error.facts.get("why", "no answer"))) from error
        except (Unproved, KeyError) as error:
            raise NoStatement("not proved") from error
        if reply.status != 200:
            raise NoStatement("address is over" if reply.status in (401, 403, 404) else f"HTTP {reply.status}")
        return read_statement(_unpacked(reply.body))

    def _asked(self, method: str, told: Mapping[str, str], request: PaymentRequest, read: Read) -> PaymentAnswer:
        """Ask, prove what came, and read it; whatever can't be believed is `unknown`."""
        try:
            found = self._call(method, told, now=request.now, tell_at=request.tell_at)
            code, sub = str(found.get("code", "")), str(found.get("sub_code", ""))
            if code == "10000":
                return read(found)
        except (NotReached, NoAnswer) as error:
            return PaymentAnswer(outcome="unknown", fault=str(error.facts.get("why", "")))
        except (Unproved, KeyError, TypeError, ValueError) as error:
            return PaymentAnswer(
                outcome="unknown", fault=str(error)[:60] if isinstance(error, Unproved) else "unreadable"
            )
        if sub == ABSENT and method != "alipay.trade.refund":
            return PaymentAnswer(outcome="absent", fault=sub)
        refused = code == "40004" and sub not in AGAIN
        return PaymentAnswer(outcome="failed" if refused else "unknown", fault=(sub or code)[:60])

    def _call(self, method: str, told: Mapping[str, str], *, now: datetime, tell_at: str = "") -> dict[str, Any]:
        content = urlencode(self._signed(method, told, now=now, tell_at=tell_at)).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded;charset=utf-8", "User-Agent": "anxin"}
        reply = requests.ask("POST", f"{self._gateway}?charset=utf-8", headers=headers, content=content)
        if reply.status != 200:
            raise NoAnswer({"why": f"HTTP {reply.status}"})
        raw, signature = _cut(reply.body.decode(), f"{method.replace('.', '_')}_response")
        if not self._is_signed(signature, raw):
            raise Unproved("bad signature")
        read = json_texts.read(raw)
        if not isinstance(read, dict):
            raise Unproved("unreadable")
        return read

    def _signed(self, method: str, told: Mapping[str, str], *, now: datetime, tell_at: str) -> dict[str, str]:
        values = {
            "app_id": self._app,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": _beijing(now),
            "version": "1.0",
            "notify_url": tell_at,
            "biz_content": json.dumps(told, ensure_ascii=False, separators=(",", ":")),
        }
        filled = {name: value for name, value in values.items() if value}
        return {**filled, "sign": keys.sign(self._key, _sorted(filled).encode())}

    def _is_signed(self, signature: str, text: str) -> bool:
        return any(keys.is_signed(one.key, signature, text.encode()) for one in self._verifiers)

    def _trade(self, request: PaymentRequest) -> Read:
        def read(found: Mapping[str, Any]) -> PaymentAnswer:
            state, paid_at = found["trade_status"], _moment(found.get("send_pay_date"))
            # Closed is said of what nobody paid, and of what was paid and has gone back whole.
            outcome = (
                ("succeeded" if paid_at else "failed") if state == "TRADE_CLOSED" else TRADES.get(state, "unknown")
            )
            if found["out_trade_no"] != request.number:
                return PaymentAnswer(outcome="unknown", fault="other order")
            if outcome == "succeeded" and fen_of(found["total_amount"]) != request.amount_fen:
                return PaymentAnswer(outcome="unclear", fault="other sum", reference=found["trade_no"])
            return PaymentAnswer(outcome=outcome, reference=found.get("trade_no", ""), at=paid_at)

        return read

    def _refunded(self, request: PaymentRequest) -> Read:
        def read(found: Mapping[str, Any]) -> PaymentAnswer:
            mine = (request.first_reference, found["trade_no"]), (request.first_number, found["out_trade_no"])
            if all(one[0] != one[1] for one in mine):
                return PaymentAnswer(outcome="unknown", fault="other order")
            done = found.get("fund_change") == "Y"
            return PaymentAnswer(outcome="succeeded" if done else "waiting", reference=found["trade_no"])

        return read

    def _refund(self, request: PaymentRequest) -> Read:
        def read(found: Mapping[str, Any]) -> PaymentAnswer:
            if "refund_amount" not in found:
                return PaymentAnswer(outcome="absent")
            if found["out_request_no"] != request.number:
                return PaymentAnswer(outcome="unknown", fault="other refund")
            if fen_of(found["refund_amount"]) != request.amount_fen:
                return PaymentAnswer(outcome="unclear", fault="other sum", reference=found["trade_no"])
            done = found.get("refund_status") == "REFUND_SUCCESS"
            at = _moment(found.get("gmt_refund_pay"))
            return PaymentAnswer(outcome="succeeded" if done else "waiting", reference=found["trade_no"], at=at)

        return read


def _first(request: PaymentRequest) -> dict[str, str]:
    """Return the payment that something goes back of."""
    if request.first_reference:
        return {"trade_no": request.first_reference}
    return {"out_trade_no": request.first_number}


def _placed(found: Mapping[str, Any]) -> PaymentAnswer:
    return PaymentAnswer(outcome="waiting", show=str(found["qr_code"]))


def _sorted(values: Mapping[str, str]) -> str:
    return "&".join(f"{name}={values[name]}" for name in sorted(values) if values[name])


def _cut(text: str, name: str) -> tuple[str, str]:
    """Return the signed part of an answer as it came, and its signature; raise `Unproved` where there is none."""
    whole = json_texts.read(text)
    node = name if name in whole else "error_response"
    begins = text.find("{", text.index(f'"{node}"') + len(node) + 2)
    _read, length = json.JSONDecoder().raw_decode(text[begins:])
    signature = whole.get("sign", "")
    if not signature:
        raise Unproved("no signature")
    return text[begins : begins + length], str(signature)


def _beijing(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def _moment(text: object) -> datetime | None:
    if not isinstance(text, str) or not text:
        return None
    return datetime.fromisoformat(text[:19]).replace(tzinfo=SHANGHAI)


def _unpacked(packed: bytes) -> str:
    """Return the table of single trades out of a zip; raise `NoStatement`."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as file:
            for one in file.infolist():
                if one.file_size > MOST_STATEMENT:
                    raise NoStatement("too long")
                text = file.read(one).decode("gbk")
                if NUMBER in text and KIND in text:  # names come in GBK, marked as something else: look inside
                    return text
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        raise NoStatement("unreadable") from error
    raise NoStatement("no table")


def read_statement(text: str) -> list[ProviderLine]:
    """Read a table of trades: notes begin with #, cells end with a tab; raise `NoStatement`."""
    rows = [row for row in csv.reader(io.StringIO(text)) if row and not row[0].startswith("#")]
    names = [one.strip() for one in rows[0]] if rows else []
    if NUMBER not in names:
        raise NoStatement("no table")
    try:
        found = [_line(dict(zip(names, (one.strip() for one in row), strict=True))) for row in rows[1:]]
    except (KeyError, ValueError) as error:
        raise NoStatement(f"unreadable: {error}"[:80]) from error
    for note, direction in (("交易合计", IN), ("退款合计", BACK)):
        if _told(text, note) not in (None, sum(one.direction == direction for one in found)):
            raise NoStatement("not whole")
    return found


def _told(text: str, name: str) -> int | None:
    """Return how many trades a note at the end says there are, if it stands there."""
    said = re.search(rf"^#{name}：(\d+)笔", text, re.MULTILINE)
    return int(said[1]) if said else None


def _line(cells: Mapping[str, str]) -> ProviderLine:
    back = cells[KIND] == "退款"
    return ProviderLine(
        direction=BACK if back else IN,
        number=cells["退款批次号/请求号" if back else NUMBER],
        reference=cells["支付宝交易号"],
        amount_fen=abs(fen_of(cells["订单金额（元）"])),
        fee_fen=-fen_of(cells["服务费（元）"] or "0"),
        at=datetime.fromisoformat(cells["完成时间"]).replace(tzinfo=SHANGHAI),
    )
