"""Reported numbers at the desk."""
