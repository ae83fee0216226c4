"""WhatsApp's exports, read. Imports go downwards only, as listed.

day_periods, zones, inflating, members
clock, layouts, phrases, decode
dates, authors
dialect, kinds
chats
archive
merge
exports
media, remarks
"""
