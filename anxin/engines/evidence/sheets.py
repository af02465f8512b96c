"""A page for people: what was found in each picture, in Chinese, with what it does not mean."""

import base64
import html
import io
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from anxin.engines.evidence.findings import Trace, plain
from anxin.engines.evidence.report import Report

LEVELS = {"none": "无需优先查看", "low": "可稍后查看", "medium": "建议先看", "high": "请尽早查看"}
SAYS = {
    "generated": "自称由人工智能生成或合成", "possibly": "可能由人工智能生成", "suspected": "疑似由人工智能生成",
    "edited": "经过编辑软件", "captured": "自称由相机拍摄", "none": "没有标识（不说明任何问题）",
}  # fmt: skip
STRENGTHS = {"strong": "有签名或来自已知生成方", "moderate": "仅为文件内声明，任何人都可写入", "weak": "较弱", None: ""}
CLASSES = {
    "same_shot": "与参考图为同一次拍摄", "warped_same_shot": "与参考图为同一次拍摄，但有局部变形",
    "redrawn": "沿用参考图的构图重新画过（仅供留意，不能单独作为证明）",
    "same_design": "同款商品（不说明是同一件）", "no_match": "没有对应关系（不说明任何问题）",
    "cannot_compare": "无法比较（特征太少）",
}  # fmt: skip
TRACES = {
    "jpeg.resaved": "署名相机，但由软件重新保存", "jpeg.double": "曾以另一质量保存过", "jpeg.grid": "保存后又被裁切过",
    "exif.thumbnail": "内嵌缩略图与画面不同", "exif.dates": "写入时间晚于拍摄时间",
}  # fmt: skip
WHEN = {"before": "申请之前封存", "after": "申请之后封存（不能说明先后，不作依据）", "unknown": "时间不明（不作依据）"}
STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1b1b1b}"
    "article{border:1px solid #bbb;border-radius:8px;padding:1rem 1.5rem;margin:1.5rem 0}"
    "img{max-width:100%;height:auto}"
    "table{border-collapse:collapse}td,th{padding:.2rem .8rem .2rem 0;text-align:left;vertical-align:top}"
    "code{overflow-wrap:anywhere}.note{color:#555}"
)


def sheet(reports: Sequence[Report]) -> str:
    """Make one self-contained page for several pictures."""
    parts = "".join(_article(report) for report in reports)
    note = (
        "本页列出文件与画面中可核对的线索，不是鉴定结论。没有线索不代表画面真实，有线索也不代表任何人有过错；"
        "请由人员结合订单与双方陈述判断。"
    )
    card = _card()
    return (
        '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>图片线索</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{STYLE}</style></head>'
        f"<body><h1>图片线索</h1><p>{note}</p>{parts}{card}</body></html>\n"
    )


def _card() -> str:
    """Return how often each kind of clue errs: measured once, dated, and no probability for one picture."""
    card = tomllib.loads(files("anxin.engines.evidence").joinpath("data/card.toml").read_text("utf-8"))
    rows = "".join(
        f"<tr><th>{_e(row['what'])}</th><td>{_e(row['figure'])}</td><td class=note>{_e(row['bounds'])}</td></tr>"
        for row in card["row"]
    )
    limits = "".join(f"<li>{_e(limit)}</li>" for limit in card["limits"])
    return (
        f"<details><summary>这些线索多常出错（{_e(card['version'])} 实测；不是对某一张图片的概率）</summary>"
        f"<p class=note>{_e(card['data'])}</p><table>{rows}</table><p>看不出的情况：</p><ul>{limits}</ul></details>"
    )


def _article(report: Report) -> str:
    """Describe one picture."""
    rows = [
        ("文件", f"{_e(report.kind)}，{report.width} × {report.height}"),
        ("SHA-256", f"<code>{report.sha256}</code>"),
        ("查看顺序", _e(LEVELS[report.attention]) + _reasons(report)),
        ("标识", _label(report)),
        ("曾经出现", _reuse(report)),
        ("与商家图片", _consistency(report)),
        ("其他角度", _views(report)),
        ("清晰程度", _clarity(report.clarity)),
        ("弱线索", _traces(report)),
    ]
    body = "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in rows if value)
    pictures = _image(report.picture, "图片") + _image(report.heat, "差异热图")
    return f"<article><h2>{_e(report.path)}</h2>{pictures}<table>{body}</table></article>"


def _e(value: Any) -> str:
    return html.escape(str(value))


def _reasons(report: Report) -> str:
    return f' <span class="note">（{_e("、".join(report.reasons))}）</span>' if report.reasons else ""


def _label(report: Report) -> str:
    label = report.label
    producer = f"；{_e(label.producer)}" if label.producer else ""
    note = f"{STRENGTHS[label.strength]} {_e(' '.join(label.kinds))}"
    return f"{SAYS[label.says]}{producer}<br><span class=note>{note}</span>"


def _reuse(report: Report) -> str:
    rows = [f"{_e(hit.of)}（{hit.tier}，{'自动关联' if hit.automatic else '仅供参考'}）" for hit in report.reuse]
    return "<br>".join(rows)


def _consistency(report: Report) -> str:
    row = report.consistency
    if row is None:
        return ""
    changed = len(row.get("changed", [])) - len(row.get("drawn", []))
    extra = f"；有 {changed} 处不同" if changed > 0 else ""
    extra += "；有标注笔迹" if row.get("drawn") else ""
    note = f"{_e(row['reference'])}，{WHEN[row['reference_time']]}"
    return f"{CLASSES[row['class']]}{extra}<br><span class=note>{note}</span>"


def _views(report: Report) -> str:
    words = {"seen": "可见", "absent": "该处未见", "cannot_tell": "无法判断"}
    return "<br>".join(f"{list(v.region)} → {_e(v.other)}：{words[v.answer]}" for v in report.views or [])


def _clarity(clarity: dict[str, Any]) -> str:
    words = {
        "blurred": "偏模糊",
        "dark": "偏暗",
        "bright": "过亮",
        "clipped": "暗部丢失",
        "cut_off": "物品未拍全",
        "too_small": "尺寸偏小",
    }
    return "、".join(words.get(code, code) for code in clarity.get("advice", [])) or "可以看清"


def _traces(report: Report) -> str:
    """List the traces that spoke, each with how often it errs."""
    return "<br>".join(_trace(trace) for trace in report.traces)


def _trace(trace: Trace) -> str:
    facts = {key: value for key, value in plain(trace.facts).items() if key != "error"}
    error = trace.facts.get("error") or {}
    rates = [
        f"{word} {pair[0]}/{pair[1]}"
        for word, pair in (("正常文件中误报", error.get("false_alarms")), ("刻意改动后检出", error.get("found")))
        if pair
    ]
    words = "，".join(rates)
    return f"{TRACES.get(trace.code, _e(trace.code))} <span class=note>{_e(facts)}；{words}</span>"


def _image(pixels: NDArray[np.uint8] | None, name: str) -> str:
    if pixels is None:
        return ""
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=80)
    return f'<img alt="{name}" src="data:image/jpeg;base64,{base64.b64encode(stream.getvalue()).decode()}">'
