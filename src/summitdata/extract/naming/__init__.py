"""Whom and what an article speaks of: persons, offices, bodies and places."""
