"""Head, signature and foot of a Word paper, as the job configures them. What nobody configured stays empty and is not drawn."""

from __future__ import annotations

import math
from typing import Any

from briefing.analysis import wording
from briefing.papers import Request, filters
from briefing.papers.word.widths import width
from briefing.settings.schema import Issue

_PLACE = "{区划}"
_SENT, _SENT_LINE = (
    28,
    0.8,
)  # characters of 14 points on a line of the foot; its height in lines of the text
_TEXTS = (
    "series",
    "issuer",
    "document_no",
    "report_to",
    "send_to",
    "issue_to",
    "copy_to",
    "contact",
)


def build(request: Request, place: str) -> dict[str, Any]:
    """The variables of a series' head, of the signature and of the foot (版记). place: what {区划} stands for."""
    issue = of_place(request.issue, place)
    number = issue.issue_nos.get(place) or issue.issue_no
    receivers = (
        ("报", issue.report_to),
        ("送", issue.send_to),
        ("发", issue.issue_to),
        ("抄送", issue.copy_to),
    )
    signed = issue.issuer if not issue.series else ""
    sent = [f"{kind}：{'，'.join(names)}。" for kind, names in receivers if names]
    printed = _printed(issue, signed)
    return {
        "刊名": issue.series,
        "期号": wording.issue(number, issue.total_no) if number else "",
        "编发单位": issue.issuer,
        "署名": signed,
        "发文字号": issue.document_no,
        "报送": sent,
        "版记行": [""] * sum([math.ceil(width(text) / _SENT) for text in sent] + [bool(printed)]),
        "版记另页": False,
        "反馈期限": filters.chinese_date(issue.due) if issue.due else "",
        "联系方式": issue.contact,
        "印发": printed,
    } | ({"发文单位": issue.issuer} if issue.issuer else {})


def of_place(issue: Issue, place: str) -> Issue:
    """The same with the district's name where its texts say {区划}."""

    def named(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(named, value))
        return value.replace(_PLACE, place) if isinstance(value, str) else value

    return issue.model_copy(update={name: named(getattr(issue, name)) for name in _TEXTS})


def _printed(issue: Issue, signed: str) -> dict[str, str]:
    """The last line of the foot: who printed it when, where there is a foot and a signature; the number of copies."""
    copies = f"共印{issue.copies}份" if issue.copies else ""
    if signed and issue.copy_to and issue.issue_date:
        said = f"{filters.chinese_date(issue.issue_date)}印发"
        return {"单位": signed, "说明": said + (f"（{copies}）" if copies else "")}
    return {"单位": "", "说明": copies} if copies else {}


def lines(variables: dict[str, Any]) -> float:
    """How many lines of the type area head, signature and foot take, about."""
    head = (4.0 + bool(variables["期号"])) if variables["刊名"] else 0.0
    signature = 3.0 if variables["署名"] else 0.0
    return head + signature + _SENT_LINE * len(variables["版记行"])
