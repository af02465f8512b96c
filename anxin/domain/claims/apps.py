"""The claims app."""

import tomllib
from pathlib import Path

from django.apps import AppConfig

from anxin.domain.claims.wording.settings import SETTINGS

CONSUMER = "消费者权益保护法第二十五条"
CONTRACT = "与商家的服务合同"
LAW = Path(__file__).with_name("law.toml")
RETURN_ADDRESS_MOST = 120


class ClaimsConfig(AppConfig):
    """Claims: filed, answered, decided, appealed, executed; recoveries and referrals."""

    name = "anxin.domain.claims"
    label = "claims"

    def ready(self) -> None:
        """Declare settings, law, clocks and sealed columns."""
        from anxin.core import bulk, imports  # noqa: PLC0415
        from anxin.domain.claims.actions.agreements import AGREE  # noqa: PLC0415
        from anxin.domain.claims.actions.tables import TABLES  # noqa: PLC0415
        from anxin.domain.claims.queries import bills, line_money, shop_debts, shop_gifts  # noqa: PLC0415
        from anxin.domain.claims.queries.refused_refunds import claim_of_payment  # noqa: PLC0415
        from anxin.domain.goods.queries.purchases import gives_refunds, keeps_refunds  # noqa: PLC0415
        from anxin.domain.goods.queries.shop_book import counts_money, knows_pieces, tells_words  # noqa: PLC0415
        from anxin.domain.ledger.queries.bindings import declare_cases  # noqa: PLC0415
        from anxin.domain.ledger.queries.refund_cases import declare_refund_case  # noqa: PLC0415
        from anxin.domain.ledger.queries.sent_transfers import declare_owed  # noqa: PLC0415
        from anxin.domain.people.queries import customers, kept, listeners  # noqa: PLC0415

        _periods()
        _statutes()
        _judging()
        _clocks()
        _records()
        bulk.declare(AGREE)
        imports.declare(*TABLES)
        listeners.read_along("claim")
        customers.read_along("claim")
        kept.declare_open("claim")
        declare_cases(bills.billed_stream)
        keeps_refunds(line_money.is_counted)
        gives_refunds(shop_debts.sent_past)
        counts_money(shop_debts.money_of)
        tells_words(shop_debts.words_of)
        knows_pieces(shop_gifts.pieces_of)
        declare_refund_case(claim_of_payment)
        declare_owed(line_money.owed_anew)
        declare_owed(shop_debts.owed_anew)
        _columns(self)


def _columns(config: AppConfig) -> None:
    from anxin.core.vault import declare_column  # noqa: PLC0415

    declare_column(config.get_model("Claim"), "told_sealed", "claims.told", case=("claim", "pk"))
    declare_column(
        config.get_model("TakenOver"), "brought_sealed", "claims.brought", case=("claim", "claim_id"), left="{}"
    )
    declare_column(config.get_model("Answer"), "reason_sealed", "claims.answer", case=("claim", "claim_id"))
    declare_column(config.get_model("AdvanceAnswer"), "reason_sealed", "claims.standing")
    declare_column(config.get_model("Decision"), "reason_sealed", "claims.reason", case=("claim", "claim_id"))
    declare_column(config.get_model("Decision"), "found_sealed", "claims.found", case=("claim", "claim_id"), left="[]")
    declare_column(config.get_model("Decision"), "mistake_sealed", "claims.mistake", case=("claim", "claim_id"))
    declare_column(config.get_model("Outcome"), "reason_sealed", "claims.outcome", case=("claim", "claim_id"))


def _records() -> None:
    """Say what facts tell of rows, and which of them stay where statements find them."""
    from anxin.core import archives, timeline  # noqa: PLC0415
    from anxin.domain.claims.queries import gone_twice, witnesses  # noqa: PLC0415

    timeline.declare_witnesses(witnesses.witnesses)
    archives.stays(gone_twice.TWICE)


def _periods() -> None:
    from anxin.core.settings import Setting, declare  # noqa: PLC0415

    declare(
        Setting(name="claims.answer_h", default=48, unit="h", least=1, most=120, notice_days=7, capped=True),
        Setting(name="claims.answer_suspect_h", default=72, unit="h", least=1, most=168, notice_days=7, capped=True),
        Setting(
            name="claims.brought_h",
            default=24,
            unit="h",
            least=2,
            most=120,
            notice_days=7,
            per_organisation=False,
            source=CONTRACT,
        ),
        Setting(name="claims.own_platform_numbers", default=False, per_organisation=False),
        Setting(
            name="claims.evidence_h", default=72, unit="h", least=24, most=240, notice_days=7, per_organisation=False
        ),
        Setting(name="claims.offer_h", default=72, unit="h", least=1, most=240, notice_days=7, per_organisation=False),
        Setting(
            name="claims.inspection_h", default=72, unit="h", least=1, most=240, notice_days=7, per_organisation=False
        ),
        Setting(name="claims.decision_d", default=5, unit="d", least=1, most=30, notice_days=7, per_organisation=False),
        Setting(name="claims.second_d", default=1, unit="d", least=1, most=5, per_organisation=False),
        Setting(name="claims.receive_d", default=10, unit="d", least=3, most=30, notice_days=7, per_organisation=False),
        Setting(name="claims.ship_d", default=7, unit="d", least=1, most=30, notice_days=7, per_organisation=False),
        Setting(name="claims.return_to_d", default=3, unit="d", least=1, most=7, notice_days=7, per_organisation=False),
        Setting(name="claims.appeal_d", default=7, unit="d", least=1, most=30, notice_days=7, per_organisation=False),
        Setting(
            name="claims.appeal_answer_h", default=24, unit="h", least=1, most=72, notice_days=7, per_organisation=False
        ),
        Setting(name="claims.ceiling_d", default=10, unit="d", least=1, most=30, notice_days=7, per_organisation=False),
        Setting(name="claims.outcome_d", default=30, unit="d", least=1, most=365, per_organisation=False),
        Setting(name="claims.said_d", default=30, unit="d", least=7, most=90, notice_days=7, per_organisation=False),
        Setting(
            name="claims.freight_d", default=30, unit="d", least=7, most=365, notice_days=7, per_organisation=False
        ),
        Setting(name="claims.shop_pays_d", default=3, unit="d", least=1, most=7, notice_days=7, per_organisation=False),
        Setting(name="claims.replacement_d", default=7, unit="d", least=1, most=30, capped=True),
        Setting(name="claims.repair_d", default=30, unit="d", least=1, most=30, notice_days=7, per_organisation=False),
        Setting(name="claims.liable_bears_look", default=False, per_organisation=False),
        Setting(name="claims.return_address", default="", most=RETURN_ADDRESS_MOST),
        titles=SETTINGS,
    )


def _statutes() -> None:
    from anxin.core.settings import Setting, declare  # noqa: PLC0415

    declare(
        Setting(
            name="claims.money_d",
            default=7,
            unit="d",
            least=1,
            most=7,
            notice_days=7,
            second_person=True,
            source=CONSUMER,
            per_organisation=False,
        ),
        Setting(
            name="claims.seven_day_return_d",
            default=7,
            unit="d",
            least=7,
            most=90,
            notice_days=7,
            second_person=True,
            source=CONSUMER,
            per_organisation=False,
        ),
        Setting(
            name="claims.failed_repairs",
            default=2,
            least=1,
            most=5,
            notice_days=7,
            second_person=True,
            source="部分商品修理更换退货责任规定",
            per_organisation=False,
        ),
        titles=SETTINGS,
    )


def _judging() -> None:
    from anxin.core.settings import Setting, declare  # noqa: PLC0415
    from anxin.domain.claims.rules import law  # noqa: PLC0415

    rows = tomllib.loads(LAW.read_text(encoding="utf-8"))["law"]
    declare(
        Setting(
            name="claims.second_person_fen",
            default=100000,
            unit="fen",
            least=100,
            most=10000000,
            second_person=True,
            per_organisation=False,
        ),
        Setting(
            name="claims.rules_version",
            default="2026-11",
            notice_days=7,
            second_person=True,
            per_organisation=False,
            source="电子商务法第三十四条",
        ),
        Setting(name="claims.law", default=rows, check=law.check, second_person=True, per_organisation=False),
        titles=SETTINGS,
    )


def _clocks() -> None:
    from anxin.core.clocks import ClockKind, declare  # noqa: PLC0415

    ends = "anxin.domain.claims.actions:"
    declare(
        ClockKind(name="claims.answer", setting="claims.answer_h", unit="h", at_end=f"{ends}answer_timed_out"),
        ClockKind(name="claims.evidence", setting="claims.evidence_h", unit="h", at_end=f"{ends}evidence_timed_out"),
        ClockKind(name="claims.offer", setting="claims.offer_h", unit="h", at_end=f"{ends}offer_lapsed"),
        ClockKind(
            name="claims.inspection", setting="claims.inspection_h", unit="h", at_end=f"{ends}inspection_timed_out"
        ),
        ClockKind(name="claims.ship", setting="claims.ship_d", unit="d", at_end=f"{ends}return_lapsed"),
        ClockKind(name="claims.return_to", setting="claims.return_to_d", unit="d", at_end=f"{ends}address_missed"),
        ClockKind(name="claims.receive", setting="claims.receive_d", unit="d", at_end=f"{ends}parcel_missed"),
        ClockKind(name="claims.appeal", setting="claims.appeal_d", unit="d", at_end=f"{ends}appeal_window_over"),
        ClockKind(
            name="claims.appeal_answer",
            setting="claims.appeal_answer_h",
            unit="h",
            at_end=f"{ends}appeal_unanswered",
        ),
        ClockKind(name="claims.money", setting="claims.money_d", unit="d", at_end=f"{ends}late"),
        ClockKind(name="claims.shop_pays", setting="claims.shop_pays_d", unit="d", at_end=f"{ends}shop_unpaid"),
        ClockKind(name="claims.replacement", setting="claims.replacement_d", unit="d", at_end=f"{ends}piece_missed"),
        ClockKind(name="claims.goods_back", setting="claims.replacement_d", unit="d", at_end=f"{ends}goods_missed"),
        ClockKind(name="claims.repair", setting="claims.repair_d", unit="d", at_end=f"{ends}late"),
        ClockKind(name="claims.nobody_sent", at_end=f"{ends}grace_over"),
        ClockKind(name="claims.recovery", at_end=f"{ends}promise_over"),
        ClockKind(name="claims.platform", unit="h", at_end=f"{ends}late"),
        ClockKind(name="claims.said", setting="claims.said_d", unit="d", at_end=f"{ends}said_over"),
        ClockKind(
            name="claims.decision", setting="claims.decision_d", unit="d", calendar="working", at_end=f"{ends}late"
        ),
        ClockKind(
            name="claims.second",
            setting="claims.second_d",
            unit="d",
            calendar="working",
            at_end=f"{ends}second_waits",
            of_case=False,
        ),
        ClockKind(
            name="claims.ceiling",
            setting="claims.ceiling_d",
            unit="d",
            at_end=f"{ends}late",
            proofs={"customer": ("claim.ask_evidence",)},
        ),
    )
