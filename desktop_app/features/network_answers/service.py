"""Answers by a policy that the oracle knows: what the owner of a half wrote last counts; who typed it twice says so."""

import json
from random import Random
from typing import Any

from db.models import Question
from db.words import Answer, QuestionSort
from desktop_app.features.network_oracle.columns import Write
from desktop_app.features.network_oracle.service import Oracle
from desktop_app.features.network_sight.service import Store, told_as
from desktop_app.features.tasks.columns import TASKS

DIRECTORY = ("unit", "official")  # another office's, which it knows best; the oracle does not follow it


def choose(question: Question, oracle: Oracle, store: Store, rng: Random) -> Answer:
    """What a person says to a question, knowing what really happened."""
    if question.sort == QuestionSort.SAME or question.kind in DIRECTORY:
        return Answer.THEIRS
    if question.sort == QuestionSort.PARENT:
        return rng.choice((Answer.THEIRS, Answer.OURS))
    row = json.loads(question.row)
    return Answer.THEIRS if _newer(row, _shown(question), oracle, store) else Answer.OURS


def _shown(question: Question) -> set[str]:
    """The halves that a person sees differ."""
    labels = {*json.loads(question.ours), *json.loads(question.theirs)}
    halves = {str(column.half) for column in TASKS.columns.values() if column.label in labels and column.source}
    return halves if question.kind == TASKS.kind else {"def"}


def _newer(row: dict[str, Any], halves: set[str], oracle: Oracle, store: Store) -> bool:
    """Whether what was sent was written after what lies here; where the halves disagree, the order decides."""
    uid = oracle.alias.get(row["uid"], row["uid"])
    said: dict[str, bool] = {}
    plain: set[str] = set()
    for half in sorted(halves & {"def", "exe"}):
        revision, owner = row[half], str(row["values"].get(f"{half}_owner") or "")
        key = (row["kind"], told_as(row["kind"], uid, oracle.uids.get(owner, owner)), half)
        if revision is None or (revision[2] == 0 and half == "exe"):
            continue
        theirs: Write | None = oracle.known.get((key, owner, tuple(revision)))
        seen = store.halves.get(key)
        ours = oracle.held(key, seen) if seen is not None else None
        if theirs is None:
            oracle.strange.append(f"{key} {revision}: gói nói một lần sửa chưa ai ghi")
        elif ours is None or (theirs is not ours and theirs.content != ours.content):
            said[half] = ours is None or theirs.order > ours.order
            if seen is not None and seen.owner == owner and _follows(tuple(revision), seen.revision):
                plain.add(half)  # it is taken whatever is answered about the other half
    if len(said) > 1 and plain:
        said = {half: newer for half, newer in said.items() if half not in plain} or said
    if len(set(said.values())) > 1:
        oracle.mixed += 1
    return said.get("def", said.get("exe", False))  # who does a task is a part of the order


def _follows(theirs: tuple[int, ...], ours: tuple[int, ...]) -> bool:
    """Whether a revision is the plain next one of the same epoch and term."""
    return theirs[:2] == ours[:2] and theirs[2] > ours[2]
