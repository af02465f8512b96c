"""The authorisation desk, for whoever keeps a brand's network: the brand itself, and whoever runs the house.

A face makes one `Desk` and mounts `addresses(desk, "merchant/authorisations/")` among its own addresses.
"""

from anxin.faces.ground.authorising.desk import Desk
from anxin.faces.ground.authorising.urls import addresses

__all__ = ["Desk", "addresses"]
