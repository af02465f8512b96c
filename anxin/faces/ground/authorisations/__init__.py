"""The authorisation desk, for whoever keeps a brand's network: the brand itself, and whoever runs the house.

A face makes one `Desk` and mounts `addresses(desk, "merchant/authorisations/")` among its own addresses.
"""
