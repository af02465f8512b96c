"""The merchant: claims by time left, answers, packing pictures, orders, advance answers, and how it went."""
