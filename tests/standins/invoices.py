"""A stand-in for Nuonuo: tokens, signed calls, blue invoices, red ones by confirmation, files, its own books."""

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.standins.server import Call, Reply, Standin

KEY, SECRET, SELLER = "SD10000001", "SDDED2523BED4643", "91310000MA1FL0000X"
CODE = "2020000000000000000"


class Nuonuo(Standin):
    """One seller's Nuonuo: what is asked for is issued at the next look.

    Moods of its own: no_token, stale, busy, other_sum, other_number, no_file, html.
    """

    name = "nuonuo"

    def __init__(self, *, now: datetime) -> None:
        super().__init__()
        self.now = now
        self.tokens: dict[str, datetime] = {}
        self.orders: dict[str, dict[str, Any]] = {}
        self.confirmations: dict[str, dict[str, Any]] = {}
        self.refuses = ""
        self.state, self.confirms = "2", "01"
        self.file = b"%PDF-1.4 invoice"

    @property
    def values(self) -> dict[str, str]:
        told = {"app_key": KEY, "tax_number": SELLER, "clerk": "钱经理", "goods_name": "维修费", "goods_code": CODE}
        return {**told, "tax_rate": "0.13", "price_mill": "300", "gateway": self.url}

    @property
    def secrets(self) -> dict[str, str]:
        return {"app_secret": SECRET}

    @property
    def blue_fen(self) -> int:
        """What was issued in blue, by its books."""
        return sum(one["fen"] for one in self.orders.values() if one.get("official") and not one["red"])

    @property
    def red_fen(self) -> int:
        return sum(one["fen"] for one in self.orders.values() if one.get("official") and one["red"])

    def handle(self, call: Call, mood: str) -> Reply:
        if call.path == "/accessToken":
            return self._token(call, mood)
        if call.path.startswith("/files/"):
            return Reply(status=404) if mood == "no_file" else Reply(body=b"<html>" if mood == "html" else self.file)
        code = self._fault(call, mood)
        if code:
            return _said(code, None)
        method, told = call.headers["method"].removeprefix("nuonuo.OpeMplatform."), json.loads(call.body)
        return _said(*getattr(self, f"_{method}")(told, mood))

    def _token(self, call: Call, mood: str) -> Reply:
        told = parse_qs(call.body.decode())
        if mood == "no_token" or told.get("client_secret") != [SECRET] or told.get("client_id") != [KEY]:
            return Reply(body=json.dumps({"error": "070306", "error_description": "limit"}).encode())
        token = f"T{len(self.tokens) + 1}"
        self.tokens[token] = self.now + timedelta(hours=24)
        return Reply(body=json.dumps({"access_token": token, "expires_in": 86400}).encode())

    def _fault(self, call: Call, mood: str) -> str:
        """Prove our signature as the documents say; return the code of what is wrong."""
        asked = {name: value[0] for name, value in parse_qs(urlsplit(call.target).query).items()}
        assert len(asked["senid"]) == 32
        assert len(asked["nonce"]) == 8
        text = "a=services&l=v1&p=open&k={appkey}&i={senid}&n={nonce}&t={timestamp}&f=".format_map(asked)
        signed = hmac.new(SECRET.encode(), text.encode() + call.body, hashlib.sha1).digest()
        if call.path != "/open/v1/services" or asked["appkey"] != KEY:
            return "070101"
        if abs(int(asked["timestamp"]) - self.now.timestamp()) > 300 or call.headers.get("userTax") != SELLER:
            return "070310"
        if call.headers.get("X-Nuonuo-Sign") != base64.b64encode(signed).decode():
            return "070203"
        if mood == "busy":
            return "E9613"
        over = self.tokens.get(call.headers.get("accessToken", ""), self.now) <= self.now
        return "070302" if over or mood == "stale" else ""

    def _requestBillingNew(self, told: dict[str, Any], mood: str) -> tuple[str, Any]:
        order = told["order"]
        (line,) = order["invoiceDetail"]
        fen = round(float(line["price"]) * 100)
        assert (order["invoiceType"], line["withTaxFlag"]) == ("1", "1")
        if order["invoiceLine"] == "bs":
            bank, account = order["buyerAccount"].split(" ")
            assert all((order["buyerAddress"], order["buyerTel"], bank, account.isdigit())), "all of a special one"
            assert (len(order["buyerTaxNum"]), order["showBankAccountType"]) == (18, "2")
            assert len(order["buyerAddress"] + order["buyerTel"]) <= 100 >= len(order["buyerAccount"])
        else:
            assert order["invoiceLine"] == "pc"
            assert "buyerAccount" not in order
        assert order["email"] or order["buyerPhone"]
        if order["orderNo"] in self.orders:
            return "E9106", None
        if self.refuses:
            return self.refuses, None
        buyer = (order["buyerName"], order["buyerTaxNum"])
        told = {"fen": fen, "buyer": buyer, "line": order["invoiceLine"]}
        self.orders[order["orderNo"]] = {**told, "red": False, "official": ""}
        return "E0000", {"invoiceSerialNum": f"S{len(self.orders)}"}

    def _reInvoice(self, told: dict[str, Any], mood: str) -> tuple[str, Any]:
        return ("E0000", "") if told["orderno"] in self.orders else ("E9500", None)

    def _queryInvoiceResult(self, told: dict[str, Any], mood: str) -> tuple[str, Any]:
        (number,) = told["orderNos"]
        one = self.orders.get(number)
        if one is None:
            return "E9500", None
        state = one.get("state") or self.state
        found = {"orderNo": "other" if mood == "other_number" else number, "status": state, "serialNo": "S"}
        if state == "22":
            found["failCause"] = "电子税务局登录已失效，请扫脸认证"
        if state == "2":
            official = one["official"] or f"2631{len(self.orders):06d}{sum(map(ord, number)):010d}"
            one["official"] = official
            sign, fen = (-1 if one["red"] else 1), one["fen"] + (1 if mood == "other_sum" else 0)
            tax = round(fen * 0.13 / 1.13)
            found |= {"allElectronicInvoiceNumber": official, "invoiceTime": int(self.now.timestamp() * 1000)}
            found |= {"exTaxAmount": f"{sign * (fen - tax) / 100:.2f}", "taxAmount": f"{sign * tax / 100:.2f}"}
            found["pdfUrl"] = "" if mood == "no_url" else f"{self.url}/files/{number}.pdf"
        return "E0000", [found]

    def _saveInvoiceRedConfirm(self, told: dict[str, Any], mood: str) -> tuple[str, Any]:
        blue = next(one for one in self.orders.values() if one["official"] == told["blueElecInvoiceNumber"])
        if told["billId"] in self.confirmations:
            return "E9999", None
        gone = sum(one["fen"] for one in self.orders.values() if one.get("of") == told["blueElecInvoiceNumber"])
        assert told["blueInvoiceLine"] == blue["line"], "of the kind it reverses"
        fen = blue["fen"]
        if told.get("detail"):
            (line,) = told["detail"]
            fen = -round((float(line["taxExcludedAmount"]) + float(line["taxAmount"])) * 100)
        assert 0 < fen <= blue["fen"] - gone, "red never exceeds blue"
        self.confirmations[told["billId"]] = {"fen": fen, "of": told["blueElecInvoiceNumber"], "why": told["redReason"]}
        return "E0000", told["billId"]

    def _queryInvoiceRedConfirm(self, told: dict[str, Any], mood: str) -> tuple[str, Any]:
        one = self.confirmations.get(told["billId"])
        if one is None:
            return "E0000", {"total": 0, "list": []}
        one["state"] = state = one.get("state") or self.confirms
        if state in ("02", "15"):
            one["state"] = ""  # somebody may still answer
        if state in ("01", "04") and told["billId"] not in self.orders:
            self.orders[told["billId"]] = {"fen": one["fen"], "red": True, "of": one["of"], "official": ""}
        return "E0000", {"total": 1, "list": [{"billId": told["billId"], "billStatus": state}]}


def _said(code: str, result: Any) -> Reply:
    told = {"code": code, "describe": "成功" if code == "E0000" else "失败", "result": result}
    return Reply(body=json.dumps(told, ensure_ascii=False).encode())
