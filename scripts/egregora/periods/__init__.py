"""Periods: the conversation cut by the calendar, and the brief of each.

messages    the messages of each period, and which periods get a post
tokens      each word of each message, as numbers
terms       the words that tell a period from those before it
spellings   how people write those words
telling     both together
topics      what periods speak of again and again
lexicon     topics that are known from the start
related     chunks of earlier periods that speak of the same things
choice      which of them are remembered
recalled    both together
language    what people wrote first, which shows their language
counts      who wrote how much, when, and in answer to whom
parts       people, messages, links, files and counts as JSON
contents    all of it: what each brief holds
listing     what the table of periods says of a brief
"""

from egregora.periods.assembly import contents
from egregora.periods.listing import listed_period
from egregora.periods.messages import periods

__all__ = ["contents", "listed_period", "periods"]
