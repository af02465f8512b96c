"""What the trade does: one app a noun, in one order from top to bottom."""
