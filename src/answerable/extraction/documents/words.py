"""All the words of a page, where it is too large or too deep for its main text to be found."""

import re
from html.parser import HTMLParser

_UNREAD = frozenset({"script", "style", "template", "noscript", "svg", "select", "iframe"})
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dd", "dt"}
    | {"article", "section", "main", "blockquote", "title", "header", "footer", "figcaption", "hr"}
)
# As one program writes conditions into pages: `<![if mso]>`.
_CONDITION = re.compile(r"<!\[[^\[\]<>]{0,200}\]>")


class _Words(HTMLParser):
    def __init__(self, most: int) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.title: list[str] = []
        self._left = most
        self._unread = 0
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._unread += tag in _UNREAD
        self._in_title = tag == "title" and not self.title
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _UNREAD:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._unread = max(self._unread - (tag in _UNREAD), 0)
        self._in_title = False
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title.append(data)
        elif not self._unread and self._left > 0:
            self.parts.append(data)
            self._left -= len(data)


def words_of(source: str, *, max_chars: int) -> tuple[str, str]:
    """Give a page's title and about `max_chars` characters of its words, without its scripts."""
    collected = _Words(max_chars)
    collected.feed(_closed(source))
    collected.close()
    return "".join(collected.title), "".join(collected.parts)


def _closed(source: str) -> str:
    """Give a page in which what begins a tag or a comment that never ends is plain words.

    The parser looks for its end through all that follows, once for each that begins.
    """
    source = source.replace("<![CDATA[", "<!--").replace("]]>", "-->")
    source = _CONDITION.sub(" ", source).replace("<![", "&lt;![")
    for begins, ends in (("<!--", "-->"), ("<", ">")):
        last = source.rfind(ends) + 1
        source = source[:last] + source[last:].replace(begins, "&lt;" + begins[1:])
    return source
