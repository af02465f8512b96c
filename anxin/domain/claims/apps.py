"""The claims app."""

from datetime import date

from django.apps import AppConfig

from anxin.domain.claims import wording

CONSUMER = "消费者权益保护法第二十五条"
CHECKED = date(2026, 11, 1)
# What each setting is: default, unit, least, most, notice days, second person, source.
NUMBERS = (
    ("answer_h", 48, "h", 1, 120, 7, False, ""),
    ("answer_suspect_h", 72, "h", 1, 168, 7, False, ""),
    ("evidence_h", 72, "h", 24, 240, 7, False, ""),
    ("offer_h", 72, "h", 1, 240, 7, False, ""),
    ("inspection_h", 72, "h", 1, 240, 7, False, ""),
    ("decision_d", 5, "d", 1, 30, 7, False, ""),
    ("ship_d", 7, "d", 1, 30, 7, False, ""),
    ("appeal_d", 7, "d", 1, 30, 7, False, ""),
    ("ceiling_d", 10, "d", 1, 30, 7, False, ""),
    ("replacement_d", 7, "d", 1, 30, 0, False, ""),
    ("money_d", 7, "d", 1, 7, 7, True, CONSUMER),
    ("seven_day_return_d", 7, "d", 7, 90, 7, True, CONSUMER),
    ("failed_repairs", 2, "", 1, 5, 7, True, "部分商品修理更换退货责任规定"),
    ("second_person_fen", 100000, "fen", 100, 10000000, 0, True, ""),
)
OWN = {"replacement_d", "answer_h", "answer_suspect_h"}
# Rows of law by the day they begin to count; the day of the act chooses. Not legal advice.
FRAUD_OLD = {"code": "public_security", "title": "治安管理处罚法(2012 修正)第四十九条", "about": "诈骗财物"}
FRAUD_NEW = {"code": "public_security", "title": "治安管理处罚法(2025 修订)第五十八条", "about": "诈骗财物"}
ALWAYS = [
    {"code": "civil_148", "title": "民法典第一百四十八条", "about": "受欺诈可请求撤销"},
    {"code": "consumer_25", "title": CONSUMER, "about": "七日无理由退货,收到退货七日内退款"},
    {"code": "ecommerce_62", "title": "电子商务法第六十二条", "about": "争议处理中提供原始合同和交易记录"},
]
PLATFORM = {"code": "platform_rules_27", "title": "网络交易平台规则监督管理办法第二十七条", "about": "不得强制仅退款"}


class ClaimsConfig(AppConfig):
    """Claims: filed, answered, decided, appealed, executed; recoveries and referrals."""

    name = "anxin.domain.claims"
    label = "claims"

    def ready(self) -> None:
        """Declare settings, law, clocks and sealed columns."""
        from anxin.core.settings import Setting, Version, declare  # noqa: PLC0415

        for name, default, unit, least, most, notice, second, source in NUMBERS:
            declare(
                Setting(
                    name=f"claims.{name}",
                    kind=int,
                    default=default,
                    unit=unit,
                    least=least,
                    most=most,
                    notice_days=notice,
                    second_person=second,
                    source=source,
                    per_organisation=name in OWN,
                    title=wording.SETTINGS[name],
                )
            )
        declare(
            Setting(
                name="claims.rules_version",
                kind=str,
                default="2026-11",
                notice_days=7,
                second_person=True,
                per_organisation=False,
                source="电子商务法第三十四条",
                title=wording.SETTINGS["rules_version"],
            ),
            Setting(
                name="claims.law",
                kind=list,
                default=[*ALWAYS, FRAUD_OLD],
                second_person=True,
                per_organisation=False,
                title=wording.SETTINGS["law"],
                versions=(
                    Version(
                        valid_from=date(2026, 1, 1),
                        value=[*ALWAYS, FRAUD_NEW],
                        source="治安管理处罚法 2025-06-27 修订",
                        checked_on=CHECKED,
                    ),
                    Version(
                        valid_from=date(2026, 2, 1),
                        value=[*ALWAYS, FRAUD_NEW, PLATFORM],
                        source="市场监管总局令第 116 号",
                        checked_on=CHECKED,
                    ),
                ),
            ),
        )
        self._clocks()
        self._sealed()

    def _clocks(self) -> None:
        from anxin.core import clocks  # noqa: PLC0415

        ends = "anxin.domain.claims.actions:"
        paused = {"customer": ("claim.ask_evidence",)}
        for name, setting, unit, at_end in (
            ("answer", "claims.answer_h", "h", "answer_timed_out"),
            ("evidence", "claims.evidence_h", "h", "evidence_timed_out"),
            ("offer", "claims.offer_h", "h", "offer_lapsed"),
            ("inspection", "claims.inspection_h", "h", "inspection_timed_out"),
            ("ship", "claims.ship_d", "d", "return_lapsed"),
            ("appeal", "claims.appeal_d", "d", "appeal_window_over"),
            ("money", "claims.money_d", "d", "late"),
            ("replacement", "claims.replacement_d", "d", "late"),
            ("platform", "", "h", "late"),
        ):
            clocks.declare(clocks.ClockKind(name=f"claims.{name}", setting=setting, unit=unit, at_end=ends + at_end))
        clocks.declare(
            clocks.ClockKind(
                name="claims.decision", setting="claims.decision_d", unit="d", calendar="working", at_end=ends + "late"
            ),
            clocks.ClockKind(
                name="claims.ceiling", setting="claims.ceiling_d", unit="d", at_end=ends + "late", proofs=paused
            ),
        )

    def _sealed(self) -> None:
        from anxin.core.vault import declare_column  # noqa: PLC0415

        declare_column(self.get_model("Claim"), "told_sealed", "claims.told")
        declare_column(self.get_model("Answer"), "reason_sealed", "claims.answer")
        declare_column(self.get_model("StandingAnswer"), "reason_sealed", "claims.standing")
        declare_column(self.get_model("Decision"), "reason_sealed", "claims.reason")
        declare_column(self.get_model("Decision"), "found_sealed", "claims.found")
        declare_column(self.get_model("Outcome"), "reason_sealed", "claims.outcome")
