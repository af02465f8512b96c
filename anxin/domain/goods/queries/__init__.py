"""What can be asked about products, faults, prices, warranty and purchases."""

from anxin.domain.goods.queries.catalogue import (
    NoSuchDevice,
    PriceView,
    ProductView,
    SymptomView,
    UnknownProduct,
    also_called,
    by_serial,
    device,
    devices_numbered,
    faults_of,
    first_aid,
    labelled,
    meant,
    price_book,
    price_lines,
    price_lists,
    prices,
    product,
    products,
    service_prices,
    services,
    symptom_names,
    symptoms,
    symptoms_of,
)
from anxin.domain.goods.queries.purchases import (
    NoSuchPurchase,
    imported,
    purchase,
    purchase_at,
    purchase_of,
    purchases_of,
)
from anxin.domain.goods.queries.seller_orders import batch, batches, has_sold, sale, sale_view, sales, scanned
from anxin.domain.goods.queries.warranty import term_of, warranty
from anxin.domain.people.queries.imports import BatchView
