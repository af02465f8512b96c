"""Labels of real files, false labels on genuine photos, and edited labels on genuine damage."""

import argparse
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from anxin.engines import evidence
from anxin.engines.evidence.examination import open_picture
from anxin.engines.evidence.labels import marks, visible
from bench import evidence_pictures as pictures
from bench.evidence_bounds import rate
from bench.studio import plan

EDITORS = (
    "Adobe Photoshop 25.1",
    "Snapseed 2.0",
    "Meitu",
    "CapCut",
    "Canva",
    "VSCO",
    "PicsArt",
    "Lightroom 7",
    "GIMP 2.10",
    "Photoroom",
)


def measure_labels(options: argparse.Namespace) -> dict[str, object]:
    """Read every labelled file, every C2PA case and every photo through the engine's front door."""
    rows: dict[str, object] = {}
    found = 0
    files = sorted((options.data / "labels").iterdir())
    for path in files:
        label = evidence.examine(path).label
        found += label.found and label.says == "generated"
        rows[f"label {path.name}"] = f"{label.says}, {label.strength}, {' '.join(label.kinds)}, {label.producer}"
    rows["labelled files found"] = rate(found, len(files))
    for path in sorted((options.data / "c2pa").glob("*.jpg")):
        label = evidence.examine(path, params=evidence.Params(ocr=False)).label
        facts = next((claim.facts for claim in label.details if claim.kind == "c2pa"), None)
        keys = ("integrity", "signature", "trust", "time")
        rows[f"c2pa {path.name}"] = ", ".join(str(facts[key]) for key in keys) if facts else "no manifest"
    photos = pictures.photos(options.data)
    bare = [open_picture(path).taken.work for path in files]
    marked = [path.name for path, work in zip(files, bare, strict=True) if work is not None and _marked(work)]
    rows["marks read from pixels alone"] = " ".join(marked)
    false = [p.name for p in photos if _is_ai(evidence.examine(p.path).label)]
    rows["false labels on genuine photos"] = f"{rate(len(false), len(photos))} {false}"
    return rows


def _marked(work: np.ndarray) -> bool:
    return bool(visible.read(work) or marks.read(work))


def _is_ai(label: evidence.Label) -> bool:
    return label.found or label.says in ("generated", "possibly", "suspected")


def measure_edited(options: argparse.Namespace) -> dict[str, object]:
    """Write an editor's name into files of genuine damage: attention must stay at most low."""
    over, total = [], 0
    cache = options.cache / "renders"
    with tempfile.TemporaryDirectory() as folder:
        for model in range(plan.MODELS):
            if not all((cache / f"{shot.key}.npz").exists() for shot in plan.shots(model).values()):
                continue
            for role, shot in (plan.damaged(model, cache) or {}).items():
                for number in (0, 1):
                    exif = Image.Exif()
                    exif[0x0131] = EDITORS[(2 * model + number) % len(EDITORS)]
                    path = Path(folder) / f"{model}-{role}-{number}.jpg"
                    Image.fromarray(pictures.of_shot(shot, cache, model + number, 1280)).save(
                        path, quality=85, exif=exif
                    )
                    report = evidence.examine(path)
                    total += 1
                    if report.attention not in ("none", "low") or report.label.says != "edited":
                        over.append(path.name)
    return {"edited genuine damage above low": f"{rate(len(over), total)} {over}"}
