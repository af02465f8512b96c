"""The claims app."""

import tomllib
from pathlib import Path

from django.apps import AppConfig

from anxin.domain.claims import wording

CONSUMER = "消费者权益保护法第二十五条"
LAW = Path(__file__).with_name("law.toml")
# What each setting is: default, unit, least, most, notice days, second person, source.
NUMBERS = (
    ("answer_h", 48, "h", 1, 120, 7, False, ""),
    ("answer_suspect_h", 72, "h", 1, 168, 7, False, ""),
    ("evidence_h", 72, "h", 24, 240, 7, False, ""),
    ("offer_h", 72, "h", 1, 240, 7, False, ""),
    ("inspection_h", 72, "h", 1, 240, 7, False, ""),
    ("decision_d", 5, "d", 1, 30, 7, False, ""),
    ("receive_d", 10, "d", 3, 30, 7, False, ""),
    ("ship_d", 7, "d", 1, 30, 7, False, ""),
    ("appeal_d", 7, "d", 1, 30, 7, False, ""),
    ("ceiling_d", 10, "d", 1, 30, 7, False, ""),
    ("replacement_d", 7, "d", 1, 30, 0, False, ""),
    ("money_d", 7, "d", 1, 7, 7, True, CONSUMER),
    ("seven_day_return_d", 7, "d", 7, 90, 7, True, CONSUMER),
    ("failed_repairs", 2, "", 1, 5, 7, True, "部分商品修理更换退货责任规定"),
    ("second_person_fen", 100000, "fen", 100, 10000000, 0, True, ""),
)
RETURN_ADDRESS_MOST = 120
OWN = {"replacement_d", "answer_h", "answer_suspect_h"}
# Clocks: name, setting, unit, calendar, what happens at the end.
CLOCKS = (
    ("answer", "claims.answer_h", "h", "always", "answer_timed_out"),
    ("evidence", "claims.evidence_h", "h", "always", "evidence_timed_out"),
    ("offer", "claims.offer_h", "h", "always", "offer_lapsed"),
    ("inspection", "claims.inspection_h", "h", "always", "inspection_timed_out"),
    ("ship", "claims.ship_d", "d", "always", "return_lapsed"),
    ("receive", "claims.receive_d", "d", "always", "parcel_missed"),
    ("appeal", "claims.appeal_d", "d", "always", "appeal_window_over"),
    ("money", "claims.money_d", "d", "always", "late"),
    ("replacement", "claims.replacement_d", "d", "always", "late"),
    ("platform", "", "h", "always", "late"),
    ("decision", "claims.decision_d", "d", "working", "late"),
    ("ceiling", "claims.ceiling_d", "d", "always", "late"),
)
PAUSES = {"ceiling": {"customer": ("claim.ask_evidence",)}}
SEALED = (
    ("Claim", "told_sealed", "claims.told"),
    ("Answer", "reason_sealed", "claims.answer"),
    ("StandingAnswer", "reason_sealed", "claims.standing"),
    ("Decision", "reason_sealed", "claims.reason"),
    ("Decision", "found_sealed", "claims.found"),
    ("Outcome", "reason_sealed", "claims.outcome"),
)
INSTALLATION = {"second_person": True, "per_organisation": False}


class ClaimsConfig(AppConfig):
    """Claims: filed, answered, decided, appealed, executed; recoveries and referrals."""

    name = "anxin.domain.claims"
    label = "claims"

    def ready(self) -> None:
        """Declare settings, law, clocks and sealed columns."""
        from anxin.core import bulk, clocks, timeline  # noqa: PLC0415
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.core.vault import declare_column  # noqa: PLC0415
        from anxin.domain.claims.actions.agreeing import AGREE  # noqa: PLC0415
        from anxin.domain.claims.queries import witnessing  # noqa: PLC0415
        from anxin.domain.claims.rules import law  # noqa: PLC0415

        titles, ends = wording.SETTINGS, "anxin.domain.claims.actions:"
        for name, default, unit, least, most, notice, second, source in NUMBERS:
            bounds = {"unit": unit, "least": least, "most": most, "notice_days": notice, "second_person": second}
            own = {"per_organisation": name in OWN, "source": source, "title": titles[name]}
            declare(Setting(name=f"claims.{name}", kind=int, default=default, **bounds, **own))
        sent_to = {"most": RETURN_ADDRESS_MOST, "title": titles["return_address"]}
        declare(Setting(name="claims.return_address", kind=str, default="", **sent_to))
        edition = {"notice_days": 7, "source": "电子商务法第三十四条", "title": titles["rules_version"]}
        declare(Setting(name="claims.rules_version", kind=str, default="2026-11", **edition, **INSTALLATION))
        rows = tomllib.loads(LAW.read_text(encoding="utf-8"))["law"]
        declare(
            Setting(name="claims.law", kind=list, default=rows, title=titles["law"], check=law.check, **INSTALLATION)
        )
        for name, setting, unit, calendar, end in CLOCKS:
            clocks.declare(
                clocks.ClockKind(
                    name=f"claims.{name}",
                    setting=setting,
                    unit=unit,
                    calendar=calendar,
                    at_end=ends + end,
                    proofs=PAUSES.get(name, {}),
                )
            )
        bulk.declare(AGREE)
        timeline.declare_witness(witnessing.decisions_differ)
        timeline.declare_witness(witnessing.decisions_gone)
        for model, column, name in SEALED:
            declare_column(self.get_model(model), column, name)
