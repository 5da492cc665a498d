"""The demonstration offices with targets: what two articles say, recounted from the rows and read off the paper."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop_app import clock
from desktop_app.features.demo import service as demo
from desktop_app.features.office import service as office
from desktop_app.features.office.screen import FirstStart
from desktop_app.ui import theme
from tests import typing_hands as hands
from tests.reading_pdf import text_of
from tests.recount import Ledger, summary

ROOT = Path(__file__).parents[1]
WINDOW = (1366, 728)

# the article of 13/12/2018, in its own words and order, with the indicators of the catalogue
EXCEEDED = {
    "thu ngân sách": "KT01",
    "tỷ suất sinh thô": "YT01",
    "tỷ lệ sinh con thứ 3": "YT02",
    "số trẻ em dưới 5 tuổi bị SDD": "YT03",
    "tỷ lệ hộ nghèo": "XH01",
    "tỷ lệ bao phủ BHYT": "XH06",
    "tỷ lệ cấp GCN lần đầu": "DD01",
    'tỷ lệ "Gia đình văn hóa"': "VH01",
    'tỷ lệ "tổ dân phố văn hóa"': "VH02",
}
MET = {
    "chi ngân sách": "KT02",
    "tỷ lệ xã phường đạt chuẩn quốc gia về y tế": "YT04",
    "tỷ lệ trường công lập đạt chuẩn quốc gia": "GD01",
    "tỷ lệ hộ sử dụng nước sạch": "MT02",
    "tỷ lệ rác thải sinh hoạt thu gom và vận chuyển trong ngày": "MT01",
}
MISSED = "CT15"


def made(folder: Path, scenario: str) -> Path:
    """A folder with a demonstration office, closed again."""
    clock.set_today(date(2026, 11, 22))
    office.open_folder(folder, writing=True)
    office.sit_down("")
    list(demo.fill(scenario))
    office.close_folder()
    clock.set_today(None)
    return folder


@pytest.fixture(scope="module")
def year_2018(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """UBND quận Long Biên with its targets of 2018."""
    return made(tmp_path_factory.mktemp("demo") / "Long Biên 2018", "long-bien-2018")


@pytest.fixture(scope="module")
def year_2023(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """UBND quận Long Biên with the targets of plan 160-KH/QU."""
    return made(tmp_path_factory.mktemp("demo") / "Long Biên 2023", "long-bien-2023")


@pytest.fixture(autouse=True)
def nothing_left_open() -> Iterator[None]:
    """A test that fails with an office open does not take the others with it."""
    clock.set_today(date(2026, 11, 22))
    yield
    office.close_folder()
    clock.set_today(None)


def asked(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """What plain SQLite answers, past everything of ours."""
    [file] = folder.glob("*.db")
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(sql).fetchall()


def ledger(folder: Path) -> Ledger:
    [file] = folder.glob("*.db")
    return Ledger(file)


def own(folder: Path) -> int:
    [(unit,)] = asked(folder, "SELECT id FROM unit WHERE relation = 'own'")
    return int(unit)


def paper(folder: Path, period: str, pdf: Path) -> str:
    """The table of indicators as the command line prints it, read back on one line, without the pages' numbers."""
    line = [sys.executable, "-m", "desktop_app", "--office", str(folder), "--today", "22/11/2026"]
    line += ["report", "targets", "--period", period, "--out", str(pdf)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return re.sub(r"\s+", " ", re.sub(r"^\d\r?$", "", text_of(pdf), flags=re.MULTILINE))


def assert_named(words: str, names: Collection[str]) -> None:
    """Whether a list in a sentence holds these names, and nothing else."""
    for name in sorted(names, key=len, reverse=True):
        assert words.count(name) == 1, (name, words)
        words = words.replace(name, "")
    assert set(words) <= set(", "), words


# --- 2018 ---


def test_the_city_set_11_targets_and_the_council_15(year_2018: Path) -> None:
    count = "SELECT assigner, count(*) FROM target WHERE year = 2018 GROUP BY assigner ORDER BY assigner"
    assert asked(year_2018, count) == [("council", 15), ("upper", 11)]


def test_10_of_11_and_14_of_15_were_completed_when_recounted_from_the_rows(year_2018: Path) -> None:
    read = ledger(year_2018).read(2018, 1, 12, own(year_2018))
    done, judged, exceeded, met, missed = summary(read.items(), "council")
    assert (done, judged) == (14, 15)
    assert (exceeded, met, missed) == (set(EXCEEDED.values()), set(MET.values()), {MISSED})
    done, judged, *_, missed = summary(read.items(), "upper")
    assert (done, judged, missed) == (10, 11, {MISSED})


def test_both_assigners_come_to_the_same_verdict_of_each_indicator(year_2018: Path) -> None:
    read = ledger(year_2018).read(2018, 1, 12, own(year_2018))
    both = {code: {plan[2] for plan in one.plans.values()} for code, one in read.items() if len(one.plans) == 2}
    assert len(both) == 11
    assert all(len(verdicts) == 1 for verdicts in both.values()), both


def test_what_the_article_does_not_tell_is_marked_on_every_row(year_2018: Path) -> None:
    for table in ("target", "figure"):
        rows = f"SELECT i.code, r.note FROM {table} r JOIN indicator i ON i.id = r.indicator_id"
        for code, note in asked(year_2018, rows):
            if code == MISSED:
                assert note == "Bài báo không nêu tên chỉ tiêu chưa hoàn thành; dòng này giữ chỗ"
            else:
                assert note.startswith("Số minh họa, bài báo không nêu"), (table, code)
    split = {note for (note,) in asked(year_2018, "SELECT note FROM target WHERE assigner = 'upper'")}
    assert any("chỉ tiêu nào do Thành phố giao cũng là minh họa" in note for note in split)
    papers = {paper for (paper,) in asked(year_2018, "SELECT paper FROM target")}
    assert papers == {"số minh họa, bài báo không nêu văn bản giao"}


def test_board_and_paper_are_told_with_each_group_that_its_numbers_are_invented(year_2018: Path) -> None:
    themes = asked(year_2018, f"SELECT DISTINCT theme FROM indicator WHERE code <> '{MISSED}'")
    assert len(themes) == 6
    assert all(theme.endswith(" (số minh họa)") for (theme,) in themes)


def test_the_one_that_was_missed_has_no_name_and_no_number(year_2018: Path) -> None:
    [row] = asked(year_2018, f"SELECT name, aggregation, measure FROM indicator WHERE code = '{MISSED}'")
    assert row == ("Chỉ tiêu chưa hoàn thành (bài báo không nêu tên)", "flag", "đạt/chưa đạt")


def test_every_month_quarter_and_year_has_its_figure_in_both_years(year_2018: Path) -> None:
    sql = (
        "SELECT i.every, f.year, count(*) FROM figure f JOIN indicator i ON i.id = f.indicator_id "
        f"WHERE i.code <> '{MISSED}' GROUP BY 1, 2 ORDER BY 1, 2"
    )
    assert asked(year_2018, sql) == [
        ("month", 2017, 5 * 12),
        ("month", 2018, 5 * 12),
        ("quarter", 2017, 3 * 4),
        ("quarter", 2018, 3 * 4),
        ("year", 2017, 6),
        ("year", 2018, 6),
    ]


def test_only_what_ended_after_the_articles_day_is_an_estimate(year_2018: Path) -> None:
    periods = {period for (period,) in asked(year_2018, "SELECT DISTINCT period FROM figure WHERE estimated")}
    assert periods == {"2018-12", "2018-Q4", "2018"}
    sql = "SELECT f.estimated FROM figure f JOIN indicator i ON i.id = f.indicator_id WHERE i.code = '{}'"
    assert asked(year_2018, sql.format(MISSED)) == [(0,)]


def test_the_paper_says_10_of_11_and_14_of_15_and_names_the_nine_and_the_five(year_2018: Path, tmp_path: Path) -> None:
    text = paper(year_2018, "2018", tmp_path / "F9 năm 2018.pdf")
    pattern = (
        r"Hoàn thành 10/11 chỉ tiêu cấp trên giao, 14/15 chỉ tiêu HĐND giao: 09 chỉ tiêu hoàn thành vượt mức kế hoạch "
        r"\((.*)\); 05 chỉ tiêu hoàn thành kế hoạch \((.*)\); 01 chỉ tiêu không hoàn thành kế hoạch \((.*)\)\. Ghi chú"
    )
    found = re.search(pattern, text)
    assert found, text
    names = dict(asked(year_2018, "SELECT code, name FROM indicator"))
    for words, codes in zip(found.groups(), (EXCEEDED.values(), MET.values(), [MISSED]), strict=True):
        assert_named(words, {names[code][0].lower() + names[code][1:] for code in codes})


def test_the_paper_says_with_each_group_that_its_numbers_are_invented(year_2018: Path, tmp_path: Path) -> None:
    text = paper(year_2018, "2018", tmp_path / "F9.pdf")
    heads = re.findall(r"(?<!\w)[IVX]+\. [^.]*?\((số minh họa)\)", text)
    assert len(heads) == 6, text
    assert "15 Chỉ tiêu chưa hoàn thành (bài báo không nêu tên)" in text


def test_in_the_middle_of_the_year_nothing_is_judged(year_2018: Path, tmp_path: Path) -> None:
    text = paper(year_2018, "2018-06", tmp_path / "F9.pdf")
    assert text.count("Đang thực hiện") >= 15
    assert "Năm kế hoạch chưa kết thúc" in text
    # what had come in by June 2017 against June 2018: 3.080 and 3.470 of 6.800 and 7.000
    assert "6.500,0 6.800,0 7.000,0 590,0 3.470,0 3.080,0 51,0 49,6 112,7" in text


# --- 2023 ---


def test_plan_160_has_4_and_13_targets_which_are_17(year_2023: Path) -> None:
    sql = (
        "SELECT i.theme, count(*) FROM target t JOIN indicator i ON i.id = t.indicator_id "
        "WHERE t.year = 2023 AND t.assigner = 'party' GROUP BY i.theme ORDER BY min(i.place)"
    )
    assert asked(year_2023, sql) == [("Chỉnh trang đô thị", 4), ("Chăm lo đời sống nhân dân", 13)]
    assert asked(year_2023, "SELECT count(*) FROM target") == [(17,)]
    assert asked(year_2023, "SELECT count(*) FROM indicator") == [(17,)]


def test_the_plan_itself_is_in_the_book(year_2023: Path) -> None:
    sql = (
        "SELECT DISTINCT d.type, d.number, d.issued_on, u.name, t.decided_on FROM target t "
        "JOIN document d ON d.id = t.document_id JOIN unit u ON u.id = d.issuer_id"
    )
    assert asked(year_2023, sql) == [("plan", "160-KH/QU", "2023-01-11", "Quận ủy Long Biên", "2023-01-11")]


def test_nothing_is_reported_of_them_and_their_places_are_marked(year_2023: Path) -> None:
    assert asked(year_2023, "SELECT count(*) FROM figure") == [(0,)]
    notes = asked(year_2023, "SELECT i.name, i.note, t.note FROM target t JOIN indicator i ON i.id = t.indicator_id")
    for name, *both in notes:
        assert name.endswith("(bài báo không nêu tên)")
        assert all(note.endswith("không nêu tên và mức giao; dòng này giữ chỗ") for note in both)
    read = ledger(year_2023).read(2023, 1, 12, own(year_2023))
    assert {plan[2] for one in read.values() for plan in one.plans.values()} == {"no_figure"}


def test_the_paper_counts_4_and_13_and_says_there_are_no_figures_yet(year_2023: Path, tmp_path: Path) -> None:
    text = paper(year_2023, "2023", tmp_path / "F9 năm 2023.pdf")
    first, second = text.split("II. Chăm lo đời sống nhân dân")
    rows = re.compile(r"(\d+) Chỉ tiêu \d+ về (?:chỉnh trang|chăm lo)")
    assert [int(n) for n in rows.findall(first.split("I. Chỉnh trang đô thị")[1])] == [1, 2, 3, 4]
    assert [int(n) for n in rows.findall(second)] == list(range(5, 18))
    assert text.count("Chưa có số liệu") == 17
    assert "Hoàn thành 0/17 chỉ tiêu cấp ủy giao: cả 17 chỉ tiêu chưa có số liệu" in text


def test_before_its_end_the_year_2023_is_under_way(year_2023: Path, tmp_path: Path) -> None:
    text = paper(year_2023, "2023-06", tmp_path / "F9.pdf")
    assert text.count("Đang thực hiện") == 17
    assert "Chưa có số liệu" not in text


# --- In the window ---


def buttons_of(page: Any) -> list[Any]:
    """Every button in the line at the bottom of the first start."""
    found, ahead = [], [page]
    while ahead:
        one = ahead.pop()
        ahead += one.winfo_children()
        if one.winfo_class() == "TButton":
            found.append(one)
    return [one for one in found if one.cget("text").strip().startswith(("Cơ quan mẫu", "Tiếp tục"))]


@pytest.mark.parametrize("size", [10, 14])
def test_no_button_of_a_demonstration_office_is_squeezed(window: Any, folder: Path, size: int) -> None:
    theme.set_size(size)
    titles = {name: scenario.title for name, scenario in demo.SCENARIOS.items() if name != demo.LOAD}
    page = FirstStart(window, titles, demo.fill, lambda: None)
    page.pack(fill="both", expand=True)
    window.update()
    shown = buttons_of(page)
    assert len(shown) == len(titles) + 1
    for one in shown:
        assert one.winfo_width() >= one.winfo_reqwidth(), one.cget("text")
    spans = [(one.winfo_rooty(), one.winfo_rootx(), one.winfo_rootx() + one.winfo_width()) for one in shown]
    for row, left, right in spans:
        others = [other for other in spans if other[0] == row and other != (row, left, right)]
        assert all(other[1] >= right or other[2] <= left for other in others)


def test_the_office_of_2018_is_made_from_the_first_start_by_keyboard(window: Any, folder: Path) -> None:
    titles = {name: scenario.title for name, scenario in demo.SCENARIOS.items() if name != demo.LOAD}
    done: list[bool] = []
    page = FirstStart(window, titles, demo.fill, lambda: done.append(True))
    page.pack(fill="both", expand=True)
    window.update()
    [button] = [one for one in buttons_of(page) if "Long Biên: chỉ tiêu năm 2018" in one.cget("text")]
    hands.press(button, "space")
    assert done == [True]
    assert asked(folder, "SELECT count(*) FROM target") == [(26,)]
