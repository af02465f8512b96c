"""Several pictures of one thing: is a place marked in one seen where geometry says in another?"""
