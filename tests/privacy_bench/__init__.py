"""What of a chat's names, secrets and numbers the filter lets through, in counts.

language.py   what one language brings: names, wordings, ordinary text (data/*.toml)
values.py     invented identifiers, secrets and harmless numbers
cast.py       who is in a group, and how people spell and shorten names
topics.py     the classes: their wordings, their bars, and the cases that they make
group.py      a whole group of cases, as an export of WhatsApp
scoring.py    the package's own stages on that export, and the counts
chatter.py    groups whose names would become titles

`tests/benchmarks/privacy.py` prints the table. Wordings are split into halves by a
hash of each; who works on the filter looks at the half called `seen` only.
"""
