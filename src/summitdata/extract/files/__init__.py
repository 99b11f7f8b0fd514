"""Files of every kind to texts."""
