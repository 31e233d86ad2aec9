"""Level and class of projects, as their names or a ledger's cells say them."""

from __future__ import annotations

import re

from briefing.model import ProjectClass, ProjectLevel

_LEVELS: tuple[tuple[ProjectLevel, re.Pattern[str]], ...] = (
    ("省级", re.compile("省级|省重[点大]|省列|省定|省补短板|省双招双引|列入省")),
    ("市级", re.compile("市级|市重[点大]|市列|市定|列入市")),
    ("区级", re.compile("区级|县级|旗级|[区县旗]重[点大]|[区县旗]列")),
)
_CLASSES: tuple[tuple[ProjectClass, re.Pattern[str]], ...] = (
    ("储备", re.compile("储备|谋划|策划|预备|前期|拟建")),
    ("续建", re.compile("续建|在建|结转|跨年|竣工|投产|完工|收尾")),
    ("新建", re.compile("新建|新开工|开工|改建|扩建|改扩建|技改|迁建|拟开工")),
)


def level_of(text: str) -> ProjectLevel:
    """省级, 市级 or 区级 where the text says one of them, "" where it says none or several (省市重点项目)."""
    said = [level for level, words in _LEVELS if words.search(text)]
    return said[0] if len(said) == 1 else ""


def category_of(text: str) -> ProjectClass:
    """续建, 新建 or 储备 where the text says so. 竣工项目 go on from a year before."""
    return next((category for category, words in _CLASSES if words.search(text)), "")
