"""Measure the evidence engine: `python -m bench.evidence --data DIR [--cache DIR] [--only labels,reuse,…] [--share N]`.

`--data` is a folder with `labels/`, `c2pa/` and `photos/`; rendered goods are kept in `--cache` (see bench/studio).
Each section prints its rates with n and exact 95 % bounds, and keeps them in `CACHE/results/SECTION.json`.
"""

import argparse
import importlib
import json
import os
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ.setdefault(name, "1")

SECTIONS = {
    "labels": "bench.evidence_files",
    "edited": "bench.evidence_files",
    "mutated": "bench.evidence_mutated",
    "redrawn": "bench.evidence_redrawn",
    "mirror": "bench.evidence_shots",
    "shots": "bench.evidence_shots",
    "changes": "bench.evidence_shots",
    "views": "bench.evidence_views",
    "traces": "bench.evidence_traces",
    "paper": "bench.evidence_paper",
    "clarity": "bench.evidence_paper",
    "reuse": "bench.evidence_reuse",
    "scan": "bench.evidence_cost",
    "cost": "bench.evidence_cost",
    "peers": "bench.evidence_peers",
}


def main() -> None:
    """Run the sections asked for, one process, one thread."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path(".bench/evidence"))
    parser.add_argument("--only", default="")
    parser.add_argument("--share", type=int, default=1, help="take every N-th case, where a whole run is too long")
    parser.add_argument(
        "--part",
        choices=["both", "fitting", "reporting", "more"],
        default="both",
        help="for views only; more: other places and sizes on the fitting part's models",
    )
    parser.add_argument("--edit", action="append", default=[], help="for reuse only: these edits alone, by name")
    parser.add_argument("--mutations", type=int, default=2000)
    options = parser.parse_args()
    chosen = options.only.split(",") if options.only else list(SECTIONS)
    unknown = sorted(set(chosen) - set(SECTIONS))
    if unknown:
        parser.error(f"--only: expected some of {' '.join(SECTIONS)}, got {' '.join(unknown)}")
    results = options.cache / "results"
    results.mkdir(parents=True, exist_ok=True)
    for section in chosen:
        began = time.process_time()
        rows = getattr(importlib.import_module(SECTIONS[section]), f"measure_{section}")(options)
        print(f"\n== {section} (CPU {time.process_time() - began:.0f} s)")
        for key, value in rows.items():
            print(f"{key}: {value}", flush=True)
        (results / f"{section}.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
