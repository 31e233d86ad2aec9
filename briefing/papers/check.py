"""Is a template usable? Asked by `briefing check`, before anything runs."""

from __future__ import annotations

from pathlib import Path

from briefing.errors import BriefingError, SettingsError
from briefing.settings import SettingsErrors
from briefing.settings.charts import read_charts_template
from briefing.settings.schema import Output
from briefing.settings.sheets import read_sheets_template


def check_template(output: Output, path: Path) -> list[SettingsError]:
    """What is wrong with the template of an output; [] where all is well."""
    try:
        data = path.read_bytes()
        if output.kind == "excel" and path.suffix.lower() == ".xlsx":
            from briefing.papers.excel import check as check_own

            check_own(output.template, data)
        elif output.kind == "excel":
            read_sheets_template(output.template, data)
        elif output.kind == "pdf":
            read_charts_template(output.template, data)
        else:
            from briefing.papers.word import check_template as check_word

            issued = bool(output.issuer)
            return [_as_setting(error) for error in check_word(output.template, data, output.audience, issued=issued)]
    except SettingsErrors as several:
        return list(several.errors)
    except BriefingError as error:
        return [_as_setting(error)]
    except OSError as error:
        return [SettingsError("模板读不出来", where=output.template, hint=error.strerror or "检查权限")]
    return []


def notices(output: Output, path: Path) -> list[str]:
    """What papers made with a usable template will lack: parts of an office's own workbook that cannot be kept."""
    if output.kind != "excel" or path.suffix.lower() != ".xlsx" or check_template(output, path):
        return []
    from briefing.papers.excel import lost_parts

    return [f"{output.template}：{what}" for what in lost_parts(path.read_bytes())]


def _as_setting(error: BriefingError) -> SettingsError:
    return error if isinstance(error, SettingsError) else SettingsError(error.message, where=error.where, hint=error.hint)
