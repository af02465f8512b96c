"""What the chain says of a brand's word, whole and by whose signature, and of a number that was reported as false."""

from anxin.core.streams.hashing import digest
from anxin.core.timeline import AT, Witness
from anxin.domain.network.models import Authorisation, ReportedNumber, Takedown


def word_told(row: Authorisation) -> str:
    """Return one short text that changes with anything the public check reads off a brand's word."""
    days = [row.from_date.isoformat(), row.to_date.isoformat()]
    about = [row.number, str(row.brand_id), row.kind, row.code, row.bare, str(row.subject_key or "")]
    later = [*([row.scope_en] if row.scope_en else []), *([{"goods": row.goods}] if row.goods else [])]
    return digest(b"anxin.network.word", [*about, row.scope, row.hours, row.lines, *days, *later])


def signature_told(signature: str) -> str:
    """Return what stands in a fact for a signature; nothing for none."""
    return digest(b"anxin.network.signature", signature) if signature else ""


def outlet_told(row: Authorisation) -> dict[str, object]:
    """Return the facts of an outlet's word by which its people are told of it; none of any other."""
    if row.kind != Authorisation.Kind.OUTLET:
        return {}
    return {"outlet": row.code, "brand": row.brand.slug, "until": row.to_date.isoformat()}


def takedown_told(row: Takedown) -> str:
    """Return one short text that changes with whom a takedown asks, and about what place."""
    return digest(b"anxin.network.takedown", [row.number, str(row.about_id), row.recipient, row.addressee, row.place])


def witnesses() -> tuple[Witness, ...]:
    """Return what facts say of the rows of the network."""
    unsigned, ended = {"signature": "signature"}, {"ended_at": AT}
    signed = {**unsigned, "signed_at": AT}
    return (
        Witness(
            model=Authorisation,
            told={
                "authorisation.applied": {"drawn": "drawn", "ended_at": "ended", **unsigned},
                "authorisation.authorise": signed,
                "network.signed_again": signed,
                "authorisation.revoke": ended,
                "authorisation.expire": ended,
            },
            reads={"drawn": word_told, "signature": lambda row: signature_told(row.signature)},
            since="drawn",
            kinds={"authorisation": "id"},
            name=lambda row: str(row.number),
        ),
        Witness(
            model=ReportedNumber,
            told={"reported_number.received": {"number": "number", "kind": "kind"}},
            reads={
                "number": lambda row: row.number if {report.code for report in row.reports.all()} <= {row.bare} else ""
            },
            beside=("reports",),
            since="number",
            kinds={"reported_number": "id"},
            name=lambda row: str(row.number),
        ),
        Witness(
            model=Takedown,
            told={
                "takedown.written": {"drawn": "drawn"},
                "takedown.send": {"reference": "reference"},
                "takedown.remind": {"reference": "reference"},
            },
            reads={"drawn": takedown_told, "reference": lambda row: row.reference},
            since="drawn",
            kinds={"takedown": "id"},
            name=lambda row: str(row.number),
        ),
    )
