"""A web address in the text of a document that is not about one: left behind by a copy or a converter.

Passes: 网址见附件。
Fails: 全区生产总值http://www.example.invalid/a.html增长4%。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.analysis.rules.base import Seen, TextRule
from briefing.model import Document

_URL = re.compile(r"(?:https?://|(?<![A-Za-z0-9.])www\.)[A-Za-z0-9./?=&%#:_~+@-]{3,300}")
_MEANT = re.compile(r"(?:网址|网站|链接|登录|访问|邮箱|下载)[^。\n]{0,12}$")


def check(document: Document) -> Iterator[Seen]:
    text = document.reading.text
    for match in _URL.finditer(text, document.start, document.end):
        line = text.rfind("\n", 0, match.start()) + 1
        if not _MEANT.search(text[max(line, match.start() - 40) : match.start()]):
            end = min(len(text), match.end() + 20)
            path = document.section_at(document.offsets.clean_at(match.start()))
            source = document.source_in_reading(
                match.span(),
                match.span(),
                (max(line, match.start() - 20), end),
                path.path if path else (),
            )
            yield Seen(f"文中混入网址：“{match[0][:60]}”。", sources=(source,))


RULE = TextRule("stray_url", "low", "混入网址", check)
