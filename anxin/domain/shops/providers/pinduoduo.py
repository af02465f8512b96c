"""Pinduoduo, by its open platform: signed as Taobao, seconds, lists of half an hour at most by the time of change.

Claims are listed by their state, so what waits and what was paid is asked for, and each open one is looked at. The
interface takes a yes to a refund; a no needs proofs handed in there.
"""

from datetime import datetime, timedelta
from typing import ClassVar

from anxin.domain.shops.providers.client import (
    Client,
    Row,
    at,
    backwards,
    cell,
    compact,
    fen,
    md5_signed,
    moment,
    posted,
    shared,
)
from anxin.domain.shops.providers.port import ClaimTold, LineTold, OrderTold, ShopFault, Unread

TYPES = {"2": "refund_only", "3": "return", "4": "exchange", "6": "repair"}
STATES = {2: "waits", 3: "waits", 14: "waits", 21: "waits"}
STATES |= dict.fromkeys((9, 11, 12, 13, 17, 24), "refused")
PAID = 10
LISTED = (2, 3, 14, PAID)
BUSY = frozenset({70031, 52001, 52002, 52101, 52102, 52103, 50000})
TOKEN = frozenset({10018, 10019, 10035, 20004})


class Pinduoduo(Client):
    """One shop on Pinduoduo."""

    GATEWAY = "https://gw-api.pinduoduo.com/api/router"
    SPAN = timedelta(minutes=30)
    LOOKS = True
    COURIERS: ClassVar = {"SF": "44", "YTO": "85", "ZTO": "115", "STO": "1", "YUNDA": "121", "EMS": "118", "JD": "120"}

    def call(self, method: str, told: Row, *, now: datetime) -> Row:
        """Ask one thing."""
        values = {name: value if isinstance(value, str) else compact(value) for name, value in told.items()}
        values |= {"type": f"pdd.{method}", "client_id": self.values["app"], "access_token": self.values["session"]}
        values |= {"timestamp": str(int(now.timestamp())), "data_type": "JSON", "version": "V1"}
        read = posted(self.gateway, md5_signed(values, self.values["secret"]))
        wrong = cell(read, "error_response", {})
        if wrong:
            code = int(cell(wrong, "error_code", 0))
            said = f"{code} {cell(wrong, 'sub_msg') or cell(wrong, 'error_msg')}"
            raise ShopFault("token" if code in TOKEN else "busy" if code in BUSY else "refused", said)
        return read

    def _list(
        self, method: str, more: Row, path: tuple[str, str], start: datetime, end: datetime, now: datetime
    ) -> list[Row]:
        while_ = {"start_updated_at": int(start.timestamp()), "end_updated_at": int(end.timestamp())}

        def ask(page: int) -> tuple[int, list[Row]]:
            found = self.call(method, {**while_, **more, "page": page, "page_size": self.SIZE}, now=now)
            total = cell(found, f"{path[0]}.total_count", None)
            if total is None:
                raise ShopFault("unreadable", method)
            return int(total), list(cell(found, ".".join(path), []))

        return backwards(ask, self)

    def orders(self, start: datetime, end: datetime, *, now: datetime) -> list[OrderTold | Unread]:
        """Return the paid orders that changed in a while."""
        every, path = {"order_status": 5, "refund_status": 5}, ("order_sn_increment_get_response", "order_sn_list")
        rows = self._list("order.number.list.increment.get", {**every, "is_lucky_flag": 0}, path, start, end, now)
        return self.read_orders(rows, "order_sn")

    def claims(self, start: datetime, end: datetime, *, now: datetime) -> list[ClaimTold | Unread]:
        """Return the claims that came to wait for the seller, or were paid, in a while."""
        path, found = ("refund_increment_get_response", "refund_list"), list[ClaimTold | Unread]()
        for state in LISTED:
            told = {"after_sales_type": 1, "after_sales_status": state}
            found += self.read_claims(self._list("refund.list.increment.get", told, path, start, end, now), "id")
        return found

    def order(self, key: str, *, now: datetime) -> OrderTold | None:
        """Return one order."""
        found = self.call("order.information.get", {"order_sn": key}, now=now)
        return self.read_order(cell(found, "order_info_get_response.order_info", {}))

    def claim(self, ref: str, order: str, *, now: datetime) -> ClaimTold:
        """Return one claim as it stands, among those of its order."""
        while_ = {"start_updated_at": int(now.timestamp()) - 60, "end_updated_at": int(now.timestamp())}
        told = {**while_, "order_sn": order, "after_sales_type": 1, "after_sales_status": 2, "page": 1}
        found = self.call("refund.list.increment.get", {**told, "page_size": self.SIZE}, now=now)
        rows = cell(found, "refund_increment_get_response.refund_list", [])
        row = next((one for one in rows if str(cell(one, "id")) == ref), None)
        if row is None:
            raise ShopFault("unreadable", "no such claim")
        return self.read_claim(row)

    def read_order(self, row: Row) -> OrderTold | None:
        """Read an order: it is one by being paid."""
        goods = list(row["item_list"])
        paid = fen(row["pay_amount"]) - fen(cell(row, "postage", 0))
        shares = shared(paid, [fen(one["goods_price"]) * int(one["goods_count"]) for one in goods])
        return OrderTold(
            key=str(row["order_sn"]),
            bought_at=at(cell(row, "confirm_time") or row["created_time"]),
            lines=tuple(
                LineTold(
                    key=str(cell(one, "sku_id") or row["order_sn"]),
                    title=" ".join(filter(None, (str(one["goods_name"]), str(cell(one, "goods_spec"))))),
                    quantity=int(one["goods_count"]),
                    amount_fen=share,
                    sku=str(cell(one, "outer_id")),
                )
                for one, share in zip(goods, shares, strict=True)
            ),
            buyer=str(cell(row, "receiver_name_mask") or cell(row, "receiver_name")),
            freight_fen=fen(cell(row, "postage", 0)),
            waybill=str(cell(row, "tracking_number")),
            shipped_at=moment(cell(row, "shipping_time")),
            delivered_at=moment(cell(row, "receive_time")),
        )

    def read_claim(self, row: Row) -> ClaimTold:
        """Read a claim; sums are yuan."""
        kind, state = TYPES.get(str(row["after_sales_type"]), ""), int(row["after_sales_status"])
        paid = "returned" if kind == "return" else "refunded"
        return ClaimTold(
            ref=str(row["id"]),
            order=str(row["order_sn"]),
            line=str(cell(row, "sku_id")),
            type=kind,
            state=STATES.get(state, paid if state == PAID else "goes_on"),
            asked_fen=fen(row["refund_amount"]),
            quantity=int(cell(row, "goods_number", 0)),
            reason=str(cell(row, "after_sale_reason")),
        )

    def answer_as(self, claim: ClaimTold, kind: str, reason: str) -> tuple[str, Row] | None:
        """Return the call of an answer."""
        if kind != "agree" or claim.type != "refund_only":
            return None
        told = {"after_sales_id": claim.ref, "order_sn": claim.order, "operate_desc": reason[:200]}
        return "refund.agree", {"request": told}

    def ship(self, order: str, courier: str, waybill: str, *, now: datetime) -> None:
        """Say that an order went out."""
        told = {"order_sn": order, "logistics_id": self.COURIERS[courier], "tracking_number": waybill}
        self.call("logistics.online.send", told, now=now)
