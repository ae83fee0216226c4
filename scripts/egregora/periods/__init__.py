"""The conversation cut by the calendar, and the brief of each period."""
