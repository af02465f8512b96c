"""Follow-ups: whom to call, what to ask, what came of it; reviews, and what technicians contest."""
