"""The demonstration offices by name, and filling an empty folder with one of them."""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass

from db.words import DocumentType, MeetingKind
from desktop_app import records
from desktop_app.errors import Refused
from desktop_app.features.demo_ledger import service as ledger
from desktop_app.features.demo_ledger.service import Book, DocumentPlan, MeetingPlan, NotePlan, OrderPlan
from desktop_app.features.demo_load import service as load
from desktop_app.features.demo_year import service as year
from desktop_app.records import session

ARTICLES = "bai-bao"
LOAD = load.NAME


@dataclass(frozen=True)
class Scenario:
    """A demonstration office as people choose it."""

    title: str
    about: str


SCENARIOS: Mapping[str, Scenario] = {
    year.NAME: Scenario(
        "UBND quận Bắc Từ Liêm năm 2022",
        "Một năm chỉ đạo, điều hành theo số liệu đã công bố: 11 phiên họp thường kỳ, 631 cuộc họp, 120 thông báo kết "
        "luận giao 2.006 nhiệm vụ; nội dung nhiệm vụ và tên người là giả định",
    ),
    ARTICLES: Scenario(
        "Nhiệm vụ giao trong các bài báo",
        "27 nhiệm vụ ghi nguyên văn từ các bài viết về quận Long Biên và quận Bắc Từ Liêm",
    ),
    load.NAME: Scenario(
        "Phường Bến Sông (thử nghiệm)",
        "Cơ quan giả định với số lượng nhiệm vụ tùy chọn trong năm năm gần đây, để thử tốc độ",
    ),
}


def fill(name: str, tasks: int = 2000, seed: int = 2022) -> Generator[float, None, None]:
    """Fill the open, empty folder with a demonstration office, in one transaction; yields the share done, 0 to 1.

    Closed before its end it leaves the folder as empty as it was.

    Args:
        name: one of ``SCENARIOS``.
        tasks: how many tasks, for the scenario that has a choice; the others have what they have.
        seed: the same seed makes the same office, but for the names that records have outside this computer.

    Raises:
        Refused: there is no such scenario, or the folder is not empty.
    """
    if name not in SCENARIOS:
        raise Refused(f"Không có dữ liệu mẫu “{name}”; có: {', '.join(SCENARIOS)}")
    ledger.refuse_unless_empty()
    before = session.current
    who, office_uid, epoch = before.who, before.office_uid, before.epoch
    try:
        with records.writing():
            if name == year.NAME:
                yield from year.fill(seed)
            elif name == load.NAME:
                yield from load.fill(tasks, seed)
            else:
                yield from _articles()
    except BaseException:
        # what was founded has been rolled back, and its identity with it
        session.begin(who, office_uid, epoch)
        raise


def _articles() -> Iterator[float]:
    """The office of the articles, with the tasks they report word for word."""
    scenario = ledger.read(ARTICLES)
    ledger.found(scenario)
    yield 0.1
    meetings, documents = [], []
    for key, facts in sorted(scenario["articles"].items(), key=lambda item: item[1]["issued_on"]):
        kind, chair, note = MeetingKind(facts["kind"]), facts["chair"], facts["note"]
        meeting = MeetingPlan(kind, facts["held_on"], facts["meeting"], chair, note=note)
        orders = [
            OrderPlan(
                row["content"],
                row["lead"],
                facts["held_on"],
                tuple(row.get("partners", ())),
                row.get("leader", ""),
                due_on=row.get("due_on"),
                recurrence=row.get("recurrence", ""),
                notes=[NotePlan(facts["held_on"], row["note"])] if "note" in row else [],
            )
            for row in scenario["orders"]
            if row["article"] == key
        ]
        meetings.append(meeting)
        documents.append(
            DocumentPlan(
                DocumentType.ARTICLE, "", facts["issuer"], facts["issued_on"], facts["subject"], orders, meeting=meeting
            )
        )
    for share in ledger.write(Book(meetings, documents)):
        yield 0.1 + 0.9 * share
