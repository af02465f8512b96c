"""Nuonuo (诺税通): fully digital invoices of a seller of its own, ordinary and special, red ones by confirmation.

What is signed is the very body. Answers are not signed: they are believed as far as TLS goes, and only where number
and sum are ours. A token lives a day and only fifty are given in thirty days, so it is kept beside the keys.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import urlencode

from anxin.core import json_texts
from anxin.core.carriers import requests
from anxin.core.carriers.requests import NoAnswer, NotReached
from anxin.core.ids import uuid7
from anxin.core.zone import SHANGHAI
from anxin.domain.invoices.providers.port import InvoiceAnswer, InvoiceRequest, Remember

SERVICES, TOKENS = "https://sdk.nuonuo.com/open/v1/services", "https://open.nuonuo.com/accessToken"
PREFIX, ORDINARY, SPECIAL = "nuonuo.OpeMplatform.", "pc", "bs"
BUYERS_ACCOUNT = "2"  # beside the lines of a special invoice: the buyer's bank and account
OK, ABSENT, DOUBLE = "E0000", "E9500", "E9106"
STALE = frozenset({"070301", "070302", "070303"})
TOKEN_LIVES, EARLY = timedelta(hours=24), timedelta(hours=1)
AGREED, LAPSED, REFUSED = frozenset({"01", "04"}), frozenset({"05", "06", "07", "08", "09"}), "16"
BUSY = frozenset({"E9613", "070306", "070101", "070304", "070305", "070307"})  # not of the invoice


class Nuonuo:
    """One seller at Nuonuo."""

    def __init__(self, values: Mapping[str, str], remember: Remember = lambda told: None) -> None:
        """Read what was kept; `remember` keeps the token."""
        self._values, self._remember = values, remember
        base = values.get("gateway", "").rstrip("/")
        self._services = f"{base}/open/v1/services" if base else SERVICES
        self._tokens = f"{base}/accessToken" if base else TOKENS
        self._token, self._until = values.get("token", ""), values.get("token_until", "")

    def issue(self, request: InvoiceRequest) -> InvoiceAnswer:
        """Ask to issue it; what stands there as refused is tried again under its own number."""
        name, told = ("saveInvoiceRedConfirm", self._red(request)) if request.is_red else self._blue(request)
        code, said = self._asked(name, told, now=request.now)
        if code == OK:
            return InvoiceAnswer(outcome="waiting")
        if not code:
            return said
        found = self.inquire(request)
        if found.outcome == "failed" and code == DOUBLE:
            return self._again(request)
        if found.outcome != "absent":
            return found
        return InvoiceAnswer(outcome="unknown" if code in BUSY | STALE else "failed", fault=said.fault)

    def inquire(self, request: InvoiceRequest) -> InvoiceAnswer:
        """Ask what became of it: of a red one first of its confirmation."""
        if not request.is_red:
            return self._found(request)
        code, said, result = self._call("queryInvoiceRedConfirm", self._confirmation(request), now=request.now)
        if code != OK:
            return InvoiceAnswer(outcome="absent" if code == ABSENT else "unknown", fault=said.fault)
        rows = result.get("list") if isinstance(result, dict) else result
        if not rows:
            return InvoiceAnswer(outcome="absent")
        state = str(rows[0].get("billStatus", ""))
        if state in LAPSED or state == REFUSED:
            why = str(rows[0].get("billMessage") or "")[:100]
            return InvoiceAnswer(
                outcome="failed", fault=why or ("confirmation lapsed" if state in LAPSED else "refused")
            )
        if state not in AGREED:
            return InvoiceAnswer(outcome="waiting", fault="buyer confirms" if state == "02" else "")
        issued = self._found(request)
        return replace(issued, outcome="waiting") if issued.outcome == "absent" else issued

    def _blue(self, request: InvoiceRequest) -> tuple[str, dict[str, Any]]:
        kept = self._values
        line = {
            "goodsName": kept["goods_name"],
            "goodsCode": kept["goods_code"],
            "withTaxFlag": "1",
            "num": "1",
            "price": _yuan(request.amount_fen),
            "taxIncludedAmount": _yuan(request.amount_fen),
            "taxRate": kept["tax_rate"],
        }
        order: dict[str, Any] = {
            "orderNo": request.number,
            "invoiceDate": request.now.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S"),
            "invoiceType": "1",
            "invoiceLine": SPECIAL if request.special else ORDINARY,
            "salerTaxNum": kept["tax_number"],
            "salerTel": kept.get("tel", ""),
            "salerAddress": kept.get("address", ""),
            "extensionNumber": kept.get("extension", ""),
            "clerk": kept["clerk"],
            "buyerName": request.title,
            "buyerTaxNum": request.tax_number,
            "naturalPersonFlag": "0" if request.tax_number else "1",
            "email": request.mail,
            "buyerPhone": request.phone,
            "pushMode": _push(request),
            "invoiceDetail": [line],
        }
        if request.special:
            order |= {"buyerAddress": request.address, "buyerTel": request.tel, "showBankAccountType": BUYERS_ACCOUNT}
            order["buyerAccount"] = f"{request.bank} {request.account}"
        return "requestBillingNew", {"order": order}

    def _red(self, request: InvoiceRequest) -> dict[str, Any]:
        kept = self._values
        whole = request.amount_fen == request.blue_fen
        told: dict[str, Any] = {
            "billId": request.number,
            "orderNo": request.number,
            "blueInvoiceLine": SPECIAL if request.special else ORDINARY,
            "applySource": "0",
            "blueElecInvoiceNumber": request.blue_official,
            "sellerTaxNo": kept["tax_number"],
            "sellerName": "",
            "buyerName": request.title,
            "buyerTaxNo": request.tax_number,
            "redReason": "2" if request.mistake else "3" if whole else "4",
            "extensionNumber": kept.get("extension", ""),
        }
        if not whole:
            without, tax = split(request.amount_fen, kept["tax_rate"])
            line = {"blueDetailIndex": "1", "goodsName": kept["goods_name"], "goodsCode": kept["goods_code"]}
            sums = {"taxExcludedAmount": _yuan(-without), "taxAmount": _yuan(-tax), "taxRate": kept["tax_rate"]}
            told["detail"] = [{**line, **sums}]
        return told

    def _confirmation(self, request: InvoiceRequest) -> dict[str, str]:
        return {"identity": "0", "billId": request.number}

    def _again(self, request: InvoiceRequest) -> InvoiceAnswer:
        told = {"fpqqlsh": "", "orderno": request.number}
        code, said = self._asked("reInvoice", told, now=request.now)
        return InvoiceAnswer(outcome="waiting") if code == OK else InvoiceAnswer(outcome="unknown", fault=said.fault)

    def _found(self, request: InvoiceRequest) -> InvoiceAnswer:
        told = {"orderNos": [request.number], "isOfferInvoiceDetail": "0"}
        code, said, result = self._call("queryInvoiceResult", told, now=request.now)
        if code != OK:
            return InvoiceAnswer(outcome="absent" if code == ABSENT else "unknown", fault=said.fault)
        rows = [one for one in result or () if isinstance(one, dict)]
        if not rows:
            return InvoiceAnswer(outcome="absent")
        try:
            return self._read(rows[0], request)
        except (KeyError, TypeError, ValueError, ArithmeticError):
            return InvoiceAnswer(outcome="unknown", fault="unreadable")

    def _read(self, found: Mapping[str, Any], request: InvoiceRequest) -> InvoiceAnswer:
        if found.get("orderNo") != request.number:
            return InvoiceAnswer(outcome="unknown", fault="other number")
        state = str(found["status"])
        if state == "24":  # issued there, its seal failed: the same number is sealed again
            return self._again(request)
        if state in ("22", "3", "31"):
            return InvoiceAnswer(
                outcome="failed", fault=str(found.get("failCause") or found.get("statusMsg") or state)[:100]
            )
        if state != "2":
            return InvoiceAnswer(outcome="waiting")
        sum_fen = abs(_fen(found["exTaxAmount"]) + _fen(found["taxAmount"]))
        if sum_fen != request.amount_fen:
            return InvoiceAnswer(outcome="unknown", fault="other sum")
        official = str(found.get("allElectronicInvoiceNumber") or found.get("invoiceNo") or "")
        if len(official) != 20 or not official.isascii() or not official.isdigit():
            return InvoiceAnswer(outcome="unknown", fault="no number")
        at = datetime.fromtimestamp(int(found["invoiceTime"]) / 1000, UTC) if found.get("invoiceTime") else None
        return InvoiceAnswer(outcome="issued", official=official, at=at, found_at=str(found.get("pdfUrl") or "")[:500])

    def _asked(self, method: str, told: Mapping[str, Any], *, now: datetime) -> tuple[str, InvoiceAnswer]:
        code, said, _result = self._call(method, told, now=now)
        return code, said

    def _call(self, method: str, told: Mapping[str, Any], *, now: datetime) -> tuple[str, InvoiceAnswer, Any]:
        """Return code, message and result of the answer; an empty code where none came."""
        try:
            read = self._sent(method, told, now=now)
            if str(read.get("code", "")) in STALE:
                self._until = ""
                read = self._sent(method, told, now=now)
        except (NotReached, NoAnswer) as error:
            return "", InvoiceAnswer(outcome="unknown", fault=str(error.facts.get("why", ""))), None
        except ValueError:
            return "", InvoiceAnswer(outcome="unknown", fault="unreadable"), None
        code = str(read.get("code", ""))
        fault = "" if code == OK else f"{code} {read.get('describe') or ''}".strip()[:100]
        return code, InvoiceAnswer(outcome="unknown", fault=fault or "unreadable"), read.get("result")

    def _sent(self, method: str, told: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        key, senid = self._values["app_key"], uuid7().hex
        nonce, at = str(10_000_000 + secrets.randbelow(90_000_000)), str(int(now.timestamp()))
        text = f"a=services&l=v1&p=open&k={key}&i={senid}&n={nonce}&t={at}&f={body}"
        signed = hmac.new(self._values["app_secret"].encode(), text.encode(), hashlib.sha1).digest()
        headers = {
            "Content-Type": "application/json; charset=UTF-8",
            "X-Nuonuo-Sign": base64.b64encode(signed).decode(),
            "accessToken": self._fresh_token(now),
            "userTax": self._values["tax_number"],
            "method": f"{PREFIX}{method}",
        }
        asked = urlencode({"senid": senid, "nonce": nonce, "timestamp": at, "appkey": key})
        return _json(requests.ask("POST", f"{self._services}?{asked}", headers=headers, content=body.encode()))

    def _fresh_token(self, now: datetime) -> str:
        if self._token and self._until > now.isoformat():
            return self._token
        keys = {"client_id": self._values["app_key"], "client_secret": self._values["app_secret"]}
        content = urlencode({**keys, "grant_type": "client_credentials"}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded;charset=UTF-8"}
        read = _json(requests.ask("POST", self._tokens, headers=headers, content=content))
        self._token = str(read.get("access_token") or "")
        if not self._token:
            raise NoAnswer({"why": f"no token: {read.get('error') or read.get('error_description') or ''}"[:60]})
        lives = timedelta(seconds=int(read.get("expires_in") or 0)) or TOKEN_LIVES
        self._until = (now + max(lives - EARLY, lives / 2)).isoformat()
        self._remember({"token": self._token, "token_until": self._until})
        return self._token


def split(fen: int, rate: str) -> tuple[int, int]:
    """Return a sum with tax as what it is without, and the tax, to the fen."""
    without = int((Decimal(fen) / (1 + Decimal(rate))).quantize(Decimal(1), ROUND_HALF_UP))
    return without, fen - without


def _json(reply: requests.Reply) -> dict[str, Any]:
    if reply.status != 200:
        raise NoAnswer({"why": f"HTTP {reply.status}"})
    read = json_texts.read(reply.body)
    if not isinstance(read, dict):
        raise ValueError("expected an object")
    return read


def _yuan(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def _fen(yuan: object) -> int:
    return int((Decimal(str(yuan)) * 100).to_integral_exact())


def _push(request: InvoiceRequest) -> str:
    """Return whether Nuonuo sends it by mail, to a phone, by both, or not at all."""
    if request.mail and request.phone:
        return "2"
    return "0" if request.mail else "1" if request.phone else "-1"
