"""The store of facts and runs (SQLAlchemy; SQLite by default)."""

from briefing.store.confirmations import Confirmation
from briefing.store.engine import store_url
from briefing.store.rows import DocumentFacts, FileInfo, ScopeFacts
from briefing.store.runs import Run, RunStep
from briefing.store.store import Store, StoredDocument

__all__ = ["Confirmation", "DocumentFacts", "FileInfo", "Run", "RunStep", "ScopeFacts", "Store", "StoredDocument", "store_url"]
