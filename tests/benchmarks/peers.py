"""Read an export with a peer, as its README says, and print how many rows it finds.

Usage, with the Python of .venv/bench: peers.py PEER EXPORT
"""

import sys


def whatstk(export: str) -> int:
    """Return the rows of whatstk; its bound of 50 MB is lifted."""
    from whatstk import df_from_whatsapp

    return len(df_from_whatsapp(export, max_size=None))


def chat_miner(export: str) -> int:
    """Return the rows of chat-miner."""
    from chatminer.chatparsers import WhatsAppParser

    parser = WhatsAppParser(export)
    parser.parse_file()
    return len(parser.parsed_messages.get_df(as_pandas=True))


if __name__ == "__main__":
    peer, export = sys.argv[1:]
    try:
        print({"whatstk": whatstk, "chat-miner": chat_miner}[peer](export))
    except Exception as error:
        sys.exit(type(error).__name__)
