"""What persons want of their own data, worked at the desk."""
