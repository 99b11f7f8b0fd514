"""Who is quoted with what: marks, cues, sources and speakers."""
