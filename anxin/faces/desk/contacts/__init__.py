"""Calls and messages at the desk: whom to call back by when, what waits for an answer, a call logged."""
