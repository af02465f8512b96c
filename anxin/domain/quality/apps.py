"""The quality app."""

from django.apps import AppConfig

from anxin.domain.quality import wording


class QualityConfig(AppConfig):
    """Quality: reviews, grades, follow-ups, contests."""

    name = "anxin.domain.quality"
    label = "quality"

    def ready(self) -> None:
        """Declare settings, clocks and sealed columns."""
        from anxin.core import clocks, timeline  # noqa: PLC0415
        from anxin.core.files import declare_hash  # noqa: PLC0415
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.core.vault import declare_column  # noqa: PLC0415
        from anxin.domain.quality.queries import witnesses  # noqa: PLC0415

        timeline.declare_witnesses(witnesses.witnesses)
        declare(
            Setting(
                name="quality.sample_percent", default=20, unit="percent", least=0, most=100, per_organisation=False
            ),
            Setting(name="quality.wait_h", default=24, unit="h", least=0, most=240, per_organisation=False),
            Setting(name="quality.call_h", default=48, unit="h", least=1, most=240, per_organisation=False),
            Setting(name="quality.bad_h", default=24, unit="h", least=1, most=240, per_organisation=False),
            Setting(name="quality.tries", default=3, least=1, most=10, per_organisation=False),
            Setting(name="quality.again_min", default=60, unit="min", least=0, most=2880, per_organisation=False),
            Setting(name="quality.review_d", default=30, unit="d", least=1, most=365, per_organisation=False),
            Setting(name="quality.bad_stars", default=2, least=1, most=4, per_organisation=False),
            Setting(name="quality.prior", default=10, least=1, most=100, per_organisation=False),
            Setting(name="quality.least", default=5, least=1, most=100, per_organisation=False),
            Setting(name="quality.contest_d", default=5, unit="d", least=1, most=15, per_organisation=False),
            Setting(name="quality.half_life_d", default=180, unit="d", least=30, most=3650, per_organisation=False),
            titles=wording.SETTINGS,
        )
        ends = "anxin.domain.quality.actions:"
        clocks.declare(
            clocks.ClockKind(name="quality.wait", setting="quality.wait_h", unit="h", at_end=f"{ends}fall_due"),
            clocks.ClockKind(name="quality.follow_up", setting="quality.call_h", unit="h", at_end=f"{ends}late"),
            clocks.ClockKind(
                name="quality.contest",
                setting="quality.contest_d",
                unit="d",
                calendar="working",
                at_end="anxin.domain.quality.actions.contests:late",
            ),
        )
        declare_column(self.get_model("Review"), "words_sealed", "quality.review.words", case=("repair", "repair_id"))
        declare_column(
            self.get_model("FollowUp"), "note_sealed", "quality.follow_up.note", case=("repair", "repair_id")
        )
        of_contest = ("repair", "repair_id")
        declare_column(self.get_model("Contest"), "why_sealed", "quality.contest.why", case=of_contest)
        declare_column(self.get_model("Contest"), "judged_why_sealed", "quality.contest.judged_why", case=of_contest)
        declare_hash(self.get_model("ContestPicture"), "file", case=("repair", "contest__repair_id"))
