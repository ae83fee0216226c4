"""The blog as HTML.

    words, svg           what the frame says; drawing
    activity             what is counted, as expressions
    blog, topics         what the pages speak of
    collecting           from rows to that
    covers, landscapes, charts   drawings; plots, those of a library
    ranked               what the comparisons of posts tell
    painting             covers by a model
    numbers              which drawings show what
    sources              Markdown files of posts and profiles
    pages                which pages there are, and what each is given
    cleaning, markup     what text of the chat may become
    hooks, config        MkDocs: what it is told while it builds, and before
    feeds                the posts as RSS and JSON
    build                all of it, in place at once

The look is in theme/: templates and a style sheet over mkdocs-material.
"""
