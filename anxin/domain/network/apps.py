"""The network app."""

import tomllib
from pathlib import Path

from django.apps import AppConfig

from anxin.domain.network import wording
from anxin.domain.network.rules import appearance, papers, takedown_law
from anxin.domain.network.wording import reports

LAW = Path(__file__).with_name("data") / "takedown_law.toml"


class NetworkConfig(AppConfig):
    """Network: outlets, technicians, engagements, promises and signed authorisations."""

    name = "anxin.domain.network"
    label = "network"

    def ready(self) -> None:
        """Say which columns are sealed, and which files can be imported."""
        from anxin.core import bulk, imports, timeline  # noqa: PLC0415
        from anxin.core.files import declare_hash  # noqa: PLC0415
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.core.vault import declare_column  # noqa: PLC0415
        from anxin.domain.network.actions.imports import days_away, employment_ends, held_skills  # noqa: PLC0415
        from anxin.domain.network.actions.tables import TABLES  # noqa: PLC0415
        from anxin.domain.network.commands.several import ACTIONS  # noqa: PLC0415
        from anxin.domain.network.queries import witnesses  # noqa: PLC0415
        from anxin.domain.people.queries import kept  # noqa: PLC0415

        imports.declare(*TABLES, *days_away.TABLES, *employment_ends.TABLES, *held_skills.TABLES)
        bulk.declare(*ACTIONS)
        timeline.declare_witnesses(witnesses.witnesses)
        kept.declare_worker(self.get_model("Technician"), "person")
        declare(
            Setting(
                name="network.own_sick_days",
                default=3,
                least=1,
                most=14,
                title=wording.SICK_DAYS,
                per_organisation=False,
            ),
            Setting(
                name="network.start_most_km",
                default=100,
                least=10,
                most=1_000,
                title=wording.START_MOST,
                help=wording.START_MOST_HELP,
                per_organisation=False,
            ),
        )
        _windows()
        _waits()
        _looks()
        _takedowns()
        _papers()
        declare_column(self.get_model("Technician"), "badge_sealed", "network.technician.badge")
        declare_column(self.get_model("BrandKey"), "private_sealed", "network.key.private")
        declare_column(self.get_model("Report"), "note_sealed", "network.report.note")
        declare_column(self.get_model("Authorisation"), "waiting_sealed", "network.authorisation.waiting")
        declare_hash(self.get_model("Technician"), "portrait")
        declare_hash(self.get_model("Authorisation"), "waiting_portrait")
        declare_hash(self.get_model("Sighting"), "picture")
        declare_hash(self.get_model("MarkPicture"), "picture")
        declare_hash(self.get_model("Scan"), "file")


def _waits() -> None:
    """Say how long somebody is on the waiting list before he is asked, and how long he has to answer."""
    from anxin.core.settings import Setting, declare  # noqa: PLC0415
    from anxin.domain.network.queries import waiting_terms  # noqa: PLC0415

    declare(
        Setting(
            name=waiting_terms.TERM,
            default=180,
            unit="d",
            least=30,
            most=730,
            title=wording.WAITING_DAYS,
            per_organisation=False,
        ),
        Setting(
            name=waiting_terms.ANSWER,
            default=14,
            unit="d",
            least=7,
            most=60,
            title=wording.WAITING_ANSWER_DAYS,
            help=wording.WAITING_ANSWER_HELP,
            per_organisation=False,
        ),
    )


def _windows() -> None:
    """Say for how many days windows are offered, and between which hours they begin."""
    from anxin.core.settings import Setting, declare  # noqa: PLC0415
    from anxin.domain.network.queries import offered_days  # noqa: PLC0415

    least, most = offered_days.LEAST, offered_days.MOST
    declare(
        Setting(name=offered_days.SETTING, default=14, unit="d", least=least, most=most, title=wording.DAYS_AHEAD),
        Setting(name=offered_days.SOON, default=False, title=wording.SOON, help=wording.SOON_HELP),
        *(
            Setting(name=name, default=at, unit="h", least=least, most=most, title=title, per_organisation=False)
            for name, at, least, most, title in (
                ("network.windows_from_h", 8, 0, 12, wording.WINDOWS_FROM),
                ("network.windows_until_h", 22, 13, 24, wording.WINDOWS_UNTIL),
            )
        ),
    )


def _looks() -> None:
    """Say how a house may show itself, and which pictures brands keep as their marks."""
    from anxin.core.settings import Setting, declare  # noqa: PLC0415

    declare(
        Setting(
            name=appearance.SETTING,
            default={},
            check=appearance.check,
            title=wording.APPEARANCE,
            help=wording.APPEARANCE_HELP,
        ),
        Setting(
            name=appearance.PICTURE,
            default="",
            most=64,
            check=appearance.check_picture,
            title=wording.MARK_PICTURE,
            help=wording.MARK_PICTURE_HELP,
        ),
    )


def _papers() -> None:
    """Say which papers are wanted by kind, and how long their scans are kept."""
    from anxin.core.settings import Setting, declare  # noqa: PLC0415

    seen = {"hotline": ["number"], "outlet": ["licence"], "technician": ["identity", "photo"], "part_batch": []}
    declare(
        *(
            Setting(name=name, default=default, check=papers.check, title=title, help=wording.PAPERS_HELP)
            for name, default, title in (
                (papers.SEEN, seen, wording.PAPERS_SEEN),
                (papers.KEPT, {kind: [] for kind in papers.OF}, wording.PAPERS_KEPT),
            )
        ),
        Setting(
            name="network.scans_days",
            default=180,
            unit="d",
            least=1,
            most=3650,
            title=wording.SCANS_DAYS,
            per_organisation=False,
        ),
    )


def _takedowns() -> None:
    """Say how long an answer is waited for, and which law a letter cites."""
    from anxin.core import clocks  # noqa: PLC0415
    from anxin.core.settings import Setting, declare  # noqa: PLC0415

    declare(
        Setting(
            name="network.takedown_d",
            default=7,
            unit="d",
            least=1,
            most=60,
            title=reports.TAKEDOWN_DAYS,
            per_organisation=False,
        ),
        Setting(
            name="network.takedown_law",
            default=tomllib.loads(LAW.read_text(encoding="utf-8"))["law"],
            check=takedown_law.check,
            title=reports.TAKEDOWN_LAW,
            help=reports.TAKEDOWN_LAW_HELP,
            second_person=True,
            per_organisation=False,
        ),
    )
    ends = "anxin.domain.network.actions:unanswered"
    clocks.declare(clocks.ClockKind(name="network.takedown", setting="network.takedown_d", unit="d", at_end=ends))
