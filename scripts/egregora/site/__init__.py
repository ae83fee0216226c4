"""The blog as HTML.

    svg                  drawing
    activity             what is counted, as expressions
    blog, topics         what the pages speak of
    pictures             photos and covers of it
    collecting           from rows to all that
    covers, landscapes   drawings of posts
    charts, calendars    drawings of counts; plots, those of a library
    times                messages by day, hour and year
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
