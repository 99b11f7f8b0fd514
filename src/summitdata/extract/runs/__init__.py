"""Extraction in parts, in processes and on clusters."""
