"""Who stands before the screen."""
