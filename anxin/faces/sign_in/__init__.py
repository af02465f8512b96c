"""The door: staff by password and authenticator, customers by a case link or by phone and code."""
