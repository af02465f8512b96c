"""Why a stock became more or less."""

from django.utils.translation import pgettext_lazy

OPENED, COUNTED, USED, MOVED = "opened", "counted", "used", "moved"
WHY = {
    OPENED: pgettext_lazy("a stock", "Brought by a file"),
    COUNTED: pgettext_lazy("a stock", "Counted"),
    USED: pgettext_lazy("a stock", "Went in at a job"),
    MOVED: pgettext_lazy("a stock", "Moved"),
}
