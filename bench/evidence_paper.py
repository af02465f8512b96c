"""The code on paper after two passages through a chat app, and clarity's advice."""

import argparse
import time
from collections import Counter

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from anxin.engines.evidence import sharpness
from anxin.engines.evidence.capture.paper import make_code, read_paper_code
from bench import evidence_pictures as pictures
from bench.evidence_bounds import rate
from bench.studio.phone import sent


def measure_paper(options: argparse.Namespace) -> dict[str, object]:
    """Put a sheet with a code into pictures (print and plotted strokes; no handwriting at hand), send twice, read."""
    bases = pictures.photos(options.data) + pictures.renders(options.cache / "renders")
    answers: Counter[str] = Counter()
    wrong: list[str] = []
    total = 0
    for number, base in enumerate(bases):
        if number % options.share:
            continue
        rng = np.random.default_rng(70_000 + number)
        code = make_code(int(rng.integers(0, 23**5)))
        image = _with_sheet(pictures.pixels(base), code, rng)
        chat = sent(sent(image, 1440, 75), 1080, 68)
        reading = read_paper_code(pictures.opened(chat, "paper").taken.work, expected=code)
        answers[reading.answer] += 1
        total += 1
        if reading.answer == "other":
            wrong.append(f"{code} read as {reading.code}")
    return {
        "paper code read": rate(answers["match"], total),
        "misread": f"{rate(answers['other'], total)} {wrong}",
        "answers": dict(answers),
    }


def _with_sheet(image: np.ndarray, code: str, rng: np.random.Generator) -> np.ndarray:
    """Lay a sheet of paper with the code into a picture, in perspective, with the picture's own blur and shade."""
    height, width = image.shape[:2]
    sheet = Image.new("RGB", (620, 300), tuple(int(v) for v in rng.integers(215, 250, 3)))
    draw = ImageDraw.Draw(sheet)
    ink = tuple(int(v) for v in rng.integers(10, 80, 3))
    if rng.random() < 0.5:
        font = ImageFont.load_default(size=120)
        draw.text((70, 80), code[:3] + (" " if rng.random() < 0.5 else "") + code[3:], fill=ink, font=font)
        pixels = np.asarray(sheet).copy()
    else:
        pixels = np.asarray(sheet).copy()
        face = cv2.FONT_HERSHEY_SIMPLEX if rng.random() < 0.5 else cv2.FONT_HERSHEY_DUPLEX
        for place, letter in enumerate(code):
            at = (60 + 85 * place + int(rng.normal(0, 4)), 190 + int(rng.normal(0, 8)))
            cv2.putText(pixels, letter, at, face, 3.2 + float(rng.normal(0, 0.15)), ink, 7, cv2.LINE_AA)
    size = 0.34 * width
    left, top = rng.uniform(0.05, 0.6) * width, rng.uniform(0.1, 0.7) * height
    turn = np.radians(rng.uniform(-14, 14))
    corners = np.array([[0, 0], [size, 0], [size, size * 300 / 620], [0, size * 300 / 620]])
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    target = corners @ spin.T + [left, top] + rng.uniform(-0.04, 0.04, (4, 2)) * size
    matrix = cv2.getPerspectiveTransform(np.float32([[0, 0], [620, 0], [620, 300], [0, 300]]), np.float32(target))
    laid = cv2.warpPerspective(pixels, matrix, (width, height), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full((300, 620), 255, np.uint8), matrix, (width, height))[..., None] / 255
    shade = 0.75 + 0.25 * np.clip(cv2.GaussianBlur(image, (0, 0), 25).mean(axis=2, keepdims=True) / 140, 0, 1)
    return np.clip(image * (1 - mask) + laid * shade * mask, 0, 255).astype(np.uint8)


def measure_clarity(options: argparse.Namespace) -> dict[str, object]:
    """Sharp pictures against the same ones out of focus, in motion, too dark; and the time at 12 megapixels."""
    counts = {
        part: {
            name: [0, 0] for name in ("sharp called blurred", "blurred called sharp", "dark missed", "lit called dark")
        }
        for part in (True, False)
    }
    for number, base in enumerate(pictures.photos(options.data) + pictures.renders(options.cache / "renders")):
        if number % options.share:
            continue
        image, rng = pictures.pixels(base), np.random.default_rng(number)
        count = counts[base.fitting]
        plain = sharpness.measure(image)
        if plain["sharp"] is not None:
            count["sharp called blurred"][0] += plain["sharp"] is False
            count["sharp called blurred"][1] += 1
            radius = 0.006 * max(image.shape[:2])
            if number % 2:
                soft = cv2.GaussianBlur(image, (0, 0), radius)
            else:
                length = int(4 * radius) | 1
                kernel = np.zeros((length, length), np.float32)
                kernel[length // 2] = 1 / length
                turn = cv2.getRotationMatrix2D((length / 2, length / 2), float(rng.uniform(0, 180)), 1)
                kernel = cv2.warpAffine(kernel, turn, (length, length))
                soft = cv2.filter2D(image, -1, kernel / max(kernel.sum(), 1e-6))
            noisy = np.clip(soft + rng.normal(0, 1.5, soft.shape), 0, 255).astype(np.uint8)
            count["blurred called sharp"][0] += sharpness.measure(noisy)["sharp"] is True
            count["blurred called sharp"][1] += 1
        count["lit called dark"][0] += plain["exposure"] == "dark"
        count["lit called dark"][1] += 1
        dark = (image * 0.12).astype(np.uint8)
        count["dark missed"][0] += sharpness.measure(dark)["exposure"] != "dark"
        count["dark missed"][1] += 1
    large = np.random.default_rng(0).integers(0, 255, (3000, 4000, 3)).astype(np.uint8)
    began = time.process_time()
    sharpness.measure(large)
    rows: dict[str, object] = {"12 MP": f"{1000 * (time.process_time() - began):.0f} ms CPU"}
    for part, word in ((False, "reporting"), (True, "fitting")):
        rows |= {f"{name}, {word} part": rate(*value) for name, value in counts[part].items()}
    return rows
