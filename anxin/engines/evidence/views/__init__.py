"""Several pictures of one thing: is a place marked in one seen where geometry says in another?"""

from anxin.engines.evidence.views.together import apply_views, compare_opened, compare_views

__all__ = ["apply_views", "compare_opened", "compare_views"]
