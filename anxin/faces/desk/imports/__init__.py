"""Imports: what an operator brings along on the first day, table by table."""
