"""Read visible marks of generators by OCR, edges and corners first (optional extra ``vision``).

GB 45438-2025 asks for text with 人工智能 or AI and 生成 or 合成 at an edge or corner, 5 % of the shortest side high.
Anyone can draw such a mark or crop it away: moderate at most, and its absence says nothing.
"""

import importlib
import logging
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.findings import Assertion

MARK = re.compile(
    r"((人工智能|\bA[I1l]|A[I1l]\s?)[^\n]{0,6}(生成|合成|创作|制作))|((生成|合成)[^\n]{0,4}(人工智能|A[I1l]))",
    re.IGNORECASE,
)
ENGLISH = re.compile(
    r"\b(AI[- ]?generated|generated (by|with) AI|made with AI|imagined with AI|AI[- ]?created)\b", re.IGNORECASE
)
# What phones write beside their mark, in the languages it was seen or is to be expected in.
ABROAD = re.compile(
    r"\b(generat[aieo]|g[ée]n[ée]r[ée]s?|generad[oa]s?|gerad[oa]s?)\b[^\n]{0,14}(\bI\.?A\b|\bA[I1l]\b)"
    r"|\bKI[- ](generiert|erzeugt)|(A[I1l])\s?로\s?생성|A[I1l]\s?생성",
    re.IGNORECASE,
)
VENDORS = {
    "豆包": re.compile(r"豆包\s*A?[I1l]?"),
    "即梦": re.compile(r"即梦\s*A[I1l]?"),
    "可灵": re.compile(r"可灵\s*A[I1l]"),
    "通义": re.compile(r"(通义|千问)\s*(A[I1l]|万相)"),
    "腾讯元宝": re.compile(r"元宝\s*A?[I1l]?\s*生成"),
    "文心": re.compile(r"文心一[格言]"),
    "LibLib": re.compile(r"liblib\s*AI", re.IGNORECASE),
    "RunningHub": re.compile(r"runninghub", re.IGNORECASE),
    "Meta AI": re.compile(r"imagined with AI", re.IGNORECASE),
    "Samsung": re.compile(
        r"A[I1l][- ]?generated content|A[I1l] 生成内容|contenuti generati dall|contenu g[ée]n[ée]r[ée] par"
        r"|contenido generado|conte[úu]do gerado|KI-generierte[rn]? Inhalt|로\s?생성된 콘텐츠",
        re.IGNORECASE,
    ),
}
STRIP, SCORE = 0.16, 0.6


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text found by OCR: its text, score, and box in the work picture's pixels."""

    text: str
    score: float
    box: tuple[int, int, int, int]


@cache
def reader() -> Any:
    """Load the OCR engine once, or give None without the extra."""
    try:
        package = importlib.import_module("rapidocr")
    except ImportError:
        return None
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    settings = {
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "Global.log_level": "error",
        "Det.limit_type": "max",
        "Det.limit_side_len": 1280,
    }
    return package.RapidOCR(params=settings)


def lines(pixels: NDArray[np.uint8]) -> list[TextLine]:
    """Read the lines of text in a picture; without the extra there are none."""
    engine = reader()
    if engine is None or min(pixels.shape[:2]) < 16:
        return []
    answer = engine(np.ascontiguousarray(pixels[:, :, ::-1]), use_cls=False)
    if answer is None or getattr(answer, "txts", None) is None:
        return []
    found = []
    for text, score, corners in zip(answer.txts, answer.scores, answer.boxes, strict=False):
        points = np.asarray(corners, float)
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        found.append(TextLine(str(text), float(score), (int(left), int(top), int(right - left), int(bottom - top))))
    return found


def read(work: NDArray[np.uint8]) -> list[Assertion]:
    """Read marks at the lower and upper edge of a picture; without the extra (see `versions`) there are none."""
    if reader() is None:
        return []
    height = work.shape[0]
    depth = max(48, round(height * STRIP))
    for name, top in (("bottom", max(0, height - depth)), ("top", 0)):
        strip = work[top : top + depth]
        if not _has_strokes(strip):
            continue
        for line in lines(_grown(strip)):
            assertion = _assertion(line, name)
            if assertion is not None:
                return [assertion]
    return []


def _grown(strip: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Enlarge narrow strips so that small marks can be read."""
    ratio = min(2.0, 1280 / strip.shape[1])
    if ratio <= 1.05:
        return strip
    return cv2.resize(strip, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_CUBIC).astype(np.uint8, copy=False)


def _has_strokes(strip: NDArray[np.uint8]) -> bool:
    """Return whether a strip holds anything at all; flat strips are not read."""
    grey = cv2.cvtColor(np.ascontiguousarray(strip), cv2.COLOR_RGB2GRAY)
    return float((np.abs(cv2.Laplacian(grey, cv2.CV_32F)) > 18).mean()) > 0.001


def _assertion(line: TextLine, edge: str) -> Assertion | None:
    """Judge one line of text."""
    text = line.text.strip()
    if line.score < SCORE or len(text) > 40:
        return None
    vendor = next((name for name, pattern in VENDORS.items() if pattern.search(text)), "")
    known = MARK.search(text) or ENGLISH.search(text) or ABROAD.search(text)
    if not (known or (vendor and re.search(r"A[I1l]|文心", text))):
        return None
    facts = {"text": text, "edge": edge, "score": round(line.score, 2)}
    return Assertion("visible", "generated", "moderate", vendor, f"pixels.{edge}", facts)
