"""Tables that collecting programs export: their questions by short names, nobody's name kept.

KoboToolbox, ODK and Tella put into every row who filled the form, and forms ask for names and
telephones. Such columns are taken out before anything of the table is kept.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import replace

from answerable.extraction.datasets.sheet import REST, Line, Sheet

# The columns by which an export is known: KoboToolbox, ODK (Tella sends there, too), Tella Web.
_KNOWN_BY = (
    {"_uuid", "_submission_time"},
    {"KEY", "SubmissionDate"},
    # A group that is filled in several times has a sheet of its own.
    {"_submission__uuid"},
    {"PARENT_KEY"},
    {"id", "title", "description", "createdAt"},
)
CELL_CHARS = 32_000
_WORD = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PARTS = re.compile(r"[/.]")
# A column with one of these words holds a person, or what leads to one.
_ALWAYS = frozenset((
    "phone", "phones", "phonenumber", "telephone", "tel", "email", "mail", "whatsapp",
    "telegram", "contact", "contacts", "deviceid", "deviceinfo", "imei", "simserial",
    "simid", "subscriberid", "username", "submitter", "interviewer", "enumerator", "surname",
    "firstname", "lastname", "fullname", "passport", "signature", "whistleblower", "audit",
    "author", "instancename", "nickname", "viber", "skype", "interviewee", "caller", "піб", "фио",
    "мобильный",
    "мобильного", "мобільний", "мобільного", "нік", "جوال", "الجوال", "موبايل", "الموبايل", "נייד",
    "הנייד", "телефон", "телефону", "пошта", "пошти", "прізвище", "контакт", "контакти", "почта",
    "почты", "телефона", "фамилия", "контакты", "هاتف", "الهاتف", "هاتفك", "البريد", "טלפון",
    "הטלפון", "דואל", "אימייל",
))  # fmt: skip
# Records within a record: who wrote it, on what, and files under an address with a user's name.
_WHOLE = frozenset(("author", "deviceinfo", "_attachments"))
# A column that is called so, or so with one of the words below.
_WHO = frozenset((
    "mobile", "name", "names", "reporter", "respondent", "informant", "witness", "victim",
    "victims", "source", "person", "submitted", "identity", "address", "ім", "імя", "имя",
    "الاسم", "اسم", "שם",
))  # fmt: skip
_OF_WHOM = _WHO | frozenset((
    "no", "num", "your", "full", "first", "last", "family", "by", "id", "age", "details",
    "number", "what",
    "is", "the", "of", "a", "я", "ваше", "как", "як", "вас", "зовут", "звати", "ما", "اسمك",
    "הוא", "שלך", "מה",
))  # fmt: skip

_PART_OF_A_NAME = frozenset(("first", "last", "middle", "full", "family"))
_NAMED = frozenset((
    "name", "names", "number", "id", "ім", "імя", "имя", "اسم", "الاسم", "שם", "address", "home",
))  # fmt: skip
_PEOPLE = frozenset((
    "reporter", "respondent", "informant", "witness", "victim", "victims", "deceased", "source",
    "person", "mobile", "national", "свідка", "свидетеля", "жертви", "жертвы", "загиблого",
    "погибшего", "الشاهد", "الضحية", "העד", "הקורבן", "הנפגע", "home",
))  # fmt: skip


def is_collected(columns: tuple[str, ...]) -> bool:
    """Tell whether a table is what a collecting program exports."""
    there = {*columns}
    return any(known <= there for known in _KNOWN_BY)


def of_a_person(column: str) -> bool:
    """Tell whether a column of such a table, by its name, holds a person or leads to one."""
    parts = [one for one in _PARTS.split(column) if one.strip()] or [column]
    if parts[0].casefold() in _WHOLE:
        return True
    # The device's place where the form was opened is the collector's, and no incident's.
    if parts[-1].strip("_").startswith(("start-geopoint", "start_geopoint")):
        return True
    # "name/first" asks for a part of a name.
    last = " ".join(parts[-2:]) if parts[-1].casefold() in _PART_OF_A_NAME else parts[-1]
    plain = _CAMEL.sub(" ", last.replace("'s", "").replace("’s", ""))
    words = {one.casefold() for one in _WORD.findall(plain)}
    joined = "".join(_WORD.findall(parts[-1])).casefold()
    if words & _ALWAYS or joined in _ALWAYS:
        return True
    if words & _NAMED and words & _PEOPLE:
        # "Victim name (optional)", "اسم الشاهد": whatever else the question says.
        return True
    return bool(words & _WHO) and words <= _OF_WHOM


def withhold(sheet: Sheet) -> tuple[Sheet, tuple[str, ...]]:
    """Return the table by short names and without what holds a person, and which columns went.

    A table that no collecting program exported stays as it is.
    """
    if not is_collected(sheet.columns):
        return sheet, ()
    gone = tuple(name for name in sheet.columns if of_a_person(name))
    kept = tuple(name for name in sheet.columns if name not in gone)
    short = _short(kept)
    lines = tuple(_line(line, kept, short, bool(gone)) for line in sheet.lines)
    tags = {short[name]: tag for name, tag in sheet.tags.items() if name in short}
    columns = tuple(short[name] for name in kept)
    return replace(sheet, columns=columns, tags=tags, lines=lines), gone


def as_csv(sheet: Sheet) -> bytes:
    """Return a table as the bytes that are kept in place of a file with persons in it."""
    written = io.StringIO()
    write = csv.writer(written)
    write.writerow(sheet.columns)
    for line in sheet.lines:
        cells = [line.cells.get(name, "") for name in sheet.columns]
        if line.odd == "cell_too_long":
            # So that it is as long when it is read again, and put aside again.
            cells = [cell + "…" if len(cell) >= CELL_CHARS else cell for cell in cells]
        write.writerow([*cells, line.cells[REST]] if REST in line.cells else cells)
    return written.getvalue().encode("utf-8", "replace")


def _line(line: Line, kept: tuple[str, ...], short: dict[str, str], is_held: bool) -> Line:
    cells = {short[name]: line.cells.get(name, "") for name in kept}
    if REST in line.cells:
        # With a cell too many, a name may stand in any column.
        if is_held:
            cells = dict.fromkeys(cells, "")
        cells[REST] = "(left out)" if is_held else line.cells[REST]
    return replace(line, cells=cells)


def _short(columns: tuple[str, ...]) -> dict[str, str]:
    """Return the name of each question without its groups, where that is one question's alone."""
    there = {*columns}
    # ODK writes its groups with a hyphen, KoboToolbox with a stroke.
    sign = "-" if "KEY" in there else "/"
    lasts = Counter(name.rpartition(sign)[2] for name in columns)
    found = {}
    for name in columns:
        group, _sign, last = name.rpartition(sign)
        # "weapon/drone" beside "weapon" is a choice of it and no question.
        is_question = bool(group) and group not in there and bool(last)
        found[name] = last if is_question and lasts[last] == 1 else name
    return found
