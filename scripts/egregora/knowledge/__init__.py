"""The conversation in chunks, and how earlier ones are retrieved."""
