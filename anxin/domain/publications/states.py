"""Who may write and publish: nothing here walks a machine; what holds is a dated edition."""

HELPS = "operator quality"
ANSWERS = "operator"
ACKNOWLEDGES = "technician"
