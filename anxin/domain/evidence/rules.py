"""What is decided about evidence: labels, which files are examined, who may open an original."""

SIDES = {"buyer": "B", "merchant": "S", "desk": "D"}
ROLES = {
    "buyer": ("whole", "detail", "label", "package", "second_angle", "returned", "document"),
    "merchant": ("listing", "packing", "weight", "label", "returned", "document"),
    "desk": ("inspection", "document"),
}
PACKED = ("packing", "weight")
PACKERS = ("merchant_owner", "merchant_agent", "packer")
DECLARATIONS = ("none", "edited", "generated", "unsure")
ATTENTION = ("none", "low", "medium", "high")
WHY_NOT = ("unreadable", "lost", "tampered", "timed_out", "no_engine", "by_hand")


def label_of(side: str, number: int) -> str:
    """Name the next picture of a side: B1, S2, D1."""
    return f"{SIDES[side]}{number}"


def is_examined(media: str) -> bool:
    """Say whether a file of this kind is examined: pictures and videos are."""
    return media.startswith(("image/", "video/"))


def highest(bands: list[str]) -> str:
    """Give the highest attention of several; nothing examined means none."""
    return max(bands, key=ATTENTION.index, default="none")
