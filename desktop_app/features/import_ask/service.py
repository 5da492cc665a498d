"""The answers that were given, and every question that came up while a register was read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop_app.features.import_ask.columns import Question


class Waits(Exception):
    """A value that waits for an answer; ``keys`` are those of the questions."""

    def __init__(self, *keys: str) -> None:
        self.keys = keys
        super().__init__(*keys)


def together(*asks: Callable[[], Any]) -> list[Any]:
    """What each comes to, all asked before any is waited for: a person answers in one round what could be two.

    Raises Waits with the keys of all that wait.
    """
    keys: list[str] = []
    waiting = False
    found = []
    for ask in asks:
        try:
            found.append(ask())
        except Waits as waits:
            keys += waits.keys
            waiting = True
    if waiting:
        raise Waits(*keys)
    return found


@dataclass
class Asker:
    """The answers there are, and every question that came up."""

    answers: dict[str, str]
    questions: dict[str, Question] = field(default_factory=dict)

    def ask(
        self,
        key: str,
        title: str,
        said: str,
        options: Mapping[str, str],
        proposed: str = "",
        free: str = "",
        valid: Callable[[str], bool] | None = None,
    ) -> str:
        """The answer; raises Waits while there is none that fits."""
        question = self.questions.get(key)
        if question is None:
            question = self.questions[key] = Question(key, title, said, dict(options), proposed, free)
            answer = self.answers.get(key, "")
            if answer and (answer in options or (free and (valid is None or valid(answer)))):
                question.answer = answer
        if not question.answer:
            raise Waits(key)
        return question.answer
