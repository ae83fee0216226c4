"""What is still to be paid, found without a call.

tokens      how long a request and its answer are
prices      what tokens cost, from prices.toml
pretending  a model that gives kept answers, and counts what it would have to ask
walking     all stages that ask, with such a model in place of the provider
telling     the counts as lines on the terminal
"""
