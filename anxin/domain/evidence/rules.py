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
FRAMES = ("overview", "closeup", "action", "paper")
GUIDED = FRAMES[:3]
SHOWS = {"overview": "whole", "closeup": "detail", "action": "second_angle", "paper": "second_angle"}
ANSWERS = ("yes", "no", "cannot_tell")
# What a code on paper is asked about: it comes through any page, so nothing of how a page took it.
ON_PAPER = ("single_use", "order", "time", "bytes", "frames_differ", "paper_code")
ONLY_TOLD = ("hash_before_bytes", "pace")
WHY_NOT = ("unreadable", "lost", "tampered", "timed_out", "no_engine", "by_hand")


def label_of(side: str, number: int) -> str:
    """Name the next picture of a side: B1, S2, D1."""
    return f"{SIDES[side]}{number}"


def is_examined(media: str) -> bool:
    """Say whether a file of this kind is examined: pictures and videos are."""
    return media.startswith(("image/", "video/"))


def frame_of(kind: str, role: str) -> str:
    """Say which of the pictures asked for this one is: on paper there is one kind, behind a link the guided three."""
    return "paper" if kind == "paper" else {shows: one for one, shows in SHOWS.items() if one in GUIDED}.get(role, "")


def is_asked(check: str, *, kind: str) -> bool:
    """Say whether a question of the engine was put at all, so that nobody is told no to what he wasn't asked."""
    return kind == "link" or check in ON_PAPER


def answered(check: str, answer: str, *, all_told: bool) -> str:
    """Give the answer that may honestly be said: without hashes told beforehand, their order can't be known."""
    return "cannot_tell" if check in ONLY_TOLD and not all_told else answer


def highest(bands: list[str]) -> str:
    """Give the highest attention of several; nothing examined means none."""
    return max(bands, key=ATTENTION.index, default="none")
