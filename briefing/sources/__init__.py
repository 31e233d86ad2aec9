"""From files to documents: readers, cleaning, splitting, titles, sections. Nothing here knows what a fact is.

reading = read_file(Path("报告.docx"))
for document in documents(reading):
    print(document.title, document.kind, document.area, document.date)
"""

from __future__ import annotations

from briefing.sources.find import find_sources
from briefing.sources.read import FORMATS, read_bytes, read_file
from briefing.sources.splitting import documents

__all__ = ["FORMATS", "documents", "find_sources", "read_bytes", "read_file"]
