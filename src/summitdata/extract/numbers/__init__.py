"""Numbers with their units, and dates."""
