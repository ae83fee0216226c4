"""Profiles: who the people are, by what they wrote.

messages    what people wrote, whom they answered and who answered them
emoji       the emoji of a text
facts       counts and habits of each author
favourites  words of an author's own, and lines that others answered
samples     what a model is shown, unchanged until there is enough new
portraits   what a model is asked, and profiles from its answers
"""

from __future__ import annotations
