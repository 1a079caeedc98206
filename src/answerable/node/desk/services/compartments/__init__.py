"""Keep cases in compartments: what is in one exists for its members alone.

What goes in takes along what would tell of it: an incident its inquiries and the reports that speak
of nothing else, an inquiry the incidents that are in no other. What is linked later follows.
"""

from answerable.node.desk.services.compartments import emergency
from answerable.node.desk.services.compartments.placing import (
    Thing,
    Thread,
    belonging,
    compartment_of,
    follow,
    keep_together,
    key_of,
    put,
    take_out,
)
from answerable.node.desk.services.compartments.rooms import (
    close,
    inquiries_in,
    is_inside,
    let_in,
    let_out,
    of,
    open_compartment,
    require_inside,
)

__all__ = [
    "Thing",
    "Thread",
    "belonging",
    "close",
    "compartment_of",
    "emergency",
    "follow",
    "inquiries_in",
    "is_inside",
    "keep_together",
    "key_of",
    "let_in",
    "let_out",
    "of",
    "open_compartment",
    "put",
    "require_inside",
    "take_out",
]
