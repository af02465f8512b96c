"""The visits app."""

from django.apps import AppConfig

from anxin.domain.visits import wording


class VisitsConfig(AppConfig):
    """Visits: offers, appointments, check-ins, the field record and the completion code."""

    name = "anxin.domain.visits"
    label = "visits"

    def ready(self) -> None:
        """Declare settings, clocks and sealed columns."""
        from anxin.core import clocks, timeline  # noqa: PLC0415
        from anxin.core.files import declare_hash  # noqa: PLC0415
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.core.vault import declare_column  # noqa: PLC0415
        from anxin.domain.people.queries import access  # noqa: PLC0415
        from anxin.domain.visits import rules  # noqa: PLC0415
        from anxin.domain.visits.queries import assignees, witnesses  # noqa: PLC0415

        declare(
            Setting(name="visits.records", default=rules.RECORDS, check=rules.check_records),
            Setting(name="visits.offer_min", default=5, unit="min", least=1, most=1440),
            Setting(name="visits.outlet_min", default=15, unit="min", least=1, most=1440),
            Setting(name="visits.parallel", default=3, least=1, most=20),
            Setting(name="visits.per_window", default=1, least=1, most=50),
            Setting(name="visits.window_min", default=120, unit="min", least=30, most=720),
            Setting(name="visits.change_notice_min", default=120, unit="min", least=1, most=10080),
            Setting(name="visits.near_m", default=500, unit="m", least=1, most=100000),
            Setting(name="visits.sure_m", default=1000, unit="m", least=1, most=100000),
            Setting(name="visits.early_min", default=30, unit="min", least=1, most=1440),
            Setting(name="visits.set_out_min", default=120, unit="min", least=15, most=1440),
            Setting(name="visits.turn_back_min", default=10, unit="min", least=1, most=60),
            Setting(name="visits.late_most_h", default=48, unit="h", least=1, most=72),
            Setting(name="visits.kept_h", default=12, unit="h", least=1, most=24),
            Setting(name="visits.day_most_h", default=8, unit="h", least=1, most=11, per_organisation=False),
            Setting(name="visits.fairness_min", default=10, unit="min", least=0, most=60),
            Setting(name="visits.newcomer_percent", default=5, unit="%", least=0, most=50),
            titles=wording.SETTINGS,
        )
        clocks.declare(
            clocks.ClockKind(
                name="visits.offer",
                setting="visits.offer_min",
                at_end="anxin.domain.visits.actions:offer_expired",
                of_case=False,
            ),
            clocks.ClockKind(
                name="visits.outlet",
                setting="visits.outlet_min",
                at_end="anxin.domain.visits.actions:order_expired",
                of_case=False,
            ),
        )
        timeline.declare_witnesses(witnesses.witnesses)
        access.declare_shut(assignees.shuts)
        _frees()
        declare_column(self.get_model("CompletionCode"), "code_sealed", "visits.code")
        declare_hash(self.get_model("FieldPhoto"), "file", case=("visit__stream_kind", "visit__stream_key"))
        declare_hash(self.get_model("Signature"), "file", case=("visit__stream_kind", "visit__stream_key"))


def _frees() -> None:
    """Say which promised windows the rows of a file free, and where nobody is left once they go."""
    from anxin.core import imports  # noqa: PLC0415
    from anxin.domain.visits.queries import freed, words  # noqa: PLC0415

    imports.declare_frees(freed.windows_freed, "technicians", "vouched_technicians")
    imports.declare_frees(freed.freed_by_word, "vouched_outlets")
    imports.declare_frees(freed.freed_by_leave, "leaves")
    imports.declare_frees(freed.freed_by_closure, "closures")
    imports.declare_frees(freed.freed_by_end, "employment_ends")
    imports.declare_frees(freed.freed_by_skill, "skills")
    imports.declare_alone(words.told_of_gone, "technicians", "vouched_technicians")
