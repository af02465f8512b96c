"""Set-up: the first visit of an empty installation, and the steps of the first day."""
