"""Who gets which papers: a job's letters and the addresses in the settings make parcels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from briefing.post.sheets import Sheet
from briefing.settings import Settings, office_name
from briefing.settings.mail import Letter, Mail
from briefing.settings.schema import Department, District, Job

OWNER = "任务负责人"
_GROUPS = {"departments": "各部门", "districts": "各区", "owner": OWNER}
_PLACEHOLDER = ".invalid"  # no such domain can exist (RFC 2606)


@dataclass(frozen=True, slots=True)
class Parcel:
    """Papers that go to one recipient with one letter. `unreachable` says why no mail can go there, "" where it can."""

    unit: str  # 槐荫区财政局
    address: str
    district: str  # 槐荫区; "" where the recipient is of none
    department: str  # id; "" where the recipient is none
    contact: str
    letter: Letter
    sheets: tuple[Sheet, ...]
    empty: tuple[Sheet, ...] = ()  # not made, because they would say nothing
    unreachable: str = ""


@dataclass(frozen=True, slots=True)
class _Recipient:
    unit: str
    address: str
    district: District | None = None
    department: Department | None = None


def parcels(
    job: Job,
    mail: Mail,
    settings: Settings,
    sheets: Sequence[Sheet],
    book: Mapping[str, str] | None = None,
) -> tuple[Parcel, ...]:
    """All parcels of a job, in the order of its letters. No recipient gets a paper by two letters: the first counts.

    book: addresses by unit that lie over those of the settings.
    """
    taken: set[tuple[str, str]] = set()
    found = []
    for letter in mail.letters:
        fitting = [sheet for sheet in sheets if letter.takes(sheet)]
        districts = _districts_of(fitting, job, settings)
        for recipient in _recipients(letter, job, settings, districts, book or {}):
            own = [
                sheet
                for sheet in fitting
                if _is_for(sheet, recipient) and (recipient.unit, sheet.path) not in taken
            ]
            taken.update((recipient.unit, sheet.path) for sheet in own)
            if own:
                found.append(_parcel(recipient, letter, own))
    return tuple(found)


def unreachable(job: Job, mail: Mail, settings: Settings, book: Mapping[str, str]) -> Iterator[str]:
    """Each letter of a job that cannot reach all it is for, and why, in Chinese."""
    for letter in mail.letters if mail.server else ():
        found = list(_recipients(letter, job, settings, settings.districts_of(job), book))
        lost = [(recipient, why) for recipient in found if (why := _unreachable(recipient))]
        if not lost:
            continue
        to = _GROUPS[letter.to] if isinstance(letter.to, str) else "、".join(letter.to)
        all_ = f"一封也发不出去（{len(found)} 个收件人）"
        some = f"有 {len(lost)} 封发不出去（共 {len(found)} 个收件人）"
        said = all_ if len(lost) == len(found) else some
        yield f"{job.name}：发给{to}的信{said}：{lost[0][0].unit}{lost[0][1]}"


def strangers(job: Job, mail: Mail, settings: Settings, book: Mapping[str, str]) -> tuple[str, ...]:
    """Units of the address book that no letter of the job goes to."""
    places = settings.districts_of(job)
    known = {
        recipient.unit
        for letter in mail.letters
        for recipient in _recipients(letter, job, settings, places, {})
    }
    return tuple(unit for unit in book if unit not in known)


def _districts_of(sheets: Sequence[Sheet], job: Job, settings: Settings) -> tuple[District, ...]:
    """The areas that papers are about; those of the job where they stand side by side."""
    codes = {sheet.district for sheet in sheets if sheet.scope != "districts"}
    side_by_side = any(sheet.scope == "districts" for sheet in sheets)
    of_job = settings.districts_of(job)
    return tuple(
        district
        for district in settings.districts
        if district.code in codes or (side_by_side and district in of_job)
    )


def _recipients(
    letter: Letter,
    job: Job,
    settings: Settings,
    districts: Iterable[District],
    book: Mapping[str, str],
) -> Iterator[_Recipient]:
    for found in _configured(letter, job, settings, districts):
        yield replace(found, address=book[found.unit]) if found.unit in book else found


def _configured(
    letter: Letter, job: Job, settings: Settings, districts: Iterable[District]
) -> Iterator[_Recipient]:
    if letter.to == "owner":
        yield _Recipient(OWNER, job.owner)
    elif not isinstance(letter.to, str):
        yield from (_Recipient(address, address) for address in letter.to)
    else:
        if letter.to == "districts":
            yield from (
                _Recipient(district.name, district.email, district) for district in districts
            )
        else:
            yield from (
                _of_department(each, place, len(settings.districts_of(job)))
                for place in districts
                for each in _departments(letter, settings)
            )


def _departments(letter: Letter, settings: Settings) -> list[Department]:
    chosen = {
        department.id for name in letter.departments if (department := settings.department(name))
    }
    return [
        department
        for department in settings.departments
        if not letter.departments or department.id in chosen
    ]


def _of_department(department: Department, district: District, districts: int) -> _Recipient:
    """A department of several districts has an address in each, else one district's sheet would go to another's bureau."""
    address = department.emails.get(district.name) or (department.email if districts == 1 else "")
    return _Recipient(unit_name(department, district), address, district, department)


def unit_name(department: Department, district: District) -> str:
    """槐荫区财政局, 平阴县财政局."""
    return district.name + re.sub(r"^[区县市旗]", "", office_name(department, district))


def _is_for(sheet: Sheet, recipient: _Recipient) -> bool:
    """Whether a paper that the letter sends concerns the recipient: its own, or its district's, or one of all districts."""
    if recipient.district is None or sheet.scope == "districts":
        return True
    if sheet.district != recipient.district.code:
        return False
    return (
        sheet.scope == "district"
        or recipient.department is None
        or sheet.department == recipient.department.id
    )


def _parcel(recipient: _Recipient, letter: Letter, sheets: Sequence[Sheet]) -> Parcel:
    district = recipient.district.name if recipient.district else ""
    department = recipient.department.id if recipient.department else ""
    contact = recipient.department.contact if recipient.department else ""
    full = tuple(sheet for sheet in sheets if sheet.sha256)
    empty = tuple(sheet for sheet in sheets if not sheet.sha256)
    return Parcel(
        recipient.unit,
        recipient.address,
        district,
        department,
        contact,
        letter,
        full,
        empty,
        _unreachable(recipient),
    )


def _unreachable(recipient: _Recipient) -> str:
    """Why no mail can go there: where to write the address."""
    if recipient.address:
        placeholder = recipient.address.lower().endswith(_PLACEHOLDER)
        return f"{recipient.address} 是占位地址，要换成真的邮箱" if placeholder else ""
    if recipient.department and recipient.district:
        name = recipient.department.name
        where = f"config/departments.yaml 里 {name} 的 email"
        district = recipient.district.name
        return f"没有邮箱：写在 {where}（任务有几个区时是 emails 的 {district}），或写进通讯录"
    return (
        f"没有邮箱：写在 config/districts.yaml 里 {recipient.unit} 的 email"
        if recipient.district
        else "没有邮箱"
    )
