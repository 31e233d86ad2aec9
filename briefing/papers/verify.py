"""A finished paper against the Pack it was made from: every figure in it must be one that follows from the Pack, bound to its facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from briefing.errors import PaperError
from briefing.model import Pack
from briefing.papers import Request, render


class Problem(NamedTuple):
    """A figure that does not follow from the Pack."""

    place: str  # 正文第3段, 表1第2行, 第4页, 主要指标!E4
    text: str  # what stands there
    problem: str  # Chinese


class Verified(NamedTuple):
    """What became of checking one paper."""

    figures: int  # bound figures it holds
    problems: tuple[Problem, ...]


def verify(kind: str, data: bytes, pack: Pack, request: Request) -> Verified:
    """Check a paper. `pack`: as its audience may see it; `request`: what the paper was made with.

    A file that cannot be read back is a problem too. Raises PaperError where the Pack and the request do not make a paper.
    """
    expected = render(kind, pack, request)  # its errors are not the file's
    try:
        return _pdf(data, expected) if kind == "pdf" else _CHECKS[kind](data, pack, request)
    except PaperError as error:
        return Verified(0, (Problem("整份文件", "", str(error)),))
    except Exception as error:  # whatever a damaged file makes its reader raise
        return Verified(
            0, (Problem("整份文件", "", f"读不出来，可能已损坏（{type(error).__name__}）"),)
        )


def _word(data: bytes, pack: Pack, request: Request) -> Verified:
    from briefing.papers import word
    from briefing.papers.word.verify import verify as verified

    found = tuple(Problem(*item) for item in verified(data, pack, request))
    return Verified(len(word.bound_figures(data)), found)


def _excel(data: bytes, pack: Pack, request: Request) -> Verified:
    from briefing.papers import excel

    found = tuple(
        Problem(item.cell, "", item.message) for item in excel.verify(data, pack, request)
    )
    return Verified(len(excel.bound_figures(data)), found)


def _pdf(data: bytes, expected: bytes) -> Verified:
    """Every digit on its pages is where its map says, and the map is the one the Pack gives."""
    from briefing.papers import pdf

    figures = pdf.bound_figures(data)
    found = [
        Problem(f"第{loose.page}页", loose.text, loose.reason) for loose in pdf.loose_digits(data)
    ]
    made = Counter(
        (figure.page, figure.text, figure.keys) for figure in pdf.bound_figures(expected)
    )
    for figure in figures:
        said = (figure.page, figure.text, figure.keys)
        if made[said]:
            made[said] -= 1
        else:
            found.append(Problem(f"第{figure.page}页", figure.text, "与数据不一致"))
    return Verified(len(figures), tuple(found))


_CHECKS: dict[str, Callable[[bytes, Pack, Request], Verified]] = {"word": _word, "excel": _excel}
