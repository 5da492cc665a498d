"""The filters that have no room on the bar, asked for in a window: people, documents, spans of days."""

from collections.abc import Mapping, Sequence
from typing import Any

from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Choice, Day, Kind, Link, Links, OneOf
from desktop_app.rules import spans
from desktop_app.rules.dates import show_date
from desktop_app.rules.names import clean
from desktop_app.rules.spans import Span
from desktop_app.ui import asking, kit
from desktop_app.ui.sources import Source

FIRST, LAST = "__first", "__last"  # what the columns of a span's two days are called, after the filter's own name
WIDE = 84  # characters: a window this wide is not higher than the screen, with the largest letters too
WORDS = "Để trống ô nào thì không lọc theo ô đó. Khoảng ngày: chọn một kỳ, hoặc ghi từ ngày, đến ngày."


def ask(parent: kit.Misc, sources: Sequence[Source], chosen: Mapping[str, str]) -> dict[str, str] | None:
    """Ask what to narrow a list by; name -> word of each filter that is on, None when nothing is to change."""
    taken: list[dict[str, str]] = []
    columns = [column for source in sources for column in _columns(source)]
    done = asking.ask(
        parent,
        "Lọc thêm",
        Questions("Lọc thêm", *columns),
        _layout(sources),
        lambda texts: taken.append(read(sources, texts)),
        defaults=_texts(sources, chosen),
        ok="Lọc",
        words=WORDS,
        wide=WIDE,
    )
    return taken[0] if done else None


def read(sources: Sequence[Source], texts: Mapping[str, str]) -> dict[str, str]:
    """The words that the texts of the window choose, by filter; Refused says what is wrong under each field."""
    found: dict[str, str] = {}
    problems: dict[str, str] = {}
    for source in sources:
        try:
            word = _days(source, texts) if source.is_days else _word(source, clean(texts.get(source.name, "")))
        except Refused as refused:
            problems |= refused.problems
        except ValueError as error:
            problems[source.name] = str(error)
        else:
            if word:
                found[source.name] = word
    if problems:
        raise Refused(problems)
    return found


def _kind(source: Source) -> Kind:
    return source.kind if isinstance(source.kind, Choice | Link | Links) and not source.is_days else OneOf(source.words)


def _columns(source: Source) -> list[Column]:
    column = Column(source.name, source.label, _kind(source))
    if not source.is_days:
        return [column]
    return [
        column,
        Column(f"{source.name}{FIRST}", "Từ ngày", Day()),
        Column(f"{source.name}{LAST}", "Đến ngày", Day()),
    ]


def _layout(sources: Sequence[Source]) -> list[tuple[str, ...]]:
    plain = [source.name for source in sources if not source.is_days]
    lines = [tuple(plain[place : place + 3]) for place in range(0, len(plain), 3)]
    days = [(f"{s.name}*2", f"{s.name}{FIRST}", f"{s.name}{LAST}") for s in sources if s.is_days]
    return [*lines, *days]


def _texts(sources: Sequence[Source], chosen: Mapping[str, str]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for source in sources:
        word = chosen.get(source.name, "")
        if source.is_days and word and word not in spans.NAMED:
            found = spans.span(word, clock.today())
            texts |= {f"{source.name}{FIRST}": show_date(found.first), f"{source.name}{LAST}": show_date(found.last)}
        else:
            texts[source.name] = word
    return texts


def _word(source: Source, text: str) -> str:
    if not text:
        return ""
    kind = _kind(source)
    value: Any = kind.read(text)
    return source.word(value) or "" if isinstance(kind, Link) else kind.show(value)


def _days(source: Source, texts: Mapping[str, str]) -> str:
    name = source.name
    preset = _word(source, clean(texts.get(name, "")))
    days, problems = {}, {}
    for part in (f"{name}{FIRST}", f"{name}{LAST}"):
        text = clean(texts.get(part, ""))
        try:
            days[part] = Day().read(text) if text else None
        except ValueError as error:
            problems[part] = str(error)
    first, last = days.get(f"{name}{FIRST}"), days.get(f"{name}{LAST}")
    if preset and any(days.values()):
        problems[name] = "Chọn một kỳ hoặc ghi ngày, không ghi cả hai"
    if first and last and last < first:
        problems[f"{name}{LAST}"] = f"Đến ngày phải từ ngày {show_date(first)} trở đi"
    if problems:
        raise Refused(problems)
    return preset or (str(Span(first, last)) if first or last else "")
