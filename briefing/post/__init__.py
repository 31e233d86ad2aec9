"""Post: the papers of a finished run to everybody they are for, by mail or in folders, each once."""

from briefing.post.mailing import Result, Row, mail_settings
from briefing.post.report import report_no_start, report_to_owner
from briefing.post.send import Options, resolve, send
from briefing.post.smtp import Time

__all__ = [
    "Options",
    "Result",
    "Row",
    "Time",
    "mail_settings",
    "report_no_start",
    "report_to_owner",
    "resolve",
    "send",
]
