"""Network: outlets, technicians, engagements, promises and signed authorisations."""
