"""The parts at all places, as whoever keeps the network sees them."""

from anxin.faces.desk.network.rows import STAFF
from anxin.faces.ground import staff
from anxin.faces.ground.stocks import StockFace

DESK = StockFace(
    roles=STAFF,
    at="desk_network:stock",
    base="layouts/leaf.html",
    frame=lambda request, now: staff.frame(request, face="desk", now=now),
    whole=True,
)
listing, sheet, RUNNER = DESK.listing(), DESK.sheet(), DESK.runner()
stock, command = RUNNER.pages(STAFF)
