"""The other side's node, in memory: made of the protocol library alone, and able to misbehave."""

import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from answerable.casework.words import MEDIA_TYPE
from answerable.node.ledger import exchange_files, request_signatures
from answerable.node.ledger.exchange_files import Step
from answerable.node.ledger.peer_client import RECEIPT_FIELD
from answerable.protocol import (
    content,
    envelope,
    genesis,
    history,
    log,
    receipts,
    succession,
    sync,
)
from answerable.protocol.changes import Change, KeyChange, KeyRole, Revocation
from answerable.protocol.charter import Genesis
from answerable.protocol.checkpoint import origin_hash
from answerable.protocol.errors import Missing
from answerable.protocol.identity import LogIdentity
from answerable.protocol.keys import SigningKey, encode_base64
from answerable.protocol.memory import MemoryStore
from answerable.protocol.party import OfficeKey, Party
from answerable.protocol.receipts import Cosigner
from answerable.protocol.recovery import Assessment, StartState
from answerable.protocol.statement import Statement

CLEAN = Assessment(StartState.CLEAN)
ROLES = ("identity", "log", "mirror", "delivery", "node", "author")


def reply(data: bytes) -> httpx.Response:
    """Answer with these bytes, as a stream that the client reads piece by piece."""
    return httpx.Response(200, stream=httpx.ByteStream(data))


@dataclass
class Peer:
    """Party `bob` on a node of its own. `founded` is there once the channel is."""

    code: str = "bob"
    office: str = "liaison"
    store: MemoryStore = field(default_factory=MemoryStore)
    founded: Genesis | None = None
    contents: dict[str, content.Content] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    nudges: int = 0
    # For whom pouches for this side are sealed; see `carrying`.
    age: tuple[str, ...] = ()
    # A test puts a function here to answer some requests in a way of its own.
    instead: Callable[[str], httpx.Response | None] = lambda path: None

    def __post_init__(self) -> None:
        self.keys = {role: SigningKey.from_seed(secrets.token_bytes(32)) for role in ROLES}

    @property
    def party(self) -> Party:
        return Party(
            id=self.code,
            domain=f"{self.code}.example",
            name=self.code.title(),
            identity=self.keys["identity"].public,
            log=self.keys["log"].public,
            mirror=self.keys["mirror"].public,
            delivery=self.keys["delivery"].public,
            node=self.keys["node"].public,
            authors=(OfficeKey(self.office, self.keys["author"].public),),
            age=self.age,
        )

    @property
    def charter(self) -> Genesis:
        assert self.founded is not None
        return self.founded

    @property
    def ours(self) -> str:
        """The code of the party under test."""
        return self.charter.other(self.code).id

    @property
    def origin(self) -> str:
        return self.charter.origin(self.code)

    # -- founding ---------------------------------------------------------------------------

    def propose(self, terms: dict[str, Any], at: datetime) -> bytes:
        document = genesis.propose(
            self.party,
            terms,
            nonce=secrets.token_bytes(32),
            created=envelope.format_time(at),
            identity=self.keys["identity"],
        )
        return exchange_files.write(
            Step.PROPOSAL, title="Channel", url="http://127.0.0.1:9", document=document
        )

    def accept(self, data: bytes, at: datetime) -> bytes:
        document = genesis.accept(
            exchange_files.read(data).document,
            self.party,
            nonce=secrets.token_bytes(32),
            created=envelope.format_time(at),
            identity=self.keys["identity"],
        )
        return exchange_files.write(
            Step.ACCEPTANCE, title="Channel", url="http://127.0.0.1:9", document=document
        )

    def begin(self, data: bytes) -> None:
        """Take the complete document and open both logs."""
        self.founded = genesis.verify(exchange_files.read(data).document)
        permit = Assessment(StartState.FRESH)
        log.create(self.store, self.origin, self.keys["log"], permit=permit)
        sync.start_mirror(self.store, self.founded.log(self.ours))
        self.say("open", None, {"genesis": self.founded.digest.hex()}, signer="identity")

    # -- writing ----------------------------------------------------------------------------

    def statement(
        self, kind: str, thread: str | None, body: dict[str, Any], **other: Any
    ) -> Statement:
        given: dict[str, Any] = {
            "channel": self.charter.channel_id,
            "log": self.origin,
            "id": secrets.token_hex(16),
            "type": kind,
            "ts": "2026-03-02T09:00:00Z",
            "thread": thread,
            "body": body,
            "key": self.keys["author"].keyid,
        }
        return Statement(**{**given, **other})

    def say(
        self,
        kind: str,
        thread: str | None,
        body: dict[str, Any],
        *,
        words: bytes | None = None,
        signer: str = "author",
    ) -> log.Appended:
        key = self.keys[signer]
        said = self.statement(kind, thread, body, key=key.keyid)
        if words is not None:
            sealed = content.seal(MEDIA_TYPE, words, secrets.token_bytes(32))
            self.contents[sealed.commit.hex()] = sealed
            said = self.statement(kind, thread, body, content=(content.reference(sealed),))
        entry = envelope.sign(said, [key])
        own = self.known(self.code)
        [place] = log.append(self.store, own, [entry], self.keys["log"], permit=CLEAN)
        return place

    def known(self, party: str) -> LogIdentity:
        """What this side knows of a party's keys by the logs that it stores."""
        return succession.identity_of(self.charter, party, succession.read_store(self.store))

    def replace(self, role: KeyRole, *, is_revoked: bool = False) -> SigningKey:
        """Replace a key of this side in its log, or revoke it first, and go on with the new one."""
        own, fresh = self.known(self.code), SigningKey.from_seed(secrets.token_bytes(32))
        old, signer = self.keys[role.value], self.keys["identity"]
        office = self.office if role is KeyRole.AUTHOR else None
        head = self.store.lock(self.origin)
        batch: list[tuple[Change, list[SigningKey]]] = []
        if is_revoked:
            batch.append((Revocation(head.size, old.keyid), [signer]))
        change = KeyChange(
            head.size + len(batch),
            role,
            office,
            None if is_revoked else old.keyid,
            encode_base64(fresh.public),
        )
        signers = [signer, *([] if is_revoked else [old]), fresh]
        batch.append((change, list(dict.fromkeys(signers))))
        entries = [
            envelope.sign(
                self.statement(
                    "revoke" if isinstance(each, Revocation) else "key",
                    None,
                    each.body(),
                    key=signer.keyid,
                ),
                by,
            )
            for each, by in batch
        ]
        self.keys[role.value] = fresh
        also = [old] if role is KeyRole.LOG else []
        log.append(self.store, own, entries, self.keys["log"], permit=CLEAN, also=also)
        return old

    # -- reading us -------------------------------------------------------------------------

    def headers(
        self, method: str, path: str, *, created: int, key: str = "node", body: bytes = b""
    ) -> dict[str, str]:
        return request_signatures.sign(
            method, path, body, key=self.keys[key], created=created, nonce=secrets.token_urlsafe(16)
        )

    def pull(self, get: Callable[[str], bytes], *, time: int) -> None:
        """Follow our log to its end and countersign it; `get` fetches a path of our node."""
        identity = self.known(self.ours)
        place = f"log/{origin_hash(identity.origin)}"
        step = sync.take_note(self.store, identity, get(f"{place}/checkpoint"), time=time)
        while step.state is sync.SyncState.FETCH:
            bundles = [get(f"{place}/{tile.path}") for tile in step.fetch]
            step = sync.take_bundles(self.store, self.known(self.ours), bundles)
        name = self.charter.mirror_key(self.code).name
        cosigner = Cosigner(name, self.keys["mirror"])
        receipts.cosign_mirror(self.store, identity.origin, cosigner, time=time, permit=CLEAN)

    def receipt(self) -> str:
        """Our newest note with this side's receipt, as a content request carries it."""
        note = receipts.mirror_note(self.store, self.charter.origin(self.ours))
        return base64.b64encode(note or b"").decode()

    def deliver(self, *, time: int) -> None:
        """Countersign that all contents are held here."""
        origin = self.charter.origin(self.ours)
        name = self.charter.delivery_key(self.code).name
        cosigner = Cosigner(name, self.keys["delivery"])
        receipts.cosign_delivery(self.store, origin, cosigner, time=time, permit=CLEAN)

    # -- answering us -----------------------------------------------------------------------

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/answerable/v1/")
        self.asked.append(path)
        special = self.instead(path)
        if special is not None:
            return special
        if path == "nudge":
            self.nudges += 1
            return httpx.Response(204)
        found = self._find(path, request.headers.get(RECEIPT_FIELD, ""))
        return httpx.Response(404) if found is None else reply(found)

    def _find(self, path: str, receipt: str) -> bytes | None:
        kind, _, rest = path.partition("/")
        if kind == "content":
            held = self.contents.get(rest)
            return content.encode_transfer(held) if held and receipt else None
        name, _, rest = rest.partition("/")
        origin = self.origin if kind == "log" else self.charter.origin(self.ours)
        head = self.store.head(origin)
        if head is None or name != origin_hash(origin):
            return None
        if rest == "checkpoint":
            return receipts.mirror_note(self.store, origin)
        if rest == "keys":
            return succession.encode(self.store.changes(origin))
        if rest.startswith("receipt/"):
            names = {"mirror": self.charter.mirror_key, "delivery": self.charter.delivery_key}
            ours = names[rest.removeprefix("receipt/")](self.ours).name
            return receipts.delivery_note(self.store, origin, ours)
        if rest == "delivery":
            delivery = self.charter.delivery_key(self.code).name
            return receipts.delivery_note(self.store, origin, delivery)
        try:
            return history.tile(self.store, origin, rest, head.size)
        except Missing:
            return None
