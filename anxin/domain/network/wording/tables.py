"""What people call the columns and cells of files of outlets, technicians and authorisations."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OUTLETS = _("Outlets")

OUTLET_COLUMNS = {
    "code": _("Outlet code"),
    "name": pgettext_lazy("a thing", "Name"),
    "licence": _("Licence number"),
    "division": _("Division"),
    "street": _("Street"),
    "phone": pgettext_lazy("a column", "Phone"),
    "serves": _("Serves (brand:division)"),
    "capacity": _("Jobs a day"),
    "opens": _("Opening hours"),
    "counter": _("Takes goods in at the counter"),
    "by_mail": _("Takes goods in by parcel"),
    "lng": _("Longitude"),
    "lat": _("Latitude"),
}

OUTLET_ALSO = {
    "code": ("编号", "网点代码"),
    "division": ("所在区县", "区县", "所在地区", "所属区县", "区域"),
    "street": ("地址", "详细地址", "街道"),
    "licence": ("营业执照",),
    "capacity": ("每天单数", "日单量", "每日单数", "日接单量"),
    "counter": ("可送修", "是否可送修", "送修", "到店送修"),
    "by_mail": ("可寄修", "是否可寄修", "寄修", "支持寄修"),
}

TECHNICIANS = _("Technicians")

TECHNICIAN_COLUMNS = {
    "number": _("Badge number"),
    "name": _("Name"),
    "phone": pgettext_lazy("a column", "Phone"),
    "called": _("Called"),
    "username": _("Sign-in name"),
    "works": _("Works for (outlet:brand)"),
    "skills": _("Skills (skill:level:certificate:until)"),
    "hours": _("Working hours"),
    "since": _("Working since"),
    "lng": _("Longitude"),
    "lat": _("Latitude"),
}

PORTRAITS = _("Portraits of technicians")
PORTRAIT_COLUMNS = {"number": TECHNICIAN_COLUMNS["number"], "picture": _("File of the portrait")}
PORTRAIT_ALSO = {"number": ("工号", "编号"), "picture": ("照片", "头像", "形象照")}

TECHNICIAN_ALSO = {
    "number": ("工号", "编号"),
    "phone": ("手机", "手机号"),
    "works": ("服务于", "所属网点"),
    "since": ("入职日期", "从何时起"),
}

WORD_COLUMNS = {
    "scope": _("Authorised for"),
    "scope_en": _("Authorised for, in English"),
    "from": _("Authorised from"),
    "to": _("Authorised until"),
}

WORD_ALSO = {
    "brand": ("品牌方",),
    "number": ("热线", "热线号码", "工号", "编号"),
    "scope": ("用途", "授权范围"),
    "from": ("授权起", "起始日期"),
    "to": ("授权止", "截止日期", "有效期至"),
    "outlet": ("网点", "网点编号", "所属网点"),
    "lines": ("线路数",),
}

SCANS = {
    "identity": _("Scan: identity card"),
    "photo": _("Scan: photo"),
    "certificates": _("Scan: certificates"),
    "contract": _("Scan: contract"),
    "licence": _("Scan: business licence"),
    "visited": _("Scan: the place that was visited"),
}

VOUCHED_HOTLINES = _("Hotlines, with their authorisation")

HOTLINE_COLUMNS = {
    "brand": _("Brand"),
    "number": _("Hotline number"),
    **WORD_COLUMNS,
    "hours": pgettext_lazy("a hotline", "Answered"),
    "lines": _("Lines"),
}

VOUCHED_OUTLETS = _("Outlets of a brand, with their authorisation")

VOUCHED_OUTLET_COLUMNS = {
    "brand": _("Brand"),
    **{name: title for name, title in OUTLET_COLUMNS.items() if name not in ("lng", "lat")},
    "serves": _("Serves (divisions)"),
    **WORD_COLUMNS,
    "lng": OUTLET_COLUMNS["lng"],
    "lat": OUTLET_COLUMNS["lat"],
}

VOUCHED_TECHNICIANS = _("Technicians of a brand, with their authorisation")

VOUCHED_TECHNICIAN_COLUMNS = {
    "brand": _("Brand"),
    **{name: title for name, title in TECHNICIAN_COLUMNS.items() if name not in ("works", "lng", "lat")},
    "outlet": _("Works for (outlets)"),
    **WORD_COLUMNS,
    "lng": TECHNICIAN_COLUMNS["lng"],
    "lat": TECHNICIAN_COLUMNS["lat"],
}


CLOSURES = _("Closures of outlets")
LEAVES = _("Leave of technicians")
CLOSURE_COLUMNS = {
    "outlet": _("Outlet code"),
    "from": pgettext_lazy("days off", "First day"),
    "to": pgettext_lazy("days off", "Last day"),
    "why": pgettext_lazy("a closure", "Why"),
}
LEAVE_COLUMNS = {
    "number": _("Badge number"),
    "from": pgettext_lazy("days off", "First day"),
    "to": pgettext_lazy("days off", "Last day"),
}
EMPLOYMENT_ENDS = _("Ends of employments")
EMPLOYMENT_END_COLUMNS = {
    "number": _("Badge number"),
    "outlet": _("Outlet code"),
    "brand": _("Brand"),
}
HELD_SKILLS = _("Skills and their certificates")
HELD_SKILL_COLUMNS = {
    "number": _("Badge number"),
    "skill": pgettext_lazy("a column", "Skill"),
    "level": pgettext_lazy("of a skill", "Level"),
    "certificate": _("Certificate"),
    "until": pgettext_lazy("a certificate", "Counts until"),
}
HELD_SKILL_ALSO = {
    "number": ("师傅", "工号"),
    "skill": ("技能",),
    "level": ("等级",),
    "certificate": ("证书", "证书编号"),
    "until": ("有效期至", "证书有效期"),
}
EMPLOYMENT_END_ALSO = {
    "number": ("师傅", "工号"),
    "outlet": ("网点", "编码", "网点代码"),
    "brand": ("品牌",),
}
DAYS_ALSO = {
    "outlet": ("网点", "编码", "网点代码"),
    "number": ("师傅", "工号"),
    "from": ("开始日期", "起"),
    "to": ("结束日期", "止"),
    "why": ("原因", "事由"),
}

CELLS = {
    "no_employment": _("he doesn't work there for this brand"),
    "told": _("some of these days are told already, otherwise"),
    "over": _("a last day not before the first, nor before today"),
    "longest": _("at most {n} days"),
    "division": _("the code or the full name of a division expected"),
    "outlet": _("the code of a known outlet expected"),
    "degrees": _("degrees expected, such as 104.0668"),
    "skill": _("a skill with its level from 1 to 9 expected, such as lock:2"),
    "twice": _("one skill is told twice"),
    "nobody": _("no technician has this badge number"),
    "hours": _("days and hours such as 1-5 8:30-12:00, 13:30-18:00 expected, not understood: {part}"),
    "day_hours": _("hours such as 8:30-12:00, 13:30-18:00 expected, or 休息 for a day off"),
    "code_taken": _("another organisation has this name already"),
    "no_point": _("nobody knows where this division lies: give longitude and latitude"),
    "username": _("this sign-in name is somebody else's"),
    "hotline": _("a telephone number of the brand's own expected, such as 400-000-0000"),
    "number": _("a number or code with at least one digit expected"),
    "shared": _("other brands use this too: leave the cell empty, or ask the administrator to change it"),
    "empty": _("must not be empty"),
    "days": _("the last day lies before the first"),
    "technician": _("the phone of somebody who is no technician yet"),
}
STARTS = {
    "outlet": _("the outlet {code}"),
    "away": _("a point of his own, {km} km from the nearest of his outlets"),
    "own": _("a point of his own"),
}
"""Where somebody sets out, as a file is said to change it."""
