"""Pages of the web, read by us: nobody else is told what the group shares.

    addresses  whether an address is one of the public internet
    hosts      an address as written in the chat, taken strictly
    wire       a connection to an address that was checked, within a deadline
    fetch      a page, redirects followed, each hop checked anew
    extract    title, description and text of a page
    pages      the pages that were read, kept beside the answers of models

Addresses in a chat are hostile: they may point at the router, at another service of
this machine, or at what a cloud tells its machines. What is checked is the address
that is connected to, at each hop, not the name that led there.
"""

from __future__ import annotations
