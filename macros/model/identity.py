"""What makes two names the same name, and two web addresses the same source.

Names: `folded` for what is one spelling, `loosely_folded` for what is probably one name. Sources:
a DOI, a PubMed, PubMed Central or NCT number decides before the address does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from macros.model.identifiers import RegistryNumber, clean_doi
from macros.model.problems import KeyPath

# Names

_LEGAL_FORM = re.compile(
    r"(?:[\s,.]+(?:co|company|corp|corporation|inc|incorporated|ltd|limited|llc|plc|gmbh|ag|sa|nv|bv"
    r"|kk|lp|주식회사|유한회사)\b|\s*\([주유]\))+[\s.]*$"
    r"|^(?:(?:주식회사|유한회사)\s+|\([주유]\)\s*)+",
    re.IGNORECASE,
)


def folded(name: str) -> str:
    """Return a name without what two readers would not see as a difference: width, case, blanks.

    >>> folded("ＡＢ－101 Cell") == folded("ab-101cell")
    True
    """
    small = unicodedata.normalize("NFKC", name).casefold()
    visible = "".join(char for char in small if char.isprintable() and char != " ")
    return unicodedata.normalize("NFKC", visible)


def loosely_folded(name: str) -> str:
    """Return a folded name without punctuation, "the" and the legal form of a company.

    >>> loosely_folded("The Catholic Univ., St. Mary’s") == loosely_folded("Catholic Univ St Marys")
    True
    >>> loosely_folded("Curocell Co., Ltd.") == loosely_folded("CUROCELL")
    True
    """
    text = without_legal_form(name).replace("&", " and ")
    text = folded(re.sub(r"\bthe\s+", "", text, flags=re.IGNORECASE))
    bare = "".join(char for char in text if char.isalnum())
    return unicodedata.normalize("NFKC", bare) or folded(name)


def without_legal_form(name: str) -> str:
    """Return a company's name without "Co., Ltd.", "Inc.", "주식회사" or "㈜".

    >>> without_legal_form("Novartis Pharma AG"), without_legal_form("㈜큐로셀")
    ('Novartis Pharma', '큐로셀')
    """
    return _LEGAL_FORM.sub("", unicodedata.normalize("NFKC", name))


# Sources


class Number(NamedTuple):
    """A number that names a work: its register (doi, pmid, pmc or nct) and itself, as written."""

    register: str
    value: str


Identity = tuple[str, Hashable]
"""What tells a source from others: two sources that share one are the same."""

_DOI = r"10\.\d{4,9}(?:/|%2F)[^?&#]+"
_NUMBERED = {
    "nct": r"(?:\w+\.)?clinicaltrials\.gov(?:/ct2)?/(?:show|study)(?:/[a-z]+)?/"
    rf"({RegistryNumber.forms['NCT']})\b",
    "pmc": r"(?:pmc\.)?ncbi\.nlm\.nih\.gov/(?:pmc/)?(?:m/)?articles/PMC(\d{1,9})\b",
    "pmid": r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov(?:/m)?/pubmed|pubmed\.gov"
    r"|europepmc\.org/(?:article|abstract)/med)(?:/|/?\?term=)([1-9]\d{0,8})/?(?:[?&]|$)",
    "doi": rf".*?(?:/|[?&](?:doi|id)=)({_DOI})",
}
"""Where the addresses of each register, old ones too, and those of publishers have the number."""

_PART = re.compile(r"/(?:figures?|tables?)/[^/]+/?$", re.IGNORECASE)
_MIRROR = re.compile(r"^(?:www|m|mobile|amp)\.")
_TRACKERS = re.compile(
    r"utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|igshid|mc_[ce]id|_ga|napm"
    r"|amp|outputtype",
    re.IGNORECASE,
)
"""Keys of a query that say where a reader came from (advertising networks, newsletters, Naver),
or, the last two, that the page is the mobile copy."""


def number_at(url: str) -> Number | None:
    """Return the number of the work that an address names, None where it names none.

    >>> number_at("https://www.nejm.org/doi/full/10.1056/NEJMoa2303379")
    Number(register='doi', value='10.1056/NEJMoa2303379')
    >>> number_at("https://www.ncbi.nlm.nih.gov/pubmed/37272512").value
    '37272512'
    """
    parts = urlsplit(url)
    text = f"{_MIRROR.sub('', parts.hostname or '')}{parts.path}"
    text += f"?{parts.query}" if parts.query else ""
    for register, pattern in _NUMBERED.items():
        if match := re.match(pattern, text, re.IGNORECASE | re.ASCII):
            value = clean_doi(unquote(match[1])) if register == "doi" else match[1].upper()
            return Number(register, value) if value else None
    return None


def identity(url: str) -> Identity:
    """Return what an address identifies: a work by its number, else the page.

    A page of a figure or table is a source of its own. Of an address counts neither the scheme nor
    the mirror (www., m., amp), the order of the query, its trackers, a slash or index.html at the
    end, nor a fragment, unless that is a path (`#/news/1`). All else does.

    >>> identity("http://m.a.kr/x/amp/?b=2&a=1&utm_source=b") == identity("https://A.kr/x?a=1&b=2")
    True
    >>> identity("https://a.kr/articles/?4999999") == identity("https://a.kr/articles/?4999998")
    False
    """
    parts = urlsplit(url)
    number = None if _PART.search(parts.path) else number_at(url)
    if number:
        return number.register, number.value.lower()
    host = _MIRROR.sub("", parts.hostname or "").rstrip(".")
    port = None if parts.port in (80, 443) else parts.port
    path = re.sub(r"/amp(?=/|$)|/index\.(?:html?|php)$", "", parts.path).rstrip("/")
    query = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    counting = tuple(sorted(pair for pair in query if not _TRACKERS.fullmatch(pair[0])))
    route = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    steps = tuple(unquote(step, errors="surrogateescape") for step in path.split("/"))
    return "address", (host, port, steps, counting, route)


def identities(
    url: str | None, also_at: Iterable[str] = (), doi: str | None = None, pmid: str | None = None
) -> dict[Identity, KeyPath]:
    """Return all that identifies a source, numbers first, each with the field that says so.

    Its `nct` does not: many pages are about one trial.
    """
    of_part = bool(url and _PART.search(urlsplit(url).path))
    numbers = {"doi": clean_doi(doi or ""), "pmid": pmid} if not of_part else {}
    paths: dict[Identity, KeyPath] = {
        (register, value.lower()): (register,) for register, value in numbers.items() if value
    }
    places = [(("url",), url)] if url else []
    places += [(("also_at", index), other) for index, other in enumerate(also_at)]
    for path, address in places:
        paths.setdefault(identity(address), path)
    return paths
