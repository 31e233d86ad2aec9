"""Observations as SDMX-CSV 2.0, the exchange format of statistical offices. The structure is described in docs/sdmx.md.

Codes are SDMX's own where it has them (frequency, observation status, time periods), else those of this project. Two documents may give the
same cell different values: each is an observation of its own, told apart by the dimension FACT.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TextIO

from lxml import etree

from briefing import periods
from briefing.files import cell_text
from briefing.model import Observation
from briefing.papers import filters
from briefing.settings import Settings

STRUCTURE_ID = "BRIEFING:FACTS(1.0)"
UNSPECIFIED = "_X"  # SDMX: not specified


def frequency(period: str) -> str:
    """SDMX's code: A, S, Q, M; _U for spans it has no code for."""
    found = periods.parse(period)
    if found.is_year:
        return "A"
    return {"H": "S", "Q": "Q"}.get(period[4], "M" if found.month == found.last_month else "_U")


def time_period(period: str) -> str:
    """2024 · 2024-S1 · 2024-Q1 · 2024-05 · 2024-01-01/P5M (months together) · 2021-01-01/P5Y."""
    found = periods.parse(period)
    if found.is_year:
        return str(found.year)
    if period[4] in "HQ":
        return f"{found.year}-{period[4].replace('H', 'S')}{period[5]}"
    if found.year != found.last_year:
        return f"{found.year}-01-01/P{found.last_year - found.year + 1}Y"
    if found.month == found.last_month:
        return f"{found.year}-{found.month:02d}"
    return f"{found.year}-{found.month:02d}-01/P{found.last_month - found.month + 1}M"


def _status(observation: Observation) -> str:
    """SDMX's CL_OBS_STATUS: A normal, P provisional, E estimated, F a value to come."""
    if observation.status == "target":
        return "F"
    return (
        "E"
        if observation.status == "estimate"
        else "P"
        if observation.vintage == "preliminary"
        else "A"
    )


def _decimals(observation: Observation) -> str:
    exponent = observation.value.as_tuple().exponent
    return str(max(0, -exponent)) if isinstance(exponent, int) else "0"


def _areas(settings: Settings) -> Callable[[str], str]:
    known: dict[str, str] = {}

    def code(area: str) -> str:
        if area not in known:
            district = settings.district(area) if area else None
            known[area] = district.code if district else UNSPECIFIED
        return known[area]

    return code


DIMENSIONS = ("FREQ", "REF_AREA", "INDICATOR", "MEASURE", "SCENARIO", "FACT", "TIME_PERIOD")
ATTRIBUTES: dict[str, Callable[[Observation], str]] = {
    "OBS_STATUS": _status,
    "UNIT_MEASURE": lambda o: o.unit,
    "DECIMALS": _decimals,
    "BOUND": lambda o: o.bound,
    "BOUND_TEXT": lambda o: o.bound_text,
    "AREA_NAME": lambda o: o.area,
    "INDICATOR_NAME": lambda o: o.name,
    "SOURCE_VALUE": lambda o: (
        format(o.correction.value, "f") if o.correction and o.correction.value is not None else ""
    ),
    "SOURCE_TITLE": lambda o: o.source.title,
    "SOURCE_FILE": lambda o: o.source.file,
    "SECTION": lambda o: " / ".join(o.source.section),
    "QUOTE": lambda o: filters.quoted(o.source),
}
HEAD = ("STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "OBS_VALUE", *ATTRIBUTES)


def write(observations: Iterable[Observation], settings: Settings, out: TextIO) -> int:
    """Write the observations as they come, one at a time. Returns how many there were."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    count = 0
    for row in _rows(observations, settings):
        count += 1
        writer.writerow(map(cell_text, row))
    return count


def _rows(observations: Iterable[Observation], settings: Settings) -> Iterator[tuple[str, ...]]:
    area = _areas(settings)
    for o in observations:
        dimensions = (
            frequency(o.period),
            area(o.area),
            o.indicator or UNSPECIFIED,
            o.measure,
            o.status,
            o.key,
            time_period(o.period),
        )
        yield (
            "datastructure", STRUCTURE_ID, "I", *dimensions, format(o.value, "f"), *(get(o) for get in ATTRIBUTES.values()),
        )  # fmt: skip


# The structure message

_MESSAGE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
_STRUCTURE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure"
_COMMON = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
_SPACES = {"mes": _MESSAGE, "str": _STRUCTURE, "com": _COMMON}
_AGENCY = "BRIEFING"
_FREQUENCIES = {"A": "年", "S": "半年", "Q": "季", "M": "月", "_U": "几个月或几年合计"}
_STATUSES = {"A": "正常", "P": "初步数", "E": "预计", "F": "目标"}
_BOUNDS = {"exact": "确数", "approx": "约数", "min": "不低于", "max": "不高于"}


def _codes(settings: Settings) -> dict[str, dict[str, str]]:
    """The code lists by the component that uses them: codes with their Chinese names."""
    unspecified = {UNSPECIFIED: "没有配置"}
    return {
        "FREQ": _FREQUENCIES,
        "REF_AREA": {d.code: d.full_name or d.name for d in settings.districts} | unspecified,
        "INDICATOR": {i.id: i.name for i in settings.indicators} | unspecified,
        "MEASURE": {code: str(word) for code, word in settings.wording.measures.items()},
        "SCENARIO": {code: str(word) for code, word in settings.wording.statuses.items()},
        "OBS_STATUS": _STATUSES,
        "BOUND": _BOUNDS,
    }


def structure(settings: Settings, out: TextIO) -> int:
    """Write the SDMX-ML 2.1 structure message that describes the CSV: code lists, concepts, the definition. Returns how many parts it has."""
    codes = _codes(settings)
    root = etree.Element(f"{{{_MESSAGE}}}Structure", nsmap=_SPACES)
    _header(root)
    parts = etree.SubElement(root, f"{{{_MESSAGE}}}Structures")
    lists = _part(parts, "Codelists")
    for name, words in codes.items():
        made = _named(lists, "Codelist", f"CL_{name}", f"CL_{name}", versioned=True)
        for code, word in words.items():
            _named(made, "Code", code, word)
    scheme = _named(_part(parts, "Concepts"), "ConceptScheme", "CONCEPTS", "BRIEFING", versioned=True)  # fmt: skip
    for name in (*DIMENSIONS, "OBS_VALUE", *ATTRIBUTES):
        _named(scheme, "Concept", name, name)
    facts = _named(_part(parts, "DataStructures"), "DataStructure", "FACTS", "briefing facts", versioned=True)  # fmt: skip
    _components(_part(facts, "DataStructureComponents"), codes)
    # pysdmx 1.21 knows a message by its XML declaration, which XML itself leaves to the writer.
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(etree.tostring(root, encoding="unicode", pretty_print=True))
    return len(codes) + 2


def _header(root: Any) -> None:
    head = etree.SubElement(root, f"{{{_MESSAGE}}}Header")
    etree.SubElement(head, f"{{{_MESSAGE}}}ID").text = "BRIEFING_FACTS"
    etree.SubElement(head, f"{{{_MESSAGE}}}Test").text = "false"
    # A message has to say when it was prepared; this one changes with the settings alone.
    etree.SubElement(head, f"{{{_MESSAGE}}}Prepared").text = "2024-01-01T00:00:00"
    etree.SubElement(head, f"{{{_MESSAGE}}}Sender", id=_AGENCY)


def _part(parent: Any, tag: str, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{_STRUCTURE}}}{tag}", **attributes)


def _named(parent: Any, tag: str, id_: str, name: str, *, versioned: bool = False) -> Any:
    owned = {"agencyID": _AGENCY, "version": "1.0"} if versioned else {}
    made = _part(parent, tag, id=id_, **owned)
    said = etree.SubElement(made, f"{{{_COMMON}}}Name")
    said.set("{http://www.w3.org/XML/1998/namespace}lang", "zh")
    said.text = name
    return made


def _components(parent: Any, codes: Mapping[str, Mapping[str, str]]) -> None:
    dimensions = _part(parent, "DimensionList", id="DimensionDescriptor")
    for place, name in enumerate(DIMENSIONS, 1):
        if name == "TIME_PERIOD":
            made = _part(dimensions, "TimeDimension", id=name, position=str(place))
        else:
            made = _part(dimensions, "Dimension", id=name, position=str(place))
        _represented(made, name, codes)
    attributes = _part(parent, "AttributeList", id="AttributeDescriptor")
    for name in ATTRIBUTES:
        needed = "Mandatory" if name == "OBS_STATUS" else "Conditional"
        made = _part(attributes, "Attribute", id=name, assignmentStatus=needed)
        _represented(made, name, codes)
        related = _part(made, "AttributeRelationship")
        etree.SubElement(_part(related, "PrimaryMeasure"), "Ref", id="OBS_VALUE")
    measures = _part(parent, "MeasureList", id="MeasureDescriptor")
    _represented(_part(measures, "PrimaryMeasure", id="OBS_VALUE"), "OBS_VALUE", codes)


_TYPES = {"OBS_VALUE": "Decimal", "DECIMALS": "Integer", "TIME_PERIOD": "ObservationalTimePeriod"}


def _represented(made: Any, name: str, codes: Mapping[str, Mapping[str, str]]) -> None:
    """The concept of a component, and its code list or the type of its text."""
    own = {"agencyID": _AGENCY, "maintainableParentVersion": "1.0", "package": "conceptscheme"}
    concept = _part(made, "ConceptIdentity")
    etree.SubElement(
        concept, "Ref", id=name, maintainableParentID="CONCEPTS", **own, **{"class": "Concept"}
    )
    local = _part(made, "LocalRepresentation")
    if name not in codes:
        _part(local, "TextFormat", textType=_TYPES.get(name, "String"))
        return
    listed = {"agencyID": _AGENCY, "version": "1.0", "package": "codelist", "class": "Codelist"}
    etree.SubElement(_part(local, "Enumeration"), "Ref", id=f"CL_{name}", **listed)
