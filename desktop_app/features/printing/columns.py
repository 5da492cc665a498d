"""What is asked before a form is printed."""

from db.words import PeriodScheme
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Choice, Day, LongText, Text, YesNo

PERIOD_HINT = "2022, 2022-11, 2022-Q4, 2022-H1, 2022-9M; hoặc quý IV/2022, tháng 11/2022"

REQUEST = Questions(
    "In báo cáo",
    Column("period", "Kỳ báo cáo", Text(40), needed=True, hint=PERIOD_HINT),
    Column("scheme", "Cách tính kỳ", Choice(PeriodScheme.choices()), width=44, needed=True),
    Column("as_at", "Số liệu tính đến ngày", Day(), hint="Để trống: hết kỳ, hoặc hôm nay nếu kỳ chưa hết"),
    Column(
        "record",
        "Số hoặc mã",
        Text(50),
        needed=True,
        hint="Mã nhiệm vụ như NV-2026-00012, mã lượt kiểm tra, hoặc số văn bản",
    ),
    Column("week", "Tuần", Text(20), needed=True, hint="2026-W07, 7/2026, hoặc một ngày trong tuần như 09/02/2026"),
    Column("units", "Đơn vị", Text(400), hint="Mã các đơn vị, cách nhau bằng dấu ;  Để trống: mọi đơn vị"),
    Column("of_unit", "Mã đơn vị", Text(50), hint="Để trống: cơ quan mình; mã xem ở mục Đơn vị"),
    Column("consolidated", "Tổng hợp các đơn vị cấp dưới", YesNo()),
    Column("letter", "Văn bản đã lập", Text(50), hint="Số, ký hiệu; để trống: in danh sách của ngày trên"),
    Column("number", "Số, ký hiệu", Text(30), hint="Để trống khi in dự thảo"),
    Column("issued_on", "Ngày ban hành", Day(), hint="Để trống khi in dự thảo"),
    Column("shortcomings", "Bổ sung mục III (tồn tại, hạn chế, nguyên nhân)", LongText()),
    Column("directions", "Bổ sung mục IV (phương hướng kỳ tới)", LongText()),
    Column("proposals", "Mục V (kiến nghị, đề xuất)", LongText()),
)
