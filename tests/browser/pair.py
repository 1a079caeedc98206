"""Two parties with a node each, a signed channel between them, and people who can sign in.

Everything is made through the node's own commands and services; nothing is written around them.
"""

from dataclasses import dataclass
from pathlib import Path

from tests.stories.nodes import Node, close, establish

PASSWORD = "a passphrase of the browser stories"

# user name, name shown, office, roles
DORVELLE = (
    ("vera", "Vera of the embassy", "embassy", "officer"),
    ("adam", "Adam of the embassy", "embassy", "officer"),
    ("bela", "Bela of the bureau", "bureau", "clearer"),
    ("cleo", "Cleo of the envoy", "envoy", "clearer"),
)
KELORANE = (
    ("lina", "Lina of the liaison", "liaison", "officer"),
    ("finn", "Finn of fact-finding", "fact-finding", "investigator"),
    ("leon", "Leon of legal", "legal", "clearer"),
)
ADD_PEOPLE = """
from answerable.node.accounts import services
from answerable.node.accounts.models import Office, Role, User
admin = User.objects.get(username="admin")
admin.set_password({password!r})
admin.must_change_password = False
admin.save()
for username, name, office, role in {people!r}:
    services.add_person(
        # As the machine's operator: an administrator alone gives nobody the role of clearer.
        username, name, by=None, at=timezone.now(), password={password!r},
        office=Office.objects.get(code=office), role=Role(role),
    )
# These stories sign in by password alone; second factors have a story of their own.
User.objects.update(has_second_factor=True)
"""


@dataclass
class Pair:
    """Both nodes, running."""

    dorvelle: Node
    kelorane: Node

    def close(self) -> None:
        """Stop both."""
        close(self.dorvelle, self.kelorane)


def make_pair(folder: Path) -> Pair:
    """Make both nodes, found the channel, add the people, and start."""
    dorvelle = Node.create(folder / "dorvelle", "dorvelle", offices=["embassy", "bureau", "envoy"])
    kelorane = Node.create(
        folder / "kelorane", "kelorane", offices=["liaison", "fact-finding", "legal"]
    )
    pair = Pair(dorvelle, kelorane)
    try:
        establish(dorvelle, kelorane)
        for node, people in ((dorvelle, DORVELLE), (kelorane, KELORANE)):
            node.run(ADD_PEOPLE.format(people=people, password=PASSWORD))
            node.start(wait=False)
        for node in (dorvelle, kelorane):
            node.wait_ready()
    except BaseException:
        pair.close()
        raise
    return pair
