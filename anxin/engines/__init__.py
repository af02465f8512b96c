"""Pure Python engines: strangers to each other, to Django and to the network."""
