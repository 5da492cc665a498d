"""The demonstration offices by name, and filling an empty folder with one of them."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass

from desktop_app import records
from desktop_app.errors import Refused
from desktop_app.features.demo_articles import service as articles
from desktop_app.features.demo_ledger import service as ledger
from desktop_app.features.demo_load import service as load
from desktop_app.features.demo_targets import service as targets
from desktop_app.features.demo_tet import service as tet
from desktop_app.features.demo_week import service as week
from desktop_app.features.demo_year import service as year
from desktop_app.records import session

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
        "luận giao 2.006 nhiệm vụ, 11 lượt kiểm tra công vụ tại 27 đơn vị; nội dung nhiệm vụ, tồn tại và tên người là "
        "giả định",
    ),
    articles.NAME: Scenario(
        "Nhiệm vụ giao trong các bài báo",
        "27 nhiệm vụ ghi nguyên văn từ các bài viết về quận Long Biên và quận Bắc Từ Liêm",
    ),
    targets.YEAR_2018: Scenario(
        "UBND quận Long Biên: chỉ tiêu năm 2018",
        "Hoàn thành 10/11 chỉ tiêu Thành phố giao, 14/15 chỉ tiêu HĐND quận giao theo bài viết ngày 13/12/2018; tên 14 "
        "chỉ tiêu là thật, các con số là minh họa, chỉ tiêu chưa hoàn thành bài báo không nêu tên",
    ),
    targets.YEAR_2023: Scenario(
        "UBND quận Long Biên: chỉ tiêu năm 2023",
        "Kế hoạch 159-KH/QU (47 nội dung) và 160-KH/QU (100 nhiệm vụ, 17 chỉ tiêu, 20 dự án, 30 nhiệm vụ trọng tâm), "
        "chưa có số liệu; bài báo không nêu tên nên mỗi mục là một dòng giữ chỗ",
    ),
    tet.NAME: Scenario(
        "UBND quận Long Biên: kiểm tra trước Tết 2019",
        "Trong tuần giáp Tết Kỷ Hợi các đoàn kiểm tra đến 14 phường theo bài viết ngày 28/01/2019; ngày, đoàn và "
        "kết quả kiểm tra là giả định",
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
                week.write()
            elif name == load.NAME:
                yield from load.fill(tasks, seed)
            elif name == tet.NAME:
                yield from tet.fill(seed)
            elif name in targets.NAMES:
                yield from targets.fill(name)
            else:
                yield from articles.fill()
    except BaseException:
        # what was founded has been rolled back, and its identity with it
        session.begin(who, office_uid, epoch)
        raise
