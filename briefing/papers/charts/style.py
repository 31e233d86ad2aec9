"""The one quiet style: sizes of type and of marks, in points. Colours are the template's."""

from __future__ import annotations

# Sizes of type.
TITLE = 19.0
HEAD = 10.5
LABEL = 9.0
SMALL = 8.0
TINY = 7.0

# Radii of marks, widths of lines.
MARK = 4.2
HAIR = 0.5
RULE = 0.8
