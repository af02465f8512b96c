"""The pages of a repair's dossier: the case, its visits, what it cost and why, its pictures, its clocks."""

from collections.abc import Mapping

from django.db.models import QuerySet

from anxin.core import files, timeline
from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Forbidden
from anxin.core.streams.hashing import instant
from anxin.domain.evidence.queries import Dossier, Picture
from anxin.domain.ledger.models import Bill, Payment
from anxin.domain.ledger.queries.refunds import paid_out
from anxin.domain.people import queries as people
from anxin.domain.people.queries.dossier_people import dossier_people
from anxin.domain.repairs.models import Quote, Repair
from anxin.domain.repairs.queries.quotes import opened
from anxin.domain.repairs.states import TAKES
from anxin.domain.repairs.wording.readme import READ_ME
from anxin.domain.threads.queries import dossier_messages
from anxin.domain.visits.models import Visit
from anxin.domain.visits.queries import agreed_windows
from anxin.domain.visits.states import VISIT


class NoDossierOfRepair(Forbidden):
    """Who reads a repair doesn't take its dossier along for that: only some roles do."""

    code = "repairs.not_yours_to_take"


def takes_dossiers(actor: Actor) -> bool:
    """Return whether somebody may take a repair's dossier along."""
    return actor.may(frozenset(TAKES.split()))


def dossier(row: Repair, *, reader: Actor) -> Dossier:
    """Gather what a repair's dossier holds besides its chain; raises `repairs.not_yours_to_take`."""
    if not takes_dossiers(reader):
        raise NoDossierOfRepair({"number": row.number})
    visits, stream = _visits(row), row.stream()
    facts = timeline.chain(stream)
    return Dossier(
        stream=stream,
        number=row.number,
        pages={
            "case": _case(row, visits[-1] if visits else None),
            "visits": [_visit(one) for one in visits],
            "quotes": [_quote(one) for one in row.quotes.order_by("version")],
            "bills": [_bill(one) for one in _bills(row)],
            "parts": [
                {"code": one.line.code, "name": one.line.name, "quantity": one.quantity, "serial": one.serial}
                for one in row.used_parts.select_related("line").order_by("at", "id")
            ],
            "clocks": [_clock(one) for one in _clocks(row)],
            "messages": dossier_messages(stream),
            "people": dossier_people(facts, customer=row.customer, kind="customer"),
        },
        read_me=str(READ_ME).format(number=row.number),
        pictures=tuple(_pictures(row, visits)),
    )


def _visits(row: Repair) -> list[Visit]:
    stream = row.stream()
    rows = Visit.objects.filter(stream_kind=stream.kind, stream_key=stream.key)
    beside = ("appointments", "check_ins", "photos", "signature__signer")
    return list(rows.select_related("technician", "outlet").prefetch_related(*beside).order_by("created_at", "id"))


def _bills(row: Repair) -> QuerySet[Bill]:
    stream = row.stream()
    rows = Bill.objects.filter(stream_kind=stream.kind, stream_key=stream.key)
    return rows.prefetch_related("lines", "payments").order_by("created_at", "id")


def _clocks(row: Repair) -> QuerySet[Clock]:
    stream = row.stream()
    return Clock.objects.filter(stream_kind=stream.kind, stream_key=stream.key).order_by("started_at", "id")


def _case(row: Repair, visit: Visit | None) -> dict[str, object]:
    wanted = visit if visit is not None and visit.state not in VISIT.ends else row
    guarantee = getattr(row, "guarantee", None)
    customer = people.masked(row.customer)
    return {
        "number": row.number,
        "state": row.state,
        "kind": row.kind,
        "mode": row.mode,
        "channel": row.channel,
        "brand": row.brand.name,
        "product": row.product.name,
        "symptoms": row.symptoms,
        "urgent": row.urgent,
        "reported_at": instant(row.created_at),
        "customer": customer.name,
        "customer_erased_at": row.customer.erased_at and instant(row.customer.erased_at),
        "place": customer.division,
        "wanted_at_report": {"from": instant(row.wanted_from_at), "to": instant(row.wanted_to_at)},
        "wanted_from": instant(wanted.wanted_from_at),
        "wanted_to": instant(wanted.wanted_to_at),
        "windows": [
            {**vars(one), "from_at": instant(one.from_at), "to_at": instant(one.to_at)}
            for one in agreed_windows(row.stream())
        ],
        "promised_minutes": {"accept": row.acknowledge_min, "assign": row.assign_min, "call": row.call_min},
        "warranty": {
            "covered": row.covered,
            "until": row.covered_until and row.covered_until.isoformat(),
            "why": row.warranty_why,
            "source": row.warranty_source,
            "bought_on": row.bought_proved and row.bought_proved.isoformat(),
            "another_proof_says": row.bought_other and row.bought_other.isoformat(),
        },
        "guarantee_until": guarantee.until_date.isoformat() if guarantee else None,
        "reworks": row.reworks,
        "urged": row.urged,
        "outcome": row.outcome,
    }


def _visit(row: Visit) -> dict[str, object]:
    signed = getattr(row, "signature", None)
    return {
        "id": str(row.id),
        "state": row.state,
        "outlet": row.outlet.code if row.outlet else "",
        "technician": row.technician.number if row.technician else "",
        "outcome": row.outcome,
        "to_record": row.record,
        "windows": [
            {"from": instant(one.from_at), "to": instant(one.to_at), "state": one.state, "by": one.by, "why": one.why}
            for one in sorted(row.appointments.all(), key=lambda one: one.created_at)
        ],
        "check_ins": [
            {
                "at": instant(one.at),
                "by_the_phones_clock": one.done_at and instant(one.done_at),
                "distance_m": one.distance_m,
                "place": one.place,
                "timing": one.timing,
                "customer_says": one.answer,
            }
            for one in sorted(row.check_ins.all(), key=lambda one: one.at)
        ],
        "signature": {
            "by": people.masked(signed.signer).name,
            "how": signed.how,
            "sha256": signed.file,
            "at": instant(signed.at),
        }
        if signed
        else None,
    }


def _quote(row: Quote) -> dict[str, object]:
    return {
        "version": row.version,
        "state": row.state,
        "price_book": row.edition,
        "lines": [
            {
                "code": one.line.code,
                "name": one.line.name,
                "price_book": one.line.book.edition,
                "quantity": one.quantity,
                "full_fen": one.full_fen,
                "amount_fen": one.amount_fen,
                "why": one.why,
                "excluded_why": opened(one.pk, one.excluded_sealed),
                "optional": one.optional,
                "chosen": one.chosen,
            }
            for one in row.lines.select_related("line__book").order_by("position")
        ],
    }


def _bill(row: Bill) -> dict[str, object]:
    back = [one for one in row.payments.all() if one.direction == Payment.Direction.BACK]
    paid, house = paid_out(back), people.house_names([row.payee.partition(":")[2]])
    payer = next(iter(house.values()), "")
    return {
        "number": row.number,
        "state": row.state,
        "total_fen": row.total_fen,
        "paid_fen": row.paid_fen,
        "refunded_fen": row.refunded_fen,
        "lines": [
            {"code": one.code, "name": one.name, "quantity": one.quantity, "amount_fen": one.amount_fen, "why": one.why}
            for one in sorted(row.lines.all(), key=lambda one: one.position)
        ],
        "payments": [
            {
                "direction": one.direction,
                "amount_fen": one.amount_fen,
                "provider": one.provider,
                "state": one.state,
                "moved_at": one.moved_at and instant(one.moved_at),
                **(paid.told(one, payer=payer) if one in back else {}),
            }
            for one in sorted(row.payments.all(), key=lambda one: one.created_at)
        ],
    }


def _clock(row: Clock) -> dict[str, object]:
    moments = ("started_at", "due_at", "met_at", "missed_at", "stopped_at")
    told = {name: getattr(row, name) and instant(getattr(row, name)) for name in moments}
    return {"kind": row.kind, **told}


def _pictures(row: Repair, visits: list[Visit]) -> list[Picture]:
    """Return the customer's pictures, those of the work, and drawn signatures, each by the fact that told of it."""
    found = [
        _picture(f"C{n}", str(one.id), one.file, {"by": "customer", "at": instant(one.at)})
        for n, one in enumerate(row.pictures.order_by("at", "id"), start=1)
    ]
    work = sorted((one for visit in visits for one in visit.photos.all()), key=lambda one: (one.at, one.id))
    for n, one in enumerate(work, start=1):
        taken = one.taken_at and instant(one.taken_at)
        about = {"by": "technician", "of": one.slot, "visit": str(one.visit_id), "taken_at": taken, "late": one.late}
        found.append(_picture(f"T{n}", str(one.id), one.file, {**about, "at": instant(one.at)}))
    for n, visit in enumerate(visits, start=1):
        signed = getattr(visit, "signature", None)
        if signed is not None and signed.file:
            about = {
                "by": "signer",
                "of": "signature",
                "visit": str(visit.id),
                "late": signed.late,
                "at": instant(signed.at),
            }
            found.append(_picture(f"S{n}", str(visit.id), signed.file, about))
    return found


def _picture(label: str, row: str, sha256: str, about: Mapping[str, object]) -> Picture:
    return Picture(label=label, row=row, sha256=sha256, file=files.holding(sha256), about=about)
