"""Keep translations of messages and drafts for own use, and clear one to go along on paper.

The authentic text is never touched. A translation is made text by text, each beside what it
translates, so that one sees at once where the authentic text has changed since.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from answerable.casework.disclosure import Outgoing
from answerable.casework.rendering import Rendering, ValueType
from answerable.casework.text import tidy
from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import MakerKind, MakingWay
from answerable.node.desk.days import day_of
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, LeaksRemain, NotPossible
from answerable.node.desk.models import Draft, Message, TranslatedText, Translation
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services.drafts.previewing import betrays
from answerable.node.desk.services.reports import tidy_line

LONGEST = 20_000


@dataclass(frozen=True)
class Original:
    """One text of a message, with where it stands in it."""

    key: str
    section: str
    subject: str
    row: str
    text: str
    language: str

    @property
    def digest(self) -> str:
        """Return the digest of the text, to see later whether it has changed."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class Made:
    """Who made a translation, in which way, when, and who checked it."""

    language: str
    maker: str
    made_on: date
    maker_kind: str = MakerKind.PERSON
    way: str = MakingWay.HUMAN
    checked_by: str = ""


@dataclass(frozen=True)
class Pair:
    """A text beside its translation; `is_stale` when the text has changed since."""

    original: Original
    text: str
    is_stale: bool


@dataclass(frozen=True)
class Shown:
    """A translation as a page shows it: its texts in order, and what stood there before."""

    translation: Translation
    pairs: tuple[Pair, ...]
    earlier: tuple[Translation, ...]

    @property
    def is_stale(self) -> bool:
        """Tell whether any text has changed since it was translated."""
        return any(pair.is_stale for pair in self.pairs)

    @property
    def is_cleared(self) -> bool:
        """Tell whether a clearer let exactly this go along with exactly these texts."""
        return self.translation.cleared_at is not None and not self.is_stale


def originals(said: Rendering | None) -> list[Original]:
    """Return the texts of a message in the order in which they are read."""
    found: list[Original] = []
    count: Counter[str] = Counter()
    for section in said.sections if said is not None else ():
        for row in section.rows:
            for value in row.values:
                if value.type is not ValueType.TEXT or not value.value.strip():
                    continue
                subject = section.subject or ""
                place = "/".join((section.key, subject, row.key))
                count[place] += 1
                key = f"{place}/{count[place]}"[:80]
                found.append(
                    Original(key, section.key, subject, row.key, value.value, value.language or "")
                )
    return found


def newest(user: User) -> QuerySet[Translation]:
    """Return the translations of messages that stand, each with the message it is `of`."""
    rows = Translation.objects.visible_to(user).filter(replaced_by__isnull=True)
    sent = Coalesce(NullIf("leaf", Value("")), "draft__sent_leaf")
    return rows.annotate(of=sent).exclude(of="")


def languages_of(made: Mapping[str, list[Any]], leaf: str) -> tuple[str, ...]:
    """Return into which languages a message is translated, of what a page has read already."""
    rows = made.get("translations", ())
    return tuple(dict.fromkeys(one.language for one in rows if one.of == leaf))


def of_message(user: User, message: Message) -> QuerySet[Translation]:
    """Return the translations of a message of which the person may know, also as a draft."""
    channel = message.inquiry.channel
    found = Translation.objects.visible_to(user).filter(channel=channel)
    return found.filter(Q(leaf=message.leaf) | Q(draft__sent_leaf=message.leaf))


def of_draft(user: User, draft: Draft) -> QuerySet[Translation]:
    """Return the translations of a draft, or of the message that it became."""
    found = Translation.objects.visible_to(user).filter(channel=draft.channel)
    sent = Q(leaf=draft.sent_leaf) if draft.sent_leaf else Q(pk=None)
    return found.filter(Q(draft=draft) | sent)


def shown(rows: QuerySet[Translation], texts: Iterable[Original]) -> list[Shown]:
    """Return each translation with its texts beside the authentic ones, the earlier under it."""
    listed = list(texts)
    known = {
        one.pk: one
        for one in rows.select_related("entered_by", "cleared_by").prefetch_related("texts")
    }
    replaced = {one.replaces_id for one in known.values()}
    return [
        Shown(one, tuple(_pairs(one, listed)), tuple(_before(one, known)))
        for one in known.values()
        if one.pk not in replaced
    ]


@transaction.atomic
def add(
    of: Message | Draft,
    said: Rendering | None,
    texts: Mapping[str, str],
    made: Made,
    *,
    replaces: Translation | None = None,
    by: User,
    office: Office,
    at: datetime,
) -> Translation:
    """Keep a translation of the texts of `said`; with `replaces` it is that one, corrected.

    Raises `ChangedMeanwhile` when somebody else corrected the same version first.
    """
    require(by, Deed.RECORD, office)
    known = {one.key: one for one in originals(said)}
    tidied = {key: tidy(text) for key, text in texts.items() if key in known}
    given = {key: text for key, text in tidied.items() if text}
    _check(made, given, at)
    row = _create(of, made, replaces, by, office, at)
    TranslatedText.objects.bulk_create(
        TranslatedText(translation=row, key=key, text=text, digest=known[key].digest)
        for key, text in given.items()
    )
    verb = "translation kept" if replaces is None else "translation corrected"
    kind, key = ("draft", str(of.pk)) if isinstance(of, Draft) else ("message", of.leaf)
    audit.record(by, verb, kind, key, at=at, details={"thread": row.thread})
    return row


@transaction.atomic
def clear(one: Shown, draft: Draft, *, by: User, office: Office, at: datetime) -> Translation:
    """Let a translation of our own text go along on paper, marked as a courtesy.

    Somebody of another office than its author's does, who did not enter it; and a machine looks
    through it as through the text itself. Raises `LeaksRemain` for what that finds.
    """
    row = one.translation
    require(by, Deed.CLEAR, office)
    if by.pk == row.entered_by_id or office.pk == row.office_id:
        raise NotPossible("translation_cleared_by_its_author")
    if one.is_stale:
        raise NotPossible("translation_is_stale")
    found = betrays(draft, [Outgoing(pair.original.key, pair.text) for pair in one.pairs], at=at)
    if found:
        raise LeaksRemain(found)
    changed = Translation.objects.filter(pk=row.pk, cleared_at__isnull=True).update(
        cleared_by=by, cleared_at=at
    )
    if not changed:
        raise ChangedMeanwhile(str(row.pk))
    audit.record(by, "translation cleared", "draft", str(draft.pk), at=at)
    row.refresh_from_db()
    return row


def _create(
    of: Message | Draft,
    made: Made,
    replaces: Translation | None,
    by: User,
    office: Office,
    at: datetime,
) -> Translation:
    try:
        with transaction.atomic():
            return Translation.objects.create(
                channel=of.channel if isinstance(of, Draft) else of.inquiry.channel,
                thread=of.thread if isinstance(of, Draft) else of.inquiry.thread,
                leaf="" if isinstance(of, Draft) else of.leaf,
                draft=of if isinstance(of, Draft) else None,
                language=made.language,
                way=MakingWay(made.way),
                maker_kind=MakerKind(made.maker_kind),
                maker=tidy_line(made.maker)[:200],
                made_on=made.made_on,
                checked_by=tidy_line(made.checked_by)[:200],
                version=1 if replaces is None else replaces.version + 1,
                replaces=replaces,
                office=office,
                entered_by=by,
                entered_at=at,
            )
    except IntegrityError as exc:
        if replaces is None:
            raise
        # One version is corrected by one other: correct that one.
        raise ChangedMeanwhile(str(replaces.pk)) from exc


def _check(made: Made, given: Mapping[str, str], at: datetime) -> None:
    problems: dict[str, str] = {}
    if not given:
        problems["texts"] = "translation_of_nothing"
    elif any(len(text) > LONGEST for text in given.values()):
        problems["texts"] = "too_long"
    if not made.maker.strip():
        problems["maker"] = "required"
    if made.made_on > day_of(at):
        problems["made_on"] = "stated_in_future"
    if problems:
        raise BadInput(problems)


def _pairs(one: Translation, texts: list[Original]) -> Iterable[Pair]:
    held = {text.key: text for text in one.texts.all()}
    for original in texts:
        text = held.get(original.key)
        if text is not None:
            yield Pair(original, text.text, text.digest != original.digest)


def _before(one: Translation, known: Mapping[int, Translation]) -> Iterable[Translation]:
    before = known.get(one.replaces_id or 0)
    while before is not None:
        yield before
        before = known.get(before.replaces_id or 0)
