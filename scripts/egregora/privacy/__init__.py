"""The privacy boundary: who is who, and what must not be seen.

keys, pseudonyms       the secret, and what stands for a person in the tables
lists, vocabulary, ordinary, grammar
                       words in names, names that are words, words around names
folding                text as it is compared
forms, lexicon         by which words and numbers each person is named
context, names, mentions, quotes, notices
                       where people are named, quoted, announced
benign, phones, identifiers, places, urls, signs
                       numbers and addresses that identify people, and those that do not
redaction              a text with everybody in it replaced
aliases, commands      what readers see, and what people set in the chat
evidence, owner, people
                       the roster, from the conversation and the owner's settings
guard                  the same for what a model answers, without any real name
"""
