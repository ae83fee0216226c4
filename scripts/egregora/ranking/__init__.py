"""Ranking: which posts are worth reading first.

elo         points that go from a loser to a winner, and ratings from their history
schedule    which posts meet, so that a new post leaves earlier meetings as they are
criteria    the judge of the provider `offline`, and what it looks at
judging     what a model is asked, and what it said
"""

from __future__ import annotations
