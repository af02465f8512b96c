"""What anybody may read, at addresses that stay: the claim rules, the price lists, what happens to personal data."""
