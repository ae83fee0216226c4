"""The privacy boundary: who is who, and what must not be seen.

keys                 the secret and what is derived from it
folding              text as it is compared
identifiers          phones, addresses and numbers that identify people
forms, names         the ways in which a person is named, and where they occur
aliases, commands    what readers see, and what people set in the chat
redaction            a text with everybody in it replaced
guard                the same for what a model answers, without any real name
"""
