"""Ruled tables on paper: nothing lost, nothing torn, the heading on every page."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

import pytest
from reportlab.platypus import Flowable

from desktop_app.pdf import type as faces
from desktop_app.pdf.frame import Letterhead, Paper, Signature, build, note
from desktop_app.pdf.tables import GroupRow, MoreRow, TableColumn, register_table
from tests.reading_pdf import MM, Line, page_sizes, read_lines, read_rules, squashed, text_of

WARD = Letterhead((), ("ỦY BAN NHÂN DÂN", "PHƯỜNG LONG BIÊN"), "Long Biên")
REGISTER = (
    TableColumn("STT", 10, "center"),
    TableColumn("Số, ký hiệu, ngày văn bản giao", 30),
    TableColumn("Nội dung nhiệm vụ", 60),
    TableColumn("Lãnh đạo chỉ đạo", 25),
    TableColumn("Đơn vị chủ trì", 28),
    TableColumn("Đơn vị phối hợp", 25),
    TableColumn("Thời hạn", 20, "center"),
    TableColumn("Ngày hoàn thành; sản phẩm", 30),
    TableColumn("Tình trạng", 14),
    TableColumn("Ghi chú", 10),
)
SUMMARY = (
    TableColumn("STT", 10, "center"),
    TableColumn("Đơn vị", 44),
    TableColumn("Tổng", 18, "right"),
    TableColumn("Đúng hạn", 16, "center", "Hoàn thành"),
    TableColumn("Quá hạn", 16, "center", "Hoàn thành"),
    TableColumn("Trong hạn", 16, "center", "Đang thực hiện"),
    TableColumn("Quá hạn", 16, "center", "Đang thực hiện"),
    TableColumn("Tỷ lệ đúng hạn (%)", 16, "right"),
)
PAIR = (TableColumn("STT", 12, "center"), TableColumn("Nội dung", 240))
EDGES = [30 + sum(column.width_mm for column in REGISTER[:place]) for place in range(len(REGISTER) + 1)]


@pytest.fixture(autouse=True, scope="module")
def bundled_font() -> None:
    """Whatever this computer has, the pages measured here are set in the bundled font."""
    faces.WINDOWS_FONTS = Path("none")
    assert faces.register_fonts() == "Tinos"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Sổ.pdf"


def printed(path: Path, *body: Flowable, landscape: bool = True, signed: bool = False) -> list[Line]:
    signature = Signature(("NGƯỜI LẬP SỔ",), "Trần Văn Đạt") if signed else None
    build(path, Paper(WARD, "SỔ THEO DÕI", "", "Năm 2026", list(body), landscape=landscape, signature=signature))
    return read_lines(path)


def tasks(count: int) -> list[list[str]]:
    return [
        [
            str(number),
            f"{number}/TB-UBND ngày 05/01/2026",
            f"Việc số {number}: " + "tham mưu kế hoạch, rà soát và báo cáo kết quả; " * (number % 4 + 1),
            "Nguyễn Văn Ước",
            "Phòng Văn hóa - Xã hội",
            "Văn phòng HĐND&UBND",
            "15/01/2026",
            f"14/01/2026; Báo cáo số {number}/BC-VP",
            "Hoàn thành đúng hạn",
            "",
        ]
        for number in range(1, count + 1)
    ]


def in_table(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.size == 11]


@pytest.mark.parametrize("count", [1, 2, 60])
def test_every_text_of_every_row_is_printed_in_order(path: Path, count: int) -> None:
    rows = tasks(count)
    printed(path, register_table(REGISTER, rows))
    text, place = squashed(text_of(path)), 0
    for row in rows:
        for cell in row:
            found = text.find(squashed(cell), place)
            assert found >= 0, f"{cell} after {text[place : place + 60]}"
        place = text.find(squashed(row[2]), place)
    assert (len(page_sizes(path)) > 5) == (count == 60)


def test_a_table_without_rows_says_so(path: Path) -> None:
    lines = printed(path, register_table(REGISTER, []))
    assert [line.text for line in lines if line.text == "Không có"] == ["Không có"]
    nothing = next(line for line in lines if line.text == "Không có")
    assert nothing.centre == pytest.approx((EDGES[0] + EDGES[-1]) / 2, abs=0.3)
    assert "(10)" in text_of(path)
    lines = printed(path, register_table(SUMMARY, [], ["", "", "0", "0", "0", "0", "0", ""]))
    assert {"Không có", "Tổng cộng"} <= {line.text for line in lines}


def test_the_heading_and_its_numbers_stand_on_every_page(path: Path) -> None:
    lines = printed(path, register_table(REGISTER, tasks(60)))
    pages = len(page_sizes(path))
    for page in range(pages):
        here = [line for line in lines if line.page == page]
        labels = [line for line in here if line.face == "Tinos-Bold" and line.size == 11]
        assert squashed(" ".join(line.text for line in labels)) == squashed(
            " ".join(column.label for column in REGISTER)
        )
        numbers = [line for line in here if line.text.startswith("(") and line.text.endswith(")") and line.size == 11]
        assert [line.text for line in numbers] == [f"({place})" for place in range(1, 11)]
        assert len({line.baseline for line in numbers}) == 1
        for line, left, right in zip(numbers, EDGES, EDGES[1:], strict=False):
            assert line.centre == pytest.approx((left + right) / 2, abs=0.2)
        first_of_rows = min(line.baseline for line in in_table(here) if line not in labels and line not in numbers)
        assert max(line.baseline for line in labels) < numbers[0].baseline < first_of_rows
    assert "(1)" not in [line.text for line in printed(path, register_table(PAIR, [["1", "x"]], numbering_row=False))]


def test_a_group_label_stands_over_its_columns(path: Path) -> None:
    lines = printed(path, register_table(SUMMARY, [["1", "Phòng Kinh tế", "12", "5", "2", "4", "1", "71,4"]]))
    left = 30 + (252 - sum(column.width_mm for column in SUMMARY)) / 2  # narrower than the page: in the middle
    edges = [left + sum(column.width_mm for column in SUMMARY[:place]) for place in range(len(SUMMARY) + 1)]
    done, doing = (next(line for line in lines if line.text == text) for text in ("Hoàn thành", "Đang thực hiện"))
    assert done.centre == pytest.approx((edges[3] + edges[5]) / 2, abs=0.3)
    assert doing.centre == pytest.approx((edges[5] + edges[7]) / 2, abs=0.3)
    under = next(line for line in lines if line.text == "Đúng")
    assert done.baseline == doing.baseline < under.baseline
    total = next(line for line in lines if line.text == "12")
    assert total.right == pytest.approx(edges[3] - 3 / MM, abs=0.2)  # numbers aligned right keep clear of the rule
    assert next(line for line in lines if line.text == "Phòng Kinh tế").left == pytest.approx(
        edges[1] + 3 / MM, abs=0.2
    )


def test_nothing_is_printed_over_the_edge_of_its_column(path: Path) -> None:
    rows = tasks(20)
    rows[3][2] = "https://vanban.hanoi.gov.vn/" + "a" * 300
    rows[4][8] = "Hoànthànhđúnghạnmàkhôngcódấucách"
    lines = in_table(printed(path, register_table(REGISTER, rows)))
    assert squashed(rows[3][2]) in squashed(text_of(path))
    for line in lines:
        inside = [
            place
            for place, (left, right) in enumerate(pairwise(EDGES))
            if left + 0.5 < line.left and line.right < right - 0.3
        ]
        assert len(inside) == 1, line


def test_codes_and_dates_stay_whole_where_the_column_allows(path: Path) -> None:
    lines = in_table(printed(path, register_table(REGISTER, tasks(84))))
    whole = " ".join(line.text for line in lines)
    assert "84/TB-UBND" in whole
    dates = [line.text for line in lines if line.text == "15/01/2026"]
    assert len(dates) == 84
    split = [line.text for line in lines if line.text in ("HĐND&", "UBND")]  # 25 mm are too narrow for the whole
    assert split.count("HĐND&") == split.count("UBND") == 84


def test_a_row_taller_than_a_page_goes_on_overleaf(path: Path) -> None:
    rows = tasks(5)
    rows[2][2] = "; ".join(f"nội dung thứ {number} của một nhiệm vụ rất dài" for number in range(400))
    rows[2][7] = "; ".join(f"sản phẩm {number}" for number in range(150))
    lines = printed(path, register_table(REGISTER, rows))
    assert len(page_sizes(path)) > 8
    for column in (2, 7):
        left, right = EDGES[column], EDGES[column + 1]
        cells = [line for line in in_table(lines) if left < line.left and line.right < right]
        cells = [line for line in cells if line.face == "Tinos" and not line.text.startswith("(")]
        text = squashed(" ".join(line.text for line in cells))
        assert text == squashed(" ".join(row[column] for row in rows))
    assert max(line.baseline for line in lines) < 190
    for page in range(len(page_sizes(path))):
        feet = [line.baseline + 0.2 * 11 / MM for line in in_table(lines) if line.page == page and line.left > EDGES[2]]
        across = [rule.top for rule in read_rules(path, page) if rule.top == rule.bottom]
        assert max(feet) <= max(across) - 2 / MM  # what is broken keeps its margin too
    begun = [line.page for line in lines if line.text.startswith("nội dung thứ 0") or line.text.startswith("Việc số 2")]
    assert len(set(begun)) == 1  # the tall row begins under the one before it, not on a page of its own


@pytest.mark.parametrize("landscape", [True, False])
def test_a_row_of_one_word_longer_than_a_page_loses_no_letter(path: Path, landscape: bool) -> None:
    columns = (TableColumn("Mã", 15), TableColumn("Nội dung", 30))
    word = "".join(chr(97 + number % 26) for number in range(5000))
    printed(path, register_table(columns, [[word, "x"], ["y", word]]), landscape=landscape)
    lines = [line for line in read_lines(path) if line.size == 11 and line.face == "Tinos"]
    joined = "".join(line.text for line in lines if not line.text.startswith("("))
    assert joined.replace("x", "", 0).count(word[:2000][:10]) >= 2
    assert sum(len(line.text) for line in lines if not line.text.startswith("(")) == 2 * len(word) + 2


def test_totals_are_bold_and_said_to_be_totals(path: Path) -> None:
    row = ["1", "Phòng Kinh tế", "12", "5", "2", "4", "1", "71,4"]
    lines = printed(path, register_table(SUMMARY, [row], ["", "", "12", "5", "2", "4", "1", "71,4"]))
    total = next(line for line in lines if line.text == "Tổng cộng")
    figures = [line for line in lines if line.baseline == total.baseline and line is not total]
    assert total.face == "Tinos-Bold"
    assert {line.face for line in figures} == {"Tinos-Bold"}
    assert [line.text for line in figures] == ["12", "5", "2", "4", "1", "71,4"]
    left = 30 + (252 - 152) / 2
    assert total.centre == pytest.approx(left + 54 / 2, abs=0.3)  # over the two columns that have no figures
    crossing = [
        rule
        for rule in read_rules(path)
        if rule.left == rule.right == pytest.approx(left + 10, abs=0.1) and rule.bottom > total.baseline
    ]
    assert crossing == []
    lines = printed(path, register_table(SUMMARY, [row], ["", "Tổng cộng", "12", "5", "2", "4", "1", ""]))
    assert [line.text for line in lines].count("Tổng cộng") == 1


def test_totals_never_stand_alone_on_a_page(path: Path) -> None:
    pages = set()
    for count in range(15, 32):
        rows = [[str(number), f"Dòng {number}", "5"] for number in range(1, count + 1)]
        lines = printed(path, register_table(SUMMARY[:3], rows, ["", "", "80"]))
        total = next(line for line in lines if line.text == "Tổng cộng")
        last_row = next(line for line in lines if line.text == f"Dòng {count}")
        assert last_row.page == total.page
        pages.add(total.page)
    assert len(pages) > 1


def test_a_group_row_spans_the_table_and_stays_with_its_rows(path: Path) -> None:
    pages = set()
    for count in range(12, 28):
        rows: list[Sequence[str] | GroupRow] = [[str(number), "x"] for number in range(count)]
        rows += [
            GroupRow(("II. Phòng Văn hóa - Xã hội",)),
            ["a", "sau nhóm"],
            GroupRow(("III", "Cộng nhóm")),
            ["b", "y"],
        ]
        lines = printed(path, register_table(PAIR, rows))
        group, after = (
            next(line for line in lines if line.text.startswith(text)) for text in ("II. Phòng", "sau nhóm")
        )
        assert group.face == "Tinos-Bold"
        assert group.right > 50
        assert group.page == after.page
        subtotal = next(line for line in lines if line.text == "Cộng nhóm")
        assert subtotal.face == "Tinos-Bold"
        assert subtotal.left > 42
        pages.add(group.page)
    assert len(pages) > 1


@pytest.mark.parametrize("tall", [False, True])
def test_the_signature_under_a_table_has_rows_over_it(path: Path, tall: bool) -> None:
    pages = set()
    for count in range(8, 24):
        rows = [[str(number), "Một dòng"] for number in range(count)]
        if tall:
            rows.append(["cuối", "; ".join(f"câu thứ {number} của một việc rất dài" for number in range(220))])
        lines = printed(path, register_table(PAIR, rows), signed=True)
        signature = next(line for line in lines if line.text == "NGƯỜI LẬP SỔ")
        above = [
            line
            for line in in_table(lines)
            if line.page == signature.page and line.face == "Tinos" and not line.text.startswith("(")
        ]
        assert len({line.baseline for line in above}) >= 2
        assert max(line.baseline for line in above) < signature.baseline
        assert next(line for line in lines if line.text == "Trần Văn Đạt").page == signature.page
        if tall:
            cell = [line.text for line in in_table(lines) if line.left > 42 and line.face == "Tinos"]
            assert squashed(rows[-1][1]) in squashed(" ".join(text for text in cell if text[0] != "("))
        pages.add(signature.page)
    assert pages == ({2} if tall else {0, 1})


def test_a_last_row_as_tall_as_a_page_shares_its_end_with_the_signature(path: Path) -> None:
    for count in range(150, 420, 30):
        text = "; ".join(f"câu {number}" for number in range(count))
        lines = printed(path, register_table([TableColumn("Nội dung", 60)], [[text]]), signed=True)
        signature = next(line for line in lines if line.text == "NGƯỜI LẬP SỔ")
        above = [line for line in in_table(lines) if line.page == signature.page and line.face == "Tinos"]
        assert len(above) >= 3  # (1) and two lines of text
        cell = [line.text for line in in_table(lines) if line.face == "Tinos" and line.text != "(1)"]
        assert squashed(" ".join(cell)) == squashed(text)


def test_a_table_wider_than_the_page_is_brought_within_the_margins(path: Path) -> None:
    lines = in_table(printed(path, register_table(REGISTER, tasks(3)), landscape=False))
    assert min(line.left for line in lines) >= 30
    assert max(line.right for line in lines) <= 195
    printed_text = squashed(text_of(path))
    assert squashed(tasks(1)[0][2]) in printed_text


def test_lines_and_letters_come_out_as_stored(path: Path) -> None:
    cell = normalize("NFD", "Dòng một (a\\b) & <b>\nDòng hai; đôn đốc ₫ – “…” ≤ ≥ ‰ ²")
    lines = printed(path, register_table(PAIR, [["1", cell]]), note("Ghi chú"))
    texts = [line.text for line in lines]
    assert "Dòng một (a\\b) & <b>" in texts
    assert "Dòng hai; đôn đốc ₫ – “…” ≤ ≥ ‰ ²" in texts


def test_more_letters_than_one_font_subset_holds_all_come_out(path: Path) -> None:
    face = faces.find_faces(Path("none"))[1][0]
    letters = [chr(code) for code in sorted(face.face.charToGlyph) if 0xC0 <= code < 0x500 and chr(code).isalpha()]
    letters = [letter for letter in letters if normalize("NFC", letter) == letter]
    assert len(letters) > 400
    words = ["".join(letters[place : place + 5]) for place in range(0, len(letters), 5)]
    rows = [[str(place), f"đầu {word} cuối"] for place, word in enumerate(words)]
    columns = (PAIR[0], TableColumn("Nội dung", 100, "center"))
    printed(path, register_table(columns, rows))
    text = squashed(text_of(path))
    assert [word for word in words if squashed(f"đầu {word} cuối") not in text] == []


def test_two_tables_in_one_paper_keep_their_own_headings(path: Path) -> None:
    lines = printed(path, register_table(PAIR, [["1", "x"]]), register_table(SUMMARY, []), register_table(PAIR, []))
    bold = [line.text for line in in_table(lines) if line.face == "Tinos-Bold"]
    assert bold.count("Nội dung") == 2
    assert bold.count("Đơn vị") == 1


def test_the_grid_is_closed_and_thin(path: Path) -> None:
    lines = printed(path, register_table(REGISTER, tasks(3)))
    rules = [rule for rule in read_rules(path) if rule.thickness == 0.5]
    across = [rule for rule in rules if rule.top == rule.bottom]
    down = [rule for rule in rules if rule.left == rule.right]
    assert len(across) == 4  # three rows
    assert all(rule.left == pytest.approx(30, abs=0.1) and rule.right == pytest.approx(282, abs=0.1) for rule in across)
    assert [rule.left for rule in down] == pytest.approx(EDGES, abs=0.1)
    top, bottom = min(rule.top for rule in across), max(rule.top for rule in across)
    assert all(rule.top == pytest.approx(top) and rule.bottom == pytest.approx(bottom) for rule in down)
    row_text = [line for line in in_table(lines) if line.face == "Tinos" and not line.text.startswith("(")]
    assert top < min(line.baseline for line in row_text)
    assert max(line.baseline for line in row_text) < bottom


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="3 texts for 2 columns"):
        register_table(PAIR, [["1", "x"], ["1", "x", "y"]])
    with pytest.raises(ValueError, match="1 texts for 2 columns"):
        register_table(PAIR, [["1"]])


def test_rows_that_go_on_with_the_one_above_say_so_again_on_top_of_a_page(path: Path) -> None:
    columns = (TableColumn("Thứ, ngày", 22, "center"), TableColumn("Giờ", 16, "center"), TableColumn("Nội dung", 60))
    more = [MoreRow(("Thứ Hai\n23/11/2026",), (f"{n:02d}h00", "Họp")) for n in range(2, 60)]
    lines = printed(path, register_table(columns, [("Thứ Hai\n23/11/2026", "01h00", "Họp"), *more], size=11))
    days = [(line.page, line.text) for line in lines if line.text.startswith("23/11")]
    assert days == [(page, "23/11/2026") for page in range(len(page_sizes(path)))]
    assert len(days) > 2
    hours = [line.text for line in lines if line.text.endswith("h00")]
    assert hours == [f"{n:02d}h00" for n in range(1, 60)]
    left = 30 + (252 - 98) / 2  # the table stands in the middle
    across = [rule for rule in read_rules(path, 1) if rule.length > 60]
    assert [round(rule.left - left) for rule in across][1:-1] == [22] * (len(across) - 2), "no rule within the day"
    assert round(across[-1].left - left) == 0
