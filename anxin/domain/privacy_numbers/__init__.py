"""Privacy numbers: technician and customer of a job ring each other without either's own number."""
