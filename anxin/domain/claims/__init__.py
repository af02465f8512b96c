"""Claims: filed, answered, examined, decided by persons with reasons, appealed, executed."""
