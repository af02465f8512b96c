"""Django's PostgreSQL, without indexes of texts by their beginning that nobody searches by."""
