"""What people and apps do to a picture: the edits of the re-use and same-shot measurements (RGB in, RGB out)."""

from collections.abc import Callable

import cv2
import numpy as np

from bench.studio import fakes
from bench.studio.phone import resaved, sent

Pixels = np.ndarray
Edit = Callable[[Pixels, np.random.Generator], Pixels]


def _crop(share: float) -> Edit:
    def edit(pixels: Pixels, rng: np.random.Generator) -> Pixels:
        height, width = pixels.shape[:2]
        h, w = int(height * (1 - share)), int(width * (1 - share))
        top, left = int(rng.integers(0, height - h + 1)), int(rng.integers(0, width - w + 1))
        return resaved(pixels[top : top + h, left : left + w], 85)

    return edit


def _turn(degrees: float) -> Edit:
    def edit(pixels: Pixels, rng: np.random.Generator) -> Pixels:
        height, width = pixels.shape[:2]
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
        return resaved(cv2.warpAffine(pixels, matrix, (width, height), borderValue=(255, 255, 255)), 85)

    return edit


def _screenshot(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A phone's screenshot: the picture between bars of an app."""
    width = 1080
    small = cv2.resize(pixels, (width, int(width * pixels.shape[0] / pixels.shape[1])), interpolation=cv2.INTER_AREA)
    page = np.full((max(1920, small.shape[0] + 500), width, 3), 245, np.uint8)
    page[:90] = (30, 30, 34)
    top = int(rng.integers(160, max(161, page.shape[0] - small.shape[0] - 200)))
    page[top : top + small.shape[0]] = small
    for line in range(5):
        at = page.shape[0] - 170 + 30 * line
        text = "order item message reply send"[: int(rng.integers(8, 29))]
        cv2.putText(page, text, (40, at), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (60, 60, 60), 2, cv2.LINE_AA)
    cv2.putText(page, "10:24   5G", (30, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (240, 240, 240), 2, cv2.LINE_AA)
    return resaved(page, 85)


def _rephoto(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A photograph of a screen: perspective, bezel, moiré, noise."""
    height, width = pixels.shape[:2]
    frame = np.full((int(height * 1.3), int(width * 1.3), 3), 40, np.uint8)
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    shift = rng.uniform(-0.05, 0.05, (4, 2)) * [width, height]
    target = (corners + np.array([0.15 * width, 0.15 * height]) + shift).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    grid = 1 + 0.05 * np.sin(np.arange(width) * 2.1)[None, :, None]
    seen = cv2.warpPerspective(np.clip(pixels * grid, 0, 255).astype(np.uint8), matrix, frame.shape[1::-1])
    inside = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, frame.shape[1::-1])
    out = np.where(inside[..., None] > 0, seen, frame).astype(np.float32)
    out = cv2.GaussianBlur(out, (0, 0), 1.0) * rng.uniform(0.85, 1.05, 3) + rng.normal(0, 4, out.shape)
    return resaved(np.clip(out, 0, 255).astype(np.uint8), 80)


def _border(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    height, width = pixels.shape[:2]
    colour = tuple(int(v) for v in rng.integers(0, 256, 3))
    return resaved(
        cv2.copyMakeBorder(
            pixels, *(int(0.15 * s) for s in (height, height, width, width)), cv2.BORDER_CONSTANT, value=colour
        ),
        85,
    )


def _colour(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    hsv = cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV).astype(np.float32)
    hsv[..., 0] = (hsv[..., 0] + rng.uniform(-18, 18)) % 180
    hsv[..., 1] *= rng.uniform(0.6, 1.4)
    out = cv2.cvtColor(np.clip(hsv, 0, [179, 255, 255]).astype(np.uint8), cv2.COLOR_HSV2RGB).astype(np.float32)
    return resaved(
        np.clip((out - 128) * rng.uniform(0.8, 1.25) + 128 + rng.uniform(-18, 18), 0, 255).astype(np.uint8), 85
    )


def _overlay(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    out = pixels.copy()
    height, width = out.shape[:2]
    cv2.circle(
        out,
        (int(width * rng.uniform(0.3, 0.7)), int(height * rng.uniform(0.3, 0.7))),
        width // 8,
        (225, 25, 25),
        max(3, width // 150),
        cv2.LINE_AA,
    )
    cv2.putText(
        out,
        "BROKEN HERE",
        (width // 10, int(height * 0.9)),
        cv2.FONT_HERSHEY_DUPLEX,
        width / 700,
        (235, 235, 30),
        3,
        cv2.LINE_AA,
    )
    return resaved(out, 85)


def _fake(how: str, share: float) -> Edit:
    def edit(pixels: Pixels, rng: np.random.Generator) -> Pixels:
        height, width = pixels.shape[:2]
        at = (int(height * rng.uniform(0.3, 0.7)), int(width * rng.uniform(0.3, 0.7)))
        reach = int(np.sqrt(share * height * width))
        return resaved(fakes.faked(pixels, at, reach, how, int(rng.integers(1 << 30)))[0], 85)

    return edit


def _replaced(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A seventh of the picture replaced by something else."""
    out, (height, width) = pixels.copy(), pixels.shape[:2]
    h, w = int(height * 0.38), int(width * 0.38)
    top, left = int(rng.integers(0, height - h)), int(rng.integers(0, width - w))
    patch = cv2.resize(rng.integers(0, 256, (12, 12, 3)).astype(np.uint8), (w, h), interpolation=cv2.INTER_CUBIC)
    out[top : top + h, left : left + w] = np.clip(patch + rng.normal(0, 6, patch.shape), 0, 255).astype(np.uint8)
    return resaved(out, 85)


def _inserted(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """An object put into the scene."""
    out, (height, width) = pixels.astype(np.float32), pixels.shape[:2]
    y, x = int(height * rng.uniform(0.35, 0.8)), int(width * rng.uniform(0.2, 0.8))
    axes = (int(width * rng.uniform(0.06, 0.12)), int(height * rng.uniform(0.08, 0.16)))
    mask = np.zeros((height, width), np.float32)
    cv2.ellipse(mask, (x, y), axes, 0, 0, 360, 1.0, -1, cv2.LINE_AA)
    shade = np.linspace(1.2, 0.6, height, dtype=np.float32)[:, None, None]
    body = rng.uniform(40, 215, 3).astype(np.float32) * shade + 6 * rng.normal(0, 1, out.shape).astype(np.float32)
    weight = cv2.GaussianBlur(mask, (0, 0), 2)[..., None]
    return resaved(np.clip(out * (1 - weight) + body * weight, 0, 255).astype(np.uint8), 85)


def _relit(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Another light: a strong gradient of brightness and warmth, another tone curve."""
    height, width = pixels.shape[:2]
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j].astype(np.float32)
    angle = rng.uniform(0, 6.28)
    slope = np.cos(angle) * (x - 0.5) + np.sin(angle) * (y - 0.5)
    gain = np.exp(rng.uniform(0.5, 1.0) * slope)[..., None] * (1 + slope[..., None] * np.array([0.25, 0, -0.25]))
    out = 255 * np.power(np.clip(pixels / 255 * gain * rng.uniform(0.7, 1.1), 0, 1), rng.uniform(0.75, 1.3))
    return resaved(np.clip(out, 0, 255).astype(np.uint8), 85)


def _warp(share: float, *, soften: bool = True) -> Edit:
    """Regeneration by proxy: smooth random displacement, smoothing, sharpening, new grain."""

    def edit(pixels: Pixels, rng: np.random.Generator) -> Pixels:
        height, width = pixels.shape[:2]
        field = [
            cv2.resize(rng.normal(0, 1, (7, 9)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
            for _ in range(2)
        ]
        size = max(float(np.abs(f).max()) for f in field)
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        reach = share * max(height, width)
        out = cv2.remap(
            pixels,
            x + field[0] / size * reach,
            y + field[1] / size * reach,
            cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REFLECT,
        )
        if soften:
            small = cv2.resize(out, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
            out = cv2.resize(cv2.bilateralFilter(small, 5, 18, 3), (width, height), interpolation=cv2.INTER_CUBIC)
            out = np.clip(
                out + 0.5 * (out.astype(np.float32) - cv2.GaussianBlur(out, (0, 0), 1.5)) + rng.normal(0, 2, out.shape),
                0,
                255,
            )
        return resaved(out.astype(np.uint8), 88)

    return edit


def _combo(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    out = _fake("painted", 0.02)(pixels, rng)[:, ::-1]
    return resaved(_overlay(_colour(_crop(0.12)(out, rng), rng), rng), 50)


def _plain(step: Callable[[Pixels], Pixels]) -> Edit:
    return lambda pixels, rng: step(pixels)


def _scaled(pixels: Pixels, ratio: float) -> Pixels:
    return cv2.resize(pixels, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)


REUSE: dict[str, Edit] = {
    "jpeg 70": _plain(lambda p: resaved(p, 70)),
    "jpeg 50": _plain(lambda p: resaved(p, 50)),
    "jpeg 30": _plain(lambda p: resaved(p, 30)),
    "half size": _plain(lambda p: resaved(_scaled(p, 0.5), 85)),
    "quarter size": _plain(lambda p: resaved(_scaled(p, 0.25), 85)),
    "chat once": _plain(lambda p: sent(p, 1280, 75)),
    "chat twice": _plain(lambda p: sent(sent(p, 1440, 72), 1080, 65)),
    "colour": _colour,
    "relit": _relit,
    "text and circle": _overlay,
    "crack 2 %": _fake("painted", 0.02),
    "stain 2 %": _fake("blended", 0.02),
    "tear 4 %": _fake("inpainted", 0.04),
    "replaced 15 %": _replaced,
    "inserted": _inserted,
    "crop 5 %": _crop(0.05),
    "crop 10 %": _crop(0.10),
    "crop 25 %": _crop(0.25),
    "crop 50 %": _crop(0.50),
    "border 15 %": _border,
    "screenshot": _screenshot,
    "turn 5": _turn(5),
    "turn 90": _plain(lambda p: resaved(np.rot90(p), 85)),
    "mirror": _plain(lambda p: resaved(p[:, ::-1], 85)),
    "photo of a screen": _rephoto,
    "crack, mirror, crop, colour, text": _combo,
}
DERIVED: dict[str, Edit] = {
    "chat twice": REUSE["chat twice"],
    "relit": _relit,
    "recoloured": _colour,
    "crack": _fake("painted", 0.03),
    "stain": _fake("blended", 0.03),
    "tear": _fake("inpainted", 0.04),
    "partly replaced": _replaced,
    "inserted": _inserted,
    "crop 25 %": _crop(0.25),
    "screenshot": _screenshot,
    "warp 0.2 %": _warp(0.002),
    "warp 0.5 %": _warp(0.005),
}


def generator(name: str, number: int) -> np.random.Generator:
    """The random numbers of one edit of one picture."""
    return np.random.default_rng([number, *name.encode()])
