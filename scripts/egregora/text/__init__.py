"""Text in the languages of chats: one place for each idea.

locales     what Egregora says in a language, and the words that texts are full of
language    in which language a text is
markdown    Markdown that stays text, and the front matter of files
"""
