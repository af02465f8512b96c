"""Who may set up, open and shut: nothing here walks a machine; what holds is a dated row."""

ADMINISTERS = "operator"
