"""A copy of one's own data: everything of his own in plain, everybody else masked, as one ZIP programs can read.

It is what that person himself may read, whether he takes it from his page or the desk hands it to him.
"""

import hashlib
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from anxin.core.actors import Actor
from anxin.core.masks import mask_name
from anxin.domain.claims import queries as claims
from anxin.domain.contacts import queries as contacts
from anxin.domain.evidence import queries as evidence
from anxin.domain.goods.queries import own as devices
from anxin.domain.invoices import queries as invoices
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.queries.own_accounts import OwnAccount, own_accounts
from anxin.domain.network.queries import own as network
from anxin.domain.notices.queries import own as notices
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.queries import access, consents
from anxin.domain.people.wording.consents import WAYS
from anxin.domain.quality import queries as quality
from anxin.domain.repairs import queries as repairs
from anxin.domain.visits import queries as visits
from anxin.faces.api import answers
from anxin.faces.api.claims.answers import claim_of
from anxin.faces.ground import copies

if TYPE_CHECKING:
    from anxin.domain.contacts.models import Contact
    from anxin.domain.people.models import Person
    from anxin.domain.repairs.models import Repair

IN_MEMORY = 4 << 20


def made(
    persons: "Sequence[Person]", *, reader: Actor, now: datetime, act: Callable[[Callable[[], None]], object]
) -> IO[bytes]:
    """Return the copy of these rows of one person, as `reader`, who is he, reads them; `act` opens the block."""
    told: dict[str, Any] = {}

    def work() -> None:
        told["persons"] = [_person(one, reader, now) for one in persons]

    act(work)
    out: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    try:
        _pack(out, told, reader, now)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


def sha256_of(out: IO[bytes]) -> str:
    """Return the hash of a copy, which is at its beginning before and after."""
    found = hashlib.sha256()
    while block := out.read(1 << 20):
        found.update(block)
    out.seek(0)
    return found.hexdigest()


def _person(one: "Person", by: Actor, now: datetime) -> dict[str, Any]:
    return {
        **people.reveal_own(person=one, by=by, now=now),
        "kept_since": one.created_at,
        "consents": [
            {**vars(each), "told": str(WAYS.get(each.channel, each.channel))} for each in consents.consents_of(one)
        ],
        "looks": [vars(each) for each in access.who_saw(one)],
    }


def _pack(out: IO[bytes], told: dict[str, Any], by: Actor, now: datetime) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        told["repairs"] = [_repair(pack, one.number, by, now) for one in repairs.mine(by, now=now)]
        told["claims"] = [_claim(pack, one.number, by, now) for one in claims.mine(by, now=now)]
        told["refund_accounts"] = [{**vars(one), "payee": vars(one.payee)} for one in _accounts(by, now)]
        told["titles"] = [vars(one) for _key, one in invoices.titles(by)]
        told["messages"] = [_contact(row, by, now) for row in contacts.all_of(by, now=now)]
        told["waiting"] = [vars(one) for one in network.own_waiting(by, now=now)]
        told["number_reports"] = [vars(one) for one in network.own_reports(by, now=now)]
        told["devices"] = [vars(one) for one in devices.own_devices(by, now=now)]
        told["notices"] = [vars(one) for one in notices.own(by, now=now)]
        gone = _("Where a picture has no file (pictures_here) its time was over: only its hash is left.")
        copies.write(pack, told, (_("Other people are masked."), gone), now=now)


def _accounts(by: Actor, now: datetime) -> list[OwnAccount]:
    return own_accounts([one.pk for one in people_queries.visible_to(by, now=now)])


def _contact(row: "Contact", by: Actor, now: datetime) -> dict[str, Any]:
    view = contacts.view(row, actor=by, now=now)
    said = [{"at": one.at, "direction": one.direction, "words": one.text} for one in view.said]
    about = {"topic": view.row.topic, "about": view.row.about, "channel": view.row.channel}
    return {"number": view.row.number, "at": view.row.created_at, **about, "words": view.text, "said": said}


def _repair(pack: zipfile.ZipFile, number: str, by: Actor, now: datetime) -> dict[str, Any]:
    row = repairs.repair(number, actor=by, now=now)
    view = repairs.view(row, actor=by, now=now)
    pictures = [copies.picture(pack, one.file, f"{number}-{position}") for position, one in enumerate(view.pictures, 1)]
    return {
        **answers.repair_of(view).model_dump(mode="json"),
        "pictures_here": pictures,
        **_of_himself(pack, row, view, by, now),
        "told": view.told,
        "windows": [vars(one) for one in visits.agreed_windows(row.stream())],
        "invoices": _invoices(row, by, now),
        "timeline": [_entry(one) for one in view.timeline],
    }


def _of_himself(
    pack: zipfile.ZipFile, row: "Repair", view: repairs.RepairView, by: Actor, now: datetime
) -> dict[str, Any]:
    """Return what he wrote and signed himself, what came along from elsewhere, and the pictures of his goods."""
    own = _own(by, now)
    if row.customer_id not in own:
        return {}
    rating = quality.review_of(row, reader="customer")
    work, signed = visits.work_pictures(row.stream()), visits.signatures(row.stream())
    return {
        "old_number": view.old_number,
        "reported_there": view.former.reported_date if view.former else None,
        "review": {**vars(rating), "technician": mask_name(rating.technician)} if rating else None,
        "work_pictures": [
            {"of": one.name, "at": one.at, **copies.picture(pack, one.file, f"{view.number}-work-{position}")}
            for position, one in enumerate(work, 1)
        ],
        "signatures": [
            {"at": one.at, "drawn": one.drawn, **copies.picture(pack, one.file, f"{view.number}-signature-{position}")}
            for position, one in enumerate(signed, 1)
            if one.signer.id in own and one.drawn
        ],
    }


def _own(by: Actor, now: datetime) -> set[UUID]:
    return {one.pk for one in people_queries.visible_to(by, now=now)}


def _invoices(row: "Repair", by: Actor, now: datetime) -> list[dict[str, Any]]:
    """Return the invoices of a repair; whom they are for stands in the copy of who pays, in nobody else's."""
    bill = ledger.latest(row.stream())
    payer = row.customer_id if row.customer_id in _own(by, now) else None
    there = invoices.with_buyers(bill, person=payer) if bill else []
    return [{**vars(one), "buyer": vars(buyer) if buyer else None} for one, buyer in there]


def _claim(pack: zipfile.ZipFile, number: str, by: Actor, now: datetime) -> dict[str, Any]:
    row = claims.claim(number, actor=by, now=now)
    view = claims.view(row, actor=by, now=now)
    mine = [one for one in evidence.links_of(row.stream()) if one.side == "buyer"]
    return {
        **claim_of(view).model_dump(mode="json"),
        "pictures_here": [copies.picture(pack, one.file.sha256, f"{number}-{one.label}") for one in mine],
        "told": view.told,
        "messages": [vars(one) for one in view.messages],
        "timeline": [_entry(one) for one in view.timeline],
    }


def _entry(one: repairs.EntryLine) -> dict[str, Any]:
    return {"at": one.at, "code": one.code, "text": one.sentence, "words": one.text, "by": one.by_kind}
