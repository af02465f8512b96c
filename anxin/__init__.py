"""Anxin 安心售后: an open-source, self-hosted after-sales service system."""

__version__ = "0.1.0"
