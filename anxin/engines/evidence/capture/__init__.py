"""Capture in our own page: was the challenge answered? And a code on paper, for pictures sent through chat apps."""
