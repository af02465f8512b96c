"""The quality app."""

from django.apps import AppConfig

from anxin.domain.quality import wording

# name, default, unit, least, most
NUMBERS = (
    ("sample_percent", 20, "percent", 0, 100),
    ("wait_h", 24, "h", 0, 240),
    ("call_h", 48, "h", 1, 240),
    ("bad_h", 24, "h", 1, 240),
    ("tries", 3, "", 1, 10),
    ("again_min", 60, "min", 0, 2880),
    ("review_d", 30, "d", 1, 365),
    ("bad_stars", 2, "", 1, 4),
    ("prior", 10, "", 1, 100),
    ("least", 5, "", 1, 100),
    ("half_life_d", 180, "d", 30, 3650),
)


class QualityConfig(AppConfig):
    """Quality: reviews, grades, follow-ups, contests."""

    name = "anxin.domain.quality"
    label = "quality"

    def ready(self) -> None:
        """Declare settings, clocks and sealed columns."""
        from anxin.core import clocks  # noqa: PLC0415
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.core.vault import declare_column  # noqa: PLC0415

        for name, default, unit, least, most in NUMBERS:
            title = wording.SETTINGS[name]
            bounds = {"least": least, "most": most, "per_organisation": False}
            declare(Setting(name=f"quality.{name}", kind=int, default=default, unit=unit, title=title, **bounds))
        ends = "anxin.domain.quality.actions:"
        clocks.declare(
            clocks.ClockKind(name="quality.wait", setting="quality.wait_h", unit="h", at_end=f"{ends}fall_due"),
            clocks.ClockKind(name="quality.follow_up", setting="quality.call_h", unit="h", at_end=f"{ends}late"),
        )
        for model, column, name in (
            ("Review", "words_sealed", "quality.review.words"),
            ("FollowUp", "note_sealed", "quality.follow_up.note"),
            ("Contest", "why_sealed", "quality.contest.why"),
            ("Contest", "judged_why_sealed", "quality.contest.judged_why"),
        ):
            declare_column(self.get_model(model), column, name)
