"""Buyers of the practice shops: invented names in many scripts, at invented doors of real cities."""

from __future__ import annotations

import random
from dataclasses import dataclass

NAMES = {
    "RU": (
        "Анна Соколова",
        "Дмитрий Кузнецов",
        "Мария Иванова-Лебедева",
        "Пётр Ёлкин",
        "Айгуль Сафиуллина",
        "Илья Ким",
    ),
    "KZ": ("Әсел Нұрланқызы", "Ерлан Жұмабаев", "Динара Қасымова"),
    "UZ": ("Dilnoza Yoʻldosheva", "Шерзод Каримов", "Gʻayrat Toʻxtayev"),
    "GE": ("ნინო ბერიძე", "გიორგი მაისურაძე"),
    "AM": ("Անահիտ Պետրոսյան", "Տիգրան Սարգսյան"),
    "TH": ("สมชาย ใจดี", "กัญญารัตน์ ศรีสุวรรณ", "ธนกฤต วงศ์ประเสริฐ", "พิมพ์ชนก แซ่ลิ้ม", "ณัฐวุฒิ บุญมี", "Malee Phromthong"),
    "VN": ("Nguyễn Thị Hồng Nhung", "Trần Đức Anh", "Lê Quốc Bảo"),
    "SG": ("陈美玲", "Muhammad Faizal bin Rahman", "Priya Ramasamy", "林伟杰"),
    "CN": ("王小明", "歐陽慧敏"),
    "DE": ("Jürgen Weiß", "Lena Großmann", "Öykü Yıldız"),
    "FR": ("Élodie Lefèvre", "François D’Artois", "Noémie Guérin-Chaußée"),
    "LU": ("Claire Weber", "Mélanie Schroeder", "João Ferreira"),
    "GB": ("Siân O’Connor", "Oliver Hughes"),
    "AE": ("فاطمة الزهراء", "محمد العلي"),
    "IL": ("נועה כהן",),
    "IN": ("अनन्या शर्मा",),
}

# city, region, district, street, postcode
ADDRESSES = {
    "RU": (
        ("Москва", "Москва", "Хамовники", "ул. Льва Толстого, д. 18, кв. 42", "119021"),
        ("Санкт-Петербург", "Санкт-Петербург", "Адмиралтейский", "наб. реки Фонтанки, д. 97, кв. 5", "190031"),
        ("Казань", "Республика Татарстан", "Вахитовский", "ул. Баумана, д. 44/8, кв. 12", "420111"),
        ("Новосибирск", "Новосибирская область", "Советский", "Морской проспект, д. 31, кв. 77", "630090"),
        ("Владивосток", "Приморский край", "Фрунзенский", "ул. Светланская, д. 83, кв. 9", "690001"),
        ("Орёл", "Орловская область", "Заводской", "ул. Комсомольская, д. 102, корп. 2, кв. 60", "302001"),
    ),
    "UZ": (
        ("Toshkent", "Toshkent shahri", "Chilonzor tumani", "Bunyodkor koʻchasi, 27-uy, 14-xonadon", "100115"),
        ("Toshkent", "Toshkent shahri", "Yunusobod tumani", "Amir Temur shoh koʻchasi, 108-uy", "100084"),
        ("Samarqand", "Samarqand viloyati", "Registon mahallasi", "Rudakiy koʻchasi, 41-uy", "140100"),
        ("Buxoro", "Buxoro viloyati", "Shoxrud mahallasi", "Bahouddin Naqshband koʻchasi, 5-uy", "200118"),
    ),
    "TH": (
        ("เขตบางรัก", "กรุงเทพมหานคร", "สีลม", "88/14 ซอยศาลาแดง 1 ถนนสีลม", "10500"),
        ("อำเภอเมืองเชียงใหม่", "จังหวัดเชียงใหม่", "ศรีภูมิ", "19 ถนนราชดำเนิน", "50200"),
        ("อำเภอเมืองภูเก็ต", "จังหวัดภูเก็ต", "ตลาดใหญ่", "5/2 ถนนถลาง", "83000"),
        ("อำเภอหาดใหญ่", "จังหวัดสงขลา", "หาดใหญ่", "214 ถนนนิพัทธ์อุทิศ 3", "90110"),
    ),
    "VN": (("Quận 1", "TP. Hồ Chí Minh", "Phường Bến Nghé", "45 Đường Lê Lợi", "700000"),),
    "SG": (("Singapore", "Singapore", "Tiong Bahru", "Blk 78 Guan Chuan Street #02-31", "160078"),),
    "DE": (("Köln", "Nordrhein-Westfalen", "Ehrenfeld", "Körnerstraße 45", "50823"),),
    "FR": (("Metz", "Grand Est", "Centre", "12 bis rue Serpenoise", "57000"),),
    "LU": (("Lëtzebuerg", "Luxembourg", "Gare", "7, rue du Fossé", "L-1536"),),
}
CALLING = {
    "RU": "+7915", "UZ": "+99890", "TH": "+6681", "VN": "+8490", "SG": "+6591", "DE": "+49151", "FR": "+3361",
    "LU": "+35262",
}  # fmt: skip


@dataclass(frozen=True)
class Buyer:
    """One invented person with one invented door."""

    name: str
    phone: str
    email: str
    country: str
    region: str
    city: str
    district: str
    street: str
    postcode: str

    @property
    def full_address(self) -> str:
        return f"{self.street}, {self.district}, {self.city}, {self.region} {self.postcode}"


def buyer(dice: random.Random, country: str) -> Buyer:
    """Somebody who lives in this country; one in four has a name from somewhere else."""
    home = country if dice.random() < 0.75 and country in NAMES else dice.choice(sorted(NAMES))
    name = dice.choice(NAMES[home])
    city, region, district, street, postcode = dice.choice(ADDRESSES[country])
    digits = "".join(str(dice.randrange(10)) for _ in range(7))
    email = f"buyer{dice.randrange(10**6):06d}@example.com"
    return Buyer(name, f"{CALLING[country]}{digits}", email, country, region, city, district, street, postcode)
