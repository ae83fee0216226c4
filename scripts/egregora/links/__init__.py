"""Links of the chat: fetched safely and described."""
