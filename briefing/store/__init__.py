"""The store of facts and runs (SQLAlchemy; SQLite by default)."""

from briefing.model import ScopeFacts
from briefing.store.confirmations import Confirmation
from briefing.store.engine import store_url
from briefing.store.fires import Fire, Watch
from briefing.store.ledger import Entry, Ledger, Order
from briefing.store.marks import Mark, OtherMark, StoredMark
from briefing.store.returned import (
    NewCorrection,
    NewReport,
    ReturnedFile,
    Seen,
    StoredCorrection,
    StoredReport,
    supplied,
)
from briefing.store.rows import DocumentFacts, FileInfo
from briefing.store.runs import Run, RunStep
from briefing.store.store import Store, StoredDocument

__all__ = [
    "Confirmation",
    "DocumentFacts",
    "Entry",
    "FileInfo",
    "Fire",
    "Ledger",
    "Mark",
    "NewCorrection",
    "NewReport",
    "Order",
    "OtherMark",
    "ReturnedFile",
    "Run",
    "RunStep",
    "ScopeFacts",
    "Seen",
    "Store",
    "StoredCorrection",
    "StoredDocument",
    "StoredMark",
    "StoredReport",
    "Watch",
    "store_url",
    "supplied",
]
