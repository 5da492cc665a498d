"""Words of states as registers put them, and what each comes to here."""

from db.words import Progress, TaskKind, Urgency

LEAVE = "leave"  # rows of this state are not imported

# Longest first wherever one is the beginning of another; compared without accents.
STATES = {
    "da hoan thanh": Progress.REPORTED,
    "hoan thanh": Progress.REPORTED,
    "da xong": Progress.REPORTED,
    "xong": Progress.REPORTED,
    "da thuc hien": Progress.REPORTED,
    "da thuc hien xong": Progress.REPORTED,
    "da bao cao": Progress.REPORTED,
    "da bao cao hoan thanh": Progress.REPORTED,
    "da ket thuc": Progress.REPORTED,
    "cho xac nhan": Progress.REPORTED,
    "da giai quyet": Progress.REPORTED,
    "dung han": Progress.REPORTED,
    "ht": Progress.REPORTED,
    "dat": Progress.REPORTED,
    "done": Progress.REPORTED,
    "100%": Progress.REPORTED,
    "dang thuc hien": Progress.DOING,
    "dang trien khai": Progress.DOING,
    "dang xu ly": Progress.DOING,
    "dang lam": Progress.DOING,
    "dang tien hanh": Progress.DOING,
    "chua hoan thanh": Progress.DOING,
    "chua xong": Progress.DOING,
    "trong han": Progress.DOING,
    "con han": Progress.DOING,
    "qua han": Progress.DOING,
    "cham": Progress.DOING,
    "cham tien do": Progress.DOING,
    "cham muon": Progress.DOING,
    "sap den han": Progress.DOING,
    "den han": Progress.DOING,
    "thuc hien lai": Progress.DOING,
    "yeu cau lam lai": Progress.DOING,
    "lam lai": Progress.DOING,
    "tre han": Progress.DOING,
    "cht": Progress.DOING,
    "thuong xuyen": Progress.DOING,
    "chua thuc hien": Progress.NEW,
    "chua trien khai": Progress.NEW,
    "chua lam": Progress.NEW,
    "moi": Progress.NEW,
    "moi giao": Progress.NEW,
    "chua bat dau": Progress.NEW,
    "cho tiep nhan": Progress.NEW,
    "da giao": Progress.NEW,
    "cho xu ly": Progress.NEW,
}
DONE_BEGINS = (
    "hoan thanh dung han",
    "hoan thanh qua han",
    "hoan thanh truoc han",
    "hoan thanh trong han",
    "hoan thanh cham",
    "hoan thanh,",
    "hoan thanh khong",
    "da hoan thanh",
    "da bao cao",
)
# How a report begins that says by itself how far the work has come.
REPORT_BEGINS = (
    ("chua thuc hien", Progress.NEW),
    ("chua trien khai", Progress.NEW),
    ("da hoan thanh", Progress.REPORTED),
    ("hoan thanh", Progress.REPORTED),
    ("da thuc hien xong", Progress.REPORTED),
    ("da xong", Progress.REPORTED),
    ("dang ", Progress.DOING),
    ("chua ", Progress.DOING),
    ("tiep tuc ", Progress.DOING),
)
DOING_BEGINS = ("qua han ", "cham ", "dang thuc hien", "dang trien khai", "chua hoan thanh", "con ")
GONE = ("huy", "da huy", "khong thuc hien", "dung thuc hien", "tam dung", "tam hoan", "tu choi", "tra lai")

OPTIONS = {
    Progress.REPORTED.value: "Đã hoàn thành",
    Progress.DOING.value: "Đang thực hiện",
    Progress.NEW.value: "Chưa thực hiện",
    LEAVE: "Không nhập các dòng này",
}
KINDS = {
    "thuong xuyen": TaskKind.REGULAR,
    "trong tam": TaskKind.KEY,
    "nhiem vu trong tam": TaskKind.KEY,
    "dot xuat": TaskKind.AD_HOC,
    "phat sinh": TaskKind.AD_HOC,
    "dot xuat, phat sinh": TaskKind.AD_HOC,
}
URGENCIES = {
    "thuong": Urgency.NORMAL,
    "binh thuong": Urgency.NORMAL,
    "khan": Urgency.URGENT,
    "thuong khan": Urgency.MORE_URGENT,
    "hoa toc": Urgency.MOST_URGENT,
    "cao": Urgency.URGENT,
    "trung binh": Urgency.NORMAL,
    "thap": Urgency.NORMAL,
}
TICKS = {"x", "v", "1", "co", "da", "✓", "✔", "√", "ü", "p", "•", "dung", "true"}
NO_TICKS = {"", "0", "-", "khong", "false", "chua"}
SECRET = {"mat", "toi mat", "tuyet mat"}
