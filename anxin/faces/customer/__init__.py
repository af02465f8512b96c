"""The public and the customer: phone first, no account."""
