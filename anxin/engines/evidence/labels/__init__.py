"""Read what a file says about itself (TC260, C2PA, IPTC, generators, editors, visible marks); write our label."""

from anxin.engines.evidence.labels.c2pa import TRUST_LIST_DATE as trust_date
from anxin.engines.evidence.labels.reader import read
from anxin.engines.evidence.labels.summary import summarise
from anxin.engines.evidence.labels.writer import write_label

__all__ = ["read", "summarise", "trust_date", "write_label"]
