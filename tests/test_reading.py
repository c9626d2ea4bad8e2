"""YAML is read strictly, says what it means, and never makes the program fall over."""

from __future__ import annotations

import unicodedata

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from macros.model.values import Digits
from macros.store import reading
from macros.store.reading import KEY, MAX_BYTES, MAX_DEPTH, MAX_NODES, Flaw, locate, parse

REFUSED = {
    "anchor": ("a: 1\nb: &here 2\n", "anchor", 2, 4),
    "alias": ("a: 1\nb: *here\n", "anchor", 2, 4),
    "anchor on a mapping": ("a: &here {b: 1}\n", "anchor", 1, 4),
    "merge of an alias": ("a: 1\n<<: *here\n", "anchor", 2, 5),
    "tag": ("a: !!python/object:os.system x\n", "tag", 1, 4),
    "standard tag": ("a: !!str 1\n", "tag", 1, 4),
    "tag of a list": ("a: !mine [1]\n", "tag", 1, 4),
    "duplicate key": ("a: 1\nb: 2\na: 3\n", "duplicate-key", 3, 1),
    "duplicate key inside": ("a: {b: 1, b: 2}\n", "duplicate-key", 1, 11),
    "duplicate key with values inside": ("a: {b: 1}\na: {b: 2, c: [3]}\n", "duplicate-key", 2, 1),
    "duplicate key in other letters of Unicode": (
        "카: 1\n" + unicodedata.normalize("NFD", "카") + ": 2\n",
        "duplicate-key",
        2,
        1,
    ),
    "two documents": ("a: 1\n---\nb: 2\n", "two-documents", 2, 1),
    "root is a list": ("- a\n- b\n", "not-a-record", 1, 1),
    "root is a text": ("only words\n", "not-a-record", 1, 1),
    "empty file": ("", "empty-file", 1, 1),
    "nothing but remarks": ("# nothing\n\n", "empty-file", 1, 1),
    "key without value": ("a: 1\nb:\nc: 2\n", "empty-value", 2, 3),
    "null": ("a: null\n", "empty-value", 1, 4),
    "Null as other programs write it": ("a: Null\n", "empty-value", 1, 4),
    "tilde": ("a: ~\n", "empty-value", 1, 4),
    "null in a list": ("a:\n  - x\n  - ~\n", "empty-value", 3, 5),
    "tab before a key": ("a:\n\tb: 1\n", "tab-indent", 2, 1),
    "tab after blanks": ("a:\n  b: 1\n  \tc: 2\n", "tab-indent", 3, 3),
    "control character": ("a: 1\nb: x\x07y\n", "control-character", 2, 5),
    "NUL": ("a: x\x00\n", "control-character", 1, 5),
    "control character after Hangul": ("a: 한국\x1b\n", "control-character", 1, 6),
    "direction": ("a: x\u202ey\n", "control-character", 1, 5),
    "zero width": ("a: x\u200by\n", "control-character", 1, 5),
    "NUL as an escape": ('a: 1\nb: "x\\0"\n', "control-character", 2, 4),
    "bell as an escape": ('a: ["\\x07"]\n', "control-character", 1, 5),
    "direction as an escape": ('a: "\\u202e"\n', "control-character", 1, 4),
    "control character in a key": ('"a\\x07": 1\n', "control-character", 1, 1),
    "too deep": ("a: " + "[" * 500, "too-deep", 1, MAX_DEPTH + 3),
    "too deep, closed": ("a: " + "[" * 500 + "]" * 500, "too-deep", 1, MAX_DEPTH + 3),
    "too deep, mappings": ("{a: " * 5_000, "too-deep", 1, 4 * MAX_DEPTH + 1),
    "too many values": ("a: [" + "1," * MAX_NODES + "1]", "too-large", 1, 2 * MAX_NODES - 1),
    "too many bytes": ("a: " + "x" * MAX_BYTES, "too-large", 1, 1),
    "bracket left open": ("a: [x, y\nb: 1\n", "syntax", 2, 2),
    "quote left open": ('a: "x\nb: 1\n', "syntax", 1, 4),
    "colon in plain text": ("note: see this: that\n", "syntax", 1, 15),
    "sign at the beginning": ("a: @x\n", "syntax", 1, 4),
    "unknown escape": ('a: "\\q"\n', "syntax", 1, 5),
    "half a character": ('a: "\\ud800"\n', "syntax", 1, 7),
    "list as a key": ("? [a]\n: b\n", "syntax", 1, 3),
    "list on the line of its key": ("a: - x\n", "syntax", 1, 4),
    "strange YAML version": ("%YAML 3.0\n---\na: b\n", "syntax", 1, 1),
}


@pytest.mark.parametrize(("text", "code", "line", "column"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_read_is_one_flaw_with_place_and_advice(text, code, line, column):
    [flaw] = parse(text.encode()).flaws
    assert (flaw.code, flaw.line, flaw.column) == (code, line, column)
    assert flaw.message and flaw.fix


@pytest.mark.parametrize(
    ("raw", "line", "column"),
    [
        (b"\xff", 1, 1),
        (b"a: 1\nb: \xc3\x28\n", 2, 4),
        ("a: 1\r\nb: é\r\n".encode("latin-1"), 2, 4),
        ("a: 예시셀".encode("cp949"), 1, 4),
        ("a: 예시셀".encode("utf-16"), 1, 1),
        ("a: 예시\nb: 예시셀 ".encode() + b"\xff", 2, 8),
        (b"\xef\xbb\xbfa: 1\nb: \xff", 2, 4),
    ],
    ids=["first byte", "cut short", "Latin-1", "CP949", "UTF-16", "after Hangul", "after a BOM"],
)
def test_a_file_that_is_not_utf_8_says_at_which_character(raw, line, column):
    [flaw] = parse(raw).flaws
    assert (flaw.code, flaw.line, flaw.column) == ("not-utf-8", line, column)
    assert "UTF-8" in flaw.fix


CAUSES = {
    "number sign in a title": ("title: Results of study #2 in lymphoma\n", 1, "#", "quotes"),
    "remark after words": ("title: Some words # a remark\n", 1, "#", "own line"),
    "number sign at the beginning": ("title: #2 in lymphoma\n", 1, "#", "quotes"),
    "company in a list": (
        "aliases: [Aa Cell Co., Ltd.]\n",
        1,
        "two entries",
        '"Aa Cell Co., Ltd."',
    ),
    "bracket in a list": ("aliases: [Aa (Seoul, Korea)]\n", 1, "two entries", "quotes"),
    "comma in a number": ("a: [1,000 cells]\n", 1, "two entries", '"1,000 cells"'),
    "comma in a mapping": ("name: {en: Aa Co., Ltd., ko: 가}\n", 1, "comma", "quotes"),
    "full-width colon": ("name: A\nphase： phase-2\nb: c\n", 2, "full-width", "`field: value`"),
    "full-width colon at the top": ("name： A\n", 1, "fields", "full-width"),
    "no blank after the colon": ("name: A\nphase:phase-2\nb: c\n", 2, "space", "`field: value`"),
    "no blank in a mapping": ("a: {value:phase-2}\n", 1, "colon", "`value: phase-2`"),
    "merge": ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", 2, "merge", "<<<<<<<"),
    "open quote": ('name: "Aa\nsummary: "bb"\nc: d\n', 1, "quotation", "Close"),
    "open quote to the end": ("a: 1\nname: 'Aa\nb: 2\n", 2, "quotation", "Close"),
    "no-break space": ("a: 1\nname:\u00a0Aa\nb: 2\n", 2, "no-break", "plain space"),
    "no-break space before a value": ("a: 1\nname: \u00a0Aa\n", 2, "no-break", "plain space"),
    "curly quotes": ("a: 1\nname: {en: “Aa: b”, ko: x\n", 2, "curly", "straight"),
    "text after a list": ("a: 1\nname: [Aa] b\nc: d\n", 2, "follows the closing ]", "quotes"),
    "text after a quote": ('a: 1\nname: "Aa" b\nc: d\n', 2, 'follows the closing "', "quotes"),
    "remark in a list": ("aliases: [Aa #2, Bb]\nb: c\n", 1, "#", "quotes"),
}


@pytest.mark.parametrize(("text", "line", "cause", "advice"), CAUSES.values(), ids=CAUSES)
def test_a_flaw_names_its_cause_at_its_line(text, line, cause, advice):
    flaw = parse(text.encode()).flaws[0]
    assert flaw.line == line
    assert cause in flaw.message
    assert advice in flaw.fix


@pytest.mark.parametrize(
    "text",
    [
        "a: b # remark",
        "a: some words  # remark",
        "a: C#",
        "a: '#2 # x'",
        "a: >-\n  b #2",
        "a: [b, c,d]",
        "a: ['Aa Co., Ltd.', Bb (x)]",
        "a:\n  - Aa Co., Ltd.",
        "a: https://a.example/#b",
    ],
)
def test_what_is_meant_so_is_no_flaw(text):
    assert parse(text.encode()).flaws == []


@pytest.mark.parametrize("sign", ["\u00ad", "\u200c", "\u200d", "\u3164", "\ufffd", "\ue000"])
def test_a_sign_that_nobody_sees_is_said_each_time(sign):
    flaws = parse(f"a: x{sign}y\nb: {sign}".encode()).flaws
    assert [(flaw.line, flaw.code) for flaw in flaws] == [
        (1, "control-character"),
        (2, "control-character"),
    ]


def test_a_colon_in_a_text_and_a_sign_before_it_are_told_to_be_quoted():
    assert "quotes" in parse(b"note: see this: that").flaws[0].fix
    assert "quotes" in parse(b"note: @somebody").flaws[0].fix


def test_a_duplicate_key_names_the_first_line_and_does_not_change_the_value():
    document = parse(b"a: 1\nb: 2\na: {c: 3}\n")
    assert document.value == {"a": 1, "b": 2}
    assert "line 1" in document.flaws[0].message


def test_every_empty_value_is_said_in_one_reading():
    assert [flaw.line for flaw in parse(b"a:\nb: 1\nc:\nd: [~]\n").flaws] == [1, 3, 4]


@pytest.mark.parametrize("text", ["a: 1\nb", "a: 1\nb: [", 'a: "', "a: {b: 1", "a: 1\nword\n"])
def test_the_line_of_a_flaw_is_a_line_of_the_file(text):
    [flaw] = parse(text.encode()).flaws
    assert 1 <= flaw.line <= text.count("\n") + 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("off", "off"),
        ("True", True),
        ("FALSE", False),
        ("1.10", Digits("1.10")),
        ("70.0", Digits("70.0")),
        ("1e3", Digits("1e3")),
        ("2021-03", "2021-03"),
        ("2021-03-02", "2021-03-02"),
        ("0123", Digits("0123")),
        ("0x1F", Digits("0x1F")),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("+1", Digits("+1")),
        ("-0", Digits("-0")),
        ("=", "="),
        ("9" * 19, Digits("9" * 19)),
        ("0", 0),
        ("91", 91),
        ("-5", -5),
        ("2021", 2021),
        ("9" * 18, 10**18 - 1),
        ("true", True),
        ("false", False),
        ('"91"', "91"),
        ("'91'", "91"),
        ('"true"', "true"),
        ('""', ""),
        ('"~"', "~"),
        ('"null"', "null"),
        ("|\n  91\n", "91\n"),
        (">-\n  two\n  lines\n", "two lines"),
        ("it's", "it's"),
        ("a # remark", "a"),
        ("a#b", "a#b"),
        ("[]", []),
        ("{}", {}),
    ],
)
def test_a_value_means_what_it_says(written, meant):
    document = parse(f"a: {written}\n".encode())
    assert document.flaws == []
    assert document.value == {"a": meant}
    assert type(document.value["a"]) is type(meant)


def test_keys_are_text_whatever_they_look_like():
    assert parse(b"1: a\ntrue: b\n2021-03: c\nnull: d").value == {
        "1": "a",
        "true": "b",
        "2021-03": "c",
        "null": "d",
    }


def test_decomposed_hangul_arrives_composed():
    decomposed = unicodedata.normalize("NFD", "예시셀")
    assert parse(f"{decomposed}: {decomposed}".encode()).value == {"예시셀": "예시셀"}


@pytest.mark.parametrize("raw", [b"\xef\xbb\xbfa: 1\nb: x\n", b"a: 1\r\nb: x\r\n", b"a: 1\rb: x\r"])
def test_byte_order_mark_and_line_ends_of_other_systems_do_no_harm(raw):
    document = parse(raw)
    assert (document.value, document.flaws) == ({"a": 1, "b": "x"}, [])
    assert locate(raw, ("a",)) == (1, 4)
    assert locate(raw, ("b",)) == (2, 4)


def test_the_deepest_and_the_largest_allowed_are_read():
    inner = MAX_DEPTH - 1
    assert not parse(("a: " + "[" * inner + "]" * inner).encode()).flaws
    assert not parse(("a: [" + "1," * (MAX_NODES - 4) + "1]").encode()).flaws
    assert not parse(b"a: " + b"x" * (MAX_BYTES - 3)).flaws


RECORD = """\
name: {en: Example, ko: 예시}
aliases: [one, two]
founded:
  value: "2016"
  also:
    - {value: "2017", sources: [b-source]}
developers: {value: [dev-a, dev-b], sources: [s-source, t-source]}
people:
  - value: [inner]
  - second
"""


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ((), "name:"),
        (("name",), "{en"),
        (("name", KEY), "name:"),
        (("name", "ko"), "예시"),
        (("name", "ko", KEY), "ko:"),
        (("aliases", 1), "two"),
        (("founded", KEY), "founded:"),
        (("founded", "value"), '"2016"'),
        (("founded", "also", 0, "sources", 0), "b-source"),
        (("people", 0, "value", 0), "inner"),
        (("developers", "value", 1), "dev-b"),
        (("developers", "sources", 1), "t-source"),
        # the nearest there is
        (("aliases", 1, "value"), "two"),
        (("developers", "value", 1, "sources", 0), "dev-b"),
        (("people", 9), "- value: [inner]"),
        (("nothing", "here"), "name:"),
    ],
)
def test_locate_finds_the_value_the_key_or_what_is_nearest(path, there):
    before = RECORD[: RECORD.index(there)]
    place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert locate(RECORD.encode(), path) == place


def test_locate_answers_for_a_broken_text_too():
    assert locate(b"a: 1\nb: [", ("a",)) == (1, 4)
    assert locate(b"a: \xff", ("a",)) == (1, 4)
    assert locate(b"", ("a",)) == (1, 1)


def leaves(value, path=()):
    """Yield every scalar of a value with its path."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inner:
        if isinstance(each, (dict, list)):
            yield from leaves(each, (*path, key))
        else:
            yield (*path, key), each


def sound(raw: bytes) -> None:
    document = parse(raw)
    assert (document.value is None) <= bool(document.flaws)
    for flaw in document.flaws:
        assert isinstance(flaw, Flaw)
        assert flaw.line >= 1 and flaw.column >= 1
        assert flaw.code and flaw.message
    for path, value in leaves(document.value or {}):
        assert type(value) in (str, int, bool, Digits)
        assert min(locate(raw, path)) >= 1


@given(st.binary(max_size=300))
@example(b"\xfe\xff\x00a")
@example(b"%TAG ! x\n---\n!a b")
def test_no_bytes_make_it_fall_over(raw):
    sound(raw)


YAML_SIGNS = st.sampled_from(
    list("\n\n\r\t  :,-?[]{}#&*!|>'\"%@`\\~=<")
    + ["- ", ": ", "---\n", "...\n", "a", "한", "\u2028"]
)


@given(st.lists(st.one_of(YAML_SIGNS, st.text(max_size=3)), max_size=40).map("".join))
@settings(max_examples=200)
def test_no_text_makes_it_fall_over(text):
    sound(text.encode())


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.dates())
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=20,
)


@given(ANYTHING, st.booleans())
def test_no_yaml_that_a_program_writes_makes_it_fall_over(value, flow):
    sound(yaml.safe_dump(value, allow_unicode=True, default_flow_style=flow).encode())


# NFC is applied on reading; control characters and surrogates are refused there.
_KINDS_REFUSED = ("Cc", "Cf", "Cs", "Cn", "Co", "Zs", "Mn")
TEXT = st.text(
    st.characters(
        exclude_categories=_KINDS_REFUSED, exclude_characters="\u115f\u1160\u3164\uffa0\ufffc\ufffd"
    )
    | st.just(" ")
).map(lambda text: unicodedata.normalize("NFC", text))
PLAIN = st.recursive(
    st.booleans() | st.integers(-(10**18) + 1, 10**18 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


class _Quoting(yaml.SafeDumper):
    """Writes texts in quotes, numbers and true and false without."""

    def ignore_aliases(self, data):
        return True


_Quoting.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


@given(st.dictionaries(TEXT, PLAIN, max_size=4), st.booleans(), st.booleans())
def test_what_is_written_in_quotes_comes_back_as_it_was(value, flow, unicode):
    raw = yaml.dump(
        value, Dumper=_Quoting, allow_unicode=unicode, default_flow_style=flow, width=60
    ).encode()
    document = parse(raw)
    assert document.flaws == [] or [flaw.code for flaw in document.flaws] == ["too-deep"]
    assert document.flaws or document.value == value


@given(st.lists(st.one_of(YAML_SIGNS, st.text(max_size=3)), max_size=20).map("".join))
def test_without_the_c_library_nothing_falls_over_either(text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "LOADER", yaml.SafeLoader)
        sound(text.encode())
