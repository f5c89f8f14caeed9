"""Plain text and Markdown: what the head of a file says about its article."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from .builders import BODY, quotes, read

if TYPE_CHECKING:
    from qa_assistant.schema import Article

JULY_4 = date(2025, 7, 4)


def said(article: Article) -> tuple[str, str | None, str | None, date | None]:
    return article.title, article.outlet, article.author, article.published


def test_the_text_is_the_file_as_decoded() -> None:
    text = "---\r\ntitle: A\r\n---\r\n\r\n  # A \r\n\r\nHe left.\t\r\n\r\n\r\n"

    assert read(text, "a.md").text == text


def test_front_matter_says_everything() -> None:
    article = read(
        "---\ntitle: Talks end\noutlet: The Gazette\nauthor: Jane Doe\ndate: 2025-07-04\nlang: en-GB\n---\n# Other\n\n"
        + BODY,
        "a.md",
    )

    assert said(article) == ("Talks end", "The Gazette", "Jane Doe", JULY_4)
    assert article.language == "en"


def test_front_matter_may_use_other_names_and_lists() -> None:
    article = read(
        "---\nheadline: Talks end\nsource: Reuters\nauthors:\n  - name: Jane Doe\n  - John Roe\n  - Ann Poe\n"
        "published: 2025-07-04T10:00:00Z\n---\n" + BODY
    )

    assert said(article) == ("Talks end", "Reuters", "Jane Doe, John Roe and Ann Poe", JULY_4)


def test_front_matter_that_is_not_quite_yaml_is_read_all_the_same() -> None:
    assert said(read("---\ntitle: Talks: day two\ndate: 4 July 2025\n---\n" + BODY))[0::3] == ("Talks: day two", JULY_4)


@pytest.mark.parametrize("text", ["---\n\nA line.\n\n---\n\nAnother.", "---\nA line.", "---\n- a\n- b\n---\n\nText."])
def test_rules_are_not_front_matter(text: str) -> None:
    assert read(text, "my-notes.md").title == "My notes"


def test_notes_between_rules_are_not_front_matter() -> None:
    text = "---\nMonday: The river rose by two metres.\nTuesday: It fell again in the night.\n---\n\n" + BODY

    assert "The river rose by two metres." in " ".join(quotes(text))


def test_a_head_of_labels_is_read() -> None:
    article = read("Title: Talks end\nAuthor: Jane Doe\nSource: Reuters\nDate: 4 July 2025\n\n" + BODY)

    assert said(article) == ("Talks end", "Reuters", "Jane Doe", JULY_4)


@pytest.mark.parametrize(
    ("byline", "author", "outlet"),
    [
        ("By Jane Doe", "Jane Doe", None),
        ("By A. B. Doe, John Roe and Ann Poe, CNN", "A. B. Doe, John Roe and Ann Poe", "CNN"),
        ("By Jane Doe, Political Correspondent", "Jane Doe", None),
        ("By Jane Doe, Correio da Manhã", "Jane Doe", "Correio da Manhã"),
        ("By Jane Doe and John Roe, Reuters", "Jane Doe and John Roe", "Reuters"),
        ("By Jane Doe in Tehran and John Roe in Kyiv", "Jane Doe and John Roe", None),
        ("By Jane Doe for The Guardian", "Jane Doe", "The Guardian"),
        ("BY JANE DOE\nAssociated Press", "JANE DOE", "Associated Press"),
        ("By Reuters Staff", None, "Reuters"),
        ("By Ludwig van Beethoven | The Daily Post", "Ludwig van Beethoven", "The Daily Post"),
        ("*By Jane Doe, Reuters*", "Jane Doe", "Reuters"),
        ("By Tuesday the talks had failed and nobody knew why.", None, None),
        ("By the end of July all had gone", None, None),
    ],
)
def test_bylines(byline: str, author: str | None, outlet: str | None) -> None:
    article = read(f"Talks on grain end\n\n{byline}\n\n{BODY}")

    assert (article.author, article.outlet) == (author, outlet)


@pytest.mark.parametrize(
    "line",
    [
        "Originally Published: 4 JUL 25 11:57 ET",
        "Published 4 July 2025",
        "Published: 4 July 2025, 17:40",
        "Published 4 July 2025, updated 6 July 2025",
        "First published on Fri 4 Jul 2025 06.00 BST",
        "**Published:** July 4, 2025",
        "Friday 4 July 2025",
        "Reuters, July 4, 2025",
        "By Jane Doe | Reuters | 4 July 2025",
        "Date: 2025-07-04",
        "LONDON, July 4, 2025 (Reuters) - Ministers met.",
    ],
)
def test_dates_of_publication(line: str) -> None:
    assert read(f"Talks on grain end\n\n{line}\n\n{BODY}").published == JULY_4


@pytest.mark.parametrize(
    "line",
    [
        "Updated 4 July 2025",
        "Published on 4 July 2025, the report found twelve deaths.",
        "Ministers met on 4 July 2025 in Tehran.",
        "LONDON, July 4 (Reuters) - Ministers met.",
        "Published 04/07/2025",
        "Tuesday",
    ],
)
def test_other_dates_are_not(line: str) -> None:
    assert read(f"Talks on grain end\n\n{line}\n\n{BODY}").published is None


def test_a_date_far_down_is_not_the_articles() -> None:
    assert read("Talks end\n\n" + "They met.\n\n" * 12 + "Published 4 July 2025\n\n" + BODY).published is None


@pytest.mark.parametrize(
    ("start", "outlet"),
    [
        ("(CNN) -- Ministers met.", "CNN"),
        ("CNN \u00a0—\u00a0\n\nMinisters met.", "CNN"),
        ("Washington CNN — Ministers met.", "CNN"),
        ("LONDON, July 4 (Reuters) - Ministers met.", "Reuters"),
        ("KYIV, Ukraine (AP) — Ministers met.", "AP"),
        ("**TEHRAN (AFP)** – $40 billion was paid.", "AFP"),
        ("LONDON — Ministers met.", None),
        ("Ministers (OPEC) - a group of twelve - met.", None),
        ("The Group (OPEC) — Ministers met.", None),
        ("NATO — the alliance — met.", None),
    ],
)
def test_datelines_name_the_outlet(start: str, outlet: str | None) -> None:
    assert read(f"Talks on grain end\n\n{start}\n\n{BODY}").outlet == outlet


def test_a_dateline_is_dated_by_the_year_in_the_file_name_or_the_head() -> None:
    dateline = "LONDON, July 4 (Reuters) - Ministers met.\n\n" + BODY

    assert read(dateline, "reuters-2025.txt").published == JULY_4
    assert read("Talks end\n\nUpdated: 6 July 2025\n\n" + dateline).published == JULY_4


def test_a_year_to_come_in_the_file_name_dates_nothing() -> None:
    assert read("LONDON, July 4 (Reuters) - " + BODY, "budget 2999.txt").published is None


def test_the_date_in_the_file_name_is_used_when_the_text_gives_none() -> None:
    assert read("Talks end\n\n" + BODY, "2025-07-04-talks.txt").published == JULY_4


@pytest.mark.parametrize(
    ("top", "title"),
    [
        ("Talks on grain end\n\n", "Talks on grain end"),
        ("World\n\nTalks on grain end\n\n", "Talks on grain end"),
        ("Skip to content\nMenu\n\nTalks on grain end\n\n", "Talks on grain end"),
        ("Published 4 July 2025\n\nTalks on grain end in U.S.\n\n", "Talks on grain end in U.S."),
        ("Is it over?\n\n", "Is it over?"),
        ("# Talks on *grain* [end](https://a.example)\n\n", "Talks on grain end"),
        ("Some intro line here\n\n# Talks on grain end #\n\n", "Talks on grain end"),
        ("World\n\n", "The grain talks"),
        ("", "The grain talks"),
        ("The talks ended. Nobody knows why.\n\n", "The grain talks"),
        ("- a list item\n- another\n\n", "The grain talks"),
    ],
)
def test_the_title_is_the_headline_or_else_the_file_name(top: str, title: str) -> None:
    assert read(top + BODY, "2025-07-04-the_grain-talks.txt").title == title


@pytest.mark.parametrize(
    ("top", "outlet"),
    [
        ("The Guardian\n\n", "The Guardian"),
        ("BBC News\n", "BBC News"),
        ("Kilmorran Post\n\nhttps://example.org/storm\n\n", "Kilmorran Post"),
        ("https://example.org/storm\n\n", None),
    ],
)
def test_an_outlet_and_an_address_above_the_headline_are_not_the_title(top: str, outlet: str | None) -> None:
    article = read(f"{top}Storm kills two in Dorset\n\n{BODY}")

    assert (article.title, article.outlet) == ("Storm kills two in Dorset", outlet)


def test_a_headline_that_sounds_like_an_outlet_is_the_title() -> None:
    article = read(f"Royal Mail\n\nSale to Czech is agreed at last\n\n{BODY}")

    assert (article.title, article.outlet) == ("Royal Mail", None)


@pytest.mark.parametrize("file", ["2025-07-04.txt", "002 78e4f5896b3e148f.txt", "article_12.txt", "doc3.txt"])
def test_a_file_whose_name_says_nothing_is_called_by_its_first_words(file: str) -> None:
    assert read("The whole text is here", file).title == "The whole text is here"
    assert read(BODY, file).title == "Ministers from nine countries met in the old town hall on Tuesday…"
    assert read("By Jane Doe, CNN\n\nIt ended. Nobody knows why.", file).title == "It ended"


@pytest.mark.parametrize(
    ("file", "title"),
    [("port-strike.txt", "Port strike"), ("G7 talks.txt", "G7 talks"), ("ab12 notes.txt", "Ab12 notes")],
)
def test_a_file_whose_name_says_something_is_called_by_it(file: str, title: str) -> None:
    assert read("The whole text is here", file).title == title


def test_what_nothing_says_is_none() -> None:
    article = read(BODY)

    assert (article.outlet, article.author, article.published, article.language) == (None, None, None, None)


def test_the_dates_of_a_chronicle_are_not_its_publication() -> None:
    days = "9 June 2025\n\nThe walkout began at six in the morning.\n\n13 June 2025\n\nThe first talks failed."

    assert read(f"Timeline of the strike\n\n{days}").published is None


def test_a_date_that_stands_alone_in_the_text_is_not_its_publication() -> None:
    assert read(f"Talks on grain end\n\n{BODY}\n\n4 July 2025\n\nThey met again.").published is None


FISHERMAN = "Missing fisherman found alive after storm"
WRAPPED = (
    "Ministers from nine countries met in the old town hall on Tuesday to\ntalk about the export of grain and of "
    "flour.\n\nThey agreed to meet again in a month. Nobody had expected more, the\nchairman said.\n"
)


@pytest.mark.parametrize("body", [BODY, WRAPPED], ids=["lines", "wrapped"])
@pytest.mark.parametrize(
    ("head", "title", "outlet"),
    [
        (f"{FISHERMAN}\nThe Islander\n16 November 2024", FISHERMAN, "The Islander"),
        (f"{FISHERMAN}\n\nThe Islander\n\n16 November 2024", FISHERMAN, "The Islander"),
        (f"{FISHERMAN}\nNorthern Wire\n16 November 2024", FISHERMAN, "Northern Wire"),
        (
            f"{FISHERMAN} on western coast\nThe Islander\nNovember 16, 2024",
            f"{FISHERMAN} on western coast",
            "The Islander",
        ),
        (f"{FISHERMAN}\nBy Callum Reid\nThe Islander\n14 November 2024", FISHERMAN, "The Islander"),
        (f"{FISHERMAN}\n16 November 2024\n", FISHERMAN, None),
        (f"{FISHERMAN}\nSearch was called off on Tuesday\n16 November 2024", FISHERMAN, None),
        ("El puerto busca dinero\nDiario de Almara\n5 de mayo de 2024", "El puerto busca dinero", "Diario de Almara"),
        (f"{FISHERMAN} on\nWestern Island Coast\n16 November 2024", f"{FISHERMAN} on Western Island Coast", None),
        (
            "Grain Talks End in Tehran After\nNine Days\n16 November 2024",
            "Grain Talks End in Tehran After Nine Days",
            None,
        ),
        ("Ship lost at sea\nThe Islander\n16 November 2024", "Ship lost at sea", "The Islander"),
        # what stands there may be something else
        (f"{FISHERMAN}\nThe Hague\n16 November 2024", FISHERMAN, None),
        (f"{FISHERMAN}\nBy Callum Reid\nThe Hague\n16 November 2024", FISHERMAN, None),
        (f"{FISHERMAN}\nLONDON\n16 November 2024", FISHERMAN, None),
        (f"{FISHERMAN}\nCallum Reid\n16 November 2024", FISHERMAN, None),
        (f"{FISHERMAN}\nLocal News\n16 November 2024", FISHERMAN, None),
        (f"{FISHERMAN}\nPress release\n16 November 2024", FISHERMAN, None),
        ("The Ferry\n16 November 2024", "The Ferry", None),
    ],
)
def test_the_line_between_headline_and_date_is_no_headline(
    head: str, title: str, outlet: str | None, body: str
) -> None:
    article = read(f"{head}\n\n{body}")

    assert (article.title, article.outlet) == (title, outlet)
    assert article.published is not None
    assert quotes(f"{head}\n\n{body}")[0].startswith("Ministers")


@pytest.mark.parametrize(
    "head", ["Diario de Almara\nEl puerto busca dinero", "El puerto busca dinero\nDiario de Almara\n5 May 2024\n"]
)
def test_the_outlet_that_a_dateline_names_is_no_headline(head: str) -> None:
    article = read(f"{head}\n\nALMARA, May 5 (Diario de Almara) - {BODY}")

    assert (article.title, article.outlet) == ("El puerto busca dinero", "Diario de Almara")
