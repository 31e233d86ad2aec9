"""The Python way in: read documents, extract facts, open a store, build a Pack, render a paper.

    import briefing

    for document in briefing.read("报告.docx"):
        for row in briefing.rows(document):
            print(row["name"], row["value"], row["unit"], row["period"], row["sentence"])

    with briefing.open_store("sqlite:///output/briefing.db") as store:
        frame = briefing.frame(briefing.stored(store, district="槐荫区"))
        pack = briefing.pack(store, "槐荫区", "2024")
        Path("简报.docx").write_bytes(briefing.paper(pack, "word", "templates/word/briefing.docx"))

Everything else in the package may change from one version to the next; what stands here is kept. Errors are BriefingError: one
Chinese sentence with where and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from briefing.errors import BriefingError as BriefingError
from briefing.errors import SettingsError
from briefing.extraction import Lexicon, extract, facts_as_rows
from briefing.model import Audience, Document, Facts, Pack, Scope
from briefing.settings import Settings, title_in
from briefing.settings import load_settings as load_settings
from briefing.sources import documents, read_file
from briefing.store import Store

if TYPE_CHECKING:
    import pandas

Row = dict[str, Any]


def read(path: str | Path) -> tuple[Document, ...]:
    """The documents inside one file of any format that can be read; a gazette holds many. Raises SourceError."""
    return tuple(documents(read_file(Path(path))))


def extract_facts(document: Document, settings: Settings | None = None) -> Facts:
    """What extraction finds in a document: observations, project mentions, tasks, each with its Source.

    settings: whose indicators give the canonical ids; the program's own where there are none.
    """
    return extract(document, _lexicon(settings))


def rows(document: Document, settings: Settings | None = None) -> list[Row]:
    """The same as plain dictionaries, with the keys of `briefing extract` (fact, name, id, value, unit, period, status, …)."""
    return list(facts_as_rows(document, extract_facts(document, settings)))


def open_store(url: str) -> Store:
    """A store that exists already, as a context manager. Raises StoreError."""
    return Store.open(url, create=False)


def stored(
    store: Store, district: str = "", settings: Settings | None = None, **only: Any
) -> list[Row]:
    """The store's observations as plain dictionaries, corrected figures as departments put them right.

    district: a configured name or code, "" for all. only: indicator, period or status.
    """
    from briefing.extraction.observations import observation_row

    code = _code(settings or load_settings(), district) if district else None
    return [observation_row(each) for each in store.observations(district=code, **only)]


def frame(found: Iterable[Row]) -> pandas.DataFrame:
    """Rows as a pandas data frame, `number` being the value to calculate with. Raises BriefingError where pandas is missing."""
    try:
        import pandas
    except ImportError:
        raise BriefingError("没有安装 pandas", hint="运行 pip install pandas") from None
    table = pandas.DataFrame(list(found))
    if "value" in table:
        table["number"] = pandas.to_numeric(table["value"], errors="coerce")
    return table


def pack(
    store: Store,
    district: str,
    period: str = "",
    *,
    settings: Settings | None = None,
    audience: Audience = "internal",
) -> Pack:
    """Everything the papers of a district and period may say to an audience.

    period: 2024, 2024Q1, 2024M01-M05; the year that the newest work report reviews when empty. Raises SettingsError.
    """
    from briefing.analysis.cutoff import latest_period
    from briefing.analysis.pack import build_pack, for_audience

    settings = settings or load_settings()
    code = _code(settings, district)
    facts = store.scope_facts(code)
    when = period or latest_period(facts.documents)
    if not when:
        raise SettingsError(
            "没有政府工作报告、统计公报和预算报告，定不了年份", where=district, hint="写明 period"
        )
    name = next(each.name for each in settings.districts if each.code == code)
    made = build_pack(facts, Scope("district", code, name), when, settings)
    return for_audience(made, audience)


def paper(
    pack: Pack,
    kind: Literal["word", "excel", "pdf"],
    template: str | Path,
    *,
    title: str = "区情简报",
    settings: Settings | None = None,
) -> bytes:
    """The bytes of one paper: a docx, xlsx or pdf. title: its kind, part of its heading. Raises PaperError."""
    from briefing.papers import Request, Template, render

    path = Path(template)
    wording = (settings or load_settings()).wording
    title = title_in(pack.scope.name, title)
    request = Request(title, pack.audience, Template(path.name, path.read_bytes()), wording)
    return render(kind, pack, request)


def _code(settings: Settings, district: str) -> str:
    found = settings.district(district)
    if found is None:
        raise SettingsError(f"没有配置这个地区：{district}", hint="见 config/districts.yaml")
    return found.code


def _lexicon(settings: Settings | None) -> Lexicon:
    return Lexicon.from_indicators(settings.indicators) if settings else Lexicon.own()
