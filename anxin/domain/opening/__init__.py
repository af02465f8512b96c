"""Opening: an empty installation is set up, what is still to be done is listed, a brand opens to the public."""
