"""Amounts of money."""

from __future__ import annotations

from macros.model.fields import Field, Model, Plain
from macros.model.languages import LANGUAGES
from macros.model.numbers import Number
from macros.model.problems import KeyPath
from macros.model.values import Flag, Names, Reading, Term, Value, Words, term

Currency = term("currency")


class Money(Model, Value):
    """An amount or a range of money with its currency; the year is the fact's `as_of`."""

    what = Words(en="entry with these fields:", ko="다음 항목을 갖는 묶음:")
    column = "money"

    amount: Field[Number] = Plain(Number, "The number, or the lower end of a range.", required=True)
    to: Field[Number | None] = Plain(Number, "The upper end of a range.")
    currency: Field[Term] = Plain(Currency, "Of the amount.", required=True)
    about: Field[Flag | None] = Plain(Flag, "True if it is a round figure.")

    @classmethod
    def read_at(cls, raw: object, path: KeyPath, reading: Reading) -> Money | None:
        before = len(reading.troubles)
        money = super().read_at(raw, path, reading)
        return money if len(reading.troubles) == before else None

    def words(self, names: Names, language: str) -> str:
        """Return the amount with its currency: KRW 595.5 billion, 5,955억 원."""
        own = LANGUAGES[language]
        amount = own.amount(self.amount)
        if self.to is not None:
            amount = f"{amount}–{own.amount(self.to)}"
        return own.money(amount, self.currency.words(names, language), bool(self.about))

    def order(self, names: Names, language: str) -> tuple:
        return (0, str(self.currency), self.amount)

    def key(self) -> str:
        amounts = "–".join(str(amount) for amount in (self.amount, self.to) if amount is not None)
        return f"{'about ' if self.about else ''}{self.currency.upper()} {amounts}"

    def __str__(self) -> str:
        return self.key()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Money) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((self.amount, self.to, self.currency, bool(self.about)))
