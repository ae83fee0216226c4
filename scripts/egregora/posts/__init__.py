"""Posts: from the brief of a period and an answer to a Markdown file."""
