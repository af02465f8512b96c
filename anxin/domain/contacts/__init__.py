"""Contacts: every call and message that comes in gets a number, a person and an answer."""
