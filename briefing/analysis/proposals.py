"""Which units a task might be given to whose document names none: by whose indicators it speaks of, and by words of departments' duties.

A proposal is nobody's duty until a person confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from briefing.analysis.index import Index
from briefing.model import Proposal, Task, proposal_key
from briefing.settings import office_name
from briefing.settings.schema import Department, District

KINDS = ("commitment", "duty", "livelihood")
# Words that mean something else where these stand beside them: 审计式监督, 12345热线, 消费者权益.
_OTHER_SENSE = re.compile(
    r"(?:审计|审批|统计)式|12345|(?:学校|医院|社区|企业)式|统计(?:口径|数据显示)|金融街|消费者|青年路|体检(?=.{0,4}(?:城市|小区|更新))|城市体检"
    r"|(?:生态|绿色|数字)基金小镇|创新链产业链(?:资金链)?(?:人才链)?"
)
# One of many things told in a row (民族宗教、统计物价、史志档案、慈善老龄等工作) is not what the task is about.
_LIST = re.compile("(?:[^，；。、]+、){3,}[^，；。、]+?(?=等|[，；。]|$)")
# Words that stand in tasks of many departments: they propose a lead only where they open the task or another one speaks for it.
_BROAD = frozenset(
    [
        "医疗",
        "统计",
        "审计",
        "生态环境",
        "农业",
        "体育",
        "数字化转型",
        "重点项目",
        "金融",
        "研发",
        "融资",
        "审批",
        "预算",
        "旅游",
        "就业",
        "妇女",
        "消费",
    ]
)
_FIRST = re.compile("[，；。：]")
_TOGETHER = 4  # units of one task: more are the whole government


def assigned(
    index: Index, tasks: Iterable[Task], area: str
) -> tuple[tuple[Task, ...], tuple[Proposal, ...]]:
    """The tasks with the units that persons confirmed, and what is proposed for those that still have none. area: the district's code."""
    district = next((each for each in index.settings.districts if each.code == area), None)
    done, waiting = [], []
    for task in tasks:
        charged = task
        if nameless(task):
            proposal = propose(index, task, district)
            if units := confirmed(index, task, district, proposal):
                charged = replace(task, lead=units.lead, responsible=units.responsible)
            elif proposal.lead:
                waiting.append(proposal)
        done.append(charged)
    return tuple(done), tuple(waiting)


def nameless(task: Task) -> bool:
    """Whether it is a task whose document names no unit."""
    return task.kind in KINDS and not (task.lead or task.responsible)


def propose(index: Index, task: Task, district: District | None) -> Proposal:
    """The units that most speaks for, first the one to lead; none where nothing does."""
    reasons: dict[str, dict[str, int]] = {}
    for id_, word, at in (*_by_indicator(index, task), *_by_word(index, task)):
        reasons.setdefault(id_, {}).setdefault(word, at)
    reasons = {id_: _whole(words) for id_, words in reasons.items()}
    named = _in_names(index, task)
    figures = {id_ for id_, _, _ in _by_indicator(index, task)}
    sure = figures | _sure(_text(task), reasons)
    beside = {
        id_
        for id_, words in reasons.items()
        if all(any(start <= at < end for start, end in named) for at in words.values())
    }
    ordered = sorted(
        reasons,
        key=lambda id_: (
            id_ in beside,
            id_ not in sure,
            -len(reasons[id_]),
            min(reasons[id_].values()),
        ),
    )[:_TOGETHER]
    if ordered and (ordered[0] in beside or ordered[0] not in sure):
        # 医院 in a project's name is its user, who need not lead; a word in passing is not what the task is about.
        return Proposal(task.key, (), (), "")
    departments = {department.id: department for department in index.settings.departments}
    units = [_name(departments[id_], district) for id_ in ordered if id_ in departments]
    because = "；".join(
        f"{unit}：{'、'.join(reasons[id_])}" for unit, id_ in zip(units, ordered, strict=False)
    )
    return Proposal(task.key, tuple(units[:1]), tuple(units[1:]), because)


def _text(task: Task) -> str:
    return task.text or task.source.quote


def _sure(text: str, reasons: dict[str, dict[str, int]]) -> set[str]:
    """Whose words are about what the task is about: two of them, one that opens it, or the only one, none an item of a long list."""
    listed = [match.span() for match in _LIST.finditer(text)]
    opening = _FIRST.search(text, 2)
    end = opening.start() if opening else len(text)
    told = {
        id_: {
            word: at
            for word, at in words.items()
            if not any(first <= at < last for first, last in listed)
        }
        for id_, words in reasons.items()
    }
    told = {id_: words for id_, words in told.items() if words}
    return {
        id_
        for id_, words in told.items()
        if len(words) > 1
        or min(words.values()) < end
        or (len(told) == 1 and _BROAD.isdisjoint(words))
    }


def _whole(words: dict[str, int]) -> dict[str, int]:
    """Without those that are parts of others: 消费 in 社会消费品零售总额 is no second reason."""
    return {
        word: at
        for word, at in words.items()
        if not any(word != other and word in other for other in words)
    }


def _by_indicator(index: Index, task: Task) -> Iterator[tuple[str, str, int]]:
    """Departments whose indicators have figures in the task's own words."""
    owners = {indicator.id: indicator.department for indicator in index.settings.indicators}
    for observation in index.by_document.get(task.source.document, ()):
        inside = (
            task.source.start <= observation.source.start
            and observation.source.end <= task.source.end
        )
        if inside and observation.indicator:
            yield (
                owners[observation.indicator],
                observation.name,
                observation.source.start - task.source.start,
            )


def _in_names(index: Index, task: Task) -> list[tuple[int, int]]:
    """Where in the task's text the names of projects stand."""
    text = _text(task)
    names = {
        mention.name
        for mention in index.mentions_by_document.get(task.source.document, ())
        if task.source.start <= mention.source.start and mention.source.end <= task.source.end
    }
    return [(at, at + len(name)) for name in names if (at := text.find(name)) >= 0]


def _by_word(index: Index, task: Task) -> Iterator[tuple[str, str, int]]:
    text = _OTHER_SENSE.sub(lambda said: " " * len(said[0]), _text(task))
    for department in index.settings.departments:
        for word in department.keywords:
            if (at := text.find(word)) >= 0:
                yield department.id, word, at


def confirmed(
    index: Index, task: Task, district: District | None, proposal: Proposal
) -> Proposal | None:
    """The units a person gave the task: another one than proposed, else those proposed."""
    if not index.facts.confirmed:
        return None
    for department in index.settings.departments:
        unit = _name(department, district)
        if proposal_key(task.key, (unit,)) in index.facts.confirmed:
            return Proposal(task.key, (unit,), (), "")
    return proposal if proposal.lead and proposal.key in index.facts.confirmed else None


def _name(department: Department, district: District | None) -> str:
    return office_name(department, district) if district else department.name
