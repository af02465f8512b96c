"""The versions of everything an answer depends on."""

import importlib.metadata
from functools import cache

from anxin.engines.evidence import attention
from anxin.engines.evidence.intake.opened_file import CANONICAL
from anxin.engines.evidence.labels import producers
from anxin.engines.evidence.labels.c2pa import TRUST_LIST_DATE as trust_date
from anxin.engines.evidence.traces import rates

ENGINE = "1"
RULES = "links-2, consistency-2, views-4"


@cache
def versions() -> dict[str, str]:
    """Name the engine, its pipeline, rules, tables and libraries."""
    rows = {
        "engine": ENGINE,
        "pipeline": CANONICAL.split(":")[0],
        "rules": RULES,
        "attention": attention.table()[0],
        "producers": producers.table()["version"],
        "trust_list": trust_date,
        "traces": rates.table()["version"],
    }
    for package in ("opencv-python-headless", "pillow", "pi-heif", "numpy", "c2pa-python", "rapidocr"):
        try:
            rows[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            rows[package] = "not installed"
    return rows
