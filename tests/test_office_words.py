"""The words an office starts from: its place and the lines of its head, out of its name."""

import pytest

from desktop_app.features.office import service as office


@pytest.mark.parametrize(
    ("name", "place", "issuer"),
    [
        ("Ủy ban nhân dân phường Long Biên", "Long Biên", "ỦY BAN NHÂN DÂN|PHƯỜNG LONG BIÊN"),
        ("Ủy ban nhân dân xã Đông Anh", "Đông Anh", "ỦY BAN NHÂN DÂN|XÃ ĐÔNG ANH"),
        ("Ủy ban nhân dân thành phố Hải Phòng", "Hải Phòng", "ỦY BAN NHÂN DÂN|THÀNH PHỐ HẢI PHÒNG"),
        ("Ủy ban nhân dân đặc khu Cát Hải", "Cát Hải", "ỦY BAN NHÂN DÂN|ĐẶC KHU CÁT HẢI"),
        ("Trung tâm Phục vụ hành chính công", "Trung tâm Phục vụ hành chính công", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"),
    ],
)
def test_the_place_is_the_name_without_what_sort_of_unit_it_is(name, place, issuer):
    words = office.suggested(next(iter(office.LABELS)), name, "Trên")
    assert (words["place"], words["header_issuer"]) == (place, issuer)
