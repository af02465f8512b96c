"""What people call the columns and cells of files of outlets, technicians and authorisations."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OUTLETS = _("Outlets")

SAME_NAME = _("{name}: the same name as another outlet ({codes}). The code tells them apart wherever one is chosen.")
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
    "code": ("编号", "网点代码", "网点编码", "网点号", "站点编号"),
    "name": ("网点名称", "网点", "站点名称", "服务商名称", "服务商", "门店名称"),
    "phone": ("联系电话", "网点电话", "服务电话", "座机", "固话", "手机"),
    "serves": ("服务范围", "服务区域", "覆盖区域", "覆盖范围", "负责区域", "辖区", "服务区县"),
    "opens": ("营业时间", "服务时间", "工作时间"),
    "division": ("所在区县", "区县", "所在地区", "所属区县", "区域"),
    "street": ("地址", "详细地址", "街道", "网点地址", "门店地址", "联系地址"),
    "licence": ("营业执照", "营业执照号", "统一社会信用代码", "信用代码"),
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

PORTRAIT = _("Portrait")
PORTRAITS = _("Portraits of technicians")
PORTRAIT_COLUMNS = {"number": TECHNICIAN_COLUMNS["number"], "picture": _("File of the portrait")}
PORTRAIT_ALSO = {"number": ("工号", "编号"), "picture": ("照片", "头像", "形象照")}

TECHNICIAN_ALSO = {
    "number": ("工号", "编号", "员工编号", "师傅工号", "工程师编号"),
    "name": ("师傅姓名", "师傅", "员工姓名", "工程师"),
    "phone": ("手机", "手机号", "手机号码", "联系电话", "联系方式", "师傅电话"),
    "called": ("昵称", "对外称呼"),
    "username": ("账号", "用户名"),
    "works": ("服务于", "所属网点", "网点"),
    "skills": ("技能", "会修什么", "维修品类", "服务品类", "工种"),
    "hours": ("班次", "上班时间", "排班", "班次时间"),
    "since": ("入职日期", "入职时间", "从何时起", "到岗日期"),
}

WORD_COLUMNS = {
    "scope": _("Authorised for"),
    "scope_en": _("Authorised for, in English"),
    "from": _("Authorised from"),
    "to": _("Authorised until"),
}

GOODS = _("Authorised goods")
WORD_FOR_ALL = ("*", "all", "全部", "所有", "都修")
"""How a file says that a word is for all that a technician can do."""

WORD_ALSO = {
    "brand": ("品牌方", "品牌名称"),
    "number": ("热线", "热线号码", "服务热线", "客服热线", "工号", "编号", "员工编号", "师傅工号"),
    "goods": ("授权产品", "授权品类", "产品", "品类", "货品"),
    "scope": ("用途", "授权范围", "授权内容", "授权事项"),
    "from": ("授权起", "授权开始", "授权开始日期", "授权开始时间", "授权起始日", "起始日期", "开始日期", "有效期起"),
    "to": (
        "授权止",
        "授权结束",
        "授权结束日期",
        "授权结束时间",
        "授权到期",
        "截止日期",
        "结束日期",
        "有效期至",
        "有效期止",
    ),
    "outlet": ("网点", "网点编号", "所属网点", "网点编码", "网点代码"),
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
    "goods": GOODS,
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
    "outlet": pgettext_lazy("leave", "From which outlet alone"),
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
    "formerly_others": _("none that was the hotline of {brands}; enter it to be signed for, and the desk looks at it"),
    "false_number": _("none that was found to be false ({case}); the desk looks at it anew if you ask"),
    "others_hotline": _("{brand}'s word stands for this number; no two brands have one hotline"),
    "no_employment": _("he doesn't work there for this brand"),
    "not_there": _("he doesn't work there"),
    "told": _("some of these days are told already, otherwise"),
    "over_word": _("a last day not before today expected: this word would be over"),
    "to_come": _("today or an earlier day expected"),
    "over": _("a last day not before the first, nor before today"),
    "longest": _("at most {n} days"),
    "division": _("the code or the full name of a division expected"),
    "place_unknown": _("no division that is known: “{place}”; write city and district, or its code"),
    "place_doubtful": _("“{place}” is not told apart; write it as one of: {options}"),
    "place_apart": _("{place} is left out, but no wider place that holds it is named"),
    "outlet": _("the code of a known outlet expected"),
    "degrees": _("degrees expected, such as 104.0668"),
    "skill": _("a skill with its level from 1 to 9 expected, such as lock:2"),
    "goods": _("goods by a name customers use, or “全部” alone for all he can do, expected: {names}"),
    "twice": _("one skill is told twice"),
    "nobody": _("no technician has this badge number"),
    "hours": _("days and hours such as 1-5 8:30-12:00, 13:30-18:00 expected, not understood: {part}"),
    "day_hours": _("hours such as 8:30-12:00, 13:30-18:00 expected, or 休息 for a day off"),
    "code_taken": _("another organisation has this name already"),
    "no_point": _("nobody knows where this division lies: give longitude and latitude"),
    "username": _("this sign-in name is somebody else's"),
    "hotline": _("a telephone number of the brand's own expected, such as 400-000-0000"),
    "number": _("a number or code with at least one digit expected"),
    "own_name": _("his badge number expected, something behind it where need be; or leave it empty"),
    "not_served": _("outlet {outlet} serves nothing for this brand: enter first what it serves, or take another"),
    "shared": _("other brands use this too: leave the cell empty, or ask the administrator to change it"),
    "empty": _("must not be empty"),
    "days": _("the last day lies before the first"),
    "technician": _("the phone of somebody who is no technician yet"),
    "another_number": _(
        "the same name and phone are here under badge number {here}: one man has one number, expected {here}, got "
        "{number}"
    ),
}
WAITS_FOR_YES = _(
    "{number} works for other brands too: from outlet {outlet} he is sent once he himself, or an outlet he works at, "
    "says yes; both are asked"
)
HELD_BACK = _(
    "{code}: {changes} change with the brand lead's signature alone. What he enters himself is signed where the key is "
    "kept here; else all stays as it is until he signs"
)
DOUBTED = {
    "false": _("{number} was found to be false. "),
    "others": _("{number} was {brand}'s. "),
    "waits": _("The row is taken in, and waits unsigned until somebody of the desk found the number genuine"),
}
STARTS = {
    "outlet": _("the outlet {code}"),
    "away": _("a point of his own, {km} km from the nearest of his outlets"),
    "own": _("a point of his own"),
}
"""Where somebody sets out, as a file is said to change it."""
