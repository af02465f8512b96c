"""Same shot or not, the mirror attack, and where a change is seen."""

import argparse
from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np

from anxin.engines.evidence.consistency.changes import change_map
from anxin.engines.evidence.consistency.relation import compare
from anxin.engines.evidence.examination import Params, examine
from anxin.engines.evidence.references import Reference
from bench import evidence_edits as edits
from bench import evidence_pictures as pictures
from bench.evidence_bounds import rate
from bench.studio import fakes
from bench.studio.phone import resaved, sent

PAIRS = (
    ("again", "listing"), ("one", "listing"), ("two", "listing"), ("two", "one"), ("again", "one"), ("again", "two"),
    ("other", "listing"), ("other", "again"), ("other", "one"), ("other", "two"),
)  # fmt: skip
SAME = ("same_shot", "warped_same_shot")


def measure_shots(options: argparse.Namespace) -> dict[str, object]:
    """Derived pictures of every base picture, and pairs that only show the same thing or model."""
    found: dict[tuple[str, bool], list[int]] = {}
    wrong: list[str] = []
    bases = pictures.photos(options.data) + [p for p in pictures.renders(options.cache / "renders") if p.role != "one"]
    kinds = Counter[str]()
    for number, base in enumerate(bases):
        image = pictures.pixels(base)
        reference = pictures.opened(image, base.name).features
        for place, (name, edit) in enumerate(edits.DERIVED.items()):
            if (number + place) % options.share:
                continue
            derived = pictures.opened(edit(image, edits.generator(name, number)), name).features
            kind = compare(derived, reference).kind
            kinds[kind] += 1
            hits = found.setdefault((name, base.fitting), [0, 0])
            hits[0] += kind in SAME
            hits[1] += 1
            if kind not in SAME:
                wrong.append(f"{base.name}/{name}/{kind}")
    rows = _summed(found)
    rows["not found"] = wrong
    return rows | _others(options)


def _summed(found: dict[tuple[str, bool], list[int]]) -> dict[str, object]:
    """Rates by edit (reporting part), and over all edits by part."""
    rows: dict[str, object] = {}
    for part, word in ((False, "reporting part"), (True, "fitting part")):
        hits = sum(value[0] for (_, fitting), value in found.items() if fitting == part)
        total = sum(value[1] for (_, fitting), value in found.items() if fitting == part)
        rows[f"derived found, {word}"] = rate(hits, total)
    for (name, fitting), (hits, total) in sorted(found.items()):
        if not fitting:
            rows[f"derived, {name}"] = rate(hits, total)
    return rows


def _others(options: argparse.Namespace) -> dict[str, object]:
    """New photographs of the same object, and of another item of its model, at home and at the same stand."""
    false: dict[tuple[str, bool], list[int]] = {}
    names = []
    groups: dict[str, dict[str, pictures.Picture]] = {}
    for picture in pictures.renders(options.cache / "renders"):
        groups.setdefault(picture.group, {})[picture.role] = picture
    for group, roles in groups.items():
        opened = {role: pictures.opened(pictures.pixels(p), role).features for role, p in roles.items()}
        for one, other in PAIRS:
            if one in opened and other in opened:
                kind = compare(opened[one], opened[other]).kind
                key = (
                    "another item of the model" if one == "other" else "a new photo of the object",
                    roles[one].fitting,
                )
                hits = false.setdefault(key, [0, 0])
                hits[0] += kind in SAME
                hits[1] += 1
                if kind in SAME:
                    names.append(f"{group}/{one}-{other}/{kind}")
    rows: dict[str, object] = {}
    for (name, fitting), (hits, total) in sorted(false.items()):
        rows[f"called same shot: {name}, {'fitting' if fitting else 'reporting'} part"] = rate(hits, total)
    rows["false"] = names
    return rows


def measure_mirror(options: argparse.Namespace) -> dict[str, object]:
    """The seller derives his late picture from the buyer's honest photo: nothing may be raised."""
    raised, total, named = 0, 0, Counter[str]()
    claimed = datetime(2026, 11, 20, tzinfo=UTC)
    bases = pictures.photos(options.data) + pictures.renders(options.cache / "renders")
    names = list(edits.DERIVED)
    for number, base in enumerate(bases):
        image = pictures.pixels(base)
        honest = pictures.opened(resaved(image, 90), "honest")
        for turn in range(2):
            name = names[(2 * number + turn) % len(names)]
            late = pictures.opened(edits.DERIVED[name](image, edits.generator(name, number)), "late")
            sealed = claimed + timedelta(hours=number) if turn else None
            reference = Reference("late", sealed, known=turn == 1)
            report = examine(
                honest, references=[reference], claimed_at=claimed, params=Params(ocr=False), opened={"late": late}
            )
            raised += report.attention != "none"
            total += 1
            named[str((report.consistency or {}).get("class"))] += 1
    return {"raised by a late or undated reference": rate(raised, total), "classes": dict(named)}


def measure_changes(options: argparse.Namespace) -> dict[str, object]:
    """Damage of at least 2 % of the area put on a copy: is the brightest box on it? And clean copies."""
    rows: dict[str, object] = {}
    on, flagged = {True: [0, 0], False: [0, 0]}, {True: [0, 0], False: [0, 0]}
    by_kind: dict[str, list[int]] = {}
    for number, base in enumerate(pictures.photos(options.data) + pictures.renders(options.cache / "renders")):
        image = pictures.pixels(base)
        reference = pictures.opened(image, "listing").features
        rng = np.random.default_rng(number)
        clean = pictures.opened(sent(image, 1280, int(rng.integers(60, 90))), "clean").features
        boxes = _boxes(clean, reference)
        if boxes is not None:
            flagged[base.fitting][0] += bool(boxes)
            flagged[base.fitting][1] += 1
        how = fakes.HOWS[number % 3]
        at = (int(image.shape[0] * rng.uniform(0.3, 0.7)), int(image.shape[1] * rng.uniform(0.3, 0.7)))
        fake, truth = fakes.faked(image, at, int(np.sqrt(0.035 * image.shape[0] * image.shape[1])), how, number)
        copy = sent(fake, 1280, int(rng.integers(60, 90)))
        boxes = _boxes(pictures.opened(copy, "copy").features, reference)
        if boxes is None:
            continue
        ratio = 640 / max(image.shape[:2])
        hit = bool(boxes) and _touches(boxes[0], tuple(value * ratio for value in truth))
        on[base.fitting][0] += hit
        on[base.fitting][1] += 1
        kind = by_kind.setdefault(how, [0, 0])
        kind[0] += hit
        kind[1] += 1
    for part, word in ((False, "reporting"), (True, "fitting")):
        rows[f"brightest box on the damage, {word} part"] = rate(*on[part])
        rows[f"clean copies with a box, {word} part"] = rate(*flagged[part])
    return rows | {f"brightest box, {how}": rate(*value) for how, value in by_kind.items()}


def _boxes(copy: object, reference: object) -> tuple | None:
    row = compare(copy, reference)
    if row.kind != "same_shot" or row.registration is None:
        return None
    return change_map(copy, reference, row.registration.matrix).boxes


def _touches(box: tuple, truth: tuple) -> bool:
    """Whether the box's middle lies in the true box, or the true middle in the box."""
    x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
    u, v = truth[0] + truth[2] / 2, truth[1] + truth[3] / 2
    inside = truth[0] <= x <= truth[0] + truth[2] and truth[1] <= y <= truth[1] + truth[3]
    return inside or (box[0] <= u <= box[0] + box[2] and box[1] <= v <= box[1] + box[3])
