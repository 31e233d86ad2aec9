"""Which of the extras are installed."""

from __future__ import annotations

from importlib.util import find_spec


def ocr_is_installed() -> bool:
    """Whether pictures of text can be read: rapidocr, and onnxruntime that runs its models."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None
