"""WeChat Pay, version 3 of its interface, for a merchant of its own: Native, H5, JSAPI, refunds, statements.

Every answer and notification is proved by the platform's key before anything of it is believed; statements come
unsigned, over an address that a signed answer named, with their SHA-1. Sums are fen here and yuan in statements.
"""

import base64
import binascii
import csv
import hashlib
import io
import json
import re
import secrets
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from anxin.core import json_texts
from anxin.core.carriers import requests
from anxin.core.carriers.requests import NoAnswer, NotReached, Reply
from anxin.core.zone import SHANGHAI
from anxin.domain.ledger.providers import keys
from anxin.domain.ledger.providers.port import (
    BACK,
    IN,
    UNKNOWN_CODES,
    Forged,
    NoStatement,
    Notification,
    PaymentAnswer,
    PaymentRequest,
    ProviderLine,
    fen_of,
)

GATEWAY = "https://api.mch.weixin.qq.com"
SCHEME = "WECHATPAY2-SHA256-RSA2048"
FRESH = timedelta(minutes=5)
MOST_STATEMENT = 64 * 1024 * 1024
TRADES = {"SUCCESS": "succeeded", "REFUND": "succeeded", "NOTPAY": "waiting", "USERPAYING": "waiting"}
TRADES |= {"PAYERROR": "waiting", "CLOSED": "failed", "REVOKED": "failed", "ACCEPT": "waiting"}
REFUNDS = {"SUCCESS": "succeeded", "PROCESSING": "waiting", "CLOSED": "failed", "ABNORMAL": "unclear"}
ABSENT = frozenset({"ORDER_NOT_EXIST", "ORDERNOTEXIST", "RESOURCE_NOT_EXISTS"})
LOOK_FIRST = frozenset({"ORDERPAID", "OUT_TRADE_NO_USED", "TRADE_ERROR"})


type Read = Callable[[Mapping[str, Any]], PaymentAnswer]


class Unproved(ValueError):
    """An answer that the platform's key doesn't prove; says why in one word."""


class WeChat:
    """One merchant at WeChat Pay."""

    def __init__(self, values: Mapping[str, str]) -> None:
        """Read keys and numbers; raise `keys.BadKey`."""
        self._merchant, self._app, self._serial = values["merchant"], values["app"], values["serial"].upper()
        self._key = keys.private_key(values["private_key"])
        self._secret = values["api_key"].encode()
        if len(self._secret) != 32:
            raise keys.BadKey("an APIv3 key of 32 characters")
        number = values.get("platform_key_number", "")
        self._verifiers = {one.number: one for one in keys.verifiers(values["platform_key"], number=number)}
        self._gateway = values.get("gateway") or GATEWAY

    def begin(self, request: PaymentRequest) -> PaymentAnswer:
        """Place the order, or ask for the refund."""
        if request.direction == BACK:
            amount = {"refund": request.amount_fen, "total": request.total_fen, "currency": "CNY"}
            first = {"transaction_id": request.first_reference} if request.first_reference else {}
            told: dict[str, Any] = {**(first or {"out_trade_no": request.first_number})}
            told["out_refund_no"] = request.number
            told |= {"amount": amount, **({"notify_url": request.tell_at} if request.tell_at else {})}
            if request.about:
                told["reason"] = request.about[:80]
            return self._asked("POST", "/v3/refund/domestic/refunds", told, now=request.now, read=self._refund(request))
        order: dict[str, Any] = {"appid": self._app, "mchid": self._merchant, "description": request.about[:127]}
        order |= {"out_trade_no": request.number, "notify_url": request.tell_at}
        order["amount"] = {"total": request.amount_fen, "currency": "CNY"}
        if request.until is not None:
            order["time_expire"] = request.until.astimezone(SHANGHAI).isoformat(timespec="seconds")
        if request.method == "h5":
            order["scene_info"] = {"payer_client_ip": request.payer, "h5_info": {"type": "Wap"}}
        if request.method == "jsapi":
            order["payer"] = {"openid": request.payer}
        path = f"/v3/pay/transactions/{request.method}"
        return self._asked("POST", path, order, now=request.now, read=_placed)

    def inquire(self, request: PaymentRequest) -> PaymentAnswer:
        """Ask what became of an order or a refund."""
        if request.direction == BACK:
            path = f"/v3/refund/domestic/refunds/{request.number}"
            return self._asked("GET", path, None, now=request.now, read=self._refund(request))
        path = f"/v3/pay/transactions/out-trade-no/{request.number}?mchid={self._merchant}"
        return self._asked("GET", path, None, now=request.now, read=self._trade(request))

    def close(self, request: PaymentRequest) -> PaymentAnswer:
        """Close an order; one that was paid meanwhile is looked up."""
        path = f"/v3/pay/transactions/out-trade-no/{request.number}/close"
        told = {"mchid": self._merchant}
        found = self._asked("POST", path, told, now=request.now, read=lambda _body: PaymentAnswer(outcome="failed"))
        return PaymentAnswer(outcome="failed") if found.outcome == "absent" else found

    def heard(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Notification:
        """Read a notification: proved, fresh, opened, and about this very merchant."""
        try:
            self._prove(headers, body, now=now)
            told = json_texts.read(body)
            inside = self._opened(told["resource"])
            back = "refund_status" in inside
            states, state = (REFUNDS, inside["refund_status"]) if back else (TRADES, inside["trade_state"])
            mine = inside["mchid"] == self._merchant and (back or inside["appid"] == self._app)
            if not mine:
                raise Forged("somebody else's")
            answer = PaymentAnswer(
                outcome=states.get(state, "unknown"),
                reference=inside["refund_id" if back else "transaction_id"],
                at=_moment(inside.get("success_time")),
                fault="" if states.get(state) == "succeeded" else str(state)[:40],
            )
            number, amount = inside["out_refund_no" if back else "out_trade_no"], inside["amount"]
            fen = _fen(amount, "refund" if back else "total")
            return Notification(
                event=str(told["id"]),
                number=number,
                direction=BACK if back else IN,
                amount_fen=fen,
                answer=answer,
            )
        except Unproved as error:
            raise Forged(str(error)) from error
        except (ValueError, KeyError, TypeError, InvalidTag) as error:
            raise error if isinstance(error, Forged) else Forged("unreadable") from error

    def statement(self, day: date, *, now: datetime) -> list[ProviderLine]:
        """Fetch the statement of a day, hold it against its hash, read its lines."""
        path = f"/v3/bill/tradebill?bill_date={day.isoformat()}&bill_type=ALL"
        try:
            reply = self._send("GET", path, b"", now=now)
            told = self._proved(reply, now=now)
            if reply.status != 200:
                code = str(told.get("code", reply.status))
                if code == "NO_STATEMENT_EXIST":
                    return []
                raise NoStatement(code[:40])
            sheet = self._download(str(told["download_url"]), now=now)
        except (NotReached, NoAnswer) as error:
            raise NoStatement(str(error.facts.get("why", "no answer"))) from error
        except (Unproved, KeyError) as error:
            raise NoStatement("not proved") from error
        if hashlib.sha1(sheet, usedforsecurity=False).hexdigest() != str(told.get("hash_value", "")).lower():
            raise NoStatement("hash differs")
        return read_statement(sheet.decode("utf-8-sig", errors="replace"))

    def _download(self, url: str, *, now: datetime) -> bytes:
        if not requests.is_address(url):
            raise NoStatement("no address")
        parts = urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        headers = {"Authorization": self._authorization("GET", path, b"", now=now), "Accept": "*/*"}
        reply = requests.ask(
            "GET",
            url,
            headers=headers,
            timeout_s=60,
            most_bytes=MOST_STATEMENT,
            outside=True,
            beside=self._gateway,
        )
        if reply.status != 200:
            raise NoStatement("address is over" if reply.status in (401, 403, 404) else f"HTTP {reply.status}")
        return reply.body

    def _asked(
        self, method: str, path: str, told: Mapping[str, Any] | None, *, now: datetime, read: Read
    ) -> PaymentAnswer:
        """Ask, prove what came, and read it; whatever can't be believed is `unknown`."""
        body = b"" if told is None else json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        try:
            reply = self._send(method, path, body, now=now)
            found = self._proved(reply, now=now)
            if reply.status in (200, 202, 204):
                return read(found)
        except (NotReached, NoAnswer) as error:
            return PaymentAnswer(outcome="unknown", fault=str(error.facts.get("why", "")))
        except (Unproved, KeyError, TypeError, ValueError) as error:
            return PaymentAnswer(
                outcome="unknown", fault=str(error)[:60] if isinstance(error, Unproved) else "unreadable"
            )
        code = str(found.get("code", ""))[:60]
        if code in ABSENT and not (method == "POST" and path.endswith("refunds")):
            return PaymentAnswer(outcome="absent", fault=code)
        again = code in UNKNOWN_CODES | LOOK_FIRST or reply.status >= 500 or reply.status in (401, 429)
        return PaymentAnswer(outcome="unknown" if again else "failed", fault=code or f"HTTP {reply.status}")

    def _send(self, method: str, path: str, body: bytes, *, now: datetime) -> Reply:
        headers = {
            "Authorization": self._authorization(method, path, body, now=now),
            "Accept": "application/json",
            "Content-Type": "application/json",
            "User-Agent": "anxin",
        }
        named = next((one.number for one in self._verifiers.values() if one.ends_at is None), "")
        if named:
            headers["Wechatpay-Serial"] = named
        return requests.ask(method, f"{self._gateway}{path}", headers=headers, content=body)

    def _authorization(self, method: str, path: str, body: bytes, *, now: datetime) -> str:
        stamp, nonce = str(int(now.timestamp())), secrets.token_hex(16)
        signature = keys.sign(self._key, f"{method}\n{path}\n{stamp}\n{nonce}\n".encode() + body + b"\n")
        told = {"mchid": self._merchant, "nonce_str": nonce, "signature": signature}
        told |= {"timestamp": stamp, "serial_no": self._serial}
        return f"{SCHEME} " + ",".join(f'{name}="{value}"' for name, value in told.items())

    def _proved(self, reply: Reply, *, now: datetime) -> dict[str, Any]:
        """Return what stands in an answer once its signature holds; raise `Unproved`."""
        if reply.status >= 500 or reply.status == 429:  # a gateway before it may say so, without a signature
            return {"code": "SYSTEM_ERROR" if reply.status >= 500 else "FREQUENCY_LIMITED"}
        self._prove(reply.headers, reply.body, now=now)
        read = json_texts.read(reply.body) if reply.body else {}
        if not isinstance(read, dict):
            raise Unproved("unreadable")
        return read

    def _prove(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> None:
        told = {name.lower(): value for name, value in headers.items()}
        stamp, nonce = told.get("wechatpay-timestamp", ""), told.get("wechatpay-nonce", "")
        verifier = self._verifiers.get(told.get("wechatpay-serial", ""))
        if verifier is None:
            raise Unproved("unknown key")
        if verifier.ends_at is not None and verifier.ends_at <= now:
            raise Unproved("certificate expired")
        if not re.fullmatch("[0-9]{1,12}", stamp) or abs(now.timestamp() - int(stamp)) > FRESH.total_seconds():
            raise Unproved("too old")
        if not keys.is_signed(
            verifier.key, told.get("wechatpay-signature", ""), f"{stamp}\n{nonce}\n".encode() + body + b"\n"
        ):
            raise Unproved("bad signature")

    def _opened(self, resource: Mapping[str, str]) -> dict[str, Any]:
        beside = resource.get("associated_data") or ""
        try:
            sealed = base64.b64decode(resource["ciphertext"], validate=True)
        except binascii.Error as error:
            raise Forged("unreadable") from error
        read = json_texts.read(AESGCM(self._secret).decrypt(resource["nonce"].encode(), sealed, beside.encode()))
        if not isinstance(read, dict):
            raise Forged("unreadable")
        return read

    def _trade(self, request: PaymentRequest) -> Read:
        def read(found: Mapping[str, Any]) -> PaymentAnswer:
            outcome = TRADES.get(found["trade_state"], "unknown")
            if found["out_trade_no"] != request.number or found["mchid"] != self._merchant:
                return PaymentAnswer(outcome="unknown", fault="other order")
            if outcome == "succeeded" and _fen(found["amount"], "total") != request.amount_fen:
                return PaymentAnswer(outcome="unclear", fault="other sum", reference=found["transaction_id"])
            at = _moment(found.get("success_time"))
            return PaymentAnswer(outcome=outcome, reference=found.get("transaction_id", ""), at=at)

        return read

    def _refund(self, request: PaymentRequest) -> Read:
        def read(found: Mapping[str, Any]) -> PaymentAnswer:
            outcome, fault = REFUNDS.get(found["status"], "unknown"), ""
            if found["out_refund_no"] != request.number:
                return PaymentAnswer(outcome="unknown", fault="other refund")
            if _fen(found["amount"], "refund") != request.amount_fen:
                return PaymentAnswer(outcome="unclear", fault="other sum", reference=found["refund_id"])
            if outcome != "succeeded":
                fault = str(found["status"])
            return PaymentAnswer(
                outcome=outcome, reference=found["refund_id"], at=_moment(found.get("success_time")), fault=fault
            )

        return read

    def in_page(self, prepay: str, *, now: datetime) -> dict[str, str]:
        """Return what WeChat's own browser is given to pay an order placed as `jsapi`."""
        stamp, nonce, package = str(int(now.timestamp())), secrets.token_hex(16), f"prepay_id={prepay}"
        signature = keys.sign(self._key, f"{self._app}\n{stamp}\n{nonce}\n{package}\n".encode())
        told = {"appId": self._app, "timeStamp": stamp, "nonceStr": nonce, "package": package}
        return {**told, "signType": "RSA", "paySign": signature}


def _placed(found: Mapping[str, Any]) -> PaymentAnswer:
    show = found.get("code_url") or found.get("h5_url") or found["prepay_id"]
    return PaymentAnswer(outcome="waiting", show=str(show))


def _fen(amount: Mapping[str, Any], name: str) -> int:
    """Return a sum in fen; what is told in another currency is none."""
    return int(amount[name]) if amount.get("currency", "CNY") == "CNY" else 0


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) and text else None


def read_statement(text: str) -> list[ProviderLine]:
    """Read a statement of all trades: cells begin with a backtick, two lines at the end are sums.

    Raises `NoStatement` where a column is missing, a sum unreadable, or the sums at the end are others.
    """
    rows = list(csv.reader(io.StringIO(text)))
    names = [one.strip() for one in rows[0]] if rows else []
    end = next((n for n, row in enumerate(rows) if row and row[0].strip() == "总交易单数"), len(rows))
    try:
        cells = [dict(zip(names, (one.strip().lstrip("`") for one in row), strict=True)) for row in rows[1:end] if row]
        found = [_line(one) for one in cells]
        told = [one.strip().lstrip("`") for one in rows[end + 1]] if end + 1 < len(rows) else None
    except (KeyError, ValueError) as error:
        raise NoStatement(f"unreadable: {error}"[:80]) from error
    if told is None or int(told[0]) != len(found):
        raise NoStatement("not whole")
    return found


def _line(cells: Mapping[str, str]) -> ProviderLine:
    back = cells["交易状态"] == "REFUND"
    return ProviderLine(
        direction=BACK if back else IN,
        number=cells["商户退款单号" if back else "商户订单号"],
        reference=cells["微信退款单号" if back else "微信订单号"],
        amount_fen=fen_of(cells["申请退款金额" if back else "订单金额"]),
        fee_fen=_fee(cells["手续费"]),
        at=datetime.fromisoformat(cells["交易时间"]).replace(tzinfo=SHANGHAI),
    )


def _fee(text: str) -> int:
    """Return a fee in fen, rounded half up: statements give five decimals."""
    sign, plain = (-1, text[1:]) if text.startswith("-") else (1, text)
    whole, _dot, part = plain.partition(".")
    thousandths = int(whole or "0") * 1000 + int((part[:3] or "0").ljust(3, "0"))
    return sign * ((thousandths + 5) // 10)
