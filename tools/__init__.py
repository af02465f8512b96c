"""What makes and looks after the house but is no part of it: nothing here goes into the wheel."""
