"""A question that only a person can answer."""

from dataclasses import dataclass, field


@dataclass
class Question:
    """What cannot be known. ``free`` says what besides the options may be answered: a day, a unit, an official."""

    key: str
    title: str
    words: str
    options: dict[str, str]
    proposed: str = ""
    free: str = ""
    answer: str = ""
    rows: list[int] = field(default_factory=list)  # places among the rows that wait for it

    def shown(self, answer: str) -> str:
        """An answer in words."""
        return self.options.get(answer, answer)
