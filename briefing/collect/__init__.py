"""Sheets that departments filled in and sent back: read, checked, taken into the store."""
