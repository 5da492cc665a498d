"""Whether a package is what its sender sealed: the seal first, then what people see beside it."""

from collections import Counter
from collections.abc import Iterator

from desktop_app.excel import cover, hidden, seal
from desktop_app.excel.comparing import Comparison, Sealed, filled, text_problems
from desktop_app.excel.looks import LISTS
from desktop_app.excel.problems import Problem, ProblemKind
from desktop_app.excel.reading import Package

Opened = dict[str, dict[str, Sealed]]  # by sheet and uid


def verify(package: Package) -> list[Problem]:
    """Everything about ``package`` that is not as sealed; an empty list when all is.

    The order of rows and columns, filters, widths and what is hidden do not matter. When the seal itself is broken,
    only that is told: nothing sealed is left to compare the visible cells with.
    """
    opened: Opened = {sheet: {} for sheet in package.manifest.counts}
    broken = [*_row_problems(package, opened), *_seal_problems(package)]
    return broken or [*_cover_problems(package), *_sheet_problems(package, opened)]


def _row_problems(package: Package, opened: Opened) -> Iterator[Problem]:
    """What is wrong with single hidden rows; the others are put into ``opened``."""
    for line in package.torn:
        yield _broken(hidden.ROWS, "dòng bị sửa, không đọc được", line)
    for row in package.rows:
        try:
            if seal.digest(row.text) != row.digest:
                yield _broken(hidden.ROWS, "nội dung không khớp với mã băm", row.line, row.uid)
            elif row.uid in opened.setdefault(row.sheet, {}):
                yield _broken(hidden.ROWS, "bản ghi xuất hiện hơn một lần", row.line, row.uid)
            opened[row.sheet][row.uid] = row.opened().values, row.cells()
        except (ValueError, KeyError, TypeError):
            yield _broken(hidden.ROWS, "nội dung không đọc được hoặc không đúng mã bản ghi", row.line, row.uid)


def _seal_problems(package: Package) -> Iterator[Problem]:
    manifest = package.manifest
    found = Counter(row.sheet for row in package.rows)
    for sheet in manifest.counts | found:
        if (count := found[sheet]) != (sealed := manifest.counts.get(sheet, 0)):
            yield _broken(hidden.ROWS, f"trang “{sheet}” phải có {sealed} dòng, trong tệp có {count} dòng")
    if hidden.cells_digest(package.rows) != manifest.cells_digest:
        yield _broken(hidden.ROWS, "nội dung hiển thị không khớp với mã băm trong bản kê")
    if not seal.holds(manifest.public_key, package.signature, package.message):
        yield _broken(hidden.MANIFEST, "chữ ký không khớp với nội dung")
    elif manifest.key_id != seal.fingerprint(manifest.public_key):
        yield _broken(hidden.MANIFEST, "mã khóa không khớp với khóa")


def _broken(sheet: str, detail: str, row: int = 0, uid: str = "") -> Problem:
    return Problem(ProblemKind.SEAL, sheet, row, uid=uid, detail=detail)


def _cover_problems(package: Package) -> Iterator[Problem]:
    if cover.NAME not in package.visible:
        yield Problem(ProblemKind.MISSING_SHEET, cover.NAME)
        return
    code = seal.check_code(package.digest)
    sealed = [text.replace(cover.CODE, code) for text in package.manifest.cover]
    yield from text_problems(cover.NAME, sealed, filled(package.visible[cover.NAME]))


def _sheet_problems(package: Package, opened: Opened) -> Iterator[Problem]:
    if package.manifest.lists:
        yield from text_problems(LISTS, package.manifest.lists, filled(package.visible.get(LISTS, ())))
    for name in package.strange:
        yield Problem(ProblemKind.STRANGE_SHEET, name)
    for sheet in package.manifest.sheets:
        if sheet.name in package.visible:
            yield from Comparison(sheet, opened[sheet.name], package.visible[sheet.name]).problems()
        else:
            yield Problem(ProblemKind.MISSING_SHEET, sheet.name)
