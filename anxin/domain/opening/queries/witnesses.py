"""What the chain says of a change of where money goes: what was asked for, by whom, and who agreed."""

from anxin.core.streams.hashing import digest
from anxin.core.timeline import BY, Witness
from anxin.domain.opening.models import ProviderChange


def asked_told(row: ProviderChange) -> str:
    """Return one short text that changes with anything a second administrator reads of a change."""
    return digest(b"anxin.opening.provider_change", [row.kind, row.name, row.rank, dict(row.values)])


def witnesses() -> tuple[Witness, ...]:
    """Return what facts say of the rows of the opening."""
    return (
        Witness(
            model=ProviderChange,
            told={
                "provider_change.asked": {"drawn": "drawn", "asked_by": BY},
                "provider_change.agree": {"answered_by": BY},
                "provider_change.refuse": {"answered_by": BY},
            },
            reads={"drawn": asked_told},
        ),
    )
