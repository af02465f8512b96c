"""What people call the columns and cells of files of organisations, accounts and customers."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ORGANISATION_COLUMNS = {
    "slug": _("Name in addresses"),
    "kind": _("Kind"),
    "name": pgettext_lazy("a thing", "Name"),
    "licence": _("Licence number"),
    "site": _("Website"),
    "pages_at": _("Its pages are served here under"),
}

ORGANISATION_ALSO = {
    "slug": ("网址名", "简称", "代码"),
    "kind": ("类型", "机构类型"),
    "name": ("机构名称",),
    "licence": ("营业执照",),
}

# What files call kinds of houses and roles beside the names they have here.
ORGANISATIONS_CALLED = {
    "brand": ("品牌", "品牌商", "厂家"),
    "merchant": ("店铺", "商户", "卖家", "网店"),
    "platform": ("电商平台",),
    "carrier": ("快递", "物流", "快递公司"),
}

ROLES_CALLED = {
    "agent": ("客服人员", "客服员"),
    "dispatcher": ("调度员", "派单员"),
    "reviewer": ("审核员", "裁定员", "裁定"),
    "outlet_manager": ("站长", "网点负责人", "网点"),
    "merchant_owner": ("老板", "掌柜", "店主"),
}

IMPORTED_ORGANISATIONS = _("Brands, merchants and other organisations")

ACCOUNT_COLUMNS = {
    "username": _("Sign-in name"),
    "called": _("Called"),
    "roles": _("Roles (organisation:role)"),
    "name": _("Name"),
    "phone": pgettext_lazy("a column", "Phone"),
}

ACCOUNTS = _("Accounts of staff")

CELLS = {
    "slug": _("small letters, digits and hyphens expected"),
    "sign_in_name": _("2 to 32 Latin letters, digits, dots, hyphens and underscores expected, a letter or digit first"),
    "pages_at": _("an address such as https://service.example.com expected, without a path"),
    "brand_only": _("only a brand has pages here"),
    "pages_taken": _("the pages of another brand are served under this name: {name}"),
    "organisation": _("the name of a known organisation expected: {kind}"),
    "holder": _("he does other work here by his account: the administrator changes this under accounts"),
    "capitals": _("{name} differs in capital letters alone; choose another name"),
    "technician": _("this name is a technician's"),
    "roles": _("an account that exists keeps its roles here; anxin admin grant or withdraw {username} changes them"),
    "last_operator": _("{username} is the last administrator: that role stays until somebody else has it"),
    "whose": _("whose phone is this?"),
    "not_yet": _("today or earlier"),
    "erased": _("he had his data deleted on {day}: a basis of a later day expected"),
    "taken": _("this name is taken by another organisation: {kind}"),
}

CUSTOMERS = _("Customers")

CUSTOMER_COLUMNS = {
    "name": _("Name"),
    "phone": pgettext_lazy("a column", "Phone"),
    "address": _("Address"),
    "basis": _("Basis"),
    "document": _("Wording or contract"),
    "since": _("Since"),
}

CUSTOMER_ALSO: dict[str, tuple[str, ...]] = {
    "name": ("客户姓名", "用户姓名", "联系人", "客户"),
    "phone": ("客户电话", "用户电话", "联系电话", "手机", "手机号", "电话"),
    "address": ("客户地址", "详细地址", "联系地址"),
    "basis": ("同意依据", "处理依据", "合法性基础"),
    "document": ("同意书版本", "隐私政策版本", "合同", "合同名称"),
    "since": ("同意日期", "签署日期", "签订日期", "购买日期"),
}

BASES_CALLED = {"consent": ("同意", "个人同意", "本人授权"), "contract": ("合同", "履行合同", "订立合同", "保修")}
