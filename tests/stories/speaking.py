"""Say something on a node and hear it on the other; any words will do, so replies to nothing."""

from tests.stories.nodes import Node

SAY = """
channel = Channel.objects.get(slug="them")
with transaction.atomic():
    place = ledger.append(
        channel, "interim", thread={thread!r}, body={{"code": "still_examining"}},
        words=ledger_words({text!r}), office_code={office!r}, at=timezone.now(),
    )
result = place.leaf
"""
WORDS = """
from answerable.casework.codes import Kind
from answerable.casework.words import Words, encode_words
def ledger_words(text):
    return encode_words(Words(kind=Kind.INTERIM, language="en", notes=text))
"""
HEARD = """
channel = Channel.objects.get(slug="them")
result = [
    {{"text": m.words and m.words["notes"], "ours": m.ours, "leaf": m.leaf, "office": m.office_code,
      "receipt": bool(m.receipt), "with": bool(m.receipt and m.receipt.delivered_with_contents)}}
    for m in ledger.messages(channel, {thread!r}) if m.kind == "interim"
]
"""
SIZES = """
channel = Channel.objects.get(slug="them")
result = {h.origin: [h.size, bytes(h.root).hex()] for h in channel.logs.all()}
"""


def say(node: Node, thread: str, text: str, office: str) -> str:
    return str(node.run(SAY.format(thread=thread, text=text, office=office)))


def heard(node: Node, thread: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = node.run(HEARD.format(thread=thread))
    return found


def texts(node: Node, thread: str) -> list[str]:
    return sorted(str(message["text"]) for message in heard(node, thread))
