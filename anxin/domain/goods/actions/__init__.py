"""What can be done with products, prices, devices and purchases."""

from anxin.domain.goods.actions.catalogue import (
    Price,
    add_product,
    add_symptom,
    check_bought,
    correct_bought,
    forget_mistyped,
    prove_bought,
    publish_prices,
    register,
    replace,
)
from anxin.domain.goods.actions.corrections import correct
from anxin.domain.goods.actions.labels import label
from anxin.domain.goods.actions.listings import name_each, name_goods, name_line
from anxin.domain.goods.actions.purchases import Bought, OtherPurchase, correct_waybill, deliver, purchase, ship
from anxin.domain.goods.actions.shop_book import name_refund, recount, tell_refund, tell_total
from anxin.domain.goods.actions.warranty import publish_term
