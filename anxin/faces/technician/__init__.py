"""The technician's phone: offers, today's route, one job led by what comes next, the badge."""
