"""What a hand drew on a screen: its strokes as a short text, how much of a signature they are, and their picture.

A drawing is written as strokes with `;` between them, each its points `x,y` with a blank between them, on a sheet of
`WIDTH` by `HEIGHT`: so a phone keeps it like any other field until there is a signal, and the picture is made here.
"""

from io import BytesIO
from itertools import pairwise
from math import dist

WIDTH, HEIGHT = 1000, 400
POINT = r"[0-9]{1,4},[0-9]{1,3}"
STROKE = rf"{POINT}( {POINT})*"
PATTERN = rf"^{STROKE}(;{STROKE})*$"
LONGEST = 40_000
ENOUGH, WIDE = 300, 80
PEN = 5
MARGIN = 12

type Point = tuple[int, int]


def strokes(text: str) -> tuple[tuple[Point, ...], ...]:
    """Return the strokes of a drawing; what lies beyond the sheet is put on its edge."""
    lines = (stroke.split(" ") for stroke in text.split(";"))
    return tuple(tuple(_point(one) for one in line) for line in lines)


def _point(text: str) -> Point:
    x, _comma, y = text.partition(",")
    return min(int(x), WIDTH), min(int(y), HEIGHT)


def is_signature(text: str) -> bool:
    """Return whether somebody could have signed with this: long and wide enough to be no slip of a finger."""
    drawn = strokes(text) if text else ()
    length = sum(dist(one, other) for stroke in drawn for one, other in pairwise(stroke))
    across = [x for stroke in drawn for x, _y in stroke]
    return length >= ENOUGH and max(across) - min(across) >= WIDE


def picture(text: str) -> bytes:
    """Return the drawing as a PNG, black on white."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - loads where somebody signs

    sheet = Image.new("L", (WIDTH + 2 * MARGIN, HEIGHT + 2 * MARGIN), 255)
    pen = ImageDraw.Draw(sheet)
    for stroke in strokes(text):
        points = [(x + MARGIN, y + MARGIN) for x, y in stroke]
        pen.line(points, fill=0, width=PEN, joint="curve")
        for x, y in (points[0], points[-1]):
            pen.circle((x, y), PEN / 2, fill=0)
    out = BytesIO()
    sheet.save(out, "PNG", optimize=True)
    return out.getvalue()
