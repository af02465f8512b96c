"""What is kept of calendars."""

from django.db import models


class CalendarDay(models.Model):
    """A day of the operator's calendar: worked or not, and where that comes from."""

    day = models.DateField(primary_key=True)
    works = models.BooleanField()
    source = models.CharField(max_length=64)

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return f"{self.day} {'works' if self.works else 'rests'}"
