"""What tests of following a log share: other branches of it, notes of any size, a step's tiles."""

from answerable.protocol import checkpoint
from answerable.protocol.checkpoint import Checkpoint
from answerable.protocol.memory import MemoryStore
from answerable.protocol.sync import Step
from tests.protocol import make
from tests.protocol.make import Node, channel, key, serve

FOUNDED = channel()
ORIGIN = FOUNDED.origin("alice")
ALICE = FOUNDED.log("alice")


def branch(*numbers: int) -> Node:
    """Another log of alice under the same key, as a liar or a restored backup would write it."""
    other = Node("alice", FOUNDED, MemoryStore()).begin()
    other.say(*numbers)
    return other


def raw_branch(entries: list[bytes]) -> Node:
    owner = Node("alice", FOUNDED, MemoryStore())
    make.raw_log(owner.store, ORIGIN, key("alice log"), entries)
    return owner


def signed(size: int, root: bytes, name: str = "alice log", origin: str = ORIGIN) -> bytes:
    return checkpoint.sign(Checkpoint(origin, size, root), key(name))


def frozen(of: Node) -> str | None:
    return of.store.mirror(ORIGIN).frozen


def tiles_for(owner: Node, step: Step) -> dict[str, bytes]:
    return {tile.path: data for tile, data in zip(step.fetch, serve(owner, step), strict=True)}
