"""What a shared link shows: the card of a record, and the figure that other pages can embed."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import PIL
import pytest
import resvg_py
from lxml import etree, html
from PIL import Image

from macros.features.pictures.base import colours_of
from macros.features.pictures.svg import width
from macros.model.atlas import Atlas
from macros.model.record import Record
from macros.site import cards
from macros.site.cards import FACT, Card, card_files, card_of
from macros.site.png import COLOURS, SIZE, characters, drawn, in_few_colours, version
from macros.store import sealed
from macros.store.loading import Loader
from tests.conftest import edit, load
from tests.sites import ROOT, real_atlas
from tests.test_pictures import NS, boxes

ADDRESS = "https://korea-cart-atlas.github.io/atlas/"
REQUIRED = {"type", "version"} | {"url", "width", "height"}
"""What oEmbed 1.0 wants of every answer, and of a photo (sections 2.3.4 and 2.3.4.1)."""


@pytest.fixture(scope="module")
def real() -> Atlas:
    return real_atlas()


def with_cards(atlas: Atlas) -> Iterator[Record]:
    return (record for kind in FACT for record in atlas.of(kind))


def every_card(atlas: Atlas) -> dict[str, Card]:
    made = (card_of(atlas, record) for record in with_cards(atlas))
    return {card.path: card for card in made if card}


def lines(card: Card) -> list[str]:
    return ["".join(text.itertext()) for text in etree.fromstring(card.svg).iter(f"{NS}text")]


def bar(card: Card) -> str:
    """Return the colour of a card's bars."""
    return re.search(r"\.p-accent\{fill:(#\w{6})\}", card.svg)[1]


def image(png: bytes) -> Image.Image:
    """Return an image after all its checks."""
    Image.open(BytesIO(png)).verify()
    return Image.open(BytesIO(png))


def pixels(png: bytes) -> list[tuple[int, int, int]]:
    return list(image(png).convert("RGB").get_flattened_data())


class TestDrawing:
    def test_a_card_looks_as_if_it_were_in_all_colours(self, real: Atlas):
        one_of_each = {bar(card): card for card in every_card(real).values()}
        assert len(one_of_each) > 3
        for card in one_of_each.values():
            made = image(card.png())
            assert (made.format, made.mode, made.size) == ("PNG", "P", SIZE)
            flat = {(*bytes.fromhex(c),) for c in re.findall(r"fill:#(\w{6})", card.svg)}
            pairs = Counter(zip(pixels(drawn(card.svg)), pixels(card.png()), strict=True))
            assert flat <= {true for true, _shown in pairs}
            assert len({shown for _true, shown in pairs}) <= COLOURS
            assert all(true == shown for true, shown in pairs if true in flat)
            edges = {pair: count for pair, count in pairs.items() if pair[0] not in flat}
            off = sum(
                count * sum(abs(a - b) for a, b in zip(*pair, strict=True)) / 3
                for pair, count in edges.items()
            )
            assert off / sum(edges.values()) < 5  # of 255

    @pytest.mark.parametrize("count", [2, COLOURS])
    def test_flat_colours_stay_what_they_are(self, count: int):
        wanted = [(11 * n, 255 - 9 * n, 7 * n) for n in range(count)]
        stripes = "".join(
            f'<rect x="{5 * n}" width="5" height="5" fill="rgb{colour}"/>'
            for n, colour in enumerate(wanted)
        )
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{5 * count}" height="5">{stripes}'
        row = [colour for colour in wanted for _ in range(5)]
        assert pixels(in_few_colours(svg + "</svg>")) == row * 5

    def test_a_card_has_another_name_if_other_libraries_draw_it(
        self, atlas: Atlas, monkeypatch: pytest.MonkeyPatch
    ):
        card, paths = next(iter(every_card(atlas).values())), set()
        for library in (None, PIL, resvg_py):
            with monkeypatch.context() as patch:
                if library:
                    patch.setattr(library, "__version__", "another")
                version.cache_clear()
                paths.add(card.path)
        version.cache_clear()
        assert len(paths) == 3

    def test_a_card_is_drawn_once_the_same_each_time_and_goes_with_its_record(
        self, atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        made = every_card(atlas)
        cold = dict(card_files(made, tmp_path / "kept"))
        assert dict(card_files(made, tmp_path / "others")) == cold
        monkeypatch.setattr(cards, "in_few_colours", None)  # nothing can be drawn from here on
        assert dict(card_files(made, tmp_path / "kept")) == cold
        made.popitem()
        (tmp_path / "kept/broken-off.1.part").write_text("")
        sealed.sweep(tmp_path / "kept", (Path(path).name for path in made))
        kept = {file.name for file in (tmp_path / "kept").iterdir()}
        assert kept == {Path(path).name for path in made}

    def test_a_picture_that_this_clone_did_not_draw_is_drawn_anew(
        self, atlas: Atlas, tmp_path: Path
    ):
        made = dict([every_card(atlas).popitem()])
        [(path, drawn)] = card_files(made, tmp_path)
        (tmp_path / Path(path).name).write_bytes(drawn)
        assert dict(card_files(made, tmp_path)) == {path: drawn}
        assert (tmp_path / Path(path).name).read_bytes() != drawn

    def test_a_folder_that_cannot_be_written_costs_time_only(self, atlas: Atlas, tmp_path):
        (tmp_path / "file").write_text("")
        made = dict([every_card(atlas).popitem()])
        assert len(dict(card_files(made, tmp_path / "file" / "cards"))) == 1

    def test_the_list_of_characters_is_that_of_both_fonts(self):
        from fontTools.ttLib import TTFont

        for font in (ROOT / "macros/site/fonts").glob("*.ttf"):
            assert {*map(chr, TTFont(font).getBestCmap())} | {"\n"} == characters()

    def test_the_layout_takes_words_to_be_no_narrower_than_they_are(self):
        from fontTools.ttLib import TTFont

        for bold, weight in ((False, 400), (True, 700)):
            font = TTFont(ROOT / f"macros/site/fonts/atlas-sans-{weight}.ttf")
            names, advance = font.getBestCmap(), font["hmtx"]
            for words in (
                "Hospital-made CD19 CAR-T in B-ALL",
                "재발성·불응성 다발골수종 3상(KarMMa-9)",
            ):
                real = sum(advance[names[ord(c)]][0] for c in words) / font["head"].unitsPerEm
                assert real <= width(words, 1, bold)


class TestLayout:
    def test_no_words_lie_over_others_or_leave_the_card_or_are_cut(self, real: Atlas):
        count = 0
        for record in with_cards(real):
            card = card_of(real, record)
            assert card, record.id
            free_and_inside(card)
            said = "".join(lines(card)).replace(" ", "")
            for language in ("en", "ko"):
                assert record.name_in(language).replace(" ", "") in said, record.id
            assert "…" not in said, record.id
            count += 1
        assert count > 200

    @pytest.mark.parametrize(
        "name",
        [
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 9,
            "세포" * 300,
            "<script>alert(1)</script> & ]]> \"' {{ 7*7 }} &lt;b&gt;",
            "W" * 39,
        ],
    )
    def test_a_hostile_name_stays_text_and_inside(self, small: Path, name: str):
        written = json.dumps({"en": name, "ko": name[::-1]}, ensure_ascii=False)
        edit(small, "products/example-cel.yml", "{en: Example-cel, ko: 예시캡타젠}", written)
        atlas = Loader(small).read()[0]
        card = card_of(atlas, atlas.records["example-cel"])
        free_and_inside(card)
        assert lines(card)[1].startswith(name[:15])
        assert image(card.png()).size == SIZE

    def test_words_that_the_fonts_lack_give_no_card(self, small: Path):
        edit(small, "products/example-cel.yml", "en: Example-cel,", "en: 細胞,")
        atlas = load(small)
        assert card_of(atlas, atlas.records["example-cel"]) is None
        assert card_of(atlas, atlas.records["examplecell"]) is None  # a kind without cards


def free_and_inside(card: Card) -> None:
    placed = boxes(etree.fromstring(card.svg))
    for index, (x1, y1, x2, y2, words) in enumerate(placed):
        assert x1 >= 60 and y1 >= 14 and x2 <= SIZE[0] - 50 and y2 <= SIZE[1], words
        for a1, b1, a2, b2, other in placed[index + 1 :]:
            assert x2 <= a1 or a2 <= x1 or y2 <= b1 or b2 <= y1, f"{words} over {other}"


class TestWords:
    def test_a_fact_with_its_date_in_both_languages(self, atlas: Atlas):
        card = card_of(atlas, atlas.records["example-cel"])
        assert lines(card)[:11] == [
            *("Product · 제품", "Example-cel", "예시캡타젠"),
            *("Stage in Korea", "Approved", "Copy or reference", "As of 2 Mar 2024"),
            *("국내 개발 단계", "품목허가", "사본·참고자료", "2024년 3월 2일 기준"),
        ]
        assert lines(card)[-1].startswith("Data as of 6 May 2024 · 데이터 기준일 2024년 5월 6일")
        assert card.said["en"] == (
            "Product: Example-cel – Stage in Korea: Approved (Copy or reference; as of 2 Mar 2024)"
        )
        assert card.said["ko"].startswith(
            "제품: 예시캡타젠 – 국내 개발 단계: 품목허가 (사본·참고자료;"
        )

    @pytest.mark.parametrize(
        ("old", "new", "shown"),
        [
            (
                "value: approved, as_of",
                "value: approved, planned: true, as_of",
                ["Planned", "예정"],
            ),
            ("[example-register, example-daily-2023]}", "[example-daily-2023]}", ["Press only"]),
            (
                "[example-register, example-daily-2023]}",
                "[examplecell-release]}",
                ["Company only"],
            ),
        ],
    )
    def test_what_qualifies_a_fact_is_said_with_it(
        self, atlas: Atlas, small: Path, old: str, new: str, shown: list[str]
    ):
        edit(small, "products/example-cel.yml", old, new)
        changed = Loader(small).read()[0]  # a plan contradicts the decision, says the check
        card = card_of(changed, changed.records["example-cel"])
        plain = card_of(atlas, atlas.records["example-cel"])
        assert {*shown} <= {*lines(card)} - {*lines(plain)}
        assert shown[0].lower() in card.said["en"].lower()

    def test_the_colour_is_that_of_the_chip(self, real: Atlas):
        claims = real.of_kind("claims")
        tones = {c.verdict.value: bar(card_of(real, c)) for c in claims}
        assert tones["contradicted"] != tones["unsupported"] != tones["supported"]
        palette = colours_of("default")
        assert tones["contradicted"] == palette["--atlas-bad"]
        assert tones["supported"] == palette["--atlas-good"]

    def test_unknown_none_and_absent_differ(self, small: Path):
        stage, seen = "stage: preclinical", []
        for new in (stage, "stage: {value: unknown, checked: '2024-05-01'}", "stage: none", ""):
            edit(small, "products/sample-nk.yml", stage, new)
            atlas = load(small)
            seen.append(lines(card_of(atlas, atlas.records["sample-nk"])))
            edit(small, "products/sample-nk.yml", f"{new}\ndevelopers", f"{stage}\ndevelopers")
        assert "Preclinical" in seen[0]
        assert {"Unknown (searched, not", "found)", "Last searched 1 May 2024"} <= set(seen[1])
        assert "None, according to the" in seen[2] and "Not recorded" in seen[3]

    def test_a_decision_has_its_day_or_says_that_none_was_found(self, atlas: Atlas):
        shown = [lines(card_of(atlas, record)) for record in atlas.of_kind("decisions")]
        assert any("2 Mar 2024" in said and "Granted" in said for said in shown)
        assert any("Date not found" in said for said in shown)

    def test_a_verdict_is_above_its_claim_which_is_in_quotes(self, real: Atlas):
        for claim in real.of_kind("claims"):
            placed = boxes(etree.fromstring(card_of(real, claim).svg))
            words = [box[4] for box in placed]
            verdict = words.index(real.term(claim.verdict.value).label.en)
            quoted = next(n for n, line in enumerate(words) if line.startswith("“"))
            assert placed[verdict][3] < placed[quoted][1]


def page(site: Path, record: Record, folder: str) -> html.HtmlElement:
    file = site / folder / record.about.id / record.id / "index.html"
    return html.fromstring(file.read_text(encoding="utf-8"))


class TestSite:
    def test_both_editions_name_one_card_that_is_there(self, site: Path, real: Atlas):
        named = set()
        for record in with_cards(real):
            heads = [page(site, record, folder).head for folder in ("", "ko")]
            named_in = "string(//meta[@property='og:image']/@content)"
            (address,) = {head.xpath(named_in) for head in heads}
            file = site / address.removeprefix(ADDRESS)
            assert image(file.read_bytes()).size == SIZE
            for head, language in zip(heads, ("en", "ko"), strict=True):
                said = head.xpath("string(//meta[@property='og:image:alt']/@content)")
                assert record.name_in(language) in said
                card = head.xpath("string(//meta[@name='twitter:card']/@content)")
                assert card == "summary_large_image"
            named.add(file)
        folder = site / "assets/cards"
        assert named == {*folder.iterdir()}
        assert sum(file.stat().st_size for file in named) < 9_000_000
        assert not (site / "ko/assets/cards").exists()
        other = page(site, next(iter(real.of_kind("companies"))), "").head
        assert other.xpath("//meta[@property='og:image']/@content")[0].endswith("social.png")
        assert not other.xpath("//meta[@property='og:image:alt']")

    def test_what_other_sites_are_told_is_oembed(self, site: Path, real: Atlas):
        files = {*site.rglob("oembed.json")}
        for record in with_cards(real):
            for folder in ("", "ko"):
                tree = page(site, record, folder)
                links = tree.xpath("//link[@type='application/json+oembed']")
                assert bool(links) == bool(tree.xpath("//div[@class='picture']"))
                if not links:
                    continue
                assert links[0].get("rel") == "alternate"
                file = site / links[0].get("href").removeprefix(ADDRESS)
                made = json.loads(file.read_text(encoding="utf-8"))
                assert made.keys() >= REQUIRED
                assert (made["version"], made["type"]) == ("1.0", "photo")
                assert (made["width"], made["height"]) == SIZE
                assert made["url"] == tree.xpath("string(//meta[@property='og:image']/@content)")
                assert record.name_in("en") in made["title"]
                assert isinstance(made["cache_age"], int)
                files.discard(file)
        for old, moved in real.redirects.items():
            files -= {site / f"{folder}{moved.kind}/{old}/oembed.json" for folder in ("", "ko/")}
        assert not files

    @pytest.mark.parametrize("folder", ["", "ko/"])
    def test_the_figure_to_embed_names_its_source_and_leads_to_files(
        self, site: Path, real: Atlas, folder: str
    ):
        count = 0
        for record in with_cards(real):
            for code in page(site, record, folder).xpath(
                "//div[@class='picture']//pre[@data-copy]"
            ):
                figure = html.fragment_fromstring(code.text_content())
                assert figure.tag == "figure" and figure.get("lang") == (folder[:2] or "en")
                assert {element.tag for element in figure.iter()} == {
                    "figure",
                    "a",
                    "img",
                    "figcaption",
                }
                (img,), links = figure.xpath(".//img"), figure.xpath(".//a/@href")
                own = f"{ADDRESS}{folder}{record.about.id}/{record.id}/"
                assert links == [own, own, "https://creativecommons.org/licenses/by/4.0/"]
                assert (site / own.removeprefix(ADDRESS) / "index.html").is_file()
                drawing = etree.parse(str(site / img.get("src").removeprefix(ADDRESS))).getroot()
                for name in ("width", "height"):
                    assert img.get(name) == drawing.get(name)
                assert img.get("alt") == drawing.findtext(f"{NS}title")
                count += 1
        assert count > 40
