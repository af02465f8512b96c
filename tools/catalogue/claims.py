"""Specimens of what a claim's page is built of: its pictures, its sides, its order, its talk and its record."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from anxin.domain.evidence.queries import CaptureView
from anxin.domain.evidence.queries.captures import CheckView, FrameView
from anxin.faces.ground.commands import Button
from tools.catalogue.specimens import NOW, ago, entries, findings

NUMBER = "C-20261124-000031-4"
HASH = "9f2c41d07ab3e85566c0d1749be2f7380a1d5c6e4b93f8027d6a5e1c0b48f73a"
PICTURE = "/components/pictures/lock-panel.svg"


CORRECTED = {"remedy": "不支持", "amount_fen": 0, "mistake": "漏看了 B1 的第二张照片"}


def everything() -> dict[str, Any]:
    """Collect the specimens of a claim's page, its parts each in its states."""
    return {
        "now": NOW,
        "url": "/components/claim/",
        "once": "specimen",
        "tab": "record",
        "tabs": [("#pictures", "凭证", False), ("#record", "记录", True)],
        "line": axis(),
        "rows": goods(),
        "case": case(),
        "returned": {"contests": True, "open_fen": 4_200, "before_fen": 1_800},
        "evidence": evidence("swipe"),
        "beside": evidence("both"),
        "nothing": SimpleNamespace(tiles=[], chosen=None),
        "found": {"done": True, "main": findings(), "engine": "2026.11", "rest": [("清楚", "够清楚")]},
        "unfinished": [{"waits": True, "label": "B1"}, {"failed": True, "label": "B2", "why": "文件打不开"}, {}],
        "captures": captures(),
        "openings": {"B1": [{"by": "林", "organisation": "", "at": ago(12)}]},
        "declared": "生成合成标识：无",
        "missing": "开箱视频",
        "measured": {
            "version": "2026.11",
            "data": "示例",
            "rows": [("把好的看成有问题", "3 / 1000", "0.6–8.7")],
            "limits": ["看不出摆拍"],
        },
        "buttons": {"picture": [button("again", "再看一次", asks=False)], "record": [button("grant", "给监管查阅")]},
        **sides(),
        **talk_and_record(),
        "rule": {"own": [(SimpleNamespace(house="拾雨陶舍", from_at=NOW), "24 小时")]},
        "read": {**ruling(), "payer": "它的保证金", "corrected": CORRECTED},
        "house": SimpleNamespace(left_at=ago(72), silent_at=ago(24)),
        "appeal": {"cause": "买家申诉", "side": "buyer", "why": "裂纹在另一侧也看得见", "against": ruling()},
    }


def button(name: str, title: str, *, asks: bool = True) -> Button:
    """Return a button of the page."""
    return Button(name=name, title=title, url="#c-command", asks=asks, primary=False, danger=False, key="", then="")


def case() -> dict[str, Any]:
    """Return a claim whose goods came back, with all that follows from it."""
    return {
        "number": NUMBER,
        "records": {"waybills": [SimpleNamespace(at=ago(96), was="SF1000001", becomes="SF2000002")]},
        "found_there": "锁舌卡住，面板有一道摔痕",
        "seller": "禾砚旗舰店",
        "asked_fen": 26_800,
        "open_fen": 26_800,
        "challenge": {"answered": False, "waits": True, "kind": "paper", "code": "7K2Q", "expires_at": NOW},
        "return_waybill": "SF0000000001",
        "came_back": True,
        "replacement_waybill": "SF0000000002",
        "visit_number": "V-20261124-000007-2",
        "repair_number": "R-20261124-000123-7",
        "platform_ref": "T-0001",
        "lines": [
            {"title": "智能锁 S3", "sku": "黑", "quantity": 1, "bought": 2, "amount_fen": 26_800, "no_return": True},
            {
                "title": "钥匙",
                "quantity": 1,
                "bought": 1,
                "amount_fen": 500,
                "listing": {"材质": "铜"},
                "listing_at": NOW,
            },
        ],
    }


def goods() -> list[dict[str, Any]]:
    """Return what a claim can be filed for: a line with an open claim, one chosen, and one of several pieces."""
    counts = SimpleNamespace(html_name="pieces-3", value="2", field=SimpleNamespace(choices=[("3", "3"), ("2", "2")]))
    sold = {"title": "杯碟", "amount_fen": 26_800, "quantity": 1, "free": 1}
    return [
        {"line": {**sold, "position": 1, "open_claim": NUMBER, "free": 0}},
        {"line": {**sold, "position": 2}, "chosen": True},
        {"line": {**sold, "position": 3, "quantity": 4, "open_claim": NUMBER, "free": 3}, "pieces": counts},
    ]


def link(label: str, **more: Any) -> dict[str, Any]:
    """Return a sealed original."""
    looked_at = {"waits": False, "failed": False, "reference": "商品图", "why": ""}
    sealed = {"sha256": HASH, "sealed_at": ago(90), "shot_at": ago(95), "handed_in_date": date(2026, 11, 24)}
    said = {"late": True, "side": "merchant", "declaration": "none", "media": "image/jpeg", "gone": False}
    return {"label": label, **sealed, **said, "examination": looked_at, **more}


def tile(label: str, **more: Any) -> dict[str, Any]:
    """Return a picture as the grid and the viewer show it."""
    seen = {"look": "#look", "picture": PICTURE, "said": f"{label}：面板", "name": label, "role": "买家的照片"}
    return {"label": label, **seen, "link": link(label), "original": "#original", **more}


def evidence(mode: str) -> SimpleNamespace:
    """Return the pictures of a claim, looked at in one of the ways."""
    video = tile("B2", picture="", film=True, waits=True, link=link("B2", media="video/mp4"))
    gone = tile("M1", picture="", late=True, link=link("M1", gone=True))
    failed = tile("B3", picture="", link=link("B3", examination={"failed": True}))
    shown = {"chosen": tile("B1", chosen=True, says="与商品图高度重合"), "other": tile("M2"), "mode": mode}
    ways = [("?way=swipe", "拖着比", mode == "swipe"), ("?way=both", "并排", mode == "both")]
    more = {"modes": ways, "others": [("?with=M1", "M1", False), ("?with=M2", "M2", True)]}
    drawn = {"heat": PICTURE, "boxes": [(40, 40, 60, 30)], "size": (320, 240), "side_by_side": mode == "both"}
    return SimpleNamespace(tiles=[shown["chosen"], video, gone, failed], **shown, **more, **drawn)


def axis() -> dict[str, Any]:
    """Return both sides on one line of time."""
    events = [
        {
            "look": "?look=B1",
            "url": PICTURE,
            "x": 120,
            "y": 16,
            "lx": 120,
            "ly": 12,
            "name": "B1",
            "said": "买家的照片",
        },
        {"x": 320, "y": 82, "lx": 320, "ly": 104, "name": "商家答复"},
    ]
    ticks = [{"x": 90, "lx": 94, "name": "11/23"}, {"x": 300, "lx": 304, "name": "11/24", "broken": True}]
    wait = {"x": 330, "width": 120, "name": "等裁决"}
    return {
        "width": 720,
        "said": "11 月 23 日起",
        "ticks": ticks,
        "events": events,
        "wait": wait,
        "now": 560,
        "now_label": 566,
    }


def captures() -> tuple[CaptureView, ...]:
    """Return an asking answered, one being looked at and one that could not be."""
    frame = FrameView(label="B4", role="整体", sha256=HASH, told_at=ago(20), received_at=ago(19))
    check = {"question": "纸上的码对得上吗？", "detail": "读到 7K2Q"}
    answers = (("yes", "对得上"), ("no", "对不上"), ("cannot_tell", "无法判断"))
    checks = tuple(CheckView(code=code, answer=code, said=said, **check) for code, said in answers)
    asked: dict[str, Any] = {"kind": "paper", "action": "码写在纸上", "asked_at": ago(60), "answered_at": ago(18)}
    asked |= {"until": NOW + timedelta(hours=2), "ended_at": None, "frames": (frame,), "signs": ("光线变了",)}
    done = {"state": "done", "why": "", "checks": checks, "counts": {"yes": 1, "no": 1, "cannot_tell": 1}}
    open_ = {"state": "asked", "why": "", "checks": (), "counts": {}}
    return tuple(
        CaptureView(**asked, **one) for one in (done, open_, {**open_, "state": "failed", "why": "unreadable"})
    )


def sides() -> dict[str, Any]:
    """Return what the merchant answered, what is counted on both sides, and what follows outside."""
    answered = {"at": ago(50), "by": "店主 许", "kind": "offer", "amount_fen": 8_000, "reason": "外包装有破损"}
    counted = {"view": {"at": ago(900), "expires_at": NOW + timedelta(days=300), "id": "1"}, "counter": "与商品图相同"}
    paid = {"view": {"amount_fen": 26_800, "at": ago(3), "failed": True}, "state": "没成"}
    window = {"from_at": NOW, "to_at": NOW + timedelta(hours=2)}
    by = {"called": "罗师傅", "number": "T-0007"}
    return {
        "answers": [{"what": "提出补偿", "remedy": "部分退款", "view": answered}],
        "marks": [
            {"name": "买家", "rows": [{**counted, "state": "有效", "here": True, "open": True}]},
            {"name": "商家", "rows": []},
        ],
        "payouts": [paid],
        "visit": {
            "appointment": window,
            "technician": by,
            "outlet": "武侯服务点",
            "check_in": {"at": ago(9)},
            "photos": [1],
        },
        "visit_state": "到了",
        "repair": {"product": "智能锁 S3", "visit": {"technician": by, "appointment": window}},
        "repair_state": "修着",
        "outcome": "平台已退款",
        "recovery": {"demanded_fen": 26_800, "repaid_fen": 8_000},
        "recovery_state": "分期",
        "referrals": [{"door": "12315", "state": "收到了", "view": {"number": "0001", "at": ago(400)}}],
    }


def talk_and_record() -> dict[str, Any]:
    """Return what was written on a claim, its record, and who may read it."""
    said = {"at": ago(30), "automatic": True, "text": "请补一张带码的照片。"}
    return {
        "messages_of": [{"who": "系统", "side": "工作台", "to": "双方", "view": said}],
        "may_write": True,
        "record": [("今天", entries())],
        "checked": True,
        "his_data": False,
        "may_export": True,
        "granted": [{"name": "周科", "until": NOW + timedelta(days=30)}],
    }


def ruling() -> dict[str, Any]:
    """Return a decision as whoever reads it sees it."""
    found = [("面板的裂纹不在签收照片里", ["B1", "M2"]), ("码对得上", [])]
    told = {"remedy": "退货退款", "amount_fen": 26_800, "reason": "两边的照片对不上，以签收视频为准。"}
    return {**told, "found": found, "liable": "商家", "rules": "第 3 版", "pictures": "B1、M2", "given_at": ago(1)}
