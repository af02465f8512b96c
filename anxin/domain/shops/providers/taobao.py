"""Taobao and Tmall, by their open platform (TOP): a session of the shop, MD5, lists by the time of change.

A refund's answer carries its phase and version, so that an answer to an older one is refused there. Large sums ask the
seller for a code by text message: such an answer is refused here, and given there.
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
    fen,
    md5_signed,
    moment,
    posted,
)
from anxin.domain.shops.providers.port import ClaimTold, LineTold, OrderTold, ShopFault, Unread

UNPAID = frozenset({"TRADE_NO_CREATE_PAY", "WAIT_BUYER_PAY", "TRADE_CLOSED_BY_TAOBAO", "PAY_PENDING"})
STATES = {"WAIT_SELLER_AGREE": "waits", "CLOSED": "refused"}
TRADE = "tid,status,created,pay_time,post_fee,receiver_name,consign_time,end_time,orders"
REFUND = "refund_id,tid,oid,status,refund_fee,reason,desc,has_good_return,num,refund_phase,refund_version,"
REFUND += "refund_remind_timeout"
BUSY, TOKEN = frozenset({7}), frozenset({26, 27, 53})


class Taobao(Client):
    """One shop on Taobao or Tmall."""

    GATEWAY = "https://eco.taobao.com/router/rest"
    COURIERS: ClassVar = {"SF": "SF", "YTO": "YTO", "ZTO": "ZTO", "STO": "STO", "YUNDA": "YUNDA", "EMS": "EMS"}

    def call(self, method: str, told: Row, *, now: datetime) -> Row:
        """Ask one thing."""
        values = {**{name: str(value) for name, value in told.items()}, "method": f"taobao.{method}"}
        values |= {"app_key": self.values["app"], "session": self.values["session"], "timestamp": beijing(now)}
        values |= {"format": "json", "v": "2.0", "sign_method": "md5"}
        read = posted(self.gateway, md5_signed(values, self.values["secret"]))
        wrong = cell(read, "error_response", {})
        if wrong:
            said = f"{cell(wrong, 'sub_code') or cell(wrong, 'code')} {cell(wrong, 'sub_msg') or cell(wrong, 'msg')}"
            code = int(cell(wrong, "code", 0))
            system = code in BUSY or str(cell(wrong, "sub_code")).startswith("isp.")
            raise ShopFault("token" if code in TOKEN else "busy" if system else "refused", said)
        found = cell(read, f"{values['method'].replace('.', '_')[7:]}_response", None)
        if not isinstance(found, dict):
            raise ShopFault("unreadable", method)
        return found

    def _list(self, method: str, fields: str, path: str, start: datetime, end: datetime, now: datetime) -> list[Row]:
        while_ = {"start_modified": beijing(start), "end_modified": beijing(end), "fields": fields}

        def ask(page: int) -> tuple[int, list[Row]]:
            found = self.call(method, {**while_, "page_no": page, "page_size": self.SIZE}, now=now)
            return int(cell(found, "total_results", 0)), list(cell(found, path, []))

        return backwards(ask, self)

    def orders(self, start: datetime, end: datetime, *, now: datetime) -> list[OrderTold | Unread]:
        """Return the paid orders that changed in a while."""
        rows = self._list("trades.sold.increment.get", TRADE, "trades.trade", start, end, now)
        return self.read_orders(rows, "tid")

    def claims(self, start: datetime, end: datetime, *, now: datetime) -> list[ClaimTold | Unread]:
        """Return the claims that changed in a while."""
        rows = self._list("refunds.receive.get", REFUND, "refunds.refund", start, end, now)
        return self.read_claims(rows, "refund_id")

    def order(self, key: str, *, now: datetime) -> OrderTold | None:
        """Return one order."""
        found = self.call("trade.fullinfo.get", {"tid": key, "fields": TRADE}, now=now)
        return self.read_order(cell(found, "trade", {}))

    def claim(self, ref: str, order: str, *, now: datetime) -> ClaimTold:
        """Return one claim as it stands."""
        found = self.call("refund.get", {"refund_id": ref, "fields": REFUND}, now=now)
        return self.read_claim(cell(found, "refund", {}))

    def read_order(self, row: Row) -> OrderTold | None:
        """Read a trade."""
        if row["status"] in UNPAID or not cell(row, "pay_time"):
            return None
        items = row["orders"]["order"]
        done = row["status"] in ("TRADE_FINISHED", "TRADE_BUYER_SIGNED")
        return OrderTold(
            key=str(row["tid"]),
            bought_at=at(row["created"]),
            lines=tuple(
                LineTold(
                    key=str(one["oid"]),
                    title=str(one["title"]),
                    quantity=int(one["num"]),
                    amount_fen=fen(one["payment"]),
                    sku=str(cell(one, "outer_sku_id") or cell(one, "outer_iid")),
                )
                for one in items
            ),
            buyer=str(cell(row, "receiver_name")),
            freight_fen=fen(cell(row, "post_fee", 0)),
            waybill=str(next((one["invoice_no"] for one in items if cell(one, "invoice_no")), "")),
            shipped_at=moment(cell(row, "consign_time")),
            delivered_at=moment(cell(row, "end_time")) if done else None,
        )

    def read_claim(self, row: Row) -> ClaimTold:
        """Read a refund."""
        back = bool(row["has_good_return"])
        ended = "returned" if back else "refunded"
        state = STATES.get(row["status"], ended if row["status"] == "SUCCESS" else "goes_on")
        return ClaimTold(
            ref=str(row["refund_id"]),
            order=str(row["tid"]),
            line=str(row["oid"]),
            type="return" if back else "refund_only",
            state=state,
            asked_fen=fen(row["refund_fee"]),
            quantity=int(cell(row, "num", 0)),
            reason=str(cell(row, "reason")),
            told=str(cell(row, "desc")),
            due_at=moment(cell(row, "refund_remind_timeout.timeout")),
            more={"phase": str(cell(row, "refund_phase")), "version": str(cell(row, "refund_version"))},
        )

    def answer_as(self, claim: ClaimTold, kind: str, reason: str) -> tuple[str, Row] | None:
        """Return the call of an answer."""
        phase, version = claim.more["phase"], claim.more["version"]
        named = {"refund_id": claim.ref, "refund_phase": phase, "refund_version": version}
        if kind == "contest":
            return "refund.refuse", {**named, "refuse_message": reason[:200]}
        if claim.type == "return":
            return "rp.returngoods.agree", {**named, "remark": reason[:200]}
        return "rp.refunds.agree", {"refund_infos": f"{claim.ref}|{claim.asked_fen}|{version}|{phase}"}

    def ship(self, order: str, courier: str, waybill: str, *, now: datetime) -> None:
        """Say that an order went out."""
        told = {"tid": order, "out_sid": waybill, "company_code": self.COURIERS[courier]}
        self.call("logistics.offline.send", told, now=now)
