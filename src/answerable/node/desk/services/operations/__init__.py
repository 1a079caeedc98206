"""The own operations log: take a file in, find what was near an incident, decide whether it was us.

Nothing here makes a part of a message, and nothing that makes messages imports this package.
"""

from answerable.node.desk.services.operations.files import LIMITS, drop, open_log, receive
from answerable.node.desk.services.operations.near import Near, Search, Window, near, windows_of
from answerable.node.desk.services.operations.rows import Fault, Line, NoSuchMapping, guess, read
from answerable.node.desk.services.operations.taking import Plan, plan, take
from answerable.node.desk.services.operations.verdicts import decide, newest

__all__ = [
    "LIMITS",
    "Fault",
    "Line",
    "Near",
    "NoSuchMapping",
    "Plan",
    "Search",
    "Window",
    "decide",
    "drop",
    "guess",
    "near",
    "newest",
    "open_log",
    "plan",
    "read",
    "receive",
    "take",
    "windows_of",
]
