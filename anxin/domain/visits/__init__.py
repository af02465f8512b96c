"""Visits: offers, appointments, check-ins, the field record and the completion code."""
