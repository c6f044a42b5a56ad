"""The admin of the linkbacks: what comes in, what goes out, and the ledger in the pages of the texts."""

from linkbacks.admin import incoming, ledgered, outgoing, policy

__all__ = ["incoming", "ledgered", "outgoing", "policy"]
