"""Profiles: who the people are, by what they wrote."""
