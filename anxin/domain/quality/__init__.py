"""Quality: reviews, fair grades, follow-ups, and what is contested."""
