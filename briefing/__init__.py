"""From local-government documents to checked, traceable, officially formatted papers."""

__version__ = "0.1.0"
