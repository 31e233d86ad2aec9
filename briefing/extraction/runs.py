"""Numbers that share one predicate: A、B分别增长35%、20%; A、B均超过30%; 1-2家."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from briefing import lazy as re
from briefing.extraction import names
from briefing.extraction.context import Sentence, Subject, same_kind
from briefing.extraction.naming import Naming
from briefing.extraction.predicates import Predicate
from briefing.extraction.quantities import is_rank
from briefing.extraction.units import family
from briefing.model import Quantity

_CONJUNCTION = re.compile(r"、|和|与|及|以及|、和")
# 人次、收入分别增长18%、22%，达到320万人次、25.6亿元
_BARE_REACH = re.compile(r"，(?:总[数量])?(?:达到|达|增至|升至|为|实现|完成)$")
_AT_ONCE = 3  # things counted one after the other that 均 speaks of
_SIDE_BY_SIDE = 2  # things counted, of which the changes follow
_NEAR, _REACHED = 12, 40  # characters before a number in which 分别 holds for it
_PER_HEAD = re.compile(r"每人每[月年天]|每[月年天人户]")


def runs(sentence: Sentence, found: list[Quantity]) -> Iterator[list[Quantity]]:
    """The quantities of a sentence, those together that share their predicate; a bound said once holds for all of them."""
    i = 0
    while i < len(found):
        run = [found[i]]
        while i + len(run) < len(found) and _joins(sentence, run[-1], found[i + len(run)]):
            run.append(found[i + len(run)])
        i += len(run)
        yield _with_bounds(run)


def _joins(sentence: Sentence, one: Quantity, other: Quantity) -> bool:
    if _ranged(one, other):
        return True
    gap = sentence.text[sentence.after(one) : other.start]
    gap = (_PER_HEAD.sub("", gap) if "每" in gap else gap).strip("约近超达第前-")
    if len(gap) > 2 or not _CONJUNCTION.fullmatch(gap):
        return False
    if one.unit == other.unit or (is_rank(one) and is_rank(other)):
        return True
    reach = _REACHED if _BARE_REACH.search(sentence.text, sentence.start, one.start) else _NEAR
    return sentence.text.rfind("分别", max(sentence.start, one.start - reach), one.start) >= 0


def _with_bounds(run: list[Quantity]) -> list[Quantity]:
    """超过98%、85% and 5.5%和11%左右."""
    bounded = [quantity for quantity in run if quantity.bound != "exact"]
    if (
        len(run) < 2
        or len(bounded) != 1
        or bounded[0] not in (run[0], run[-1])
        or bounded[0].bound_text in ("余", "多")
    ):
        return run
    bound = bounded[0]
    return [
        quantity if quantity is bound else replace(quantity, bound=bound.bound) for quantity in run
    ]


def _ranged(low: Quantity, high: Quantity) -> bool:
    return low.bound == "min" and high.bound == "max" and low.bound_text == high.bound_text


def spread(
    sentence: Sentence, run: list[Quantity], naming: Naming, predicate: Predicate
) -> list[tuple[Quantity, str, Subject | None]]:
    """Which name each number of a run is for, and whose indicator it carries on."""
    if naming.each:
        return [(run[0], owner.name, None) for owner in naming.each]
    if naming.subject:
        return _for_subjects(sentence, run, naming.subject, predicate)
    parts = _of_owners(sentence, run, naming) or _parts(sentence, run, naming, predicate)
    if parts and len(parts) == len(run):
        return [(quantity, part, None) for quantity, part in zip(run, parts, strict=True)]
    return [(quantity, part, None) for part in parts or [naming.name] for quantity in run]


def _for_subjects(
    sentence: Sentence, run: list[Quantity], subject: Subject, predicate: Predicate
) -> list[tuple[Quantity, str, Subject | None]]:
    """Numbers without a name of their own, for several subjects named before."""
    subjects, recent = sentence.subjects, sentence.recent
    if is_rank(
        run[0]
    ):  # …；收入41亿元，增长6%，分居全省|第5、第4位|: only of what was named behind ；
        begin = sentence.text.rfind("；", sentence.start, run[0].start)
        recent = [known for known in recent if known.start > begin]
    if predicate.respectively and len(run) > max(1, len(subjects)) and len(recent) >= len(run):
        return [
            (quantity, known.name, known)
            for quantity, known in zip(run, recent[-len(run) :], strict=True)
        ]
    if len(subjects) > 1 and len(run) == len(subjects) and not _ranged(run[0], run[-1]):
        return [
            (quantity, known.name, known) for quantity, known in zip(run, subjects, strict=True)
        ]
    if (
        len(subjects) > 1
        and len(run) == 1
        and (predicate.each or predicate.respectively or is_rank(run[0]))
    ):
        return [(run[0], known.name, known) for known in subjects]
    if predicate.each and predicate.direction and len(run) == 1 and len(subjects) == 1:
        begin = sentence.text.rfind("；", sentence.start, run[0].start)
        counted = [known for known in recent if known.counted and known.start > begin]
        if subject in counted and len(counted) <= _AT_ONCE:  # 事故6起，死亡6人，同比|均下降66.7%|
            return [(run[0], known.name, known) for known in counted]
    owners = [_of_unit(sentence, quantity, subject, predicate) for quantity in run]
    return [(quantity, owner.name, owner) for quantity, owner in zip(run, owners, strict=True)]


def _of_unit(
    sentence: Sentence, quantity: Quantity, subject: Subject, predicate: Predicate
) -> Subject:
    """事故110起、死亡105人，减少|39起、53人|: a change in a unit is of what was counted in it."""
    unit = quantity.unit
    changed = predicate.direction or sentence.gap(quantity.start) == "、"
    if not changed or family(unit) != "class" or same_kind(unit, subject.unit):
        return subject
    counted = [known for known in sentence.recent if known.counted]
    if subject not in counted:
        return subject
    return next(
        (known for known in counted[-_SIDE_BY_SIDE:] if same_kind(unit, known.unit)), subject
    )


def _of_owners(sentence: Sentence, run: list[Quantity], naming: Naming) -> list[str]:
    """5个省重点项目、61个市重点项目分别完成投资30亿元、84亿元: the attribute of each thing counted."""
    if naming.how != "attribute" or len(run) < 2 or "分别" not in sentence.gap(run[0].start):
        return []
    owners = [known.name for known in sentence.recent[-len(run) :] if known.counted]
    if len(owners) != len(run) or not naming.name.startswith(owners[-1]):
        return []
    return [names.joined(owner, naming.name[len(owners[-1]) :]) for owner in owners]


def _parts(
    sentence: Sentence, run: list[Quantity], naming: Naming, predicate: Predicate
) -> list[str]:
    """The names a joined name stands for; none where it is one name."""
    if len(run) > 1:
        return [] if len(run) == 2 and _ranged(*run) else names.split(naming.name, len(run))
    if predicate.each or predicate.respectively:
        return names.split(naming.name, 0) if naming.how in ("left", "rank", "completion") else []
    if naming.how != "left" or run[0].unit != "%" or sentence.lexicon.knows(naming.name):
        return []
    if "合计" in sentence.text[predicate.start : run[0].start]:
        return []
    parts = names.split(naming.name, 0)
    return (
        parts
        if all(sentence.lexicon.resolve(part) for part in parts)
        or _listed(naming.name, parts, predicate)
        else []
    )


def _listed(name: str, parts: list[str], predicate: Predicate) -> bool:
    """工业投资、民间投资年均增长6%, 毛入园率、毛入学率超过93%: two indicators, where a list has no 等."""
    if (
        "、" not in name
        or "等" in name
        or not 1 < len(parts) <= 3
        or any(len(part) <= 3 for part in name.split("、"))
    ):
        return False
    return predicate.direction != 0 or all(part.endswith("率") for part in parts)
