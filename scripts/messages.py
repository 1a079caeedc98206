"""Keep the catalogues of translations: extract texts, compile, and check that nothing is missing.

One catalogue per language for all apps. Babel does the work; Django's own reader of templates
turns each page into text that Babel understands, so no system gettext is needed.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "answerable"
LOCALE = SOURCES / "node" / "ui" / "locale"
LANGUAGES = ("uk", "ru", "ar", "he")
# Texts that stand in English until they are translated. It may only shrink: a new text comes with
# its translations, and who translates some of these lowers the number.
TO_COME = {"uk": 0, "ru": 0, "ar": 0, "he": 0}
A_DAY = datetime(2026, 1, 1, tzinfo=UTC)
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def sources() -> Iterator[tuple[Path, str, bytes]]:
    """Yield every file with texts: its path, how Babel reads it, and what it shall read."""
    from django.utils.translation.template import templatize

    for path in sorted(SOURCES.rglob("*.py")):
        yield path, "python", path.read_bytes()
    for path in sorted(SOURCES.rglob("templates/**/*")):
        if path.suffix in (".html", ".txt"):
            text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            yield path, "python", text.encode()


def texts() -> Catalog:
    """Return all texts to translate, as an empty catalogue."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for path, method, data in sources():
        name = path.relative_to(ROOT).as_posix()
        found = extract(method, BytesIO(data), KEYWORDS, ["Translators:"], {"encoding": "utf-8"})
        for line, message, comments, context in found:
            if message and message != ("", ""):
                catalog.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return catalog


def path_of(language: str) -> Path:
    """Return the file of a language's catalogue."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def load(language: str) -> Catalog:
    """Return a language's catalogue; an empty one before the first extraction."""
    path = path_of(language)
    if not path.exists():
        return _new(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def _new(language: str) -> Catalog:
    """Return an empty catalogue with a header that no later run changes."""
    return Catalog(
        locale=language,
        project="Answerable",
        version="1",
        charset="utf-8",
        fuzzy=False,
        header_comment=f"# The texts of the pages in {language}.",
        msgid_bugs_address="the project's issues",
        last_translator="the project",
        language_team="Answerable",
        creation_date=A_DAY,
        revision_date=A_DAY,
    )


def extract_all() -> int:
    """Bring every catalogue up to date; texts that are gone go, new ones stand empty."""
    template = texts()
    for language in LANGUAGES:
        catalog = load(language)
        catalog.update(
            template,
            no_fuzzy_matching=True,
            update_header_comment=False,
            update_creation_date=False,
        )
        catalog.obsolete.clear()
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            # Neither line numbers nor dates: only a change of texts changes the file.
            write_po(file, catalog, width=100, include_lineno=False, sort_by_file=True)
        print(f"{language}: {len(catalog)} texts, {len(missing(catalog))} to translate")
    return 0


def missing(catalog: Catalog) -> list[str]:
    """Return the texts without a translation, or with one that is only guessed."""
    return [
        str(message.id)
        for message in catalog
        if message.id and (message.fuzzy or not all(_strings(message.string)))
    ]


def compile_all() -> int:
    """Write the files that the pages read."""
    for language in LANGUAGES:
        path = path_of(language)
        if path.exists():
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, load(language))
    return 0


def check_all() -> int:
    """Compare the catalogues with code and pages; print what is wrong; return 1 if anything is."""
    wanted = {(message.id, message.context) for message in texts() if message.id}
    wrong: list[str] = []
    for language in LANGUAGES:
        catalog = load(language)
        present = {(message.id, message.context) for message in catalog if message.id}
        wrong += [f"{language}: not extracted: {text}" for text, _context in wanted - present]
        wrong += [f"{language}: gone from the code: {text}" for text, _context in present - wanted]
        untranslated = missing(catalog)
        if len(untranslated) > TO_COME[language]:
            wrong += [f"{language}: not translated: {text}" for text in untranslated]
        elif len(untranslated) < TO_COME[language]:
            wrong.append(f"{language}: lower TO_COME to {len(untranslated)}")
        for message in catalog:
            wrong += [f"{language}: {error}: {message.id}" for error in message.check(catalog)]
    for line in wrong[:40]:
        print(line)
    if wrong:
        print(f"{len(wrong)} faults; ./run messages extracts, then translate")
    return 1 if wrong else 0


def _strings(value: str | Sequence[str] | None) -> Sequence[str]:
    return (value,) if isinstance(value, str) else value or ("",)


def main() -> int:
    """Do what the first argument says."""
    os.chdir(ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    deeds = {"extract": extract_all, "compile": compile_all, "check": check_all}
    if len(sys.argv) != 2 or sys.argv[1] not in deeds:
        print(f"usage: messages.py {'|'.join(deeds)}", file=sys.stderr)
        return 2
    return deeds[sys.argv[1]]()


if __name__ == "__main__":
    sys.exit(main())
