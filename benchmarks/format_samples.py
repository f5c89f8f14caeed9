"""One small valid file of every format that is read, made here: what the fuzzer mutates and the tests begin with."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from email.message import EmailMessage

TITLE = "Storks return to Lake Ammer"
AUTHOR = "Jana Petrov"
OUTLET = "The Lake Gazette"
ADDRESS = "https://gazette.example/2025/07/04/storks"
FIRST = (
    "Forty pairs of storks have come back to the reed beds of Lake Ammer after an absence of thirty years, "
    "the district's bird wardens said on Friday."
)
SECOND = (
    "The wardens counted nine nests on the chimneys of the old brewery, whose owner has promised to leave its "
    "kilns cold until September. He expects to lose two months of work."
)
PARAGRAPHS = (FIRST, SECOND)

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
)
_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def zipped(members: dict[str, bytes | str]) -> bytes:
    """Return a ZIP archive of these members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def html(body: str | None = None, head: str = "") -> bytes:
    """Return a page."""
    inner = body if body is not None else f"<article><h1>{TITLE}</h1>{_markup()}</article>"
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE} | {OUTLET}</title>'
        f'<meta property="article:published_time" content="2025-07-04"><meta name="author" content="{AUTHOR}">{head}'
        f"</head><body>{inner}</body></html>"
    ).encode()


def docx(body: str | None = None, core: str | None = None, styles: str = "") -> bytes:
    """Return a Word document; `body` and `core` are the XML inside the elements of these names."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in PARAGRAPHS)
    titled = f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>{TITLE}</w:t></w:r></w:p>{paragraphs}'
    said = f"<dc:title>{TITLE}</dc:title><dc:creator>{AUTHOR}</dc:creator>"
    made = "<dcterms:created>2025-07-04T08:00:00Z</dcterms:created>"
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body or titled}</w:body></w:document>',
            "word/styles.xml": f'<w:styles xmlns:w="{_WORD}"><w:style w:styleId="Title"><w:name w:val="Title"/>'
            f"</w:style>{styles}</w:styles>",
            "docProps/core.xml": f"<cp:coreProperties {_CORE}>{core if core is not None else said + made}"
            "</cp:coreProperties>",
        }
    )


def odt(body: str | None = None, styles: str = "", manifest: str = "<manifest/>") -> bytes:
    """Return an OpenDocument text; `body` is the XML inside office:text."""
    paragraphs = f"<text:h>{TITLE}</text:h>" + "".join(f"<text:p>{text}</text:p>" for text in PARAGRAPHS)
    said = (
        f"<dc:title>{TITLE}</dc:title><meta:initial-creator>{AUTHOR}</meta:initial-creator>"
        "<meta:creation-date>2025-07-04T08:00:00</meta:creation-date><dc:language>en-GB</dc:language>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_ODF}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body or paragraphs}</office:text></office:body>"
            "</office:document-content>",
            "meta.xml": f"<office:document-meta {_ODF}><office:meta>{said}</office:meta></office:document-meta>",
            "META-INF/manifest.xml": manifest,
        }
    )


def rtf(body: str | None = None) -> bytes:
    """Return an RTF document."""
    paragraphs = rf"\b {TITLE}\b0\par " + r"\par ".join(PARAGRAPHS)
    info = rf"{{\info{{\title {TITLE}}}{{\author {AUTHOR}}}{{\creatim\yr2025\mo7\dy4\hr8\min0}}}}"
    return rf"{{\rtf1\ansi\ansicpg1252\deff0{{\fonttbl{{\f0 Times;}}}}{info}\f0 {body or paragraphs}\par}}".encode(
        "cp1252"
    )


def epub(chapters: dict[str, str] | None = None, extra: dict[str, bytes | str] | None = None) -> bytes:
    """Return a magazine with these chapters, heading to paragraphs of markup."""
    found = chapters or {TITLE: _markup(), "The brewery at rest": _markup() + "<p>It will open in autumn.</p>"}
    files = {
        f"OEBPS/c{at}.xhtml": f"<html><body><h1>{name}</h1>{text}</body></html>"
        for at, (name, text) in enumerate(found.items())
    }
    items = "".join(
        f'<item id="c{at}" href="c{at}.xhtml" media-type="application/xhtml+xml"/>' for at in range(len(found))
    )
    spine = "".join(f'<itemref idref="c{at}"/>' for at in range(len(found)))
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/>'
            "</rootfiles></container>",
            "OEBPS/book.opf": '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
            f"<dc:title>{OUTLET}</dc:title><dc:creator>{AUTHOR}</dc:creator><dc:date>2025-07-04</dc:date>"
            f"<dc:language>en</dc:language></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>",
            **files,
            **(extra or {}),
        }
    )


def eml(subject: str = TITLE, sender: str = f"{OUTLET} <news@gazette.example>", *, markup: bool = True) -> bytes:
    """Return a newsletter."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "reader@example.org"
    message["Date"] = "Fri, 04 Jul 2025 08:00:00 +0200"
    message["Subject"] = subject
    message["List-Id"] = "<daily.gazette.example>"
    message.set_content("\n\n".join(PARAGRAPHS))
    if markup:
        message.add_alternative(f"<html><body>{_markup()}</body></html>", subtype="html")
    return message.as_bytes()


def mbox(*messages: bytes) -> bytes:
    """Return a mailbox."""
    found = messages or (eml(), eml("The brewery at rest", markup=False))
    return b"".join(b"From news@gazette.example Fri Jul  4 08:00:00 2025\n" + message + b"\n\n" for message in found)


def mhtml() -> bytes:
    """Return a page as Chrome saves it."""
    return (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: "
        + ADDRESS.encode()
        + b"\r\nSubject: "
        + TITLE.encode()
        + b"\r\nDate: Sun, 6 Jul 2025 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; "
        b'type="text/html"; boundary="--X"\r\n\r\n----X\r\nContent-Type: text/html; charset=utf-8\r\n'
        b"Content-Location: " + ADDRESS.encode() + b"\r\n\r\n" + html() + b"\r\n----X--\r\n"
    )


def warc(*records: tuple[str, str, bytes]) -> bytes:
    """Return a web archive of these records: address, headers of the answer, content."""
    found = records or ((ADDRESS, "Content-Type: text/html; charset=utf-8", html()),)
    return b"".join(_record(*record) for record in found)


def _record(address: str, headers: str, content: bytes) -> bytes:
    answer = f"HTTP/1.1 200 OK\r\n{headers}\r\n\r\n".encode() + content
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2025-07-06T10:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:0d0e0f10-0000-4000-8000-000000000000>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def rss(items: str | None = None) -> bytes:
    """Return an RSS feed."""
    item = (
        f"<item><title>{TITLE}</title><link>{ADDRESS}</link><dc:creator>{AUTHOR}</dc:creator>"
        f"<pubDate>Fri, 04 Jul 2025 08:00:00 GMT</pubDate><category>Nature</category>"
        f"<description>Short.</description><content:encoded><![CDATA[{_markup()}]]></content:encoded></item>"
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{OUTLET}</title><language>en-gb</language>{items or item}</channel></rss>"
    ).encode()


def atom() -> bytes:
    """Return an Atom feed."""
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>{OUTLET}</title><entry><title>{TITLE}</title>'
        f'<link href="{ADDRESS}"/><author><name>{AUTHOR}</name></author><published>2025-07-04T08:00:00Z</published>'
        f"<updated>2025-07-05T08:00:00Z</updated><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
        f"{_markup()}</div></content></entry></feed>"
    ).encode()


def nitf() -> bytes:
    """Return an item in NITF."""
    return (
        f"<nitf><head><title>{TITLE}</title><docdata><date.issue norm='20250704T080000Z'/></docdata>"
        f"<pubdata name='{OUTLET}'/></head><body><body.head><hedline><hl1>{TITLE}</hl1></hedline>"
        f"<byline>By {AUTHOR}</byline></body.head><body.content>{_markup()}</body.content></body></nitf>"
    ).encode()


def newsml() -> bytes:
    """Return an item in NewsML-G2."""
    return (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" xml:lang="en"><itemMeta><provider><name>'
        f"{OUTLET}</name></provider><firstCreated>2025-07-04T08:00:00Z</firstCreated>"
        "<versionCreated>2025-07-05T08:00:00Z</versionCreated></itemMeta><contentMeta>"
        f"<headline>{TITLE}</headline><by>{AUTHOR}</by></contentMeta><contentSet><inlineXML>"
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{_markup()}</body></html></inlineXML></contentSet></newsItem>'
    ).encode()


def row() -> dict[str, str]:
    """Return an article as a row."""
    return {
        "headline": TITLE,
        "body": "\n\n".join(PARAGRAPHS),
        "source": OUTLET,
        "byline": AUTHOR,
        "pubDate": "2025-07-04",
        "url": ADDRESS,
        "section": "Nature",
        "lang": "en",
    }


def jsonl() -> bytes:
    """Return two rows as JSON Lines."""
    second = row() | {"headline": "The brewery at rest"}
    return "\n".join(map(json.dumps, (row(), second))).encode()


def json_ld() -> bytes:
    """Return an article as schema.org has it."""
    return json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": TITLE,
            "datePublished": "2025-07-04T08:00Z",
            "dateModified": "2025-07-05",
            "author": [{"@type": "Person", "name": AUTHOR}],
            "inLanguage": "en-GB",
            "publisher": {"name": OUTLET},
            "articleBody": "\n\n".join(PARAGRAPHS),
            "articleSection": ["Nature"],
            "mainEntityOfPage": {"@id": ADDRESS},
        }
    ).encode()


def table(delimiter: str = ",") -> bytes:
    """Return two rows as a table."""
    columns = list(row())
    cells = ['"' + value.replace('"', '""') + '"' for value in row().values()]
    return "\n".join([delimiter.join(columns), *[delimiter.join(cells)] * 2]).encode()


def pdf(*pages: str, properties: str | None = None) -> bytes:
    """Return a PDF whose pages have these contents, in PDF's own language."""
    said = (
        properties
        if properties is not None
        else f"/Title ({TITLE}) /Author ({AUTHOR}) /CreationDate (D:20250704080000Z)"
    )
    contents = pages or (pdf_page(TITLE, *PARAGRAPHS),)
    count = len(contents)
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(count))
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, content in enumerate(contents):
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * at} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        parts.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
    parts.append(f"<< {said} >>")
    return _pdf_file(parts)


def pdf_page(title: str, *paragraphs: str, top: int = 780, left: int = 60, width: int = 80) -> str:
    """Return the content of a page: a headline and wrapped paragraphs."""
    lines = [f"BT /F1 18 Tf {left} {top} Td ({title}) Tj ET"] if title else []
    at = top - 40
    for paragraph in paragraphs:
        for line in _wrapped(paragraph, width):
            lines.append(f"BT /F1 10 Tf {left} {at} Td ({line}) Tj ET")
            at -= 12
        at -= 12
    return "\n".join(lines)


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _pdf_file(parts: list[str]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n".encode("cp1252")
    start = len(out)
    out += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += (
        f"trailer << /Size {len(parts) + 1} /Root 1 0 R /Info {len(parts)} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return bytes(out)


def _markup() -> str:
    return "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


SAMPLES: dict[str, bytes] = {
    "storks.txt": f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n".encode(),
    "storks.md": f"---\ntitle: {TITLE}\ndate: 2025-07-04\n---\n\n# {TITLE}\n\n{FIRST}\n\n{SECOND}\n".encode(),
    "storks.html": html(),
    "storks.pdf": pdf(),
    "storks.docx": docx(),
    "storks.odt": odt(),
    "storks.rtf": rtf(),
    "storks.epub": epub(),
    "storks.eml": eml(),
    "storks.mbox": mbox(),
    "storks.mhtml": mhtml(),
    "storks.warc": warc(),
    "storks.jsonl": jsonl(),
    "storks.json": json_ld(),
    "storks.csv": table(),
    "storks.tsv": table("\t"),
    "storks.rss": rss(),
    "storks.atom": atom(),
    "nitf.xml": nitf(),
    "newsml.xml": newsml(),
    "storks.zip": zipped({"europe/storks.txt": f"{TITLE}\n\n{FIRST}\n", "storks.html": html()}),
    "storks.html.gz": gzip.compress(html(), mtime=0),
}
"""File names and contents."""
