"""Exports of a messenger, read into one table of messages."""
