"""Bare counts of projects that a source says of one industry alone, by the heading above them or the clause that opens their sentence.

Of one: 定向储备项目不少于20个 under 打造先进材料产业集群; 半导体产业延链集群取得新突破，…，新落地…10个项目.
Of the whole: 落地项目119个 under 招强引优成效显著, or under “342”现代化产业体系加快构建; 半导体项目12个, which says it itself.
"""

from __future__ import annotations

import re

from briefing.model import Source

_BARE = re.compile(
    r"(?:定向|新|谋划|策划|储备|签约|落地|引进|引入|优质|洽谈|对接|开工|建设|投产|建成|竣工|完工|在建|等)*项目(?:总投资)?"
)
# Before 产业 these name no industry, behind it none of these makes a field of it.
_ANY = (
    "主导 重点 优势 新兴 支柱 传统 特色 引领 推动 推进 壮大 发展 做强 做大 加快 提升 培育 相关 各类 聚焦 狠抓 坚持 深化 构建 现代 代化 未来 实体 "
    "夯实 促进 优化 三次 完善 统筹 紧盯 围绕 两大 三大 四大 五大 六大"
)
_INDUSTRY = re.compile(
    rf"[\u4e00-\u9fff]{{2}}(?<!{')(?<!'.join(_ANY.split())})”?产业(?!基地|体系|结构|创新|引导|基金|园|政策|项目|招商|扶持|帮扶)"
)
_OPENING = re.compile("[^，；。]*")


def of_which(source: Source) -> str:
    """What names the one industry a place speaks of: the lowest heading above it, else the clause that opens its sentence; else ""."""
    heading = source.section[-1] if source.section else ""
    match = _OPENING.match(source.sentence)
    opening = match[0] if match and source.quote not in match[0] else ""
    return next((said for said in (heading, opening) if _INDUSTRY.search(said)), "")


def of_one(name: str, source: Source) -> bool:
    """Whether a bare count of projects is said of one industry."""
    return _BARE.fullmatch(name) is not None and bool(of_which(source))
