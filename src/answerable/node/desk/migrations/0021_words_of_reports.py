"""Keep the words of each report's title and publisher, so that reports are found by them.

Looking for a word read the titles of all reports: half a second at 200,000 of them. The rule by
which words are compared is repeated here as it was when this was written. Run again, it writes
nothing that is there already.
"""

import re
import unicodedata
from itertools import islice

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

LETTERS = 24
AT_ONCE = 20_000
WORD = re.compile(r"\w+")
LIKE = str.maketrans({"ى": "ي", "ة": "ه", "ٱ": "ا", "ґ": "г", "\u0640": None})
ARTICLE = re.compile(r"\A(?:[وفبك]?ال|لل)(?=\w{3})")
JOINED = re.compile(r"\A[הובלמשכ](?=[\u05d0-\u05ea]{3})")
INSERT = "INSERT INTO desk_reportwords (report_id, words) VALUES (%s, %s)"


def plain(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in ("Mn", "Cf"):
        return ""
    return str(unicodedata.digit(character)) if kind == "Nd" else character


def words_of(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold()).casefold()
    if not apart.isascii():
        apart = "".join(map(plain, apart)).translate(LIKE)
    found = set()
    for long in WORD.findall(apart):
        word = long[:LETTERS]
        found |= {word, JOINED.sub("", ARTICLE.sub("", word))}
    return "".join(f" {word}" for word in sorted(found))


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    reports = apps.get_model("desk", "Report").objects.filter(found_by=None).order_by("pk")
    told = reports.values_list("pk", "title", "publisher").iterator(chunk_size=2000)
    with schema_editor.connection.cursor() as cursor:
        # Row by row through the models it takes much longer.
        while some := list(islice(told, AT_ONCE)):
            cursor.executemany(
                INSERT, [(pk, words_of(f"{title} {publisher}")) for pk, title, publisher in some]
            )


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_squashed_0020")]

    operations = [
        migrations.CreateModel(
            name="ReportWords",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="found_by",
                        serialize=False,
                        to="desk.report",
                    ),
                ),
                ("words", models.TextField()),
            ],
            options={"ordering": ["report"]},
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
