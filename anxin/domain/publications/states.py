"""Who may write and publish: nothing here walks a machine; what holds is a dated edition."""

HELPS = "operator quality"
WRITES = f"{HELPS} merchant_owner merchant_agent"
"""Who writes what to try first: the house for all brands and for each, a brand for its own goods."""
ANSWERS = "operator"
ACKNOWLEDGES = "technician"
