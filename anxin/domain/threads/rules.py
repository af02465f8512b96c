"""What is decided about messages: which side somebody speaks for, and who hears it."""

SIDES = ("buyer", "merchant", "desk", "auditor")
SPEAKING = ("buyer", "merchant", "desk")
MERCHANT = frozenset({"merchant_owner", "merchant_agent", "packer"})


def side_of(*, kind: str, roles: frozenset[str]) -> str:
    """Return the side an actor stands on; empty for a stranger."""
    if "customer" in roles or kind in ("customer_link", "customer_phone"):
        return "buyer"
    if roles & MERCHANT:
        return "merchant"
    if "auditor" in roles:
        return "auditor"
    if kind == "token" and "agent" not in roles:
        return ""
    return "desk" if kind in ("staff", "system", "token", "technician") else ""


def heard_by(*, side: str, to: frozenset[str]) -> frozenset[str]:
    """Return who reads a message: whom it is for, who wrote it, and always those who decide or inspect."""
    return to | {side, "desk", "auditor"}
