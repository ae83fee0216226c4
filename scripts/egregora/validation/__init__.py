"""Whether what a run left keeps its promises.

integrity    contracts, keys, references between tables, views
artefacts    every file that may leave the machine, as texts
roster       real names and numbers, and pseudonyms of those who left, in a text
scanning     what of the roster, and which checkable identifiers, the files hold
telling      all that, for people and for machines
"""
