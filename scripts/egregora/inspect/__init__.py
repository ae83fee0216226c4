"""Commands that only look: status, validate and estimate."""
