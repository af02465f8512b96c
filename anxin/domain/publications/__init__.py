"""Publications: what the house tells the public, each page with its editions, their days and who answers for it."""
