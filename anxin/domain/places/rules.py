"""What is decided about places: equality of codes and cover by division."""


def covers(division: str, code: str) -> bool:
    """Return whether a division contains another; both are codes of 2, 4, 6 or 9 digits."""
    return bool(division) and code.startswith(bare(division))


def bare(code: str) -> str:
    """Strip a six-digit code of the zeros that only pad it: 510100 → 5101, 510000 → 51."""
    if len(code) == 6 and code.endswith("0000"):
        return code[:2]
    if len(code) == 6 and code.endswith("00"):
        return code[:4]
    return code
