"""What can be asked about products, faults, prices, warranty and purchases."""

from anxin.domain.goods.queries.catalogue import (
    ProductView,
    SymptomView,
    UnknownProduct,
    also_called,
    fault_names,
    faults_of,
    first_aid,
    helps_from_afar,
    meant,
    product,
    products,
    services,
    symptom_names,
    symptoms,
    symptoms_of,
    ways_of,
)
from anxin.domain.goods.queries.classes import IN_ENGLISH, categories, class_name, class_names
from anxin.domain.goods.queries.devices import NoSuchDevice, by_serial, device, devices_numbered, labelled
from anxin.domain.goods.queries.prices import (
    PriceView,
    price_book,
    price_books,
    price_editions,
    price_lines,
    price_lists,
    prices,
    service_prices,
    unpriced_classes,
)
from anxin.domain.goods.queries.purchases import (
    NoSuchPurchase,
    SeveralShops,
    purchase,
    purchase_at,
    purchase_of,
    purchases_of,
    the_only,
)
from anxin.domain.goods.queries.seller_orders import has_sold, sale, sale_view, sales, scanned, unreached_sales
from anxin.domain.goods.queries.warranty import owned, promised, term_view, warranty
from anxin.domain.people.queries.imports import BatchView
