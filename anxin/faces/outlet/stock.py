"""The parts at the outlet and in its technicians' vans."""

from anxin.faces.ground import staff
from anxin.faces.ground.stocks import StockFace
from anxin.faces.outlet.jobs import STAFF

OUTLET = StockFace(
    roles=STAFF,
    at="outlet:stock",
    base="outlet/leaf.html",
    frame=lambda request, now: staff.frame(request, face="outlet", now=now),
)
listing, sheet, RUNNER = OUTLET.listing(), OUTLET.sheet(), OUTLET.runner()
stock, command = RUNNER.pages(STAFF)
