"""Ranking: which posts are worth reading first."""
