"""Is a template usable? Asked by `briefing check`, and by a run before it begins."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from briefing import kept
from briefing.errors import BriefingError, SettingsError, system_words
from briefing.settings import SettingsErrors
from briefing.settings.charts import read_charts_template
from briefing.settings.schema import Output
from briefing.settings.sheets import FORMS, OF_DISTRICTS, read_sheets_template

# Parts of templates that only papers of this scope can fill: variables of Word, charts of PDF, sheets of Excel.
_MADE_FOR = {
    "word": dict.fromkeys(("对比", "对比情况", "排位"), "districts") | {"责任单位": "department"},
    "pdf": dict.fromkeys(("districts_overview", "districts", "districts_years"), "districts"),
    "excel": dict.fromkeys(FORMS, "department") | dict.fromkeys(OF_DISTRICTS, "districts"),
}
_SCOPES = {
    "district": "每个区一份的材料（scope: district）",
    "department": "给部门的材料（scope: department）",
    "districts": "各区横向比较的材料（scope: districts）",
}


def check_template(output: Output, path: Path) -> list[SettingsError]:
    """What is wrong with the template of an output; [] where all is well."""
    try:
        data = path.read_bytes()
        return kept.faults([*_use(output, path), data], lambda: _check(output, path, data))
    except SettingsErrors as several:
        return list(several.errors)
    except BriefingError as error:
        return [_as_setting(error)]
    except OSError as error:
        return [SettingsError("模板读不出来", where=output.template, hint=system_words(error))]


def _use(output: Output, path: Path) -> list[bytes]:
    """What, besides its bytes, decides whether a template is all right."""
    issued = output.kind == "word" and bool(output.issuer)
    said = (output.kind, path.suffix, output.audience, output.scope, str(issued))
    return [part.encode() for part in said]


def _check(output: Output, path: Path, data: bytes) -> list[SettingsError]:
    """Raises BriefingError too."""
    if output.kind == "word":
        from briefing.papers.word import check_template as check_word
        from briefing.papers.word.check import asked_for

        found = check_word(output.template, data, output.audience, issued=bool(output.issuer))
        return [_as_setting(error) for error in found] or _check_scope(output, asked_for(data))
    if output.kind == "pdf":
        return _check_scope(
            output, [chart.chart for chart in read_charts_template(output.template, data).charts]
        )
    if path.suffix.lower() == ".xlsx":
        from briefing.papers.excel import check as check_own

        check_own(output.template, data)
        return []
    return _check_scope(
        output, [sheet.name for sheet in read_sheets_template(output.template, data).sheets]
    )


def _check_scope(output: Output, parts: Collection[str]) -> list[SettingsError]:
    """A template must fit as a whole; but charts that do not fit are left out of a pack, as long as some do."""
    made_for = {part: scope for part, scope in _MADE_FOR[output.kind].items() if part in parts}
    others = [part for part, scope in made_for.items() if scope != output.scope]
    if output.scope == "districts":
        fits = output.scope in made_for.values()
    else:
        fits = not others or (output.kind == "pdf" and len(others) < len(parts))
    if fits:
        return []
    wanted = made_for[others[0]] if others else "district"
    return [
        SettingsError(
            f"这个模板是做{_SCOPES[wanted]}用的，任务里的“{output.name}”却是{_SCOPES[output.scope]}",
            where=output.template,
            hint=f"把这份材料写成 scope: {wanted}，或换一个模板",
        )
    ]


def notices(output: Output, path: Path) -> list[str]:
    """What papers made with a usable template will lack: parts of an office's own workbook that cannot be kept."""
    if output.kind != "excel" or path.suffix.lower() != ".xlsx" or check_template(output, path):
        return []
    data = path.read_bytes()

    def lost() -> list[str]:
        from briefing.papers.excel import lost_parts

        return [f"{output.template}：{what}" for what in lost_parts(data)]

    return kept.faults([b"lost", data], lost)


def _as_setting(error: BriefingError) -> SettingsError:
    return (
        error
        if isinstance(error, SettingsError)
        else SettingsError(error.message, where=error.where, hint=error.hint)
    )
