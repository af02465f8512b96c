"""Rows of files written down: outlets and technicians, days away, skills held, employments that end."""
