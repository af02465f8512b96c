"""The dispatch board: the country and its cities, who is where today, what waits, and where nobody can go."""
