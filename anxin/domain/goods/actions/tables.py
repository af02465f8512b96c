"""The tables of goods that files are imported into: what people call the columns, and how a cell is read."""

from anxin.core.imports import ImportTable
from anxin.core.tables import between, code, columns, day, fen, handle, one_of, up_to
from anxin.domain.goods import rules, wording
from anxin.domain.goods.actions import imports, listings, order_imports, price_imports
from anxin.domain.goods.queries import imports as known
from anxin.domain.goods.queries import listings as goods_listings
from anxin.domain.goods.queries import price_changes, refunds
from anxin.domain.goods.queries import price_imports as price_cells
from anxin.domain.goods.queries import purchases as goods_purchases
from anxin.domain.goods.queries.term_gaps import term_gaps
from anxin.domain.goods.rules import rewrites
from anxin.domain.goods.wording import price_files
from anxin.domain.goods.wording import tables as words
from anxin.domain.people.queries.imports import organisation_of, phone, phone_or_mask

BRAND = organisation_of("brand")
CATEGORY = one_of(wording.CATEGORIES, others=known.category)
SELLER = organisation_of("merchant", "brand", "platform", "operator")
NO_RETURN = one_of({one: wording.NO_RETURN[one] for one in rules.NO_RETURN})
PIECES = 32_000


def waybill(written: str) -> str:
    """Read a waybill, without what an export writes before it."""
    return str(handle(64)(rules.bare_waybill(written)))


def payment(written: str) -> str:
    """Read a payment's own number, without the marks that exports write before it to keep it text."""
    return str(handle(64)(rules.plain_reference(written)))


TABLES = (
    ImportTable(
        name="products",
        title=words.PRODUCTS,
        columns=columns(
            words.PRODUCT_COLUMNS,
            needed="brand code name category skill",
            also=words.PRODUCT_ALSO,
            reads={
                "brand": BRAND,
                "code": up_to(40),
                "name": up_to(80),
                "category": CATEGORY,
                "skill": known.skill,
                "name_en": up_to(80),
                "minutes": between(5, 600),
            },
        ),
        key=("brand", "code"),
        find=known.imported_product,
        every=known.every_product,
        apply=imports.import_product,
        remove=imports.remove_product,
        complete=known.whole_product,
        plain=tuple(words.PRODUCT_COLUMNS),
    ),
    ImportTable(
        name="symptoms",
        title=words.SYMPTOMS,
        columns=columns(
            words.SYMPTOM_COLUMNS,
            needed="category code name",
            also=words.SYMPTOM_ALSO,
            reads={
                "category": CATEGORY,
                "code": code(40),
                "name": up_to(60),
                "position": between(0, 1000),
                "urgent": one_of(wording.YES_NO),
                "advice": up_to(200),
                "name_en": up_to(60),
                "advice_en": up_to(200),
            },
        ),
        key=("category", "code"),
        find=known.imported_symptom,
        every=known.every_symptom,
        apply=imports.import_symptom,
        remove=imports.remove_symptom,
        complete=known.whole_symptom,
        plain=tuple(words.SYMPTOM_COLUMNS),
    ),
    ImportTable(
        name="prices",
        title=words.PRICES,
        columns=columns(
            words.PRICE_COLUMNS,
            needed="brand edition from code name kind amount",
            judged="name kind amount",
            also=words.PRICE_ALSO,
            reads={
                "brand": BRAND,
                "edition": up_to(24),
                "from": day,
                "code": up_to(40),
                "name": up_to(80),
                "kind": one_of(wording.LINE_KINDS, also=wording.LINE_KINDS_CALLED),
                "category": CATEGORY,
                "amount": fen,
                "guarantee": between(0, 3650),
                "name_en": up_to(80),
                "ends": one_of(price_files.ENDS, also=price_files.ENDS_CALLED),
            },
        ),
        key=("brand", "edition", "code"),
        contends=("brand",),
        find=price_cells.imported_price,
        every=price_cells.every_price,
        apply=price_imports.import_price,
        remove=price_imports.remove_price,
        restore=price_imports.restore_price,
        check=price_cells.why_no_price,
        across=price_changes.faults,
        gaps=price_changes.said,
        complete=price_cells.whole_price,
        for_file=price_cells.for_file,
        plain=tuple(words.PRICE_COLUMNS),
    ),
    ImportTable(
        name="warranty_terms",
        title=words.TERMS,
        columns=columns(
            words.TERM_COLUMNS,
            needed="brand category from months title clause source checked",
            also=words.TERM_ALSO,
            reads={
                "brand": BRAND,
                "category": CATEGORY,
                "from": day,
                "months": between(1, 240),
                "title": up_to(80),
                "clause": up_to(40),
                "excludes": up_to(200),
                "source": up_to(200),
                "checked": day,
                "title_en": up_to(80),
                "clause_en": up_to(40),
                "excludes_en": up_to(200),
            },
        ),
        key=("brand", "category", "from"),
        find=known.imported_term,
        every=known.every_term,
        apply=imports.import_term,
        remove=imports.remove_term,
        check=known.why_no_term,
        gaps=term_gaps,
        plain=tuple(words.TERM_COLUMNS),
    ),
    ImportTable(
        name="devices",
        title=words.DEVICES,
        columns=columns(
            words.DEVICE_COLUMNS,
            needed="model serial",
            also=words.DEVICE_ALSO,
            reads={
                "model": known.model,
                "serial": known.serial,
                "bought": day,
                "proof": up_to(24),
                "name": up_to(80),
                "phone": phone,
                "label": known.label,
            },
        ),
        key=("model", "serial"),
        find=known.imported_device,
        every=known.every_device,
        persons=True,
        apply=imports.import_device,
        remove=imports.remove_device,
        check=known.why_no_device,
        by_now=known.why_not_bought,
        complete=known.whole_device,
        single={"label": str},
        restored=imports.unlabel,
    ),
    ImportTable(
        name="listings",
        title=words.LISTINGS,
        columns=columns(
            words.LISTING_COLUMNS,
            needed="seller code model",
            also=words.LISTING_ALSO,
            reads={"seller": SELLER, "code": up_to(120), "title": up_to(120), "model": known.model_or_nothing},
        ),
        key=("seller", "code"),
        find=goods_listings.imported,
        every=goods_listings.every,
        apply=listings.import_listing,
        remove=listings.remove_listing,
    ),
    ImportTable(
        name="purchases",
        title=words.PURCHASES,
        columns=columns(
            words.PURCHASE_COLUMNS,
            needed="seller order line title quantity amount bought",
            also=words.PURCHASE_ALSO,
            rewritten="waybill payment",
            reads={
                "seller": SELLER,
                "order": handle(64),
                "line": between(1, PIECES),
                "title": up_to(120),
                "sku": up_to(64),
                "model": known.model,
                "quantity": between(1, PIECES),
                "amount": fen,
                "cost": fen,
                "freight": fen,
                "refunded": fen,
                "payment": payment,
                "waybill": waybill,
                "phone": phone_or_mask,
                "bought": day,
                "delivered": day,
                "no_return": NO_RETURN,
                "state": refunds.state,
                "back": refunds.state,
            },
        ),
        key=("seller", "order", "line"),
        find=goods_purchases.imported,
        every=goods_purchases.every,
        stays=goods_purchases.unnamed,
        persons=True,
        apply=order_imports.import_purchase,
        remove=order_imports.remove_purchase,
        restore=order_imports.restore_purchase,
        kept=("refunded", *rewrites.UNSAID),
        firm=("name", "phone"),
        plain=tuple(one for one in words.PURCHASE_COLUMNS if one not in ("name", "phone")),
        check=known.why_no_purchase,
        by_now=known.why_ahead,
        complete=known.whole_purchase,
        group=("seller", "order"),
        shared=("freight", "payment", "waybill", "name", "phone", "bought", "delivered"),
        single={"payment": rules.payment_number_in},
        usual={"line": "1", "quantity": "1"},
        counted=("line", "order"),
        numbers=goods_purchases.numbers,
    ),
)
