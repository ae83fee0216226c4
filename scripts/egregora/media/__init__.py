"""Media: files of the chat, prepared for the blog and described."""
