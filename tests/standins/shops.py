"""Stand-ins for shops on five platforms: the same books, each platform's own words, from its documents alone.

Signatures are proved here by code of their own. `docs/reference/providers.md` tells where the documents are known from.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from tests.standins.server import Call
from tests.standins.shop_books import (
    APP,
    SECRET,
    SESSION,
    SHOP,
    Books,
    Claimed,
    Sold,
    form,
    read,
    seconds,
    since,
    words,
    yuan,
)


class Taobao(Books):
    """A shop on Taobao, behind TOP."""

    name = "taobao"
    STATES = {"waits": "WAIT_SELLER_AGREE", "goes_on": "WAIT_BUYER_RETURN_GOODS", "paid": "SUCCESS", "closed": "CLOSED"}

    def told(self, call: Call) -> dict[str, Any]:
        told = form(call)
        assert (told["app_key"], told["format"], told["v"], told["sign_method"]) == (APP, "json", "2.0", "md5")
        if told["session"] != SESSION or self.mood == "token":
            return {"error_response": {"code": 27, "msg": "Invalid session", "sub_code": "invalid-sessionkey"}}
        if not self.fresh(read(told["timestamp"])):
            return {"error_response": {"code": 31, "msg": "Invalid timestamp"}}
        if self.mood == "busy":
            return {
                "error_response": {"code": 7, "msg": "App Call Limited", "sub_code": "accesscontrol.limited-by-app"}
            }
        if self.mood == "refuse":
            return {"error_response": {"code": 15, "sub_code": "isv.refund-code-need", "sub_msg": "需要短信验证码"}}
        return {f"{told['method'][7:].replace('.', '_')}_response": self._found(told)}

    def _found(self, told: dict[str, str]) -> dict[str, Any]:
        method = told["method"].removeprefix("taobao.")
        if method == "trades.sold.increment.get":
            total, rows = self._page(self.sold.values(), told)
            return {
                "total_results": total,
                **({"trades": {"trade": [self._trade(one) for one in rows]}} if rows else {}),
            }
        if method == "refunds.receive.get":
            total, rows = self._page(self.claimed.values(), told)
            return {"total_results": total, "refunds": {"refund": [self._refund(one) for one in rows]}}
        if method == "trade.fullinfo.get":
            return {"trade": self._trade(self.sold[told["tid"]])}
        if method == "refund.get":
            return {"refund": self._refund(self.claimed[told["refund_id"]])}
        if method == "rp.refunds.agree":
            ref, fen, version, phase = told["refund_infos"].split("|")
            assert (int(fen), version, phase) == (self.claimed[ref].fen, "17", "onsale")
            self.took(ref, "agree")
        elif method == "refund.refuse":
            assert (told["refund_version"], told["refund_phase"]) == ("17", "onsale")
            self.took(told["refund_id"], f"no: {told['refuse_message']}")
        else:
            assert method == "logistics.offline.send", method
            self.parcels.append((told["tid"], f"{told['company_code']} {told['out_sid']}"))
        return {"is_success": True}

    def _page(self, rows: Iterable[Any], told: dict[str, str]) -> tuple[int, list[Any]]:
        start, end = read(told["start_modified"]), read(told["end_modified"])
        assert end - start <= timedelta(days=1)
        return self.page(rows, start, end, int(told["page_no"]) - 1, int(told["page_size"]))

    def _trade(self, one: Sold) -> dict[str, Any]:
        line = {"oid": int(one.sub), "title": one.title, "num": 1, "payment": yuan(one.fen), "outer_iid": "CUP-1"}
        if one.waybill:
            line["invoice_no"] = one.waybill
        status = "WAIT_SELLER_SEND_GOODS" if one.shipped is None else "WAIT_BUYER_CONFIRM_GOODS"
        found = {"tid": int(one.key), "created": words(one.at), "post_fee": yuan(one.freight), "receiver_name": "张**"}
        found |= {"status": "TRADE_FINISHED" if one.done else status if one.paid else "WAIT_BUYER_PAY"}
        found |= {"pay_time": words(one.at)} if one.paid else {}
        found |= {"consign_time": words(one.shipped)} if one.shipped else {}
        found |= {"end_time": words(one.done)} if one.done else {}
        return {**found, "orders": {"order": [line]}}

    def _refund(self, one: Claimed) -> dict[str, Any]:
        found = {"refund_id": one.ref, "tid": int(one.of.key), "oid": int(one.of.sub), "status": self.STATES[one.state]}
        found |= {"refund_fee": yuan(one.fen), "reason": one.reason, "desc": "杯口裂了", "has_good_return": one.back}
        found |= {"num": 1, "refund_phase": "onsale", "refund_version": 17}
        return {**found, "refund_remind_timeout": {"exist_timeout": bool(one.due), "timeout": words(one.due)}}


class Pinduoduo(Books):
    """A shop on Pinduoduo."""

    name = "pinduoduo"
    STATES = {"waits": 2, "goes_on": 4, "paid": 10, "closed": 11}

    def told(self, call: Call) -> dict[str, Any]:
        told = form(call)
        assert (told["client_id"], told["data_type"], told["version"]) == (APP, "JSON", "V1")
        wrong = {"token": (10019, "access_token已过期"), "busy": (70031, "调用过于频繁"), "refuse": (50001, "业务异常")}
        if told["access_token"] != SESSION or not self.fresh(since(told["timestamp"])) or self.mood in wrong:
            code, said = wrong.get(self.mood, (10019, "access_token已过期"))
            return {"error_response": {"error_code": code, "error_msg": said, "sub_msg": said}}
        method = told["type"].removeprefix("pdd.")
        if method == "order.number.list.increment.get":
            assert (told["order_status"], told["refund_status"], told["is_lucky_flag"]) == ("5", "5", "0")
            total, rows = self._page((one for one in self.sold.values() if one.paid), told)
            found = {"total_count": total, "order_sn_list": [self._order(one) for one in rows]}
            return {"order_sn_increment_get_response": found}
        if method == "refund.list.increment.get":
            total, rows = self._refunds(told)
            return {"refund_increment_get_response": {"total_count": total, "refund_list": rows}}
        if method == "order.information.get":
            return {"order_info_get_response": {"order_info": self._order(self.sold[told["order_sn"]])}}
        if method == "refund.agree":
            asked = json.loads(told["request"])
            assert self.claimed[asked["after_sales_id"]].of.key == asked["order_sn"]
            self.took(asked["after_sales_id"], "agree")
            return {"response": {"result": {"succ": True}}}
        assert method == "logistics.online.send", method
        self.parcels.append((told["order_sn"], f"{told['logistics_id']} {told['tracking_number']}"))
        return {"logistics_online_send_response": {"is_success": True}}

    def _page(self, rows: Iterable[Any], told: dict[str, str]) -> tuple[int, list[Any]]:
        start, end = since(told["start_updated_at"]), since(told["end_updated_at"])
        assert end - start <= timedelta(minutes=30)
        return self.page(rows, start, end, int(told["page"]) - 1, int(told["page_size"]))

    def _refunds(self, told: dict[str, str]) -> tuple[int, list[dict[str, Any]]]:
        if told.get("order_sn"):  # then nothing else of what was asked counts
            rows = [one for one in self.claimed.values() if one.of.key == told["order_sn"]]
            return len(rows), [self._refund(one) for one in rows]
        state = int(told["after_sales_status"])
        total, rows = self._page((one for one in self.claimed.values() if self.STATES[one.state] == state), told)
        return total, [self._refund(one) for one in rows]

    def _order(self, one: Sold) -> dict[str, Any]:
        line = {"sku_id": int(one.sub), "goods_name": one.title, "goods_count": 1, "outer_id": "CUP-1"}
        line["goods_price"] = None if one.fen is None else yuan(one.fen + 500)
        whole = None if one.fen is None else yuan(one.fen + one.freight)
        found = {"order_sn": one.key, "confirm_time": words(one.at), "created_time": words(one.at), "pay_amount": whole}
        found |= {"postage": yuan(one.freight), "receiver_name": "~AgAAAAKpdeQGwHRpLQCq~", "receiver_name_mask": "张**"}
        found |= {"tracking_number": one.waybill, "shipping_time": words(one.shipped), "receive_time": words(one.done)}
        return {**found, "item_list": [line]}

    def _refund(self, one: Claimed) -> dict[str, Any]:
        kind, state = 3 if one.back else 2, self.STATES[one.state]
        found = {"id": one.ref, "order_sn": one.of.key, "after_sales_type": kind, "after_sales_status": state}
        found |= {"refund_amount": yuan(one.fen), "after_sale_reason": one.reason, "sku_id": int(one.of.sub)}
        return {**found, "goods_number": 1}


class JD(Books):
    """A shop on JD."""

    name = "jd"
    STATES = {"waits": 0, "goes_on": 1, "paid": 3, "closed": 2}

    def told(self, call: Call) -> dict[str, Any]:
        told = form(call)
        assert (told["app_key"], told["v"]) == (APP, "2.0")
        wrong = {"token": ("19", "token已过期"), "busy": ("50", "服务繁忙"), "refuse": ("11", "业务异常")}
        if told["access_token"] != SESSION or not self.fresh(read(told["timestamp"])) or self.mood in wrong:
            code, said = wrong.get(self.mood, ("19", "token已过期"))
            return {"error_response": {"code": code, "zh_desc": said}}
        found = self._found(told["method"].removeprefix("jingdong.pop."), json.loads(told["360buy_param_json"]))
        return {f"{told['method'].replace('.', '_')}_responce": {"code": "0", **found}}

    def _found(self, method: str, told: dict[str, Any]) -> dict[str, Any]:
        if method == "order.search":
            start, end, page = read(told["start_date"]), read(told["end_date"]), int(told["page"]) - 1
            paid = (one for one in self.sold.values() if one.paid)
            total, rows = self.page(paid, start, end, page, int(told["page_size"]))
            return {
                "searchorderinfo_result": {"orderTotal": total, "orderInfoList": [self._order(one) for one in rows]}
            }
        if method == "order.get":
            return {"orderDetailInfo": {"orderInfo": self._order(self.sold[told["order_id"]])}}
        if method == "afs.soa.refundapply.queryPageList":
            start, end = read(told["applyTimeStart"]), read(told["applyTimeEnd"])
            total, rows = self.page(self.claimed.values(), start, end, told["pageIndex"] - 1, told["pageSize"])
            return {"queryResult": {"totalCount": total, "result": [self._refund(one) for one in rows]}}
        if method == "afs.soa.refundapply.queryById":
            return {"queryResult": {"result": [self._refund(self.claimed[str(told["id"])])]}}
        if method == "afs.soa.refundapply.replyRefund":
            assert told["checkUserName"]
            self.took(told["id"], {1: "agree", 2: f"no: {told['remark']}"}[told["status"]])
            return {"replyResult": {"success": True}}
        assert method == "order.shipment", method
        self.parcels.append((told["orderId"], f"{told['logiCoprId']} {told['logiNo']}"))
        return {}

    def _order(self, one: Sold) -> dict[str, Any]:
        line = {"skuId": one.sub, "skuName": one.title, "itemTotal": "1", "jdPrice": "139.00", "outerSkuId": "CUP-1"}
        whole = None if one.fen is None else yuan(one.fen + one.freight)
        state = "FINISHED_L" if one.done else "WAIT_GOODS_RECEIVE_CONFIRM"
        found = {"orderId": one.key, "orderState": state, "orderStartTime": words(one.at), "orderPayment": whole}
        found |= {"freightPrice": yuan(one.freight), "itemInfoList": [line], "waybill": one.waybill}
        cipher = "AeKx93kd02kdkslw93kdkslw93kdkslw9"
        return {**found, "orderEndTime": words(one.done), "consigneeInfo": {"fullname": cipher}}

    def _refund(self, one: Claimed) -> dict[str, Any]:
        found = {"id": one.ref, "orderId": one.of.key, "status": self.STATES[one.state], "applyRefundSum": one.fen}
        return {**found, "reason": one.reason, "buyerName": "jd_4a", "applyTime": words(one.changed)}


class Douyin(Books):
    """A shop on Douyin, with an app of its own."""

    name = "douyin"
    STATES = {"waits": 6, "goes_on": 7, "paid": 12, "closed": 28}

    def __init__(self, *, now: datetime) -> None:
        super().__init__(now=now)
        self.tokens: list[str] = []

    @property
    def values(self) -> dict[str, str]:
        return {**super().values, "shop": SHOP, "address": "70001"}

    @property
    def secrets(self) -> dict[str, str]:
        return {"secret": SECRET}

    def told(self, call: Call) -> dict[str, Any]:
        asked = {name: found[0] for name, found in parse_qs(urlsplit(call.target).query).items()}
        text, body = SECRET, call.body.decode()
        signed = {"app_key": asked["app_key"], "method": asked["method"], "param_json": body}
        for name, value in sorted({**signed, "timestamp": asked["timestamp"], "v": asked["v"]}.items()):
            text += name + value
        proof = hmac.new(SECRET.encode(), (text + SECRET).encode(), hashlib.sha256).hexdigest()
        assert asked["sign"] == proof, "signed wrongly"
        assert call.path == "/" + asked["method"].replace(".", "/")
        told = json.loads(body)
        assert body == json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        if not self.fresh(since(asked["timestamp"])):
            return {"code": 40003, "sub_code": "isv.timestamp-expired"}
        if asked["method"] == "token.create":
            assert (told["grant_type"], told["shop_id"]) == ("authorization_self", SHOP)
            self.tokens.append(f"T{len(self.tokens)}")
            return {"code": 10000, "data": {"access_token": self.tokens[-1], "expires_in": 604800}}
        if self.mood == "token" or asked.get("access_token") != self.tokens[-1]:
            return {"code": 30001, "sub_code": "isv.access-token-expired:4", "sub_msg": "access_token已过期"}
        if self.mood == "busy":
            return {"code": 20000, "sub_code": "isp.service-error:10002", "sub_msg": "请重试"}
        if self.mood == "refuse":
            return {"code": 50002, "sub_code": "isv.business-failed:11001", "sub_msg": "请登录抖店后台人工审核"}
        return {"code": 10000, "msg": "success", "data": self._found(asked["method"], told)}

    def _found(self, method: str, told: dict[str, Any]) -> dict[str, Any]:
        if method == "order.searchList":
            start, end = since(told["update_time_start"]), since(told["update_time_end"])
            total, rows = self.page(self.sold.values(), start, end, told["page"], told["size"])
            return {"total": total, "page": told["page"], "shop_order_list": [self._order(one) for one in rows]}
        if method == "order.orderDetail":
            return {"shop_order_detail": self._order(self.sold[told["shop_order_id"]])}
        if method == "afterSale.List":
            if told.get("aftersale_id"):
                return {"total": 1, "items": [self._item(self.claimed[told["aftersale_id"]])]}
            start, end = since(told["update_start_time"]), since(told["update_end_time"])
            total, rows = self.page(self.claimed.values(), start, end, told["page"], told["size"])
            return {"total": total, "items": [self._item(one) for one in rows]}
        if method == "afterSale.operate":
            (one,) = told["items"]
            kind, claimed = told["type"], self.claimed[one["aftersale_id"]]
            assert (kind == 101) == claimed.back
            assert one["update_time"] == seconds(claimed.changed)
            assert kind != 101 or one["logistics"]["receiver_address_id"] == 70001
            self.took(one["aftersale_id"], "agree")
            return {"items": [{"aftersale_id": one["aftersale_id"], "status_code": 0}]}
        assert method == "order.logisticsAdd", method
        self.parcels.append((told["order_id"], f"{told['company_code']} {told['logistics_code']}"))
        return {}

    def _order(self, one: Sold) -> dict[str, Any]:
        line = {"order_id": one.sub, "product_name": one.title, "item_num": 1, "pay_amount": one.fen, "code": "CUP-1"}
        found = {"order_id": one.key, "order_status": 5 if one.done else 3 if one.shipped else 2 if one.paid else 1}
        found |= {"create_time": seconds(one.at), "pay_time": seconds(one.at) if one.paid else 0}
        found |= {"ship_time": seconds(one.shipped), "finish_time": seconds(one.done), "post_amount": one.freight}
        found |= {"mask_post_receiver": "张**", "encrypt_post_receiver": "##cipher", "sku_order_list": [line]}
        return {**found, "logistics_info": [{"tracking_no": one.waybill}] if one.waybill else []}

    def _item(self, one: Claimed) -> dict[str, Any]:
        told = {"aftersale_id": one.ref, "aftersale_type": 0 if one.back else 1, "related_id": one.of.sub}
        told |= {"aftersale_status": self.STATES[one.state], "refund_amount": one.fen, "aftersale_num": 1}
        told |= {"update_time": seconds(one.changed), "status_deadline": seconds(one.due)}
        found = {"aftersale_info": told, "order_info": {"shop_order_id": one.of.key}}
        return {**found, "text_part": {"reason_text": one.reason}}


class WeChat(Books):
    """A WeChat shop."""

    name = "wechat"
    STATES = {"waits": "MERCHANT_PROCESSING", "goes_on": "MERCHANT_REJECT_REFUND", "closed": "USER_CANCELD"}

    def __init__(self, *, now: datetime) -> None:
        super().__init__(now=now)
        self.tokens: list[str] = []

    @property
    def secrets(self) -> dict[str, str]:
        return {"secret": SECRET}

    def told(self, call: Call) -> dict[str, Any]:
        asked, told = dict(parse_qsl(urlsplit(call.target).query)), json.loads(call.body)
        if call.path == "/cgi-bin/stable_token":
            assert (told["appid"], told["secret"], told["grant_type"]) == (APP, SECRET, "client_credential")
            if told["force_refresh"] or not self.tokens:
                self.tokens.append(f"{id(self)}-{len(self.tokens)}")
            return {"access_token": self.tokens[-1], "expires_in": 7200}
        wrong = {"token": 40001, "busy": 45009, "refuse": 108003}.get(self.mood, 0)
        if wrong or asked["access_token"] != self.tokens[-1]:
            return {"errcode": wrong or 40001, "errmsg": "as the test wants it"}
        return {"errcode": 0, "errmsg": "ok", **self._found(call.path.removeprefix("/channels/ec/"), told)}

    def _found(self, method: str, told: dict[str, Any]) -> dict[str, Any]:
        if method == "order/list/get":
            while_ = told["update_time_range"]
            return self._numbers(self.sold, while_["start_time"], while_["end_time"], told, "order_id_list")
        if method == "aftersale/getaftersalelist":
            while_ = (told["begin_update_time"], told["end_update_time"])
            return self._numbers(self.claimed, *while_, told, "after_sale_order_id_list")
        if method == "order/get":
            return {"order": self._order(self.sold[told["order_id"]])}
        if method == "aftersale/getaftersaleorder":
            return {"after_sale_order": self._claim(self.claimed[told["after_sale_order_id"]])}
        if method in ("aftersale/acceptapply", "aftersale/rejectapply"):
            no = f"no: {told['reject_reason']}" if method.endswith("rejectapply") else "agree"
            self.took(told["after_sale_order_id"], no)
            return {}
        assert method == "order/delivery/send", method
        (parcel,) = told["delivery_list"]
        assert parcel["product_infos"] == [{"product_id": "P1", "sku_id": f"{told['order_id']}1", "product_cnt": 1}]
        self.parcels.append((told["order_id"], f"{parcel['delivery_id']} {parcel['waybill_id']}"))
        return {}

    def _numbers(self, rows: dict[str, Any], start: int, end: int, told: dict[str, Any], name: str) -> dict[str, Any]:
        assert end - start <= 86400
        number, size = int(told["next_key"] or 0), 2
        mood, self.mood = self.mood, self.mood if self.mood == "double" else ""
        total, some = self.page(rows.values(), since(start), since(end), number, size)
        self.mood = mood
        more = (number + 1) * size < total
        keys = [one.key if isinstance(one, Sold) else one.ref for one in some]
        return {name: keys, "has_more": more, "next_key": str(number + 1) if more else ""}

    def _order(self, one: Sold) -> dict[str, Any]:
        line = {"product_id": "P1", "sku_id": one.sub, "title": one.title, "sku_cnt": 1, "real_price": one.fen}
        if self.mood == "odd":
            del line["real_price"]
        parcel = [{"waybill_id": one.waybill}] if one.waybill else []
        sent = {"delivery_product_info": parcel, "ship_done_time": seconds(one.shipped)}
        detail = {"product_infos": [line], "price_info": {"freight": one.freight}}
        detail |= {"pay_info": {"pay_time": seconds(one.at) if one.paid else 0}}
        detail |= {"delivery_info": {**sent, "address_info": {"user_name": "张**"}}}
        status = 100 if one.done else 30 if one.shipped else 20 if one.paid else 10
        found = {"order_id": one.key, "status": status, "create_time": seconds(one.at), "order_detail": detail}
        return {**found, "update_time": seconds(one.done or one.changed)}

    def _claim(self, one: Claimed) -> dict[str, Any]:
        paid = "MERCHANT_RETURN_SUCCESS" if one.back else "MERCHANT_REFUND_SUCCESS"
        found = {"after_sale_order_id": one.ref, "status": self.STATES.get(one.state, paid), "order_id": one.of.key}
        found |= {"type": "RETURN" if one.back else "REFUND", "refund_info": {"amount": one.fen}}
        found |= {"product_info": {"sku_id": one.of.sub, "count": 1}, "reason_text": one.reason}
        return {**found, "details": {"desc": "杯口裂了"}, "deadline": seconds(one.due)}


ALL = (Taobao, Douyin, JD, Pinduoduo, WeChat)
