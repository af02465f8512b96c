"""The interface for programs: shops, call centres, marketplaces."""
