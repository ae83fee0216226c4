"""Media: files of the chat, made fit to show.

    sniff        what a file is, by its content
    images       photos and stickers: pixels only, no larger than a page needs
    recordings   audio and video: copied by ffmpeg without their metadata
    ogg          voice notes: Ogg Opus without its comments
    published    what the folder of prepared files holds
    preparing    all files of a conversation, each prepared once

A file's name says nothing here: it is never trusted, shown or logged.
"""

from __future__ import annotations
