"""The merchant: claims by time left, answers, packing pictures, orders, standing answers, and how it went."""
