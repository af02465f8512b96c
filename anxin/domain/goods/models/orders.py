"""What is kept of orders: what was bought from whom, which product it is, how a buyer proves himself."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.domain.goods.models.catalogue import Product
from anxin.domain.people.models import NewPhone, Organisation, Person


class Purchase(SealedRow):
    """What somebody bought from a seller under one order number, here or on a platform.

    `sent_by`: when a shop's file said that the goods had gone out, where it doesn't say when they went. `unnamed_fen`:
    what the shop gave back of it without saying for which line.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sales", db_index=False)
    platform = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    order_key = models.CharField(max_length=64)
    buyer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="purchases")
    freight_fen = models.PositiveBigIntegerField(default=0)
    unnamed_fen = models.PositiveBigIntegerField(default=0, db_default=0)
    paid_reference = models.CharField(max_length=80, blank=True)
    paid_method = models.CharField(max_length=24, default="fake")
    waybill = models.CharField(max_length=64, blank=True)
    bought_at = models.DateTimeField()
    shipped_at = models.DateTimeField(null=True)
    sent_by = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["seller", "order_key"], name="goods_purchase_order"),
            models.CheckConstraint(
                condition=Q(delivered_at=None) | Q(delivered_at__gte=F("bought_at")), name="goods_purchase_delivered"
            ),
        )
        indexes = (
            models.Index(fields=["seller", "bought_at"], name="goods_purchase_newest"),
            models.Index(fields=["order_key"], name="goods_purchase_key"),
            models.Index(fields=["waybill"], name="goods_purchase_waybill"),
            models.Index(fields=["paid_reference"], name="goods_purchase_paid"),
            models.Index(Coalesce("delivered_at", "bought_at"), name="goods_purchase_over"),
        )

    def __str__(self) -> str:
        return self.order_key


class PurchaseLine(SealedRow):
    """One line of a purchase, with the listing as it stood when the order was placed.

    `refunded_fen` and `proven_fen` are what the shop's book says of it (`goods.actions.shop_book`): what went back
    beside all claims, and how much of that the shop's list proves.
    """

    UNSEALED = ("proven_fen",)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    sku = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=120)
    quantity = models.PositiveSmallIntegerField(default=1)
    amount_fen = models.PositiveBigIntegerField()
    cost_fen = models.PositiveBigIntegerField(null=True)
    refunded_fen = models.PositiveBigIntegerField(default=0, db_default=0)
    proven_fen = models.PositiveBigIntegerField(default=0, db_default=0)
    product = models.ForeignKey(Product, null=True, on_delete=models.PROTECT, related_name="+")
    serial = models.CharField(max_length=64, blank=True)
    listing = models.JSONField(default=dict)
    listing_at = models.DateTimeField()
    no_return = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["purchase", "position"], name="goods_purchase_line"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="goods_purchase_line_quantity"),
        )
        indexes = (
            models.Index(fields=["sku", "title"], name="goods_purchase_line_goods"),
            models.Index(
                fields=["purchase", "sku", "title"], name="goods_purchase_line_unnamed", condition=Q(product=None)
            ),
        )

    def __str__(self) -> str:
        return self.title


class ShopRefund(SealedRow):
    """What was told that a shop gave back of an order: a refund by its number, or what a file says of a line in all.

    `number`: as it is compared (`goods.rules.shop_book.plain`), empty for a file's total; `positions`: of which lines,
    none where that isn't known; `fen`: the largest sum told, `proven_fen` the largest its list told, `proven_at` when
    first; `sources`: who told it (`goods.choices.TELLERS`); `typed_on`: the claim on which its merchant typed it, of
    whose pieces it is; `lower`: smaller sums that were told of it before, each with when it was raised.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    purchase = models.ForeignKey(Purchase, on_delete=models.CASCADE, related_name="shop_refunds")
    number = models.CharField(max_length=64, blank=True)
    reference = models.CharField(max_length=64, blank=True)
    positions = models.JSONField(default=list)
    fen = models.PositiveBigIntegerField()
    proven_fen = models.PositiveBigIntegerField(default=0)
    sources = models.JSONField(default=list)
    typed_on = models.UUIDField(null=True)
    lower = models.JSONField(default=list)
    told_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["purchase", "number"], condition=~Q(number=""), name="goods_shop_refund_number"
            ),
        )
        indexes = (models.Index(fields=["number"], condition=~Q(number=""), name="goods_shop_refund_known"),)

    def __str__(self) -> str:
        return self.reference


class Listing(SealedRow):
    """One of a seller's goods, by its SKU (its title where it has none), and the product a person said it is.

    Without a product it is nothing that anybody repairs: that too was said by a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="listings", db_index=False)
    code = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    product = models.ForeignKey(Product, null=True, on_delete=models.PROTECT, related_name="+")
    named_by = models.CharField(max_length=80)
    named_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["seller", "code"], name="goods_listing_code"),)
        indexes = (models.Index(fields=["seller", "named_at"], name="goods_listing_newest"),)

    def __str__(self) -> str:
        return self.code


class BuyerLink(models.Model):
    """A way for the buyer of an order, of whom no phone is known, to prove one; its shop sends it to him, once.

    What stands in its address is made of its id with a key from outside. `tries` counts wrong order numbers, `sent` the
    codes that went out, `asked` the number to which the last one went, `phone_index` whose phone it was; `end` how it
    ended: used, replaced, wrong or own.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    purchase = models.ForeignKey(Purchase, on_delete=models.CASCADE, related_name="buyer_links")
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent = models.PositiveSmallIntegerField(default=0)
    asked = models.ForeignKey(NewPhone, null=True, on_delete=models.SET_NULL, related_name="+")
    phone_index = models.CharField(max_length=100, blank=True, db_index=True)
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["purchase"], condition=Q(ended_at=None), name="goods_buyer_link_one_open"),
        )
        indexes = (models.Index(fields=["expires_at"], name="goods_buyer_link_over"),)

    def __str__(self) -> str:
        return str(self.id)
