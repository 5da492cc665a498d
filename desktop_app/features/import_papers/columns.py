"""A document that rows of a register name."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Paper:
    """``record`` is ours when it is there already; else ``texts`` are those of its form, ``values`` their values."""

    key: tuple[str, ...]
    texts: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    record: Any = None
    issued_on: Any = None

    @property
    def number(self) -> str:
        """Its number, as written."""
        return str(self.record.number) if self.record is not None else self.texts.get("number", "")
