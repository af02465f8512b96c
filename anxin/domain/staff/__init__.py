"""Staff: who is invited, who gets which role from whom, who is away and who takes over."""
