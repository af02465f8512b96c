"""What people are told about parts: places, refusals, the columns of their files."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import declare

VAN = _("van of {name}")
WAREHOUSE = _("warehouse of {name}")
UNIT = "件"
VAN_CALLED = ("van", "随车", "车")
WAREHOUSE_CALLED = ("warehouse", "仓库", "总仓")

declare(
    errors={
        "parts.no_such_stock": _("There is no stock like that, or not for you."),
        "parts.none_left": _("Only {on_hand} are there."),
        "parts.same_place": _("It lies there already."),
        "parts.not_your_place": _(
            "That place isn't yours: the operator's network desk moves parts from outlet to outlet."
        ),
        "parts.shared_van": _(
            "Its technician works for another house, too, whose parts may be these: the operator's network desk "
            "counts and moves them."
        ),
        "parts.bounds": _("The least can't be more than the most."),
    },
)

HOLDERS = {
    "parts.Stock": ("part.number", _("stock of {it}")),
    "parts.Movement": ("part.number", _("movements of {it}")),
}

PARTS = pgettext_lazy("a table", "Parts")
PART_COLUMNS = {
    "brand": _("Brand"),
    "number": _("Part number"),
    "name": pgettext_lazy("a thing", "Name"),
    "category": _("Category"),
    "models": _("Fits only these models"),
    "unit": _("Unit"),
    "name_en": _("Name in English"),
}
PART_ALSO = {
    "number": ("配件编号", "物料编码", "料号", "备件编码", "编码"),
    "name": ("配件名称", "物料名称", "品名"),
    "category": ("品类", "产品品类", "适用品类"),
    "models": ("适用型号", "适配机型"),
    "unit": ("计量单位", "单位"),
    "name_en": ("英文名", "英文名称"),
}
STOCK = pgettext_lazy("a table", "Stock")
STOCK_COLUMNS = {
    "place": pgettext_lazy("of parts", "Place"),
    "brand": _("Brand"),
    "number": _("Part number"),
    "name": pgettext_lazy("a thing", "Name"),
    "quantity": _("Quantity"),
    "min": _("At least"),
    "max": _("At most"),
}
STOCK_ALSO = {
    "place": ("网点代码", "网点编码", "网点", "仓库", "库位"),
    "number": PART_ALSO["number"],
    "name": PART_ALSO["name"],
    "quantity": ("库存", "库存数量", "现存量", "结存"),
    "min": ("最低库存", "安全库存", "下限"),
    "max": ("最高库存", "上限"),
}
CELLS = {
    "no_outlet": _("no outlet of this code is here; bring the outlets first, or write van:number or warehouse:brand"),
    "no_technician": _("no technician of this number is here; bring the technicians first"),
    "no_brand": _("no brand of this name is here"),
    "no_part": _("no part of this brand has this number; bring the parts first"),
    "others_part": _("this number is a part of {brands}"),
    "called": _("this part is called {name} here"),
    "no_model": _("not a model of this brand: {models}"),
    "no_quantity": _("how many are there?"),
    "moved": _("here are {n}: some were counted, used or moved since; count it on its page instead"),
    "bounds": _("not more than the most expected"),
}
