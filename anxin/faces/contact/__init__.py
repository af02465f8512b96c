"""Write to a person: with a case, by its link, or without one."""
