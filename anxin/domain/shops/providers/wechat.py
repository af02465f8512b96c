"""WeChat shops (微信小店): the stable token of the shop's own app, lists of numbers, each looked up by itself.

A list goes on by `next_key`, so nothing moves between its pages.
"""

from datetime import datetime
from typing import ClassVar

from anxin.core.carriers.requests import NoAnswer, NotReached
from anxin.core.carriers.wechat import ServiceAccount, WechatRefusal
from anxin.domain.shops.providers.client import Client, Row, at, cell, moment
from anxin.domain.shops.providers.port import ClaimTold, LineTold, OrderTold, ShopFault, Unread

TYPES = {"REFUND": "refund_only", "RETURN": "return", "EXCHANGE": "exchange"}
STATES = {"MERCHANT_PROCESSING": "waits", "MERCHANT_REFUND_SUCCESS": "refunded", "MERCHANT_RETURN_SUCCESS": "returned"}
STATES |= dict.fromkeys(("USER_CANCELD", "RETURN_CLOSED"), "refused")
UNPAID, DONE = frozenset({10, 250}), 100
BUSY, TOKEN = frozenset({45009, 45011}), frozenset({40001, 40013, 40014, 40125, 40164, 42001, 48001})


class WeChatShop(Client):
    """One WeChat shop."""

    GATEWAY = "https://api.weixin.qq.com"
    MOST = 100  # each is asked for by itself
    COURIERS: ClassVar = {"SF": "SF", "YTO": "YTO", "ZTO": "ZTO", "STO": "STO", "YUNDA": "YUNDA", "EMS": "EMS"}
    COURIERS |= {"JD": "JD"}

    def call(self, method: str, told: Row, *, now: datetime) -> Row:
        """Ask one thing."""
        try:
            return ServiceAccount({**self.values, "gateway": self.gateway}).ask(f"/channels/ec/{method}", told)
        except WechatRefusal as error:
            kind = "token" if error.code in TOKEN else "busy" if error.code in BUSY else "refused"
            raise ShopFault(kind, str(error)) from error
        except NotReached as error:
            raise ShopFault("busy", str(error.facts.get("why", ""))) from error
        except NoAnswer as error:
            raise ShopFault("silent", str(error.facts.get("why", ""))) from error

    def _numbers(self, method: str, told: Row, name: str, now: datetime) -> list[str]:
        found, key = list[str](), ""
        while True:
            page = self.call(method, {**told, "next_key": key}, now=now)
            found += map(str, cell(page, name, []))
            if len(found) > self.most:
                raise ShopFault("many", str(len(found)))
            key = str(cell(page, "next_key"))
            if not cell(page, "has_more", False) or not key:
                return list(dict.fromkeys(found))

    def orders(self, start: datetime, end: datetime, *, now: datetime) -> list[OrderTold | Unread]:
        """Return the paid orders that changed in a while."""
        while_ = {"update_time_range": {"start_time": int(start.timestamp()), "end_time": int(end.timestamp())}}
        numbers = self._numbers("order/list/get", {**while_, "page_size": self.SIZE}, "order_id_list", now)
        return self.read_orders([self._order(one, now) for one in numbers], "order_id")

    def claims(self, start: datetime, end: datetime, *, now: datetime) -> list[ClaimTold | Unread]:
        """Return the claims that changed in a while."""
        while_ = {"begin_update_time": int(start.timestamp()), "end_update_time": int(end.timestamp())}
        numbers = self._numbers("aftersale/getaftersalelist", while_, "after_sale_order_id_list", now)
        return self.read_claims([self._claim(one, now) for one in numbers], "after_sale_order_id")

    def _order(self, key: str, now: datetime) -> Row:
        found = cell(self.call("order/get", {"order_id": key}, now=now), "order", {})
        return {"order_id": key, **found}

    def _claim(self, ref: str, now: datetime) -> Row:
        found = self.call("aftersale/getaftersaleorder", {"after_sale_order_id": ref}, now=now)
        return {"after_sale_order_id": ref, **cell(found, "after_sale_order", {})}

    def order(self, key: str, *, now: datetime) -> OrderTold | None:
        """Return one order."""
        return self.read_order(self._order(key, now))

    def claim(self, ref: str, order: str, *, now: datetime) -> ClaimTold:
        """Return one claim as it stands."""
        return self.read_claim(self._claim(ref, now))

    def read_order(self, row: Row) -> OrderTold | None:
        """Read an order; sums are fen."""
        state, detail = int(row["status"]), row["order_detail"]
        if state in UNPAID or not cell(detail, "pay_info.pay_time", 0):
            return None
        parcels = list(cell(detail, "delivery_info.delivery_product_info", []))
        return OrderTold(
            key=str(row["order_id"]),
            bought_at=at(row["create_time"]),
            lines=tuple(
                LineTold(
                    key=str(one["sku_id"]),
                    title=str(one["title"]),
                    quantity=int(one["sku_cnt"]),
                    amount_fen=int(one["real_price"]),
                    sku=str(cell(one, "sku_code")),
                )
                for one in detail["product_infos"]
            ),
            buyer=str(cell(detail, "delivery_info.address_info.user_name")),
            freight_fen=int(cell(detail, "price_info.freight", 0)),
            waybill=str(next((one["waybill_id"] for one in parcels if cell(one, "waybill_id")), "")),
            shipped_at=moment(cell(detail, "delivery_info.ship_done_time")),
            delivered_at=moment(cell(row, "update_time")) if state == DONE else None,
        )

    def read_claim(self, row: Row) -> ClaimTold:
        """Read a claim; sums are fen."""
        return ClaimTold(
            ref=str(row["after_sale_order_id"]),
            order=str(row["order_id"]),
            line=str(cell(row, "product_info.sku_id")),
            type=TYPES.get(str(row["type"]), ""),
            state=STATES.get(str(row["status"]), "goes_on"),
            asked_fen=int(row["refund_info"]["amount"]),
            quantity=int(cell(row, "product_info.count", 0)),
            reason=str(cell(row, "reason_text") or cell(row, "reason")),
            told=str(cell(row, "details.desc")),
            due_at=moment(cell(row, "deadline")),
        )

    def answer_as(self, claim: ClaimTold, kind: str, reason: str) -> tuple[str, Row] | None:
        """Return the call of an answer; goods that come back need an address named there, by a person."""
        if kind == "contest":
            return "aftersale/rejectapply", {"after_sale_order_id": claim.ref, "reject_reason": reason[:200]}
        if claim.type == "refund_only":
            return "aftersale/acceptapply", {"after_sale_order_id": claim.ref}
        return None

    def ship(self, order: str, courier: str, waybill: str, *, now: datetime) -> None:
        """Say that an order went out, whole, in one parcel."""
        rows = self._order(order, now)["order_detail"]["product_infos"]
        whole = [
            {"product_id": one["product_id"], "sku_id": one["sku_id"], "product_cnt": one["sku_cnt"]} for one in rows
        ]
        parcel = {"delivery_id": self.COURIERS[courier], "waybill_id": waybill, "deliver_type": 1}
        told = {"order_id": order, "delivery_list": [{**parcel, "product_infos": whole}]}
        self.call("order/delivery/send", told, now=now)
