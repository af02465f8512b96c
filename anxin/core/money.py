"""Money is a whole number of fen; this module only prints and reads it."""

import re
import unicodedata

from anxin.core.errors import Invalid

_AMOUNT = re.compile(r"(-?)\s*¥?\s*([0-9]{1,3}(?:,[0-9]{3}){1,13}|[0-9]{1,40})(?:\.([0-9]{1,2}))?\s*元?")
LARGEST_FEN = 10**13


class NotMoney(Invalid):
    """The text names no amount, or one below a fen."""

    code = "core.not_money"


def format_fen(fen: int) -> str:
    """Print an amount: 1280000 → ¥12,800.00, with a minus sign in front of the currency."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}¥{yuan:,}.{rest:02d}"


def parse_fen(text: str) -> int:
    """Read an amount as a person writes it: "128", "¥1,280.5", "１２.30元"."""
    found = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise NotMoney("amount", expected="yuan with at most two decimals", got=text[:40])
    sign, yuan, rest = found.groups()
    fen = int(yuan.replace(",", "")) * 100 + int((rest or "0").ljust(2, "0"))
    if fen > LARGEST_FEN:
        raise NotMoney("amount", expected=f"at most {LARGEST_FEN // 100} yuan", got=text[:40])
    return -fen if sign else fen
