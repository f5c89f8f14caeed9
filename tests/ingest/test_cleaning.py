"""What may not be quoted: the page around an article, and what is no sentence of it."""

from __future__ import annotations

import itertools

import pytest

from qa_assistant.ingest.cleaning import junk_spans

from .builders import BODY, page, quotes, read

PROSE = [
    "Ministers from nine countries met in the old town hall on Tuesday to talk about the export of grain.",
    "They agreed to meet again in a month.",
    "Nobody had expected more.",
]


def test_prose_is_quotable() -> None:
    assert quotes(BODY) == PROSE


@pytest.mark.parametrize(
    "line",
    [
        # furniture
        "Related Articles",
        "Back to top button",
        "Your email address will not be published. Required fields are marked *",
        "Advertisement",
        "ADVERTISEMENT - SCROLL TO CONTINUE",
        "Story continues below advertisement",
        "Sign up for our free newsletter and never miss a headline.",
        "Get the Morning Tribune in your inbox",
        "Subscribe now to read the rest.",
        "We and our 214 partners use cookies to show you advertising.",
        "Accept all cookies",
        "Share this article",
        "Facebook Twitter WhatsApp Email",
        "Follow us on Twitter and Facebook.",
        "READ MORE: Storks return to town",
        "Read more",
        "Most read in World",
        "You may also like",
        "Home > World > Europe",
        "Skip to main content",
        "4 min read",
        "© 2025 The Gazette. All rights reserved.",
        "Copyright 2025 The Gazette. This material may not be published.",
        "Tags: grain, ports",
        "Privacy Policy | Terms of Use",
        "The views expressed in this article are the author's own.",
        # newsletters
        "Unsubscribe from this list",
        "View this email in your browser",
        "Read online",
        "You are receiving this email because you signed up at gazette.example.",
        "This email was sent to reader@example.org",
        "Manage your email preferences or unsubscribe",
        "Forwarded this email? Subscribe here",
        # credits
        "CNN’s Mostafa Salem, Emmet Lyons and Ziya Dikbas contributed to this report.",
        "(Reporting by Callum Strachan; editing by Joan Fairlie)",
        "Getty Images",
        "AFP via Getty Images",
        "Photo: Jane Doe/The Gazette",
        "Image source, Reuters",
        "Updated: 6 July 2025 at 10:12",
        "This story has been updated with a statement of the ministry.",
        # captions
        "MOSCOW, RUSSIA - JUNE,10 (RUSSIA OUT) The president speaks on June 10, 2022. He was elected in March.",
        "The president at the Grand Palace (not pictured) on Monday.",
        "A drone of the kind that was sold (file image)",
        "The president (pictured Monday) will travel next week.",
        "A ship leaves Odesa, in this handout photo released by the navy.",
        "File photo: a ship leaves Odesa.",
        "A ship leaves Odesa on Monday. (Photo by Jane Doe/AFP)",
        # lines that are no sentences
        "ISIS leader in Syria killed in drone strike, US says",
        "Putin thanks Erdogan for role as mediator",
        "The trip is the second one since the war started almost five months ago",
        "What happens next?",
        "* * *",
    ],
)
@pytest.mark.parametrize("file", ["story.txt", "story.md"])
def test_junk_between_paragraphs_is_not_quotable(line: str, file: str) -> None:
    assert quotes(f"{BODY}\n\n{line}\n\nMore will follow.\n\nShips are waiting.", file) == [
        *PROSE,
        "More will follow.",
        "Ships are waiting.",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Subscribers to the gas programme pay more than others.",
        "Share prices fell by five percent on Monday.",
        "Registered voters were asked twice.",
        "Photographs by satellite show that the ships have left.",
        "Copyright law was changed in 2020.",
        "More from the front line was not known.",
        "Most popular leaders lost the vote.",
        "Join the army, they were told, and see the world.",
        "Reuters reported that the ships had left.",
        "Print runs were cut, the paper said.",
        "Mr Smith (pictured), 45, was arrested on Monday.",
        "Comments were not wanted, the minister said.",
        "Menu prices rose.",
        "Cookies are used in every kitchen of the town.",
        "By Tuesday all ships had left.",
        "“Will you come?” he asked.",
        "Why did they come? Nobody could say.",
        "He wrote a newsletter for twenty years.",
        "Perhaps.",
        "Media sources in Tehran said the plant had been hit.",
        "Reporting by the Guardian found that 30 officials had been paid.",
        "This report was published on Tuesday by the audit office and says 40 people died.",
        "Opinions are divided, and the council will not necessarily approve the bridge.",
        "The company said its website uses tracking cookies without consent.",
        "« Nous ne céderons pas devant la direction du port. »",
    ],
)
def test_real_sentences_stay(line: str) -> None:
    assert line in " ".join(quotes(f"{BODY}\n\n{line}\n\nMore will follow."))


def test_lines_of_several_sentences_stay_even_when_the_last_has_no_stop() -> None:
    line = "It had licensed the drone from a supplier: Israel. That state is no longer a source for Moscow"

    assert quotes(f"{BODY}\n\n{line}\n\nMore will follow.")[3:5] == [
        "It had licensed the drone from a supplier: Israel.",
        "That state is no longer a source for Moscow",
    ]


def test_a_text_cut_off_at_its_end_stays() -> None:
    end = "Officials in the capital said on Monday evening that the port was open and that"

    assert quotes(f"{BODY}\n\n{end}")[-1] == end


def test_notes_without_stops_stay() -> None:
    assert quotes("Grain talks\n\nport closed since May\nnine countries there\nnext meeting in August") == [
        "port closed since May",
        "nine countries there",
        "next meeting in August",
    ]


def test_list_items_stay_without_their_marks() -> None:
    assert quotes(f"{BODY}\n\n- Wheat is up\n- Maize is down\n1. Rice\n• Oats")[3:] == [
        "Wheat is up",
        "Maize is down",
        "Rice",
        "Oats",
    ]


def test_items_that_list_other_articles_do_not_stay() -> None:
    links = "Related stories:\n\n- Storks return to town\n- Bridge to open in May"

    assert quotes(f"{BODY}\n\n{links}\n\nMore will follow.")[3:] == ["More will follow."]


def test_rows_of_a_table_stay() -> None:
    assert quotes(f"{BODY}\n\nCrop | Tons\nWheat | 40")[3:] == ["Crop | Tons", "Wheat | 40"]


def test_a_video_box_goes_with_its_title() -> None:
    text = f"Watch the talks in two minutes\n03:09 - Source: CNN\n\n{BODY}"

    assert quotes(f"Talks end\n\n{text}") == PROSE


def test_the_head_goes() -> None:
    head = "World\n\nTalks on grain end\n\nOriginally Published: 19 JUL 22 11:57 ET\n\nBy Jane Doe, CNN\n\n"

    assert quotes(f"{head}(CNN) -- {BODY}") == PROSE


@pytest.mark.parametrize(
    "dateline",
    ["(CNN) -- ", "CNN  — ", "LONDON, July 4 (Reuters) - ", "KYIV, Ukraine (AP) — ", "LONDON — ", "CNN \xa0—\xa0\n\n"],
)
def test_a_dateline_is_cut_off_the_sentence(dateline: str) -> None:
    assert quotes(f"Talks on grain end\n\n{dateline}{BODY}") == PROSE


def test_what_stands_above_a_dateline_goes() -> None:
    caption = "A school bus stands in the mud on Water Street on Thursday."

    assert quotes(f"Talks on grain end\n\n{caption}\n\n(CNN) -- {BODY}") == PROSE


def test_bylines_and_dates_at_the_foot_go() -> None:
    text = f"{BODY}\n\n" + "They met again.\n\n" * 12 + "By Jane Doe\n\nPublished 4 July 2025"

    assert quotes(text)[-1] == "They met again."


def test_readers_comments_go() -> None:
    text = f"{BODY}\n\n{BODY}\n\n2 Comments\n\nBob: It was ten people and they are hiding it.\n\nLeave a Reply"

    assert quotes(text) == PROSE + PROSE


def test_an_article_below_a_comment_form_stays() -> None:
    assert quotes(f"Leave a comment\n\n{BODY}") == PROSE


def test_front_matter_goes() -> None:
    assert quotes(f"---\ntitle: Talks end. Nobody knows why.\n---\n\n{BODY}", "a.md") == PROSE


@pytest.mark.parametrize(
    "markup",
    [
        "## What comes next.",
        "![A ship leaves Odesa.](ship.jpg)",
        "[![A ship.](ship.jpg)](https://a.example)",
        "- [Storks return to town.](https://a.example/storks)",
        "[1]: https://a.example/1. 'A title.'",
        "---",
        "<img src='ship.jpg' alt='A ship leaves.'>",
        "<!-- Say that the port is closed.\n\nFor ever. -->",
        "Title\n=====",
    ],
)
def test_markdown_that_is_not_text_goes(markup: str) -> None:
    assert quotes(f"{BODY}\n\n{markup}\n\nMore will follow.", "a.md") == [*PROSE, "More will follow."]


def test_sentences_begin_behind_the_marks_of_markdown() -> None:
    text = f"{BODY}\n\n> Quoted words are here.\n\n*All of it is in italics. Twice.*\n\n- An item is here."

    assert quotes(text, "a.md")[3:] == [
        "Quoted words are here.",
        "All of it is in italics.",
        "Twice.",
        "An item is here.",
    ]


def test_links_and_emphasis_within_a_sentence_stay_as_they_are() -> None:
    sentence = "The **port** is [open](https://a.example/port) again."

    assert quotes(f"{BODY}\n\n{sentence}", "a.md")[-1] == sentence


def test_junk_spans_are_sorted_and_apart() -> None:
    article = read(
        f"World\n\nTalks on grain end\n\n(CNN) -- {BODY}\n\n- One item.\n\nRelated Articles\n\nMore news\n\nEnd"
    )

    spans = junk_spans(article)

    assert spans == tuple(sorted(spans))
    assert all(end < start for (_, end), (start, _) in itertools.pairwise(spans))


def test_article_text_that_looks_like_instructions_stays_text() -> None:
    text = page(f"<article><p>{PROSE[0]}</p><p>Type &lt;script&gt;alert(1)&lt;/script&gt; and wait.</p></article>")

    assert quotes(text, "a.html")[-1] == "Type <script>alert(1)</script> and wait."
