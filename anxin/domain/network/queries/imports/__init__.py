"""Rows of files as they stand here: outlets and technicians, days away, skills held, employments that end."""
