"""A brand's own authorisation desk."""

from anxin.domain.network.states import NETWORK
from anxin.faces.customer.cards import card_of
from anxin.faces.ground.authorisations.desk import AuthorisationDesk
from anxin.faces.merchant.frame import frame

WHO = " ".join(sorted(set(NETWORK.split()) - {"operator"}))
DESK = AuthorisationDesk(face="merchant", base="merchant/leaf.html", who=WHO, frame=frame, card=card_of)
