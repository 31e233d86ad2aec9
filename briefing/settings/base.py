"""What every setting is built of."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from briefing.settings.nodes import shown


class Setting(BaseModel):
    """Unknown keys are errors; values do not change once read."""

    # Start-up stays light: a model's validator is built when the first file that needs it is read.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def must(pattern: str, says: str) -> AfterValidator:
    """A text that is empty or matches, else an error that shows it and says what it must be."""

    def check(text: str) -> str:
        if text and not re.fullmatch(pattern, text):
            raise ValueError(f"{shown(text)} {says}")
        return text

    return AfterValidator(check)


_ONE_LINE = must(r"[^\x00-\x1f\x7f]*", "只能写一行，不能含换行和控制字符")
Line = Annotated[str, _ONE_LINE]
Text = Annotated[str, Field(min_length=1), _ONE_LINE]
Email = Annotated[
    str,
    must(
        r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+",
        "不像邮箱地址（例：finance@example.invalid）",
    ),
]
