"""Evidence: originals sealed, linked to cases, examined, shown with their doubt, and exported so that they stand up."""
