"""Where the parts of a brand lie, as the brand sees them: it counts and moves none itself."""

from anxin.faces.ground.stocks import StockFace
from anxin.faces.merchant import frame

MERCHANT = StockFace(
    roles=frame.CLAIMS,
    at="merchant:stock",
    base="merchant/leaf.html",
    frame=lambda request, now: frame.frame(request, now=now),
)
listing, sheet, RUNNER = MERCHANT.listing(), MERCHANT.sheet(), MERCHANT.runner()
stock, _command = RUNNER.pages(frame.CLAIMS)
