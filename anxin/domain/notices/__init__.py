"""Notices: decides who is told what about facts and clocks, on which way, and when."""
