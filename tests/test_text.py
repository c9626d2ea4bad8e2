"""The doors from a value to a page: whatever the value is, it stays a value."""

from __future__ import annotations

import html
import json
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from markupsafe import Markup

from macros.model.inline import mentions, plain, without_markup
from macros.page.text import attribute, json_in_script, prose, text, url

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</p></div><h1>x</h1>",
    "&lt;script&gt;",
    "&amp;amp; &#60;b&#62; &#x3c;b&#x3e;",
    "\" onmouseover=alert(1) x='",
    "' autofocus onfocus=alert(1) '",
    "--><!-- ]]> <![CDATA[x]]> <?php ?>",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    "</title></style></textarea></script>",
    "a\x00b\x08c\x1bd\x7fe\x9ff\ufffeg",
    "\u202eevil\u2066 right to left",
    "`code` **strong** _em_ [a](https://b.example) <b>",
    "[x](javascript:alert(1)) [y](data:text/html,x) [z](java\tscript:x)",
    "[[<b>x</b>]] [[a|<i>y</i>]] [@<u>z</u>]",
    "[a](https://b.example/\"onmouseover=alert(1)) [b](<https://c.example/'>)",
    "![x](https://a.example/x.png) <https://auto.example> https://bare.example",
    "\ud55c글 \U0001f9ec e\u0301",
]

hostile = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(),
    st.lists(
        st.sampled_from(
            [
                *"<>&\"'`*_[]()|@!\\#;:/= \n\t",
                "[[",
                "]]",
                "[@",
                "](",
                "javascript:",
                "&#",
                "<b",
                "a",
            ]
        ),
        max_size=30,
    ).map("".join),
)


class Reader(HTMLParser):
    """Collects elements and visible text; complains about all that is neither."""

    def __init__(self, source: str):
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.said = ""
        self.feed(source)
        self.close()
        assert self.open == [], f"left open: {self.open} in {source!r}"

    def handle_starttag(self, tag, attrs):
        assert not (tag == "a" and "a" in self.open), "a link in a link"
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.said += data

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data!r}")

    handle_decl = handle_pi = unknown_decl = handle_comment


class TestText:
    @given(hostile)
    def test_is_seen_as_it_was_written_and_makes_no_element(self, value):
        read = Reader(text(value))
        assert read.said == plain(value)
        assert read.elements in ([], [("bdi", {})])

    @given(hostile)
    def test_is_read_so_by_a_browsers_way_of_reading_too(self, value):
        root = lxml_html.fragment_fromstring(text(value), create_parent="div")
        assert {element.tag for element in root.iter()} <= {"div", "bdi"}
        assert "".join(root.itertext()).split() == plain(value).split()

    @given(st.text())
    def test_plain_changes_nothing_but_what_no_page_can_hold(self, value):
        shown = plain(value)
        assert len(shown) == len(value)
        for before, after in zip(value, shown, strict=True):
            assert (
                before == after
                or ord(before) < 32
                or 0x7F <= ord(before) <= 0x9F
                or (before in "\ufffe\uffff")
            )

    @pytest.mark.parametrize(
        ("value", "seen"),
        [
            ("\x00", "␀"),
            ("\x1b", "␛"),
            ("\x7f", "\ufffd"),
            ("\x85", "\ufffd"),
            ("\uffff", "\ufffd"),
        ],
    )
    def test_control_characters_are_made_visible(self, value, seen):
        assert text(f"a{value}b") == f"a{seen}b"

    def test_marks_that_turn_the_writing_stay_inside_their_value(self):
        assert text("a\u202eb") == Markup("<bdi>a\u202eb</bdi>")
        assert text("a\u2067<b>") == Markup("<bdi>a\u2067&lt;b&gt;</bdi>")

    def test_numbers_are_texts_too(self):
        assert text(5) == "5" and text(True) == "True"


class TestAttribute:
    @given(hostile)
    def test_stays_in_its_quotes(self, value):
        for quote in "\"'":
            [(tag, attributes)] = Reader(f"<i title={quote}{attribute(value)}{quote}></i>").elements
            assert tag == "i" and set(attributes) == {"title"}

    @given(hostile)
    def test_says_the_same_on_one_line_and_turns_no_writing(self, value):
        said = html.unescape(attribute(value))
        assert len(said.splitlines()) <= 1
        assert not set(said) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
        kept = [c for c in plain(value) if not c.isspace() and c not in BIDI]
        assert [c for c in said if not c.isspace()] == kept


BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class TestUrl:
    @pytest.mark.parametrize(
        "address",
        [
            "https://a.example",
            "http://a.example/?x=1&y=2#z",
            "HTTPS://a.example",
            " https://a.example ",
        ],
    )
    def test_web_addresses_pass(self, address):
        assert html.unescape(url(address)) == address.strip()

    @pytest.mark.parametrize(
        "address",
        [
            *("javascript:alert(1)", "JAVASCRIPT:alert(1)", "java\tscript:alert(1)"),
            *("java\nscript:alert(1)", " javascript:alert(1)", "\x01javascript:alert(1)"),
            *("\x00javascript:alert(1)", "&#106;avascript:alert(1)", "javascript&colon;alert(1)"),
            *(
                "data:text/html,<script>",
                "DATA:text/html;base64,x",
                "vbscript:x",
                "file:///etc/passwd",
            ),
            *(
                "//host/path",
                "/path",
                "#part",
                "",
                "mailto:a@b.example",
                "https//a",
                "http\x00://a",
            ),
            *(
                "http://[::1",
                "ht tp://a",
                "blob:https://a.example/x",
                "view-source:https://a.example",
            ),
        ],
        ids=repr,
    )
    def test_everything_else_leads_nowhere(self, address):
        assert url(address) == "#"

    @given(hostile | st.text().map("https://".__add__))
    def test_an_address_stays_in_its_quotes_and_is_http(self, value):
        [(_, attributes)] = Reader(f'<a href="{url(value)}"></a>').elements
        assert set(attributes) == {"href"}
        assert attributes["href"] == "#" or attributes["href"].lower().startswith("http")


class TestJson:
    @given(hostile)
    @example("</script><!--<script>")
    @example("\u2028\u2029")
    def test_stays_in_its_script_and_says_the_same(self, value):
        written = json_in_script({"a": [value], value: 1})
        assert not set(written) & set("<>&\u2028\u2029")
        assert json.loads(written) == {"a": [value], value: 1}

    def test_the_same_value_is_the_same_text(self):
        assert json_in_script({"b": 1, "a": 2}) == json_in_script({"a": 2, "b": 1})


def mention(record_id: str, words: str | None, inside: bool = False) -> Markup:
    shown = words or (record_id.lower() if inside else record_id)
    return Markup('<a class="mention" href="../{}/">{}</a>').format(record_id, shown)


def citation(sources: list[str]) -> Markup:
    return Markup("<sup>{}</sup>").format(" ".join(sources))


def shown(value: str) -> str:
    return prose(value, mention, citation)


ALLOWED = {
    "em": set(),
    "strong": set(),
    "code": set(),
    "sup": set(),
    "a": {"href", "class", "title"},
}


class TestProse:
    @given(hostile)
    @example("[a]() [b](<>) [](c) []()")
    @settings(max_examples=200)
    def test_makes_no_element_but_the_allowed_ones(self, value):
        for tag, attributes in Reader(shown(value)).elements:
            assert tag in ALLOWED and set(attributes) <= ALLOWED[tag]
            if tag == "a" and attributes.get("class") != "mention":
                href = attributes.get("href", "https://")
                assert href.lower().startswith(("https://", "http://", "mailto:"))

    @given(
        st.text(st.characters(exclude_characters="*_`[]\\\n\r", exclude_categories=("Cs", "Cc")))
    )
    def test_a_text_without_marks_is_seen_as_it_was_written(self, value):
        # Blanks at the ends are no matter.
        assert Reader(shown(value)).said.strip() == plain(value).strip()

    @pytest.mark.parametrize(
        ("written", "made"),
        [
            ("*a* **b** `c`", "<em>a</em> <strong>b</strong> <code>c</code>"),
            ("_a_ snake_case_word", "<em>a</em> snake_case_word"),
            ("[a](https://b.example)", '<a href="https://b.example">a</a>'),
            ("[a](mailto:b@c.example)", '<a href="mailto:b@c.example">a</a>'),
            ("[[exa1]]", str(mention("exa1", None))),
            ("[[ exa1 | the antigen ]]", str(mention("exa1", "the antigen"))),
            ("**[[exa1]]**", f"<strong>{mention('exa1', None)}</strong>"),
            ("한글[[exa1|항원]]은", f"한글{mention('exa1', '항원')}은"),
            ("a [@b; @c] [@d, e]", "a <sup>b c</sup> <sup>d e</sup>"),
            ("two\nlines", "two lines"),
            ("`[[exa1]] <b>`", "<code>[[exa1]] &lt;b&gt;</code>"),
            ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
            ("# no heading", "# no heading"),
            ("- no list", "- no list"),
            (
                "![no picture](https://a.example/x.png)",
                '!<a href="https://a.example/x.png">no picture</a>',
            ),
            ("https://no-link.example", "https://no-link.example"),
            ("[[a|b|c]]", "[[a|b|c]]"),
            ("[[]] [@]", "[[]] [@]"),
        ],
    )
    def test_knows_emphasis_code_links_mentions_and_citations(self, written, made):
        assert shown(written) == made

    @pytest.mark.parametrize(
        ("written", "inside"),
        [
            ("[[Exa1]] is one", False),
            ("It is [[Exa1]]", True),
            ("It is *[[Exa1]]*", True),
            ("[[exa2]] and [[Exa1]]", True),
            ("One ends. [[Exa1]] is next", False),
            ("One ends [@a].\n[[Exa1]] is next", False),
            ("for people [@a] [[Exa1]]", True),
            ("\n[@a] [[Exa1]]", False),
        ],
    )
    def test_a_mention_knows_whether_it_is_inside_a_sentence(self, written: str, inside: bool):
        assert (">exa1<" in shown(written), ">Exa1<" in shown(written)) == (inside, not inside)

    @pytest.mark.parametrize(
        "address",
        [
            *("javascript:alert(1)", "JavaScript:alert(1)", "java&#9;script:alert(1)"),
            *("&#106;avascript:alert(1)", "javascript&colon;alert(1)", "data:text/html,x"),
            *("//a.example", "/x", "#x", "vbscript:x", "%6aavascript:x", "\\javascript:x"),
        ],
    )
    def test_links_that_are_no_web_addresses_are_shown_as_written(self, address):
        read = Reader(shown(f"[a]({address})"))
        assert read.elements == []
        assert read.said.startswith("[a](")

    def test_a_mention_in_a_link_makes_no_link_in_a_link(self):
        read = Reader(shown("[see [[exa1]] there](https://b.example)"))
        assert "see exa1 there" in read.said

    def test_a_backslash_takes_a_mark_at_its_word(self):
        read = Reader(shown(r"HLA-A\*02:01, HLA-B\*07:02, \_a\_ and \[[b]]"))
        assert read.said == "HLA-A*02:01, HLA-B*07:02, _a_ and [[b]]"
        assert read.elements == []

    @given(hostile)
    def test_nothing_is_linked_or_cited_that_mentions_does_not_find(self, value):
        made = set()
        prose(
            value,
            lambda record_id, _words: made.add(("record", record_id)) or Markup(""),
            lambda sources: made.update(("source", source) for source in sources) or Markup(""),
        )
        assert made <= {(what, plain(found)) for what, found in mentions(value)}

    def test_a_mention_may_run_over_two_lines(self):
        assert list(mentions("[[a|two\nlines]] [@b;\nc]")) == [
            ("record", "a"),
            ("source", "b"),
            ("source", "c"),
        ]
        assert shown("[[a|two\nlines]]") == mention("a", "two lines")

    def test_mentions_are_found_in_order(self):
        assert list(mentions("[[a]] [[b|c]] [@d; @e]")) == [
            ("record", "a"),
            ("record", "b"),
            ("source", "d"),
            ("source", "e"),
        ]


class TestWithoutMarkup:
    @pytest.mark.parametrize(
        ("written", "said"),
        [
            ("*a* **b** `c` _d_", "a b c d"),
            ("[a](https://b.example) c", "a c"),
            ("[[exa1]] and [[exa1|the antigen]] [@b; @c].", "exa1 and the antigen."),
            ("two\n  lines", "two lines"),
            ("HLA-A*02:01", "HLA-A*02:01"),
            (r"HLA-A\*02:01 and HLA-B\*07:02", "HLA-A*02:01 and HLA-B*07:02"),
            ("snake_case and 5 * 3", "snake_case and 5 * 3"),
            ("a [b] (c)", "a [b] (c)"),
            ("a < b & c", "a < b & c"),
            ("`a_b*c`", "a_b*c"),
            ("a *b `c` d*", "a b c d"),
            (r"a *b \& c* [[exa1]]", "a b & c exa1"),
        ],
    )
    def test_says_what_a_reader_of_the_page_sees(self, written, said):
        assert without_markup(written) == said

    @given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
    def test_is_on_one_line_whatever_it_is_given(self, value):
        assert len(without_markup(value).splitlines()) <= 1


@given(st.text(st.sampled_from("[]@|ab-;, *_!()`\\<>&\n\t가"), max_size=40))
def test_mentions_are_those_of_the_rendered_text(value: str) -> None:
    seen: list[tuple[str, str]] = []

    def mention(record: str, _words: str | None) -> Markup:
        seen.append(("record", record))
        return Markup("")

    def citation(sources: list[str]) -> Markup:
        seen.extend(("source", source) for source in sources)
        return Markup("")

    prose(value, mention, citation)
    assert list(mentions(value)) == seen


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**카빅티(실타셀)**은", "<strong>카빅티(실타셀)</strong>은"),
        ("**67.1%**의", "<strong>67.1%</strong>의"),
        ("*“관해”*라고", "<em>“관해”</em>라고"),
        ("이는**(가)**입니다", "이는<strong>(가)</strong>입니다"),
        ("***x%***는", "<em><strong>x%</strong></em>는"),
        ("HLA-A*02:01 and HLA-A*24:02", "HLA-A*02:01 and HLA-A*24:02"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("*a* and **b**", "<em>a</em> and <strong>b</strong>"),
    ],
)
def test_emphasis_ends_beside_hangul_and_not_in_the_name_of_a_gene(written, shown):
    assert str(prose(written, lambda *_: Markup(), list)) == shown
