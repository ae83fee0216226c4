"""Media: files of the chat, made fit to show.

    sniff        what a file is, by its content
    images       photos and stickers: pixels only, no larger than a page needs
    recordings   audio and video: copied by ffmpeg without their metadata
    posters      a picture of a video
    ogg          voice notes: Ogg Opus without its comments
    documents    title and text of a document; runs in a process of its own
    telling      what files tell of themselves, for whoever describes them
    published    what the folder of prepared files holds
    preparing    all files of a conversation, each prepared once

A file's name says nothing here: it is never trusted, shown or logged.
"""

from __future__ import annotations
