"""Putting in the checklists that come with the program; an office changes them as it likes afterwards."""

import tomllib
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from db.models import ChecklistTemplate
from db.words import CheckAnswer, InspectionType
from desktop_app import records
from desktop_app.features.checklists.columns import ITEMS, TEMPLATES

START = Path(__file__).parents[3] / "assets" / "checklists.toml"
# What names a template of the start data in every office: the same one is the same record wherever it was put in.
NAMES = UUID("0d6c8a52-3c0f-4c52-9d0e-7a4b1f6f2e93")


def offered() -> list[dict[str, Any]]:
    """The templates that come with the program, in their order: key, type, name, heading, sections of items."""
    with START.open("rb") as file:
        found: list[dict[str, Any]] = tomllib.load(file)["templates"]
    return found


def missing() -> int:
    """How many of them the office does not have, nor has had."""
    known = _known()
    return sum(_uid(one["key"]) not in known for one in offered())


def put_in(keys: Container[str] | None = None) -> int:
    """Put in what is missing, in one transaction, and return how many; what stands there or was deleted stays.

    ``keys`` names those that are wanted, when not all are.
    """
    known = _known()
    new = [
        (place, one)
        for place, one in enumerate(offered(), start=1)
        if _uid(one["key"]) not in known and (keys is None or one["key"] in keys)
    ]
    with records.writing():
        for place, one in new:
            texts = {
                "type": InspectionType(one["type"]).label,
                "name": one["name"],
                "heading": one["heading"],
                "place": str(place),
            }
            template = records.keep(TEMPLATES, texts, None, uid=_uid(one["key"]))
            for number, (name, item) in enumerate(_items(one), start=1):
                uid = _uid(f"{one['key']}/{name}")
                records.keep(ITEMS, item, None, template=template, place=number, uid=uid)
    return len(new)


def template(key: str) -> ChecklistTemplate:
    """A template of the start data, once it was put in."""
    found: ChecklistTemplate = ChecklistTemplate.get(ChecklistTemplate.uid == _uid(key))
    return found


def keys(key: str) -> list[str]:
    """The keys of a template's items, in their order."""
    [one] = [one for one in offered() if one["key"] == key]
    return [name for name, _ in _items(one)]


def _items(one: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each item's own key and its texts by column."""
    for section in one["sections"]:
        for name, content, answer in section["items"]:
            yield name, {"section": section["name"], "content": content, "answer": CheckAnswer(answer).label}


def _known() -> set[str]:
    return {row.uid for row in ChecklistTemplate.select(ChecklistTemplate.uid)}


def _uid(name: str) -> str:
    return uuid5(NAMES, name).hex
