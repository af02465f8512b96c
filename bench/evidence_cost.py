"""What it costs: a 12-megapixel picture with three references, and scanning ten million hashes."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from anxin.engines import evidence
from anxin.engines.evidence import intake
from anxin.engines.evidence.reuse import kernels, records
from anxin.engines.evidence.reuse.store import CODE_SIZE
from bench import evidence_pictures as pictures


def measure_cost(options: argparse.Namespace) -> dict[str, object]:
    """Time and memory of one examination, engine warm, against decoding the same four files."""
    with tempfile.TemporaryDirectory() as name:
        files = _four(options.data, Path(name))
        params = evidence.Params(ocr=False)
        for _ in range(2):
            evidence.examine(files[0], references=files[1:], params=params)
        decoding, whole, wall, peaks = [], [], [], []
        for _ in range(5):
            began = time.process_time()
            for path in files:
                cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
            decoding.append(time.process_time() - began)
            _forget_peak()
            start, child, clock = time.process_time(), _child_s(), time.monotonic()
            evidence.examine(files[0], references=files[1:], params=params)
            whole.append(time.process_time() - start + _child_s() - child)
            wall.append(time.monotonic() - clock)
            peaks.append(peak_mb())
        child_peak = peak_mb(child_pid())
        ocr = evidence.examine(files[0]) and evidence.examine(files[0]).timing["ocr"]
    ratio = float(np.median(whole) / np.median(decoding))
    return {
        "decode four 12-MP JPEG": f"{np.median(decoding):.2f} s CPU",
        "examine, three references, without OCR": f"{np.median(whole):.2f} s CPU, {np.median(wall):.2f} s wall",
        "times decoding": round(ratio, 2),
        "OCR of the edges": f"{ocr:.2f} s CPU",
        "peak memory": f"{max(peaks):.0f} MB here ({peak_mb():.0f} MB with OCR loaded) + {child_peak:.0f} MB child",
    }


def _four(data: Path, folder: Path) -> list[Path]:
    """Four JPEGs of 12 megapixels: a picture, its source, and two others."""
    files = []
    names = pictures.photos(data)[:3]
    for number, base in enumerate([names[0], *names]):
        image = np.asarray(Image.open(base.path).convert("RGB").resize((4000, 3000), Image.Resampling.BICUBIC))
        path = folder / f"{number}.jpg"
        Image.fromarray(image).save(path, quality=92)
        files.append(path)
    return files


def _forget_peak() -> None:
    """Begin the peak anew, so that it doesn't tell what the bench itself held before."""
    Path("/proc/self/clear_refs").write_text("5")


def peak_mb(pid: int | str = "self") -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def child_pid() -> int:
    child = intake.parent._SHARED._child
    return child.pid if child is not None else 0


def _child_s() -> float:
    fields = Path(f"/proc/{child_pid()}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure_scan(options: argparse.Namespace) -> dict[str, object]:
    """One code and a picture's eight in ten million, against FAISS flat in its own environment; opening a million."""
    rng = np.random.default_rng(1)
    count = 10_000_000
    codes = rng.integers(0, 1 << 63, (count, 4), dtype=np.uint64)
    queries = codes[rng.integers(0, count, 8)] ^ np.uint64(5)
    rows, gaps = np.zeros(4096, np.int64), np.zeros(4096, np.int64)
    kernels.scan_one(codes[:1000], queries[0], 31, rows, gaps)
    kernels.scan_many(codes[:1000], queries, 31, rows, gaps)
    one, eight = [], []
    for k in range(15):
        began = time.process_time()
        kernels.scan_one(codes, queries[k % 8], 31, rows, gaps)
        one.append(time.process_time() - began)
        began = time.process_time()
        kernels.scan_many(codes, queries, 60, rows, gaps)
        eight.append(time.process_time() - began)
    result = {
        "one code in 10 million": f"{1000 * np.median(one):.1f} ms CPU",
        "eight codes in 10 million (within 60)": f"{1000 * np.median(eight):.1f} ms CPU",
        "one million entries open": f"{_open_s():.2f} s CPU",
    }
    peer = options.cache / "env/bin/python"
    if peer.exists():
        run = subprocess.run(
            [peer, "-c", FAISS], capture_output=True, text=True, check=True, env=os.environ | {"OMP_NUM_THREADS": "1"}
        )
        faiss_ms = json.loads(run.stdout)["ms"]
        result["FAISS flat, one code in 10 million"] = f"{faiss_ms:.1f} ms CPU (nearest ten, one thread)"
        result["times FAISS"] = round(1000 * float(np.median(one)) / faiss_ms, 2)
    return result


FAISS = """
import faiss, json, time, numpy as np
faiss.omp_set_num_threads(1)
rng = np.random.default_rng(1)
codes = rng.integers(0, 256, (10_000_000, 32), dtype=np.uint8)
index = faiss.IndexBinaryFlat(256); index.add(codes)
times = []
for k in range(15):
    began = time.process_time(); index.search(codes[k : k + 1], 10); times.append(time.process_time() - began)
print(json.dumps({"ms": 1000 * float(np.median(times))}))
"""


def _open_s() -> float:
    """Read a million sealed records of the file of codes."""
    count = 1_000_000
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "codes.rec"
        body = records.sealed(b"\x01" + b"\x00" * (CODE_SIZE - 5))
        path.write_bytes(body * count)
        records.read(path, CODE_SIZE, count - 10)
        began = time.process_time()
        rows, read = records.read(path, CODE_SIZE)
        rows[:, 8:40].copy().view(">u8").astype(np.uint64)
        if read != count or len(rows) != count:
            print("expected a million sound records", file=sys.stderr)
        return time.process_time() - began
