"""What people call the table of days off, its columns and its cells."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DAYS_OFF = _("Days off and make-up workdays")
DAY_OFF_COLUMNS = {
    "from": pgettext_lazy("days off", "First day"),
    "to": pgettext_lazy("days off", "Last day"),
    "what": pgettext_lazy("days off", "Off or worked"),
    "source": pgettext_lazy("days off", "Notice"),
}
DAY_OFF_ALSO = {
    "from": ("日期", "开始日期", "起", "从", "放假开始"),
    "to": ("结束日期", "止", "到", "放假结束"),
    "what": ("安排", "类型", "放假或上班"),
    "source": ("文号", "出处", "依据"),
}
WHATS = {"off": pgettext_lazy("days off", "off"), "work": pgettext_lazy("days off", "worked")}
WHATS_CALLED = {"off": ("放假", "休", "休息", "放假调休"), "work": ("上班", "班", "补班", "调休上班")}
CELLS = {
    "last": _("a last day not before the first expected"),
    "long": _("at most {n} days in one row expected"),
}
