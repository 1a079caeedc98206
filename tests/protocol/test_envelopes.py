"""Entries: strict with our own pen, total when reading a peer, and why something is refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.protocol import canonical, dsse, envelope, keys, statement
from answerable.protocol.canonical import JsonObject
from answerable.protocol.envelope import ContentRef, Reading, Ref, SeenHead, Signer, Statement
from answerable.protocol.errors import BadEnvelope, BadStatement, Fault
from tests.protocol import make
from tests.protocol.make import channel, flipped, key

FOUNDED = channel()
OWN = FOUNDED.log("alice")
ENTRY = make.entry(OWN)
OFFICE = key("alice office")


def read(data: bytes, index: int = 0, **changed: object) -> Reading:
    judged = {"channel": OWN.channel, "log": OWN.origin, "keyring": OWN.keyring} | changed
    return envelope.read(data, index=index, **judged)  # type: ignore[arg-type] # what is changed


def payload(**changed: object) -> JsonObject:
    value = canonical.decode_object(make.statement(OWN).payload())
    value.update(changed)  # type: ignore[arg-type] # what a test wants changed
    return value


def signed(value: JsonObject | bytes, kind: str = envelope.PAYLOAD_TYPE) -> bytes:
    data = value if isinstance(value, bytes) else canonical.encode(value)
    return dsse.sign(kind, data, [OFFICE]).format()


def test_a_statement_reads_back_with_all_its_fields() -> None:
    said = make.statement(
        OWN,
        refs=(Ref(OWN.origin, 0, "0" * 64),),
        heads=(SeenHead(OWN.origin, 7, keys.encode_base64(bytes(32))),),
        content=(ContentRef("1" * 64, 10, "application/json"),),
        body={"codes": ["a", 1, None, True], "more": {}},
    )

    found = read(envelope.sign(said, [OFFICE]))

    assert found.statement == said
    assert found.fault is None
    assert found.signer == Signer("author", "office", OFFICE.public)
    assert found.is_known_kind


def test_a_statement_about_the_channel_itself_has_no_thread() -> None:
    assert read(make.entry(OWN, thread=None)).fault is None


@pytest.mark.parametrize("kind", sorted(envelope.KINDS))
def test_every_reserved_kind_can_be_signed_by_its_role(kind: str) -> None:
    identity = key("alice identity")
    signer = identity if kind in statement.IDENTITY_KINDS else OFFICE

    found = read(envelope.sign(make.statement(OWN, type=kind, key=signer.keyid), [signer]))

    assert found.fault is None
    assert found.is_known_kind


def test_all_kinds_of_the_first_version_are_reserved() -> None:
    named = """open terms raise ack interim response follow_up extension information_request
        information representation self_report objection correct withdraw close reopen session
        notify_site attach suspend resume redact redacted key revoke epoch recover"""

    assert {*named.split(), "receipt", "member"} == envelope.KINDS


@pytest.mark.parametrize(
    "changed",
    [
        {"type": "verdict"},
        {"type": "Raise"},
        {"channel": "short"},
        {"log": "Alice"},
        {"log": "a//b"},
        {"log": "a/../b"},
        {"id": "AB" * 16},
        {"ts": "2026-01-02T03:04:05+00:00"},
        {"ts": "2026-02-30T03:04:05Z"},
        {"ts": "2026-01-02T03:04:05.5Z"},
        {"thread": "x"},
        {"refs": (Ref(OWN.origin, -1, "0" * 64),)},
        {"refs": (Ref(OWN.origin, 0, "0"),)},
        {"refs": (Ref(OWN.origin, 0, "0" * 64),) * 65},
        {"heads": (SeenHead(OWN.origin, 0, "AA=="),)},
        {"heads": (SeenHead(OWN.origin, 0, "A"),)},
        {"content": (ContentRef("1" * 64, 63, "a/b"),)},
        {"content": (ContentRef("1" * 64, 10, "A/b"),)},
        {"content": (ContentRef("1" * 64, 10, "a/b"), ContentRef("1" * 64, 10, "a/b"))},
        {"body": {"a": 1.5}},
        {"body": {"a": "e\u0301"}},
        {"body": {"a": {"b": {"c": {"d": {"e": {}}}}}}},
        {"body": {"a": "x" * 16000}},
        {"body": []},
    ],
    ids=repr,
)
def test_our_own_pen_refuses_what_is_out_of_schema(changed: dict[str, object]) -> None:
    with pytest.raises(BadStatement):
        make.entry(OWN, 0, **changed)


def test_our_own_pen_refuses_another_key_than_the_statement_names() -> None:
    with pytest.raises(BadStatement, match="another key"):
        envelope.sign(make.statement(OWN), [key("bob office")])
    with pytest.raises(BadStatement, match="another key"):
        envelope.sign(make.statement(OWN), [])


def test_scenario_05_an_entry_may_have_sixteen_kibibytes_and_no_more() -> None:
    def sized(length: int) -> bytes:
        return signed(payload(body={"a": "x" * length}))

    length = next(n for n in range(11000, 12000) if len(sized(n)) > envelope.MAX_ENTRY - 4)

    assert read(sized(length)).fault is None
    assert read(sized(length + 4)).fault is Fault.TOO_LARGE


@pytest.mark.parametrize("data", [b"", b"entry 0", b"\xff" * 300, b"[" * 9000, bytes(65535)])
def test_scenario_05_any_bytes_can_be_read_as_not_understood(data: bytes) -> None:
    found = read(data)

    assert found.fault in {Fault.NOT_CANONICAL, Fault.TOO_LARGE}
    assert found.statement is None
    assert not found.is_known_kind


@given(st.binary(max_size=400))
def test_reading_never_raises(data: bytes) -> None:
    assert read(data).fault is not None


@given(st.integers(0, len(ENTRY) - 1), st.integers(0, 7))
def test_no_changed_bit_of_an_entry_goes_unseen(at: int, bit: int) -> None:
    assert read(flipped(ENTRY, at, bit)).fault is not None


@pytest.mark.parametrize(
    "data",
    [
        ENTRY.replace(b'{"payload"', b'{ "payload"'),
        ENTRY + b"\n",
        b'{"payloadType":"x",' + ENTRY[1:],
        ENTRY.replace(b'"sig"', b'"\\u0073ig"'),
    ],
)
def test_scenario_11_another_writing_of_an_entry_is_not_understood(data: bytes) -> None:
    assert read(data).fault is Fault.NOT_CANONICAL


def test_scenario_11_another_writing_of_the_payload_is_not_understood() -> None:
    loose = canonical.encode(payload()).replace(b'{"body"', b'{ "body"')

    assert read(signed(loose)).fault is Fault.NOT_CANONICAL


@pytest.mark.parametrize(
    "outer",
    [
        {},
        {"payload": "", "payloadType": envelope.PAYLOAD_TYPE},
        {"payload": "", "payloadType": envelope.PAYLOAD_TYPE, "signatures": []},
        {"payload": "", "payloadType": envelope.PAYLOAD_TYPE, "signatures": {}},
        {"payload": "", "payloadType": envelope.PAYLOAD_TYPE, "signatures": [1]},
        {"payload": "", "payloadType": envelope.PAYLOAD_TYPE, "signatures": [{"sig": "", "x": 1}]},
        {
            "payload": "",
            "payloadType": envelope.PAYLOAD_TYPE,
            "signatures": [{"keyid": "a", "sig": ""}],
        },
        {
            "payload": "",
            "payloadType": envelope.PAYLOAD_TYPE,
            "signatures": [{"keyid": "a" * 64, "sig": "QR=="}],
        },
        {
            "payload": 7,
            "payloadType": envelope.PAYLOAD_TYPE,
            "signatures": [{"keyid": "a" * 64, "sig": ""}],
        },
        {
            "payload": "",
            "payloadType": envelope.PAYLOAD_TYPE,
            "signatures": [{"keyid": "a" * 64, "sig": ""}] * 2,
        },
    ],
)
def test_an_envelope_of_another_form_is_not_understood(outer: JsonObject) -> None:
    assert read(canonical.encode(outer)).fault is Fault.WRONG_FORM


@pytest.mark.parametrize(
    "changed",
    [
        {"extra": 1},
        {"body": []},
        {"channel": 1},
        {"type": "no spaces"},
        {"ts": 5},
        {"ts": "now"},
        {"thread": 5},
        {"refs": {}},
        {"refs": [1]},
        {"refs": [{"log": OWN.origin, "index": 1}]},
        {"refs": [{"log": OWN.origin, "index": True, "leaf": "0" * 64}]},
        {"heads": [{"origin": OWN.origin, "size": 1, "root": 5}]},
        {"content": [{"commit": "1" * 64, "size_class": "1", "media": "a/b"}]},
    ],
    ids=repr,
)
def test_a_statement_of_another_form_is_not_understood(changed: dict[str, object]) -> None:
    assert read(signed(payload(**changed))).fault is Fault.WRONG_FORM


@pytest.mark.parametrize("version", [0, 2, "1", True, None])
def test_scenario_16_another_version_is_told_as_such(version: object) -> None:
    assert read(signed(payload(v=version))).fault is Fault.UNKNOWN_VERSION


def test_scenario_16_an_unknown_kind_is_read_and_known_as_unknown() -> None:
    found = read(signed(payload(type="truce")))

    assert found.fault is None
    assert found.statement is not None
    assert found.statement.type == "truce"
    assert not found.is_known_kind


def test_scenario_13_an_entry_of_another_channel_log_or_epoch_is_told_as_such() -> None:
    later = replace(OWN, owner=replace(OWN.owner, epoch=2))

    assert read(ENTRY, channel="a" * 26).fault is Fault.OTHER_CHANNEL
    assert read(ENTRY, log=FOUNDED.origin("bob")).fault is Fault.OTHER_LOG
    assert read(ENTRY, log=later.origin).fault is Fault.OTHER_LOG


def test_scenario_15_another_type_of_payload_is_told_as_such() -> None:
    kind = "application/vnd.answerable.genesis.v1+json"

    assert read(signed(payload(), kind)).fault is Fault.WRONG_PAYLOAD_TYPE
    swapped = ENTRY.replace(b"entry.v1", b"other.v1")
    assert read(swapped).fault is Fault.WRONG_PAYLOAD_TYPE


def test_scenario_15_a_type_swapped_back_after_signing_does_not_verify() -> None:
    other = signed(payload(), "application/vnd.answerable.other.v1+json")

    found = read(other.replace(b"other.v1", b"entry.v1"))

    assert found.fault is Fault.BAD_SIGNATURE


@pytest.mark.parametrize("role", ["identity", "log", "mirror", "delivery", "node"])
def test_scenario_15_a_key_of_another_role_signs_nothing(role: str) -> None:
    signer = key(f"alice {role}")
    said = make.statement(OWN, key=signer.keyid)

    assert read(envelope.sign(said, [signer])).fault is Fault.WRONG_ROLE


def test_scenario_15_an_office_does_not_sign_for_the_identity() -> None:
    assert read(make.entry(OWN, type="revoke")).fault is Fault.WRONG_ROLE


def test_a_strangers_key_signs_nothing() -> None:
    stranger = key("bob office")
    said = make.statement(OWN, key=stranger.keyid)

    found = read(envelope.sign(said, [stranger]))

    assert found.fault is Fault.UNKNOWN_KEY
    assert found.statement == said


@pytest.mark.parametrize(("index", "is_valid"), [(4, False), (5, True), (8, True), (9, False)])
def test_scenario_15_a_key_counts_only_in_its_range(index: int, is_valid: bool) -> None:
    ring = {OFFICE.keyid: Signer("author", "office", OFFICE.public, 5, 9)}

    found = read(ENTRY, index=index, keyring=ring)

    assert found.fault is (None if is_valid else Fault.KEY_NOT_VALID)


def test_a_signature_over_other_bytes_is_told_as_such() -> None:
    other = dsse.parse(make.entry(OWN, 1), envelope.PAYLOAD_TYPE, max_bytes=9999)
    mixed = dsse.Signed(other.payload_type, canonical.encode(payload()), other.signatures)

    assert read(mixed.format()).fault is Fault.BAD_SIGNATURE


def test_the_key_that_is_named_must_be_among_those_that_signed() -> None:
    said = make.statement(OWN, key=key("alice identity").keyid)

    data = dsse.sign(envelope.PAYLOAD_TYPE, said.payload(), [OFFICE]).format()

    assert read(data).fault is Fault.WRONG_FORM


def test_only_a_change_of_keys_carries_more_than_one_signature() -> None:
    identity = key("alice identity")
    both = [OFFICE, identity]
    data = dsse.sign(envelope.PAYLOAD_TYPE, make.statement(OWN).payload(), both).format()
    change = make.statement(OWN, type="key", key=identity.keyid)

    assert read(data).fault is Fault.WRONG_FORM
    found = read(envelope.sign(change, [identity, key("alice log"), key("new log")]))
    assert found.fault is None


def test_a_second_known_signature_that_fails_refuses_the_change() -> None:
    identity, log = key("alice identity"), key("alice log")
    said = make.statement(OWN, type="key", key=identity.keyid)
    good = dsse.sign(envelope.PAYLOAD_TYPE, said.payload(), [identity, log])
    bad = dsse.Signature(log.keyid, flipped(good.signatures[1].sig, 3))

    broken = dsse.Signed(good.payload_type, good.payload, (good.signatures[0], bad))

    assert read(broken.format()).fault is Fault.BAD_SIGNATURE


def test_the_authors_signature_can_be_found() -> None:
    opened = envelope.open_entry(ENTRY)

    assert opened.author.keyid == OFFICE.keyid
    assert envelope.check(opened, channel=OWN.channel, log=OWN.origin, index=0, keyring=OWN.keyring)


def test_a_fault_says_its_code_and_its_detail() -> None:
    with pytest.raises(BadEnvelope) as caught:
        envelope.open_entry(b"{}")

    assert caught.value.fault is Fault.WRONG_FORM
    assert str(caught.value) == "wrong_form: an envelope has three members"


def test_a_statement_id_is_sixteen_bytes() -> None:
    assert envelope.statement_id(bytes(16)) == "0" * 32
    with pytest.raises(ValueError, match="16"):
        envelope.statement_id(bytes(15))


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_reads_back_in_whole_seconds(at: datetime) -> None:
    assert envelope.parse_time(envelope.format_time(at)) == at.replace(microsecond=0)


def test_an_instant_is_written_in_universal_time() -> None:
    at = datetime(2026, 1, 2, 5, 4, 5, tzinfo=timezone(timedelta(hours=2)))

    assert envelope.format_time(at) == "2026-01-02T03:04:05Z"
    with pytest.raises(ValueError, match="zone"):
        envelope.format_time(at.replace(tzinfo=None))


def test_unknown_kinds_and_terms_may_be_signed_by_either_role() -> None:
    either = {"identity", "author"}

    assert envelope.roles_for("truce") == envelope.roles_for("terms") == either
    assert envelope.roles_for("raise") == {"author"}
    assert envelope.roles_for("open") == {"identity"}


def test_statements_are_values() -> None:
    assert make.statement(OWN) == make.statement(OWN)
    assert isinstance(make.statement(OWN), Statement)


BASE64 = st.text("ABQ/+=", max_size=6) | st.binary(max_size=9).map(keys.encode_base64)


@given(BASE64, BASE64, st.sampled_from(["a" * 64, "a" * 63, "A" * 64]), st.sampled_from("tu"))
def test_the_quick_way_to_read_an_envelope_reads_what_the_long_way_reads(
    text: str, sig: str, keyid: str, kind: str
) -> None:
    data = canonical.encode(
        {"payload": text, "payloadType": kind, "signatures": [{"keyid": keyid, "sig": sig}]}
    )
    try:
        slowly = dsse._parse_any(data, "t")
    except BadEnvelope:
        assert dsse._parse_usual(data, "t") is None
        return
    assert dsse._parse_usual(data, "t") == slowly
    assert slowly.format() == data
