"""What is decided about money: the names of accounts and what may still go back."""


def customer_account(person: str) -> str:
    """Name the account of a customer."""
    return f"customer:{person}"


def organisation_account(organisation: str) -> str:
    """Name the account of an organisation."""
    return f"organisation:{organisation}"


def technician_account(technician: str) -> str:
    """Name the account of what an outlet owes a technician."""
    return f"technician:{technician}"


def provider_account(provider: str) -> str:
    """Name the account where a payment provider holds money for us."""
    return f"provider:{provider}"


def refundable(*, paid_fen: int, refunded_fen: int, reserved_fen: int) -> int:
    """Give what may still go back, less refunds under way."""
    return paid_fen - refunded_fen - reserved_fen
