"""The languages of the site: what there are, and how each writes dates, years and amounts.

A new language is one entry in `LANGUAGES` and its words: `xx:` beside `en:` and `ko:` in the
`words.yml` files and in the data. What has no words in it is shown in English, marked as such.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_DAY = re.compile(
    r"(?:19|20)(?<![\w/.-]..)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\w/-])"
)
"""A day in a text. It begins with digits, not with what may not be before them: that is quick."""
_UNIT = re.compile(
    r" (?:(?<=\d )(?=%|(?:million|billion|mg|kg|mL|km|cells|patients|people|days|weeks|months)\b)"
    r"|(?<=[\d조억만] )(?=[\d,]*(?:[조억만원]|달러|유로))|(?<=약 )(?=\d)|(?<=\b[A-Z]{3} )(?=\d))"
)
"""The space between a number and its unit or currency. It begins with the space: that is quick."""
FULL_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def with_units(text: str) -> str:
    """Return a text in which no line ends between a number and its unit or currency.

    >>> with_units("KRW 360 million"), with_units("3억 6,003만 원")
    ('KRW\xa0360\xa0million', '3억\xa06,003만\xa0원')
    """
    return _UNIT.sub("\N{NO-BREAK SPACE}", text)


@dataclass(frozen=True)
class Language:
    """A language by its name in itself and in English; it writes as English does but for its own.

    `script` is the one whose names come first in a list, as Unicode calls it.
    `config` is the file with which its edition is built, "" where none is published. `locale` is
    what Open Graph calls the language as a country writes it.
    """

    name: str
    english: str
    config: str = ""
    script: str = "LATIN"
    locale: str = ""

    def date(self, date: str) -> str:
        """Return a partial date (YYYY, YYYY-MM, YYYY-MM-DD) in words, no more precise than it is.

        >>> ENGLISH.date("2021-02-18"), KOREAN.date("2021-02")
        ('18 Feb 2021', '2021년 2월')
        """
        year, month, day = (*date.split("-"), "", "")[:3]
        return " ".join(filter(None, (day.lstrip("0"), month and MONTHS[int(month) - 1], year)))

    def long_date(self, day: str) -> str:
        """Return a day (YYYY-MM-DD) as a sentence has it."""
        year, month, number = (int(part) for part in day.split("-"))
        return f"{number} {FULL_MONTHS[month - 1]} {year}"

    def in_words(self, text: str) -> str:
        """Return a text whose days (YYYY-MM-DD) are written as a sentence has them.

        >>> ENGLISH.in_words("Paid on 2025-05-19."), KOREAN.in_words("2025-05-19 납입")
        ('Paid on 19 May 2025.', '2025년 5월 19일 납입')
        """
        return _DAY.sub(lambda day: self.long_date(day[0]), text)

    def month(self, month: int) -> str:
        """Return a month, 1 to 12, by itself."""
        return MONTHS[month - 1]

    def year(self, year: int) -> str:
        """Return a year by itself."""
        return str(year)

    def amount(self, amount: Decimal) -> str:
        """Return a large number in words, without rounding.

        >>> ENGLISH.amount(Decimal(595500000000)), KOREAN.amount(Decimal(360039359))
        ('595.5 billion', '3억 6,003만 9,359')
        """
        if amount != amount.to_integral_value() or amount < 10_000:
            return f"{amount:,}"
        whole = int(amount)
        for size, unit in ((10**9, "billion"), (10**6, "million")):
            if whole >= size and whole % (size // 1000) == 0:
                return f"{Decimal(whole) / size:,.3f}".rstrip("0").rstrip(".") + f" {unit}"
        return f"{whole:,}"

    def money(self, amount: str, currency: str, about: bool) -> str:
        """Return an amount (in words) with the name of its currency."""
        return f"{'about ' if about else ''}{currency} {amount}"

    def measure(self, number: str, unit: str) -> str:
        """Return a number with its unit, "" for none; a percent sign stays on its line.

        >>> ENGLISH.measure("67.1", "%"), KOREAN.measure("67.1", "%")
        ('67.1\\xa0%', '67.1%')
        """
        between = "\N{NO-BREAK SPACE}" if unit == "%" else " "
        return f"{number}{between}{unit}".strip()


class Korean(Language):
    """Korean: 년월일, 만억조, the currency after the amount."""

    def date(self, date: str) -> str:
        """Return a partial date as 2021년 2월 18일."""
        parts = (int(part) for part in date.split("-"))
        return " ".join(f"{part}{unit}" for part, unit in zip(parts, "년월일", strict=False))

    def long_date(self, day: str) -> str:
        """Return a day as any other date."""
        return self.date(day)

    def month(self, month: int) -> str:
        """Return a month as 2월."""
        return f"{month}월"

    def year(self, year: int) -> str:
        """Return a year as 2021년."""
        return f"{year}년"

    def amount(self, amount: Decimal) -> str:
        """Return a large number by ten thousands: 5,955억."""
        if amount != amount.to_integral_value() or amount < 10_000:
            return f"{amount:,}"
        whole, parts = int(amount), []
        for size, unit in ((10**12, "조"), (10**8, "억"), (10**4, "만"), (1, "")):
            count, whole = divmod(whole, size)
            if count:
                parts.append(f"{count:,}{unit}")
        return " ".join(parts)

    def money(self, amount: str, currency: str, about: bool) -> str:
        """Return an amount as 약 5,955억 원."""
        together = amount[-1].isdigit() and " " not in currency  # 5,000원, but 5,000 미국 달러
        return f"{'약 ' if about else ''}{amount}{'' if together else ' '}{currency}"

    def measure(self, number: str, unit: str) -> str:
        """Return a number with its unit, joined: 43일; a ratio is named first: 위험비 0.29."""
        return f"{unit} {number}" if unit.endswith("비") else f"{number}{unit}"


ENGLISH = Language("English", "English", "mkdocs.yml", locale="en_GB")
KOREAN = Korean(
    "한국어",
    "Korean",
    "mkdocs.ko.yml",
    script="HANGUL",
    locale="ko_KR",
)

LANGUAGES: dict[str, Language] = {"en": ENGLISH, "ko": KOREAN}
"""Every language by its code, in the order in which editions are built and languages are listed."""

FALLBACK = "en"
"""The language in which every text exists: shown, marked, where another one has none."""
