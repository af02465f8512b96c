"""What customer, counter and desk may do with goods that are brought or sent in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.actors import Actor
from anxin.core.commands import Command, Given, calling
from anxin.core.commands.fields import Text
from anxin.core.files import SealedFile
from anxin.domain.custody import actions as custody
from anxin.domain.custody import queries as goods
from anxin.domain.custody.choices import WHICH_WAY
from anxin.domain.custody.queries.witnesses import receipt_told
from anxin.domain.custody.states import DESK, OUTLET
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger.queries import online
from anxin.domain.ledger.wording import provider_called
from anxin.domain.network import queries as network
from anxin.domain.people import queries as people
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.commands.answer_fields import SIGNED_HERE, AgreedHere, RefusedHere
from anxin.domain.repairs.commands.bench_fields import (
    NOBODY,
    Amends,
    Arrived,
    Back,
    Bench,
    CodeToPay,
    Collection,
    Digits,
    Moment,
    Parcel,
    Receipt,
    Reference,
    Refused,
    Renewal,
    SharedReason,
    Signature,
    ToldReason,
    Unpacking,
)
from anxin.domain.repairs.commands.cash import paid_in_cash
from anxin.domain.repairs.commands.relocations import RELOCATIONS
from anxin.domain.repairs.commands.uncollected import UNCOLLECTED
from anxin.domain.repairs.commands.work import agree_quote, bill_of, optional_lines, refuse_quote
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.rules import situation as rules
from anxin.domain.repairs.rules.situation import RepairSituation
from anxin.domain.visits import actions as visits

type RepairGiven = Given[Repair, Any]
type Options = Sequence[tuple[str, Text]]


def _receipt(row: Repair, _now: datetime) -> Mapping[str, str]:
    """Return what the receipt says that there is to sign: it is written anew where goods were given straight back."""
    found = goods.latest_of(row.stream())
    return {str(found.pk): f"{found.outlet.code} {receipt_told(found)}"} if found else {}


def _outlet(row: Repair) -> Any:
    return goods.open_row(row.stream()).outlet


def _pictures(it: RepairGiven, moment: str, files: Sequence[SealedFile]) -> Any:
    row = repairs.custody_of(it.row)
    for file in files:
        custody.add_photo(row=row, moment=moment, file=file, by=it.by, now=it.now)
    return row


def _receipt_facts(given: Receipt) -> dict[str, Any]:
    return given.model_dump(include={"condition", "accessories", "remark", "serial", "shelf"})


def _take_in(it: RepairGiven) -> None:
    row = _pictures(it, "receipt", it.fields.files)
    custody.take_in(row=row, by=it.by, now=it.now, **_receipt_facts(it.fields))
    repairs.name_device(repair=it.row, serial=it.fields.serial, by=it.by, now=it.now)


def _unpack(it: RepairGiven) -> None:
    given: Unpacking = it.fields
    row = _pictures(it, "opening", given.files)
    witness = None if given.witness == NOBODY else people.account(given.witness)
    custody.open_parcel(row=row, damaged=given.damaged, witness=witness, by=it.by, now=it.now, **_receipt_facts(given))
    repairs.name_device(repair=it.row, serial=given.serial, by=it.by, now=it.now)


def _drawn(it: RepairGiven) -> SealedFile:
    given: Signature = it.fields
    return visits.drawn_file(given.drawn, now=it.now) if given.drawn else given.files[0]


def _sign_drawn(it: RepairGiven) -> None:
    custody.sign(row=repairs.custody_of(it.row), drawn=_drawn(it), by=it.by, now=it.now)


def _hand_back_signed(it: RepairGiven) -> None:
    custody.hand_back(row=repairs.custody_of(it.row), drawn=_drawn(it), by=it.by, now=it.now)


def _photograph(it: RepairGiven) -> None:
    _pictures(it, it.fields.moment, it.fields.files)


def _renew(it: RepairGiven) -> None:
    custody.renew(row=repairs.custody_of(it.row), recording=it.fields.recording, by=it.by, now=it.now)


def _collect(it: RepairGiven) -> object:
    return ledger.pay(bill=bill_of(it.row), provider=it.fields.way, by=it.by, now=it.now)


def _counter(it: RepairGiven) -> Any:
    return repairs.custody_before(it.row).outlet


def ways(row: Repair, case: RepairSituation, now: datetime, _by: Actor) -> Options | None:
    """Offer who takes money online; nothing to choose where there is one."""
    several = online.online_ways()
    return [(one, provider_called(one)) for one in several] if len(several) > 1 else None


def benches(row: Repair, case: RepairSituation, now: datetime, _by: Actor) -> Options:
    """Offer who works at the outlet that has the goods, for their brand, and can mend them."""
    several = network.staff_at(_outlet(row), brand=row.brand, skill=row.product.skill, now=now)
    return [(one.number, one.called) for one in several]


def colleagues(row: Repair, case: RepairSituation, now: datetime, by: Actor) -> Options | None:
    """Offer who may look on while a parcel is unpacked: who signs in for the outlet or works there, but who unpacks."""
    several = goods.onlookers(_outlet(row), but=by, now=now)
    return [*((one.username, str(one)) for one in several), (NOBODY, _("nobody; it is on video"))]


def claimed(row: Repair, case: RepairSituation, now: datetime, _by: Actor) -> Options | None:
    """Offer which parcel's claim is meant; nothing to choose where there is one."""
    several = goods.ways_claimed(row.stream())
    return [(one, WHICH_WAY[one]) for one in several] if len(several) > 1 else None


BENCH: tuple[Command[Repair, RepairSituation], ...] = (
    Command(
        name="taking-in",
        title=_("Take in at the counter"),
        steps="custody.take_in",
        when=rules.is_alive,
        fields=Receipt,
        do=_take_in,
        follows=_("The customer reads the receipt on his page and signs it there, by its digits or by hand."),
    ),
    Command(
        name="signing",
        title=_("Sign with the customer's digits"),
        who=OUTLET,
        steps="custody.sign",
        fields=Digits,
        do=calling("row", custody.sign, "code", of=repairs.custody_of),
        follows=_("From here the outlet has the thing."),
    ),
    Command(
        name="signature",
        title=_("Signed by hand"),
        who=OUTLET,
        steps="custody.sign",
        fields=Signature,
        do=_sign_drawn,
        follows=_("Signed here, or on paper and photographed. From here the outlet has the thing."),
    ),
    Command(
        name="receipt-signed",
        title=_("The receipt is right: sign"),
        who="customer",
        steps="custody.sign",
        shows=_receipt,
        do=calling("row", custody.sign, of=repairs.custody_of),
        follows=_("From here the outlet has the thing and answers for it."),
    ),
    Command(
        name="straight-back",
        title=_("Give straight back"),
        steps="custody.take_back",
        fields=ToldReason,
        do=calling("row", custody.take_back, "why", of=repairs.custody_of),
        follows=_("The receipt doesn't count. It can be written anew."),
    ),
    Command(
        name="sending-in",
        title=_("It is on its way"),
        steps="custody.send_in",
        when=rules.is_to_be_sent,
        fields=Parcel,
        do=calling("row", custody.send_in, "carrier", "waybill", of=repairs.custody_of),
        follows=_("The outlet knows what to expect, and says when it is here."),
    ),
    Command(
        name="parcel",
        title=_("The parcel is here"),
        steps="custody.arrive",
        when=rules.may_arrive,
        fields=Arrived,
        do=calling("row", custody.arrive, "shelf", "damaged", "files", of=repairs.custody_of),
        follows=_("Leave it closed. The customer reads that it has come, and sees its pictures."),
    ),
    *RELOCATIONS,
    Command(
        name="unpacking",
        title=_("Unpack"),
        steps="custody.open",
        fields=Unpacking,
        options={"witness": colleagues},
        do=_unpack,
        follows=_("A colleague looks on, or the whole unpacking is on video. The customer reads what lay in it."),
    ),
    Command(
        name="bench",
        title=_("Take to the bench"),
        who=OUTLET,
        steps="custody.to_bench",
        when=rules.may_go_to_bench,
        because="custody.not_vouched",
        fields=Bench,
        options={"technician": benches},
        do=calling("repair", repairs.take_to_bench, "technician"),
        follows=_("The technician finds it among today's jobs: pictures, quote, parts, and that it is mended."),
    ),
    Command(
        name="agreement-here",
        title=_("The customer agrees here"),
        who=OUTLET,
        when=rules.may_be_answered,
        because="repairs.no_open_quote",
        fields=AgreedHere,
        options={"chosen": optional_lines},
        do=agree_quote,
        follows=SIGNED_HERE,
    ),
    Command(
        name="refusal-here",
        title=_("The customer says no here"),
        who=OUTLET,
        when=rules.may_be_answered,
        because="repairs.no_open_quote",
        fields=RefusedHere,
        do=refuse_quote,
        follows=SIGNED_HERE,
    ),
    Command(
        name="as-it-is",
        title=_("Back as it is"),
        who=f"customer {DESK} {OUTLET}",
        steps="custody.make_ready",
        when=rules.may_give_back,
        fields=SharedReason,
        do=calling("repair", repairs.give_back, "why"),
        follows=_("Nothing more is done on it and nothing is charged. It is ready to go back."),
    ),
    Command(
        name="going-on",
        title=_("Go on with it"),
        steps="custody.keep_on",
        when=rules.may_keep_on,
        fields=ToldReason,
        do=calling("repair", repairs.keep_on, "why"),
        follows=_("It stays here and goes to the bench again. What was mended already is redone free of charge."),
    ),
    Command(
        name="picture",
        title=_("Keep a picture"),
        who=OUTLET,
        when=rules.are_goods_here,
        fields=Moment,
        do=_photograph,
    ),
    Command(
        name="code-to-pay",
        title=_("Show the code to pay"),
        who=OUTLET,
        when=rules.may_collect,
        fields=CodeToPay,
        options={"way": ways},
        do=_collect,
        weighs=True,
        follows=_("The customer scans it from your screen; the money goes to the company, never through you."),
    ),
    *paid_in_cash(
        OUTLET,
        may=rules.may_take_cash,
        taking=rules.is_taking_cash,
        holder=_counter,
        held=_("The counter holds it from then on, until it is handed in at the company."),
    ),
    Command(
        name="handing-back",
        title=_("Hand back"),
        steps="custody.hand_back",
        when=rules.may_return,
        because="custody.unpaid",
        fields=Digits,
        do=calling("row", custody.hand_back, "code", of=repairs.custody_of),
        final=True,
        follows=_("Whoever reads out the code gets it. What was mended is confirmed, and its guarantee begins."),
    ),
    Command(
        name="handing-back-signed",
        title=_("Hand back against a signature"),
        steps="custody.hand_back",
        when=rules.may_return_signed,
        because="custody.not_signed_for",
        fields=Collection,
        do=_hand_back_signed,
        final=True,
        follows=_("For who has no page to read a code from. What was mended is confirmed, and its guarantee begins."),
    ),
    Command(
        name="sending-back",
        title=pgettext_lazy("goods", "Send back"),
        steps="custody.send_back",
        when=rules.may_return,
        because="custody.unpaid",
        fields=Parcel,
        do=calling("row", custody.send_back, "carrier", "waybill", of=repairs.custody_of),
        follows=_("The customer reads the waybill and says when it has come."),
    ),
    *UNCOLLECTED,
    Command(
        name="back",
        title=_("It has come back"),
        steps="custody.receive",
        fields=Back,
        do=calling("row", custody.receive, "damaged", of=repairs.custody_of),
        follows=_("What was mended is confirmed, and its guarantee begins."),
    ),
    Command(
        name="missing",
        title=_("The parcel doesn't come"),
        steps="custody.miss",
        fields=ToldReason,
        do=calling("row", custody.miss, "why", of=repairs.custody_of),
        follows=_("A claim is opened, and the carrier is asked where it is."),
    ),
    Command(
        name="writing-off",
        title=_("Give up as lost"),
        steps="custody.write_off",
        fields=ToldReason,
        do=calling("row", custody.write_off, "why", of=repairs.custody_of),
        final=True,
        weighs=True,
        follows=_("The repair ends. What is made good for the thing is said in its claim."),
    ),
    Command(
        name="new-code",
        title=_("A new code, after a call"),
        who=DESK,
        when=rules.is_hand_code_locked,
        fields=Renewal,
        do=_renew,
        follows=_("The customer reads the new code on the page; the counter may try again."),
    ),
    Command(
        name="claim-filed",
        title=_("Claim filed with the carrier"),
        steps="parcel_claim.file",
        fields=Reference,
        options={"way": claimed},
        do=calling("row", custody.file_claim, "reference", "claimed_fen", "way", of=repairs.custody_before),
    ),
    Command(
        name="claim-refused",
        title=_("The carrier refuses"),
        steps="parcel_claim.refuse",
        fields=Refused,
        options={"way": claimed},
        do=calling("row", custody.refuse_claim, "why", "way", of=repairs.custody_before),
    ),
    Command(
        name="claim-settled",
        title=_("Made good"),
        steps="parcel_claim.settle",
        fields=Amends,
        options={"way": claimed},
        do=calling("row", custody.settle_claim, "amount_fen", "why", "way", of=repairs.custody_before),
        weighs=True,
        follows=_("The customer reads the sum and how it was made good. This ends the claim."),
    ),
)
