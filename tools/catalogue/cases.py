"""Specimens of the parts that hang on a case, a form, money or who is signed in."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

from anxin.faces.ground import tiles
from anxin.faces.ground.commands import Button
from anxin.faces.ground.forms import Pad
from anxin.faces.ground.qr_codes import qr
from tools.catalogue.specimens import NOW, NUMBER, ago

HASH = "9f2c41d07ab3e85566c0d1749be2f7380a1d5c6e4b93f8027d6a5e1c0b48f73a"


class Quote(forms.Form):
    """A command's form with one field of each kind: a text, a sum, chips, a tick, a hand's signature."""

    takes_files, needs_files, day_links, kept = False, False, (), ()
    reason = forms.CharField(label="理由", help_text="客户看得到", initial="面板进水", max_length=200)
    amount = forms.DecimalField(label="金额（元）", required=False, initial="38.00")
    how = forms.ChoiceField(
        label="怎么修", choices=[("swap", "换件"), ("mend", "修旧件"), ("send", "寄修")], widget=forms.RadioSelect
    )
    told = forms.BooleanField(label="已当面说清", required=False)
    signed = forms.CharField(label="客户签名", widget=Pad(), required=False)

    def __init__(self, data: Mapping[str, str] | None = None, *, prefix: str) -> None:
        """Make it with a prefix, so that several stand on one page."""
        super().__init__(data, auto_id=f"{prefix}-%s")


def everything() -> dict[str, Any]:
    """Collect the specimens of the first page."""
    return {
        "opened": _opened("say-more"),
        "button_row": _buttons(),
        "once": "specimen",
        "form": Quote({"amount": "三十八"}, prefix="faulty"),
        "goods": _goods(),
        "days": _days(),
        "door": {"door_check": _door_check()},
        "barred": {"door_check": {"allowed": False, "why": "no_document", "at": ago(30)}},
        "door_log": _door_log(),
        "signed": {"signature": _signature()},
        "pay_ways": [("wechat", "微信支付"), ("alipay", "支付宝")],
        "code": {"is_scanned": True, "whose": "微信", "until_at": NOW + timedelta(minutes=15), "opens": False},
        "pay_qr": qr("https://pay.example/specimen"),
        "map": _country(),
        "api_fields": _api_fields(),
        "law": _law(),
        "handed": {
            "link": "https://anxin.example/join/9kQ2",
            "whose": "周敏",
            "elsewhere": "anxin.example",
            "here": "",
        },
        "shop": {"name": "雅居优选", "hotline": "400-800-1234"},
        "label_form": _Labels(auto_id="label-%s"),
        "sheet": [_label("HY3-2409-000117"), _label("HY3-2409-000118"), _label("HY3-2409-000119")],
    }


def frame(request: HttpRequest) -> dict[str, Any]:
    """Collect what frames a page of staff: who is signed in, messages, a search, what is found, an open command."""
    messages = [Message(25, "写下了。"), Message(30, "改约要先问客户。"), Message(20, "今天还有 3 单。")]
    return {
        "now": NOW,
        "messages": messages,
        "name": "陈师傅",
        "role": "师傅",
        "counts": {"repairs": 46, "claims": 12, "offers": 2},
        "search_url": request.path,
        "opened": _opened("quote"),
        "case": {"number": NUMBER},
        "once": "specimen",
        "streets": _streets(),
        "actions": [
            {"url": "#main", "name": "打电话", "icon": "phone"},
            {"form": "quote", "name": "到了", "primary": True, "locked": False},
        ],
    }


def _opened(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": "给客户报价",
        "then": "客户马上收到，同意之前不动手。",
        "submit": "交给客户",
        "danger": False,
        "also": (("draft", "先存着"),),
        "form": Quote(prefix=name),
    }


def _buttons() -> list[Button]:
    def button(name: str, title: str, **more: Any) -> Button:
        usual: dict[str, Any] = {"asks": True, "primary": False, "danger": False, "key": "", "then": ""}
        return Button(name=name, title=title, url="#c-command", **{**usual, **more})

    return [
        button("quote", "报价", primary=True, key="q"),
        button("take", "接下", asks=False, then="只归您办，别人看得到"),
        button("cancel", "取消", danger=True),
    ]


def _goods() -> dict[str, Any]:
    return {
        "holder": "武侯服务点",
        "state": "收到了",
        "since": "11月23日 起",
        "outlet": "禾砚武侯服务点",
        "address": "成都市武侯区示例路 1 号",
        "opens": "9:00–18:00",
        "phone": "028-0000-0000",
        "when": "11月23日 上午",
        "parcels": [{"name": "寄来", "carrier": "示例快递", "waybill": "SF0000000001", "pays": "我们付"}],
        "shelf": "B-07",
        "receipt": [("外观", "面板有划痕"), ("一起来的", "钥匙 2 把")],
        "claims": [("认领", "凭手机后四位和取件码")],
        "shots": [{"shown": False, "name": "开箱视频", "file": HASH}],
    }


def _door_check() -> dict[str, Any]:
    witness = {"name": "刘*"}
    return {
        "allowed": True,
        "document": "id_card",
        "proof": "lease",
        "witness": witness,
        "witness_as": "property",
        "at": ago(40),
        "reset_at": ago(12),
    }


def _door_log() -> list[dict[str, Any]]:
    signed_in = {"at": ago(5), "who": "周敏", "code": "", "bad": False, "sentence": "登录"}
    failed = {"at": ago(9), "who": "", "code": "people.wrong_password", "bad": True, "sentence": "密码不对"}
    return [
        {**signed_in, "address": "192.0.2.7", "device": "Windows 上的 Chrome", "about": ""},
        {**failed, "address": "198.51.100.9", "device": "未知", "about": "连续 3 次"},
    ]


def _signature() -> dict[str, Any]:
    return {"drawn": False, "signer": {"name": "王*"}, "done_at": ago(20), "at": ago(2), "file": HASH}


class _Labels(forms.Form):
    product = forms.ChoiceField(label="产品", choices=[("S3", "智能锁 S3"), ("S5", "智能锁 S5")])
    serials = forms.CharField(label="序列号", widget=forms.Textarea(attrs={"rows": 3}), initial="HY3-2409-000117")


def _label(serial: str) -> dict[str, str]:
    return {"brand": "禾砚", "name": "智能锁 S3", "serial": serial, "qr": qr(f"https://anxin.example/d/{serial}")}


def _country() -> tiles.TileMap:
    grades = {"51": ("2 h", "g3"), "11": ("1 h", "g3"), "44": ("4 h", "g2"), "65": ("", "na"), "54": ("", "nil")}

    def shade(code: str) -> tiles.Shade:
        value, grade = grades.get(code, ("6 h", "g1"))
        return tiles.Shade(value=value, grade=grade, url="#c-map" if value else "")

    return tiles.country(shade, said="每个省第一次上门用多久（示例）：越深越快")


def _streets() -> str:
    points = [
        {"at": [30.64, 104.04], "name": "报修点", "kind": "here", "said": "报修点"},
        {"at": [30.65, 104.06], "name": "陈师傅", "kind": "tech", "said": "陈师傅，16 分", "tone": "chosen"},
    ]
    layers = ["/components/pictures/lock-panel.svg?{z}/{x}/{y}"]
    return json.dumps({"layers": layers, "credit": "示例", "points": points}, ensure_ascii=False)


def _api_fields() -> list[dict[str, Any]]:
    return [
        {"name": "symptom", "required": True, "kind": "string", "where": "", "text": "故障代码"},
        {"name": "since", "required": False, "kind": "date-time", "where": "query", "text": "从何时起"},
    ]


def _law() -> list[dict[str, Any]]:
    return [
        {
            "code": "specimen",
            "name": "示例条例 第一条",
            "text": "经营者应当在承诺的时间内上门（示例，不是真的法条）。",
            "amounts": ("逾期退上门费",),
            "valid_from": date(2026, 1, 1),
            "valid_to": None,
            "checked_on": date(2026, 11, 1),
            "link": "https://law.example/1",
        }
    ]


def _days() -> list[dict[str, Any]]:
    """Show days: full, few left, free and open, off, a holiday."""
    slots = [("16", "16:00–18:00", 0), ("18", "18:00–20:00", 3)]
    windows = [{"key": key, "name": name, "free": free} for key, name, free in slots]
    states = (("full", "约满"), ("few", "余少"), ("free", "可约"), ("shut", "休息"), ("shut", "节假日"))
    return [
        {
            "at": date(2026, 11, 24 + number),
            "open": state == "free",
            "choosable": state in ("few", "free"),
            "state": state,
            "weekday": "今二三四五六日"[number],
            "figures": f"11/{24 + number}",
            "says": says,
            "windows": windows if state in ("few", "free") else [],
        }
        for number, (state, says) in enumerate(states)
    ]
