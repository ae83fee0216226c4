"""The privacy boundary: who is who, and what must not be seen."""
