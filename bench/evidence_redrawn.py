"""Real edits of generative editors (`--data`/ai_edits), and photographs that only look alike: which class they get.

The pairs are split by editor, so that no repository stands in both halves: `fitting` by the first byte of the SHA-256
of its name. Thresholds were set on that half alone; the other half is reported.
"""

import argparse
import csv
import hashlib
import itertools
from collections import Counter
from pathlib import Path

import cv2
import numpy as np

from anxin.engines.evidence.consistency.relation import compare
from anxin.engines.evidence.examination import open_picture
from anxin.engines.evidence.matching.features import Features
from bench import evidence_pictures as pictures
from bench.evidence_bounds import rate
from bench.evidence_shots import PAIRS

TRACED = ("same_shot", "warped_same_shot", "redrawn")


def fitting(repository: str) -> bool:
    """Whether an editor's pairs belong to the half on which thresholds may be set."""
    return hashlib.sha256(repository.split(" + ")[0].encode()).digest()[0] % 2 == 1


def measure_redrawn(options: argparse.Namespace) -> dict[str, object]:
    """Classes of the real edits by half and judgement, then of pairs that no edit connects."""
    rows = list(csv.DictReader((options.data / "ai_edits/pairs.tsv").open(encoding="utf-8"), delimiter="\t"))
    seen: dict[Path, Features | None] = {}

    def features(path: Path) -> Features | None:
        if path not in seen:
            seen[path] = open_picture(path).features
        return seen[path]

    classes: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        source, edited = (features(options.data / "ai_edits" / row[name]) for name in ("source file", "edited file"))
        half = "fitting" if fitting(row["repository"]) else "reporting"
        kind = compare(edited, source).kind if edited and source else "cannot_compare"
        classes.setdefault((half, row["judgement"]), Counter())[kind] += 1
    out: dict[str, object] = {}
    for (half, judgement), counts in sorted(classes.items()):
        out[f"{half}, {judgement}"] = dict(counts)
        out[f"{half}, {judgement}, traced"] = rate(sum(counts[kind] for kind in TRACED), counts.total())
    sources = sorted({options.data / "ai_edits" / row["source file"] for row in rows})
    unlike = [*[p.path for p in pictures.photos(options.data)], *sources]
    pairs = [pair for n, pair in enumerate(itertools.combinations(unlike, 2)) if n % options.share == 0]
    out |= _unlike("other photographs", [(features(one), features(other)) for one, other in pairs])
    return out | _unlike("another view or another item of the model", _studio(options.cache / "renders"))


def _studio(cache: Path) -> list[tuple[Features | None, Features | None]]:
    groups: dict[str, dict[str, Features]] = {}
    for picture in pictures.renders(cache):
        image = pictures.pixels(picture)
        groups.setdefault(picture.group, {})[picture.role] = pictures.opened(image, picture.name).features
    return [(g[one], g[other]) for g in groups.values() for one, other in PAIRS if one in g and other in g]


def _unlike(name: str, pairs: list[tuple[Features | None, Features | None]]) -> dict[str, object]:
    """Count classes of pairs that no edit connects, leaving out pairs that nearly are one picture."""
    counts = Counter(
        compare(one, other).kind for one, other in pairs if one and other and not _nearly_one(one.grey, other.grey)
    )
    same = counts["same_shot"] + counts["warped_same_shot"]
    return {
        f"{name}: same_shot": rate(same, counts.total()),
        f"{name}: redrawn": rate(counts["redrawn"], counts.total()),
        f"{name}: classes": dict(counts),
    }


def _nearly_one(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two pictures are nearly one by their coarse light, or one of them is empty."""
    small = [cv2.resize(grey, (32, 32), interpolation=cv2.INTER_AREA).astype(float).ravel() for grey in (one, other)]
    if min(values.std() for values in small) < 1:
        return True
    return float(np.corrcoef(*small)[0, 1]) > 0.93
