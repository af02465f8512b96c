"""Sessions: a browser's key is kept only as its digest; who signed in can list and end his own.

A sign-in ends at its hour and earlier when nothing was asked for a while. Both are the row's `expire_date`, moved on
by every save: whoever reads a session, a page or a live stream, needs to ask nothing else.
"""
