"""Plain details after the end of a case: ask a second person of the house, agree or refuse."""
