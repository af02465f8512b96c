"""Money at the desk: what differs from the providers' books, what nobody knows, what the statements say."""
