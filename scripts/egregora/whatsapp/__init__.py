"""WhatsApp's exports, read. Imports go downwards only, as listed.

day_periods, zones, inflating, members
clock, layouts, phrases, decode
headers, patterns, date_order, authors, contacts, strangers
dates
dialect, kinds
chats
archive
merge
exports
media, remarks
"""
