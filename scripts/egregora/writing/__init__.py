"""Posts: from the brief of a period to a Markdown file that nobody's edit loses.

    text, words      chat text made presentable; its words
    markdown         chat text as Markdown that stays text
    talk             a brief as turns of a conversation
    joining, threads turns that belong together
    highlights       the turns that readers would miss
    headline         phrases that name a thread or a period
    beginning        headline, summary, tags and first line of a digest
    digest           the answer of the provider `offline`
    request, parts   what a model is asked, in parts where it is long
    polls            the polls of WhatsApp
    quotable         what people said, to look quotes up in
    pieces           quotes, pictures, polls and links as Markdown
    body             the body of an answer, resolved and checked
    compose          answer and brief as a post
    frontmatter      the head of a post, and whether a person edited it
    sections, aside  what a digest is made of
    recalling        what it recalls of earlier periods
    guarding         the guard before everything that is shown
    publish          the post in its place
    posts            the posts that are there, as a table

Nothing but `posts` needs Ibis: one job runs per period.
"""
