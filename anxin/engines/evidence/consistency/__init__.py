"""Does this picture derive from one of the seller's: which class, where it differs, what was only drawn on it."""
