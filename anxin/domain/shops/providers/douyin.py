"""Douyin shops, by their open platform: HMAC-SHA256 over one JSON of sorted names; an app of the shop's own.

Its token is asked for by the shop's number and kept, for seven days. A no needs one of Douyin's own reasons and mostly
proofs, so it is handed in there.
"""

from datetime import datetime, timedelta
from hmac import digest
from typing import ClassVar
from urllib.parse import urlencode

from anxin.domain.shops.providers.client import Client, Row, at, backwards, cell, compact, moment, post
from anxin.domain.shops.providers.port import ClaimTold, LineTold, OrderTold, ShopFault, Unread

TYPES = {0: "return", 1: "refund_only", 2: "refund_only", 3: "exchange", 8: "repair"}
STATES = {6: "waits", 28: "refused"}
UNPAID, DONE, SUCCEEDED = frozenset({1, 4}), 5, 12
AGREES = {"return": 101, "refund_only": 201}
OK = 10000
EARLY = timedelta(hours=1)


class Douyin(Client):
    """One shop on Douyin."""

    GATEWAY = "https://openapi-fxg.jinritemai.com"
    COURIERS: ClassVar = {
        **{"SF": "shunfeng", "YTO": "yuantong", "ZTO": "zhongtong", "STO": "shentong", "YUNDA": "yunda"},
        **{"EMS": "ems", "JD": "jd"},
    }

    def call(self, method: str, told: Row, *, now: datetime) -> Row:
        """Ask one thing with the shop's token; one that ended early is asked for once more."""
        kept = self.values.get("token", "") if self.values.get("token_until", "") > now.isoformat() else ""
        try:
            return self._call(method, told, token=kept or self._token(now), now=now)
        except ShopFault as error:
            if error.kind != "token" or not kept:
                raise
        return self._call(method, told, token=self._token(now), now=now)

    def _token(self, now: datetime) -> str:
        told = {"code": "", "grant_type": "authorization_self", "shop_id": self.values["shop"]}
        found = self._call("token.create", told, token="", now=now)
        until = now + timedelta(seconds=int(cell(found, "expires_in", 0))) - EARLY
        given = {"token": str(cell(found, "access_token")), "token_until": until.isoformat()}
        if not given["token"]:
            raise ShopFault("token", "no token")
        self.values = {**self.values, **given}
        self.remember(given)
        return given["token"]

    def _call(self, method: str, told: Row, *, token: str, now: datetime) -> Row:
        body, secret = compact(told, ordered=True), self.values["secret"]
        values = {"app_key": self.values["app"], "method": method, "timestamp": str(int(now.timestamp())), "v": "2"}
        text = "".join(f"{name}{value}" for name, value in sorted({**values, "param_json": body}.items()))
        values["sign"] = digest(secret.encode(), f"{secret}{text}{secret}".encode(), "sha256").hex()
        asked = urlencode({**values, "sign_method": "hmac-sha256", **({"access_token": token} if token else {})})
        url = f"{self.gateway}/{method.replace('.', '/')}?{asked}"
        read = post(url, body=body.encode(), headers={"Content-Type": "application/json;charset=UTF-8"})
        code, sub = int(cell(read, "code", 0)), str(cell(read, "sub_code"))
        if code != OK:
            stale = "access-token" in sub or "token" in str(cell(read, "msg"))
            busy = sub.startswith("isp.") or "limit" in sub
            raise ShopFault(
                "token" if stale else "busy" if busy else "refused", f"{sub or code} {cell(read, 'sub_msg')}"
            )
        found = cell(read, "data", {})
        if not isinstance(found, dict):
            raise ShopFault("unreadable", method)
        return found

    def _list(self, method: str, told: Row, name: str, now: datetime) -> list[Row]:
        def ask(page: int) -> tuple[int, list[Row]]:
            found = self.call(method, {**told, "page": page, "size": self.SIZE}, now=now)
            return int(cell(found, "total", 0)), list(cell(found, name, []))

        return backwards(ask, self, first=0)

    def orders(self, start: datetime, end: datetime, *, now: datetime) -> list[OrderTold | Unread]:
        """Return the paid orders that changed in a while."""
        while_ = {"update_time_start": int(start.timestamp()), "update_time_end": int(end.timestamp())}
        told = {**while_, "order_by": "update_time"}
        return self.read_orders(self._list("order.searchList", told, "shop_order_list", now), "order_id")

    def claims(self, start: datetime, end: datetime, *, now: datetime) -> list[ClaimTold | Unread]:
        """Return the claims that changed in a while."""
        while_ = {"update_start_time": int(start.timestamp()), "update_end_time": int(end.timestamp())}
        return self.read_claims(self._list("afterSale.List", while_, "items", now), "aftersale_info.aftersale_id")

    def order(self, key: str, *, now: datetime) -> OrderTold | None:
        """Return one order."""
        found = self.call("order.orderDetail", {"shop_order_id": key}, now=now)
        return self.read_order(cell(found, "shop_order_detail", {}))

    def claim(self, ref: str, order: str, *, now: datetime) -> ClaimTold:
        """Return one claim as it stands."""
        found = cell(self.call("afterSale.List", {"aftersale_id": ref, "page": 0, "size": 1}, now=now), "items", [])
        return self.read_claim(found[0] if found else {})

    def read_order(self, row: Row) -> OrderTold | None:
        """Read an order; sums are fen."""
        state = int(row["order_status"])
        if state in UNPAID or not cell(row, "pay_time", 0):
            return None
        waybills = [cell(one, "tracking_no") for one in cell(row, "logistics_info", [])]
        return OrderTold(
            key=str(row["order_id"]),
            bought_at=at(row["create_time"]),
            lines=tuple(
                LineTold(
                    key=str(one["order_id"]),
                    title=str(one["product_name"]),
                    quantity=int(one["item_num"]),
                    amount_fen=int(one["pay_amount"]),
                    sku=str(cell(one, "code")),
                )
                for one in row["sku_order_list"]
            ),
            buyer=str(cell(row, "mask_post_receiver")),
            freight_fen=int(cell(row, "post_amount", 0)),
            waybill=str(next(filter(None, waybills), "")),
            shipped_at=moment(cell(row, "ship_time")),
            delivered_at=moment(cell(row, "finish_time")) if state == DONE else None,
        )

    def read_claim(self, row: Row) -> ClaimTold:
        """Read a claim; sums are fen."""
        told = row["aftersale_info"]
        kind, state = TYPES.get(int(told["aftersale_type"]), ""), int(told["aftersale_status"])
        paid = "returned" if kind == "return" else "refunded"
        return ClaimTold(
            ref=str(told["aftersale_id"]),
            order=str(cell(row, "order_info.shop_order_id")),
            line=str(cell(told, "related_id")),
            type=kind,
            state=STATES.get(state, paid if state == SUCCEEDED else "goes_on"),
            asked_fen=int(told["refund_amount"]),
            quantity=int(cell(told, "aftersale_num", 0)),
            reason=str(cell(row, "text_part.reason_text")),
            due_at=moment(cell(told, "status_deadline")),
            more={"updated": str(cell(told, "update_time"))},
        )

    def answer_as(self, claim: ClaimTold, kind: str, reason: str) -> tuple[str, Row] | None:
        """Return the call of an answer: a yes, about the claim as it was read."""
        if kind != "agree" or claim.type not in AGREES:
            return None
        one: dict[str, object] = {"aftersale_id": claim.ref, "update_time": int(claim.more["updated"] or 0)}
        if claim.type == "return" and self.values.get("address"):
            one["logistics"] = {"receiver_address_id": int(self.values["address"])}
        return "afterSale.operate", {"type": AGREES[claim.type], "items": [one]}

    def ship(self, order: str, courier: str, waybill: str, *, now: datetime) -> None:
        """Say that an order went out."""
        told = {"order_id": order, "company_code": self.COURIERS[courier], "logistics_code": waybill}
        self.call("order.logisticsAdd", told, now=now)
