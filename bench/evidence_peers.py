"""The same pictures through peers in their own environments: imagehash, pdqhash, an AI label identifier.

Make them with `uv venv CACHE/env` and `uv pip install -r bench/peers/evidence.txt`; `CACHE/raiw` likewise.
"""

import argparse
import json
import os
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from anxin.engines.evidence import pdq
from bench import evidence_edits as edits
from bench import evidence_pictures as pictures
from bench.evidence_bounds import rate

HASHES = """
import sys, json, numpy as np, imagehash, pdqhash
from pathlib import Path
from PIL import Image
out = {}
for path in sorted(Path(sys.argv[1]).glob("*.png")):
    image = Image.open(path).convert("RGB")
    bits, quality = pdqhash.compute(np.asarray(image))
    phash = str(imagehash.phash(image, hash_size=16))
    out[path.stem] = {"pdq": "".join(map(str, bits)), "quality": int(quality), "phash": phash}
print(json.dumps(out))
"""


def measure_peers(options: argparse.Namespace) -> dict[str, object]:
    """Hash every picture and its edits with the peers; identify the labelled files."""
    rows: dict[str, object] = {}
    python = options.cache / "env/bin/python"
    if not python.exists():
        return {"skipped": f"no {python}; see bench/peers/evidence.txt"}
    bases = (pictures.photos(options.data) + pictures.renders(options.cache / "renders"))[:: max(1, options.share)]
    with tempfile.TemporaryDirectory() as name:
        folder, ours = Path(name), {}
        for number, base in enumerate(bases):
            image = pictures.pixels(base, 1280)
            for place, (edit, apply) in enumerate([("", None), *edits.REUSE.items()]):
                if edit and (number + place) % 6:
                    continue
                pixels = image if apply is None else apply(image, edits.generator(edit, number))
                small = pdq.canonical(np.ascontiguousarray(pixels))
                key = f"{number:03d}-{edit.replace(' ', '_').replace('%', 'p').replace(',', '')}"
                Image.fromarray(small).save(folder / f"{key}.png", compress_level=1)
                ours[key] = (*pdq.pdq(small), edit, number)
        run = subprocess.run([python, "-c", HASHES, str(folder)], capture_output=True, text=True, check=True)
    peers = json.loads(run.stdout)
    gaps = [
        pdq.distance(code, f"{int(peers[k]['pdq'], 2):064x}")
        for k, (code, quality, _, _) in ours.items()
        if quality >= 80
    ]
    rows["PDQ against pdqhash, quality 80 and more"] = f"largest distance {max(gaps)} bits over n {len(gaps)}"
    for which, limit in (("pdq", 31), ("phash", 63)):
        counts: dict[str, list[int]] = {}
        for key, (_, _, edit, number) in ours.items():
            if not edit:
                continue
            source = next(k for k in ours if k.startswith(f"{number:03d}-") and not ours[k][2])
            one, other = (int(peers[k][which], 2 if which == "pdq" else 16) for k in (key, source))
            count = counts.setdefault(edit, [0, 0])
            count[0] += (one ^ other).bit_count() <= limit
            count[1] += 1
        total = [sum(c[k] for c in counts.values()) for k in (0, 1)]
        rows[f"{which} alone within {limit}"] = rate(*total)
        rows[f"{which} alone, edits under half"] = [edit for edit, c in counts.items() if c[0] * 2 < c[1]]
    rows |= _identified(options)
    return rows


def _identified(options: argparse.Namespace) -> dict[str, object]:
    program = options.cache / "raiw/bin/remove-ai-watermarks"
    if not program.exists():
        return {"identifier": "not installed"}
    rows = {}
    for path in sorted((options.data / "labels").iterdir()):
        run = subprocess.run(
            [program, "identify", str(path)], capture_output=True, text=True, check=False, timeout=300, env=os.environ
        )
        rows[f"identifier {path.name}"] = " ".join(run.stdout.split())[:160]
    return rows
