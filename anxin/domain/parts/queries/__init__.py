"""What can be asked of parts: how many lie where, and what a file says of them."""
