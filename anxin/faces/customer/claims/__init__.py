"""The buyer's claim: file it, follow it, answer what is asked, accept or appeal."""
