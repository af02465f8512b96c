"""What leaves in the files of an import, model by model and column by column: the same in an empty house, or named."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction

from anxin.commands import as_import
from anxin.core import imports, tables, vault
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.vault.registry import COLUMNS
from anxin.domain.people import actions as people
from tests.domain.network.sheets import FILES, bring, reader
from tests.domain.network.test_round_trips import MORE

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
PAID = "4200002345202611181234567890"
FULL = {
    "organisations": (
        "slug,kind,name,licence,site,pages_at",
        ("shiyu,brand,拾雨,9100,https://shiyu.invalid,https://service.shiyu.invalid", "dian,商家,小店,,,"),
    ),
    "products": (
        "brand,code,name,category,skill,minutes,name_en",
        ("拾雨,L1,拾雨 L1 智能锁,智能门锁,智能锁,,Shiyu L1", "shiyu,L2,拾雨 L2 智能锁,lock,lock,45,"),
    ),
    "symptoms": (
        "category,code,name,position,urgent,advice,name_en,advice_en",
        ("lock,locked_in,人被锁在屋里,1,是,别慌,Locked in,Keep calm",),
    ),
    "prices": (
        "brand,edition,from,code,name,kind,category,amount,guarantee,name_en",
        (
            "拾雨,2026-11,2026-11-24,VISIT,上门费,fee,,30.00,,Visit",
            "拾雨,2026-11,2026-11-24,PCB,主板,配件,lock,260,180,",
        ),
    ),
    "technicians": (
        "number,name,phone,called,username,works,skills,hours,since",
        (
            "T-901,欧阳修远,138-0000-0901,,ouyang,SY-CD-01:拾雨,门锁:2:锁证-1:2027-06-30；燃气,"
            "周一至周五 8:00-18:00、单周周六 9-12,2024-03-01",
            "T-902,赵一,13800000902,老赵,,SY-CD-01:拾雨,,,2024-03-01",
        ),
    ),
    "purchases": (
        "seller,order,line,title,quantity,amount,freight,payment,name,phone,bought,delivered,sku,model,cost,waybill,no_return",
        (
            f"小店,D-1,1,杯,1,68.00,6,{PAID},李四,13800000921,2026-11-18,2026-11-20,SKU-1,L1,30.00,SF1234567890123,opened_media",
            f"dian,D-1,2,碟,2,20,6,{PAID},李四,13800000921,2026-11-18,2026-11-20,,,,SF1234567890123,",
        ),
    ),
}
ANEW = "said of the moment when it comes in"
SEALED_ANEW = "sealed with the other house's key"
ABROAD = "what is erased, retired or ended stays"
LEFT: dict[str, dict[str, str]] = {
    "goods.Device": {"created_at": ANEW, "replaced_by": "an exchange is told in the case that made it"},
    "goods.PriceBook": {"published_at": ANEW},
    "goods.Purchase": {
        "platform": "an order's platform stays",
        "paid_method": "told by its number alone",
        "shipped_at": "the hour at which it was handed to a carrier stays",
        "sent_by": ANEW,
    },
    "goods.PurchaseLine": {
        "serial": "stands with its device",
        "listing": "the page of the shop as it was stays",
        "listing_at": "the page of the shop as it was stays",
    },
    "parts.Part": {},
    "parts.StockPlace": {},
    "parts.Stock": {},
    "network.Engagement": {"from_at": ANEW, "to_at": ABROAD},
    "network.Outlet": {
        "takes_orders": "a pause is said anew",
        "point_asked_at": "a map service is asked anew",
        "point_failed_at": "a map service is asked anew",
        "point_failures": "a map service is asked anew",
    },
    "network.Skill": {"ended_at": ABROAD},
    "network.Shift": {"absence": "leave stays", "employer": "leave stays", "date": "shifts on single days stay"},
    "network.Technician": {
        "badge_sealed": "badges are printed anew: they open something",
        "portrait": "leaves with everything, and comes in a ZIP of its own",
        "grade": "reckoned from what he does there",
        "paused_at": "a pause is said anew",
        "shut_out_at": "an account that is shut comes back open, without a password",
    },
    "network.Territory": {"from_at": ANEW, "to_at": ABROAD, "kind": "exclusive and overflow are said anew"},
    "people.Account": {
        "password": "none leaves",
        "last_login": "of that house",
        "created_at": ANEW,
        "is_active": "an account that is shut comes back open, without a password",
    },
    "people.Consent": {
        "stream_kind": "of a case, which tells it",
        "stream_key": "of a case, which tells it",
        "withdrawn_at": "what was taken back stays",
    },
    "people.NameGram": {},
    "people.Organisation": {
        "created_at": ANEW,
        "retired_at": ABROAD,
        "left_at": ABROAD,
        "silent_at": ABROAD,
        "paid_by": "who pays for whom has left is agreed anew",
    },
    "people.Party": {"from_at": ANEW, "to_at": ABROAD, "stream_key": "the number of a row here"},
    "people.Person": {"created_at": ANEW, "erased_at": ABROAD, "told_at": ABROAD},
    "people.Role": {"from_at": ANEW, "to_at": ABROAD},
    "places.Place": {"created_at": ANEW, "asked_at": "asked anew", "erased_at": ABROAD},
    "goods.Listing": {"named_by": "of that house", "named_at": ANEW},
    "goods.PriceLine": {"comes": "whether its own file said it, or an edition carried it on"},
    "goods.Product": {},
    "goods.Symptom": {},
    "goods.WarrantyTerm": {},
}
"""The models that come along, each with the columns that don't, and why."""
STAYS: dict[str, str] = {
    "claims.Claim claims.TakenOver claims.ClaimLine": "as they stand now, in the table claims (tests/domain/claims)",
    "repairs.Repair repairs.TakenOver": "as they stand now, in the table repairs (tests/domain/repairs)",
    "custody.Custody": "where a thing is comes with its repair",
    "evidence.Link": "originals of both sides come with their claim, each with its hash",
    "parts.Movement": "how many lie where comes as it stands now, in the table stock",
    "claims.Decision claims.Outcome": "what was decided comes with its claim, in the columns remedy, amount and why",
    (
        "claims.AdvanceAnswer claims.Answer claims.Payout claims.Recovery claims.Referral claims.ExchangeOffer "
        "claims.Seen claims.Dispute claims.Appeal contacts.Contact contacts.Said threads.Message quality.Review "
        "quality.Contest quality.ContestPicture quality.FollowUp quality.Call quality.Grade repairs.Picture "
        "privacy_numbers.PrivacyNumber "
        "visits.Visit visits.Reservation visits.OutletOrder visits.Offer visits.Appointment visits.Window "
        "visits.CheckIn visits.CallRecord visits.FieldPhoto visits.DoorCheck visits.FieldCheck visits.Signature "
        "visits.CompletionCode evidence.Challenge evidence.Examination evidence.Frame evidence.Capture "
        "custody.CustodyPhoto custody.HandCode custody.ParcelClaim people.CaseLink people.Reveal people.RevealRequest"
    ): "the record of a case, step by step: its dossier has all of it",
    (
        "repairs.Quote repairs.QuoteLine repairs.UsedPart repairs.Guarantee ledger.Bill ledger.BillLine "
        "ledger.Payment ledger.Repayment ledger.Transfer ledger.ProviderEvent ledger.Statement ledger.StatementLine "
        "ledger.Difference ledger.Remittance goods.ShopRefund invoices.Invoice invoices.Title custody.ParcelPayment"
    ): "money of a case: settled before, or by hand",
    "network.BrandKey network.Authorisation network.Check network.Scan": "signed with a brand's key, and given anew",
    (
        "network.ReportedNumber network.Report network.Takedown network.Sighting network.FormerPhone "
        "network.MistakenNumber "
        "network.MarkPicture network.Closure network.PromiseProfile network.Waiting network.Absence network.Leave "
        "network.Swap network.Placement publications.Document publications.Text publications.CityEdition "
        "publications.Erasure "
        "standing.Mark insight.MeasuredTime insight.DayFigures insight.FiguresGathered"
    ): "no import has a column for it: whole with anxin backup, readable with anxin export --all",
    (
        "opening.SetupCode opening.MailServer opening.Backup opening.WatchedPart opening.ProviderChange opening.Errand "
        "opening.Opening opening.Departure "
        "opening.Rehearsal notices.Follower notices.Notice notices.RobotLine notices.Way notices.PushKey "
        "notices.PushSubscription shops.Shop shops.Heard staff.Invitation staff.Handout staff.Mailbox "
        "staff.CompanyIdentity staff.Leave staff.RoleChange people.Passage people.LoginCode people.NewPhone "
        "people.MessageDay people.Factor people.Challenge people.RecoveryCode people.ApiToken people.WebhookEndpoint "
        "goods.BuyerLink goods.EndedPrice"
    ): "what this house was busy with, or what opens it",
    "network.BrandHours": "the hours of all shifts, kept anew there",
    "people.DataRequest people.LegalHold people.Hold people.ErasureMark": "kept by the house that was asked",
}
SEALED = {(one.model, one.column): (name, one.row) for name, one in COLUMNS.items()}


def trade() -> dict[str, type[models.Model]]:
    return {one._meta.label: one for one in apps.get_models() if one.__module__.startswith("anxin.domain")}


def coming(row_of: type[models.Model]) -> "list[models.Field[Any, Any]]":
    left = LEFT[row_of._meta.label]
    fields = row_of._meta.concrete_fields
    return [one for one in fields if not one.primary_key and one.name not in left and one.name != "seal"]


def plain(row: models.Model, field: Any) -> object:
    """Return what a column says: of a row it names what that one says, of a sealed text the text."""
    value = getattr(row, field.attname)
    if value is None or value == "":
        return None
    if field.is_relation:
        return said(field.related_model._base_manager.get(pk=value))
    name, bound = SEALED.get((type(row), field.column), ("", ""))
    return vault.open_(name, getattr(row, bound), value) if name else str(value)


def said(row: models.Model) -> tuple[tuple[str, object], ...]:
    """Return what a row says in all columns that come along, whatever its own number."""
    return tuple((one.name, plain(row, one)) for one in coming(type(row)))


def all_said() -> dict[str, Counter[tuple[tuple[str, object], ...]]]:
    every = trade()
    return {label: Counter(said(row) for row in every[label]._base_manager.all()) for label in LEFT}


class TestEveryColumn:
    def test_comes_into_an_empty_house_as_it_is_or_is_named_with_why_not(
        self, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        later = now + timedelta(hours=1)
        for name, (header, rows) in {**MORE, **FULL}.items():
            monkeypatch.setitem(FILES, name, (header, rows, {}))
        house = transaction.savepoint_create()
        read = reader(tmp_path, now=now)
        for name, (_header, rows, _faulty) in FILES.items():
            assert bring(read, name, *rows, now=now).refused == []
        before = all_said()
        for name in FILES:
            as_import.lay(imports.TABLES[name], tmp_path / f"out-{name}.xlsx", now=now)
        transaction.savepoint_rollback(house)

        people.found_organisation(kind="operator", slug="operator", name="安心", now=later)
        for name in FILES:
            known = imports.TABLES[name]
            sheet = tables.read(known.columns, tmp_path / f"out-{name}.xlsx")
            acting(lambda known=known, sheet=sheet: imports.apply(known, sheet, by=SYSTEM, now=later))

        after = all_said()
        assert {label: (here - after[label], after[label] - here) for label, here in before.items()} == {
            label: (Counter(), Counter()) for label in before
        }
        assert {label: empty for label, rows in before.items() if (empty := _said_by_none(rows))} == {}

    def test_is_of_a_model_that_comes_or_stays_for_a_reason(self) -> None:
        stays = [label for labels in STAYS for label in labels.split()]
        assert sorted([*LEFT, *stays]) == sorted(trade()), "each once"
        for label, columns in LEFT.items():
            assert set(columns) <= {one.name for one in trade()[label]._meta.concrete_fields}, label


def _said_by_none(rows: Counter[tuple[tuple[str, object], ...]]) -> set[str]:
    """Return the columns that no row fills: nothing shows that they come along."""
    filled = {name for row in rows for name, value in row if value is not None}
    return {name for row in rows for name, _value in row} - filled
