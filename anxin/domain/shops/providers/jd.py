"""JD, by its open platform: signed as Taobao over one parameter of JSON, orders by change, refunds by when asked for.

What is known here are the refund requests of orders (退款审核单); the service forms of goods that were signed for
(售后服务单) are another interface. JD gives orders to programs in its own cloud alone.
"""

from datetime import datetime
from typing import ClassVar

from anxin.domain.shops.providers.client import (
    Client,
    Row,
    at,
    backwards,
    beijing,
    cell,
    compact,
    fen,
    md5_signed,
    moment,
    posted,
    shared,
)
from anxin.domain.shops.providers.port import ClaimTold, LineTold, OrderTold, ShopFault, Unread

PAID = "WAIT_SELLER_STOCK_OUT,WAIT_GOODS_RECEIVE_CONFIRM,FINISHED_L"
FIELDS = "orderId,orderState,orderStartTime,orderPayment,freightPrice,itemInfoList,consigneeInfo,waybill,orderEndTime"
STATES = {0: "waits", 2: "refused", 3: "refunded", 9: "refunded"}
OTHER_REASON = 5
BUSY, TOKEN = frozenset({"10", "21", "50", "65", "67"}), frozenset({"18", "19", "20"})


class JD(Client):
    """One shop on JD."""

    GATEWAY = "https://api.jd.com/routerjson"
    LOOKS = True
    COURIERS: ClassVar = {"SF": "467", "YTO": "463", "ZTO": "1499", "STO": "470", "YUNDA": "1327", "EMS": "465"}
    COURIERS |= {"JD": "2087"}

    def call(self, method: str, told: Row, *, now: datetime) -> Row:
        """Ask one thing."""
        name = f"jingdong.pop.{method}"
        values = {"method": name, "app_key": self.values["app"], "access_token": self.values["session"], "v": "2.0"}
        values |= {"timestamp": beijing(now), "format": "json", "360buy_param_json": compact(told, ordered=True)}
        read = posted(self.gateway, md5_signed(values, self.values["secret"]))
        wrong = cell(read, "error_response", {})
        if wrong:
            code = str(cell(wrong, "code"))
            said = f"{code} {cell(wrong, 'zh_desc') or cell(wrong, 'en_desc')}"
            raise ShopFault("token" if code in TOKEN else "busy" if code in BUSY else "refused", said)
        found = cell(read, f"{name.replace('.', '_')}_responce", None)
        if not isinstance(found, dict):
            raise ShopFault("unreadable", method)
        return found

    def orders(self, start: datetime, end: datetime, *, now: datetime) -> list[OrderTold | Unread]:
        """Return the paid orders that changed in a while."""
        told = {"start_date": beijing(start), "end_date": beijing(end), "order_state": PAID, "dateType": "0"}

        def ask(page: int) -> tuple[int, list[Row]]:
            pages = {"optional_fields": FIELDS, "page": str(page), "page_size": str(self.SIZE)}
            found = cell(self.call("order.search", {**told, **pages}, now=now), "searchorderinfo_result", {})
            return int(cell(found, "orderTotal", 0)), list(cell(found, "orderInfoList", []))

        return self.read_orders(backwards(ask, self), "orderId")

    def claims(self, start: datetime, end: datetime, *, now: datetime) -> list[ClaimTold | Unread]:
        """Return the refunds that were asked for in a while."""
        told = {"applyTimeStart": beijing(start), "applyTimeEnd": beijing(end), "pageSize": self.SIZE}

        def ask(page: int) -> tuple[int, list[Row]]:
            found = self.call("afs.soa.refundapply.queryPageList", {**told, "pageIndex": page}, now=now)
            return int(cell(found, "queryResult.totalCount", 0)), list(cell(found, "queryResult.result", []))

        return self.read_claims(backwards(ask, self), "id")

    def order(self, key: str, *, now: datetime) -> OrderTold | None:
        """Return one order."""
        found = self.call("order.get", {"order_id": key, "optional_fields": FIELDS}, now=now)
        return self.read_order(cell(found, "orderDetailInfo.orderInfo", {}))

    def claim(self, ref: str, order: str, *, now: datetime) -> ClaimTold:
        """Return one refund as it stands."""
        found = cell(self.call("afs.soa.refundapply.queryById", {"id": ref}, now=now), "queryResult.result", [])
        return self.read_claim(found[0] if found else {})

    def read_order(self, row: Row) -> OrderTold | None:
        """Read an order; only paid ones are asked for."""
        items, freight = list(row["itemInfoList"]), fen(cell(row, "freightPrice", 0))
        prices = [fen(one["jdPrice"]) * int(one["itemTotal"]) for one in items]
        return OrderTold(
            key=str(row["orderId"]),
            bought_at=at(row["orderStartTime"]),
            lines=tuple(
                LineTold(
                    key=str(one["skuId"]),
                    title=str(one["skuName"]),
                    quantity=int(one["itemTotal"]),
                    amount_fen=share,
                    sku=str(cell(one, "outerSkuId")),
                )
                for one, share in zip(items, shared(fen(row["orderPayment"]) - freight, prices), strict=True)
            ),
            buyer=str(cell(row, "consigneeInfo.fullname")),
            freight_fen=freight,
            waybill=str(cell(row, "waybill")),
            delivered_at=moment(cell(row, "orderEndTime")) if row["orderState"] == "FINISHED_L" else None,
        )

    def read_claim(self, row: Row) -> ClaimTold:
        """Read a refund request; its sum is fen."""
        return ClaimTold(
            ref=str(row["id"]),
            order=str(row["orderId"]),
            type="refund_only",
            state=STATES.get(int(row["status"]), "goes_on"),
            asked_fen=int(row["applyRefundSum"]),
            reason=str(cell(row, "reason")),
        )

    def answer_as(self, claim: ClaimTold, kind: str, reason: str) -> tuple[str, Row] | None:
        """Return the call of an answer; a no says the goods are out, for another reason than those listed."""
        told: dict[str, object] = {"id": claim.ref, "checkUserName": "anxin", "remark": reason[:200]}
        no = {"rejectType": OTHER_REASON, "outWareStatus": 1}
        told |= {"status": 1} if kind == "agree" else {"status": 2, **no}
        return "afs.soa.refundapply.replyRefund", told

    def ship(self, order: str, courier: str, waybill: str, *, now: datetime) -> None:
        """Say that an order went out."""
        told = {"orderId": order, "logiCoprId": self.COURIERS[courier], "logiNo": waybill}
        self.call("order.shipment", told, now=now)
