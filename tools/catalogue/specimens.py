"""What the components page shows: every part in every state. Brand and people are invented, numbers reserved."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from anxin.faces.ground.chips import ClockView
from anxin.faces.ground.first_steps import Start, Starts
from anxin.faces.ground.hexes import Dot, around
from anxin.faces.pagination import Filter, Page

NOW = datetime(2026, 11, 24, 6, 7, tzinfo=UTC)
NUMBER = "R-20261124-000123-7"


def ago(minutes: float) -> datetime:
    """Return a moment before the specimen's now."""
    return NOW - timedelta(minutes=minutes)


def everything() -> dict[str, Any]:
    """Collect all specimens."""
    return {
        "now": NOW,
        "sections": SECTIONS,
        "number": NUMBER,
        "clocks": clocks(),
        "steps": steps(),
        "entries": entries(),
        "people": people(),
        "cards": cards(),
        "pick": pick(),
        "rows": rows(),
        "sieve": [
            Filter(value="", name="按时限"),
            Filter(value="late", name="超时", count=2, tone="red"),
            Filter(value="soon", name="快到", count=4, tone="amber"),
            Filter(value="paused", name="暂停", count=6),
        ],
        "page": Page(rows=(), number=2, has_next=True, total=146),
        "lines": lines(),
        "windows": windows(),
        "files": [{"url": "/components/pictures/lock-door.svg", "name": "整扇门", "key": "0"}],
        "findings": findings(),
        "figures": figures(),
        "colours": COLOURS,
        "nothing": [],
        "starts": starts(),
        "bill": {"said": ["已付 ¥168.00", "微信支付，11 月 24 日 13:07"]},
        "transfer": transfer(),
        "receipts": receipts(),
        "months": [date(2026, 11, 1), date(2026, 10, 1)],
        "account": {"month": date(2026, 11, 1)},
        "movements": movements(),
        "areas": [("510104", "锦江区"), ("510107", "武侯区")],
        "kept": {"number": NUMBER},
        "walk_steps": ["找到产品", "事项与时间", "核对提交"],
        "views": [("#c-choice", "热线", True), ("#c-choice", "师傅", False), ("#c-choice", "网点", False)],
        "reasons": [("call_back", "回拨确认安全"), ("address", "核对地址")],
        "thinking": {"state": "thinking", "text": "在算 23 位师傅，最多 10 秒"},
        "nobody": {
            "state": "none",
            "title": "今天没人能去简阳",
            "text": "有燃气证的 2 位：郭请假，何排满到 20:00。",
            "actions": [("#c-why", "问邻市网点"), ("#c-why", "和客户改约")],
        },
    }


def receipts() -> dict[str, Any]:
    """Return a bill that was lowered, and what came for it."""
    came = [{"fen": 16_800, "whose": "银行转账", "at": ago(60)}]
    return {"number": "B-20261124-000123-1", "lowered_fen": 12_800, "receipts": came}


def transfer() -> dict[str, Any]:
    """Return where a bill may be transferred to."""
    house = {"name": "安心服务（示例）有限公司", "bank": "示例银行成都分行", "number": "0000 0000 0000 0000"}
    return {**house, "reference": NUMBER, "fen": 16_800}


def movements() -> list[tuple[dict[str, Any], str]]:
    """Return a month of an account, the newest first."""
    paid = {"at": ago(60), "case": NUMBER, "came_fen": 16_800, "went_fen": 0, "left_fen": 29_300}
    returned = {"at": ago(3000), "case": NUMBER, "came_fen": 0, "went_fen": 4_500, "left_fen": 12_500}
    return [(paid, "客户付款"), (returned, "退回一件配件")]


SECTIONS = (
    ("colour", "颜色", "数字是实测对比度：对纸 / 对工作面。正文至少 4.5，形状至少 3。"),
    ("type", "字与距", "八个字号，等宽数字，中西文之间自动留缝。"),
    ("btn", "按钮", "一屏一个实心。短动词：受理、派单、同意报价。手机 44 px，工作台 32 px，夜间 52 px。"),
    ("field", "填写", "框线够 3:1。错要说：出了什么、留住了什么、下一步。"),
    ("choice", "选择", "选项本身是单选、复选框，键盘可走。余位是真数，约满的划掉不藏。"),
    ("upload", "上传", "断了接着传，传着也能往下填；失败的留在手机里。"),
    ("clock", "时限", "形状、图标、文字三样都能认。没做到旁边必须写后果。"),
    ("step", "进度", "对外的承诺：到哪一步、几点、超了会怎样。"),
    ("trail", "记录", "谁、何时、做了什么、为什么。系统写的一眼能认。"),
    ("person", "人", "平时打码。点一下先问理由，并说明会记下来。"),
    ("genuine", "真伪", "谁授权、管什么、到哪天、刚刚核过。不是就明说不是，并告诉人该打哪个号。"),
    ("price", "价钱", "永远两位小数；免费的一行写出本来要多少。"),
    ("why", "为什么派", "三条理由、其他人选、蜂窝图。没人可派也要说清为什么。"),
    ("view", "凭证", "每项发现都附错误率，并注明“不是证据”。"),
    ("queue", "队列", "红在前；开着的一条与工作面连成一片。j / k 上下，回车打开。"),
    ("blank", "空、等、错", "说是什么意思、留住了什么、下一步做什么。打过的字绝不丢。"),
    ("chart", "图表", "标题就是结论，数字写在图上，背后有表，能导出。"),
    ("command", "命令", "一处声明，处处同一张表单；不可撤回的先问一遍。错的说在最上面，也说在栏里。"),
    ("goods", "客户的东西", "现在在谁手里、放哪儿、怎么来的；门怎么开的、谁作证、谁签了字。"),
    ("pay", "付款", "先选怎么付，再给码；码到几点有效写在下面。"),
    ("map", "地图", "一省一格，不画边界；深浅是数，没有的打斜线。"),
    ("text", "条文与接口", "条文写明哪天起、哪天核过、出处；接口的栏写明必填。"),
    ("staff", "同事", "只显示一次的链接；别的地址要说明白；通行密钥要有脚本才出现。"),
)
"""The rows of the first page: their part, its name, what holds for it."""
COLOURS = (
    ("bg-paper", "paper", "页底"),
    ("bg-sheet", "sheet", "正在办的事"),
    ("bg-sunk", "sunk", "图台、停用"),
    ("bg-line", "line", "只作分隔"),
    ("bg-rule", "rule", "输入框 3.37 / 3.67"),
    ("bg-ink", "ink", "正文 13.86 / 15.11"),
    ("bg-ink-2", "ink-2", "次要 7.14 / 7.79"),
    ("bg-ink-3", "ink-3", "提示 5.37 / 5.85"),
    ("bg-teal", "teal", "能按的 6.99 / 7.61"),
    ("bg-teal-tint", "teal-tint", "选中、已核"),
    ("bg-amber", "amber", "快到，形状 3.37 / 3.67"),
    ("bg-amber-ink", "amber-ink", "快到，文字 6.84 / 7.45"),
    ("bg-amber-tint", "amber-tint", "快到、填错的底"),
    ("bg-red", "red", "食言、不可撤回 5.85 / 6.38"),
    ("bg-red-ink", "red-ink", "红底上的字 6.40"),
    ("bg-red-tint", "red-tint", "食言的说明"),
)


def _clock(label: str, used_min: float, total_min: float, *, waits_for: str = "", met: bool = False) -> ClockView:
    start = ago(used_min)
    return ClockView(
        label=label,
        started_at=start,
        due_at=start + timedelta(minutes=total_min),
        met_at=NOW if met else None,
        paused_since=NOW if waits_for else None,
        waits_for=waits_for,
    )


def clocks() -> dict[str, ClockView]:
    """Show a clock running, near its end, paused, kept and missed."""
    return {
        "run": _clock("上门", 20, 100),
        "soon": _clock("指派", 22, 30),
        "paused": _clock("修好", 48, 100, waits_for="等您同意报价"),
        "met": _clock("定下师傅", 17, 30, met=True),
        "missed": _clock("指派", 36, 30),
    }


def steps() -> list[dict[str, Any]]:
    """Show the five public steps."""
    return [
        {"mark": "done", "name": "登记", "time": "13:37", "note": "单号 000123"},
        {"mark": "done", "name": "已加密", "time": "13:37", "note": "只有接单的人看得到您的电话和地址"},
        {"mark": "now", "name": "安排师傅", "time": "进行中", "clock": _clock("指派", 22, 30), "current": True},
        {"mark": "late", "name": "上门", "time": "晚 12 分", "if_late": "上门费免收，师傅 18:32 到"},
        {"mark": "paused", "name": "修好", "time": "原定 19:30", "if_late": "在等您，不计时"},
        {"mark": "todo", "name": "安心保障", "if_late": "同一毛病 90 天内免费重修"},
    ]


def entries() -> list[dict[str, Any]]:
    """Show a person's, the system's and an erased entry."""
    return [
        {"at": ago(3), "who": "陈师傅", "what": "打来电话，约 18:00–20:00", "audience": "客户可见"},
        {"at": ago(8), "by_system": True, "what": "派给陈师傅：离得最近，带着主板"},
        {"at": ago(26), "who": "周敏", "what": "查看了完整电话", "why": "回拨确认安全", "audience": "内部"},
        {"at": ago(30), "who": "王*", "what": "留言", "erased_on": NOW},
    ]


def people() -> dict[str, dict[str, Any]]:
    """Show a person masked and for once shown."""
    masked = {"name": "王*", "phone": "138****0000"}
    shown = {"name": "王小禾", "phone": "138-0000-0000", "masked_name": "王*", "masked_phone": "138****0000"}
    return {"masked": masked, "shown": shown | {"shown_for": 30}}


def cards() -> list[dict[str, Any]]:
    """Show a genuine card genuine, false, expired, being checked, not known here and unchecked."""
    return [
        {
            "mark": "genuine",
            "title": "400-000-0000",
            "verdict": "禾砚授权的官方热线",
            "facts": [("授权方", "禾砚科技（示例）有限公司"), ("有效期", "2026年4月1日 至 2027年3月31日")],
            "warning": "来电显示可以伪造。接到自称官方的电话，挂断后自己拨这个号。",
            "checked_at": NOW,
        },
        {
            "mark": "not",
            "title": "400-000-0001",
            "verdict": "不是官方：和 400-000-0000 只差一位，是另一个号码",
            "warning": "先别付款，别报验证码，别让人进门。",
            "official": "400-000-0000",
            "report_url": "#c-genuine",
        },
        {
            "mark": "expired",
            "title": "吴师傅 HY-CD-0207",
            "verdict": "授权 10月31日 到期，没续",
            "warning": "先别让他进门，打 400-000-0000 问一声。",
        },
        {"mark": "checking"},
        {
            "mark": "unknown",
            "title": "400-777-1234",
            "verdict": "还没有品牌方在本站为它授权，不好说真假",
            "next": ["有人打来的：挂断，自己拨官方热线。", "弄清楚之前：不预付，不报验证码和卡号。"],
            "report_url": "#c-genuine",
        },
        {"mark": "offline", "official": "400-000-0000"},
    ]


def pick() -> dict[str, Any]:
    """Show why a technician was chosen."""
    dots = [
        Dot(name="陈 16 分", east_km=-3.4, north_km=-2.0, pick=True),
        Dot(name="卢 24 分", east_km=5.2, north_km=-2.6),
        Dot(name="何 35 分", east_km=-6.0, north_km=4.4, off=True),
    ]
    load = [
        (-1, 0.5),
        (-1.2, 0.3),
        (-0.9, 0.2),
        (1, 1),
        (1.2, 3.1),
        (-4, -3),
        (-4.2, -3),
        (5.5, -2.2),
        (6, -4),
        (-7, -1),
    ]
    said = "蜂窝图：报修点在中间，陈师傅 4 公里，卢师傅 6 公里，何师傅 7 公里"
    return {
        "name": "陈师傅",
        "photo_url": "/components/pictures/technician.svg",
        "badge": "授权有效",
        "note": "四星 · 一次修好 93%（212 单）· 今天 3/6 单",
        "reasons": [
            ("最近", "4 公里，约 16 分到"),
            ("会修", "S3 认证，同款修过 37 台"),
            ("带着配件", "车上有主板 2 块"),
        ],
        "hexes": around(place="报修点", dots=dots, load=load, said=said),
        "others": [
            {"name": "卢师傅", "far": "6 公里 24 分", "why_not": "没带主板，要二次上门", "url": "#c-why"},
            {"name": "何师傅", "far": "7 公里 35 分", "why_not": "刚没接"},
        ],
    }


def rows() -> list[dict[str, Any]]:
    """Show rows of a queue, the most urgent first."""

    def row(
        title: str, serial: str, place: str, waits: str, clock: ClockView, *, is_open: bool = False
    ) -> dict[str, Any]:
        return {
            "url": "#c-queue",
            "number": f"R-20261124-{serial}-7",
            "title": title,
            "place": place,
            "waits": waits,
            "clock": clock,
            "open": is_open,
        }

    return [
        row("空调不制冷", "000118", "塘厦镇 刘*", "三次没人接", _clock("指派", 36, 30)),
        row("智能锁打不开", "000123", "武侯区 王*", "老人在家", _clock("指派", 22, 30), is_open=True),
        row("油烟机没吸力", "000122", "鼓楼区 吴*", "", _clock("来电", 6, 30)),
        row("灶具点火针坏", "000071", "渝北区 蒋*", "到货 26日", _clock("修好", 50, 100, waits_for="等配件")),
    ]


def lines() -> list[dict[str, Any]]:
    """Show price lines: free under warranty, payable, optional."""
    return [
        {
            "key": "1",
            "name": "换前面板主板",
            "why": "HY3-PCB-02，扫码验过是真件。按保修第 3 条免费",
            "price_fen": 0,
            "usual_fen": 26000,
            "chosen": True,
        },
        {
            "key": "2",
            "name": "换电池仓触点",
            "why": "进过水，不在保修内。",
            "price_fen": 3800,
            "chosen": True,
            "proof_url": "#c-price",
            "proof_name": "看师傅拍的 2 张照片",
        },
        {"key": "3", "name": "加门磁支架", "why": "门缝偏大，不加也能正常开", "price_fen": 4500, "optional": True},
    ]


def windows() -> list[dict[str, Any]]:
    """Show two-hour windows: free, chosen, full, dearer."""
    return [
        {"key": "14", "name": "14:00–16:00", "left": 0},
        {"key": "16", "name": "16:00–18:00", "left": 1},
        {"key": "18", "name": "18:00–20:00", "left": 3, "chosen": True},
        {"key": "20", "name": "20:00–22:00", "left": 2},
    ]


def findings() -> list[dict[str, Any]]:
    """Show findings of an examination. No error rates: nobody measured these pictures."""
    return [
        {
            "check": "与商品图比",
            "state": "found",
            "says": "这张照片与商品图高度重合，请人工核对。",
            "detail": "像是由商品图而来，裂纹处对不上。",
        },
        {"check": "AI 标识", "state": "nothing", "says": "没找到标识"},
        {"check": "双重压缩", "state": "inapplicable", "says": "不适用", "why_not": "图被聊天软件压过，这项看不准"},
    ]


def figures() -> list[dict[str, Any]]:
    """Show a figure with its goal, a line over weeks, and one with too few cases to draw."""
    return [
        {
            "key": "f-causes",
            "kind": "bar",
            "finding": "再报修最多的是电池仓进水",
            "measure": "30 天内再报修的 90 单，按原因（示例）",
            "columns": ["原因", "单"],
            "rows": [("电池仓进水", 31), ("锁舌错位", 22), ("主板复发", 17), ("装配没到位", 12), ("指纹头脏", 8)],
            "csv_url": "#c-chart",
            "enough": True,
        },
        {
            "key": "f-weeks",
            "kind": "line",
            "finding": "一次修好连升六周",
            "measure": "上门一次就修好的比例（示例）",
            "columns": ["周", "一次修好"],
            "rows": [
                ("9月28日", 85.1),
                ("10月5日", 85.6),
                ("10月12日", 86.2),
                ("10月19日", 87.4),
                ("10月26日", 88.2),
                ("11月2日", 89.3),
            ],
            "goal": 88,
            "unit": "%",
            "csv_url": "#c-chart",
            "enough": True,
        },
        {
            "key": "f-few",
            "finding": "",
            "measure": "",
            "enough": False,
            "too_few": "只有 3 单，不画图",
            "too_few_hint": "满 5 单才显示，免得看走眼。",
        },
    ]


def starts() -> Starts:
    """Return the first steps of an outlet, one of them done."""
    steps = [
        Start(name="请师傅们登录", why="还有 3 位没登录过。", done=False, url="#c-blank"),
        Start(name="给师傅加照片", why="", done=True, url="#c-blank"),
    ]
    return Starts(title="网点的头几步", steps=steps)
