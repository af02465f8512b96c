"""The inspector's face: the cases opened to him, everybody masked, every chain checked, nothing changed."""
