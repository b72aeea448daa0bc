"""What the tabs beside the chat show: documents, decisions, partners, Article 18."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coopbot.dates import find_dates
from coopbot.errors import NotInCorpus
from coopbot.labels import display_label
from coopbot.languages import LANGUAGES, NATIVE_NAMES
from coopbot.types import DocumentFacts, Paragraph, Reference, ReferenceCard
from coopbot.view_cards import chain_covers
from ui.core import Core
from ui.drawing import Moment, citation_graph, timeline
from ui.markup import Html, isolated, quoted, tag
from ui.paragraphs import link_to, works
from ui.texts import Texts

MOST_QUOTED = 60
"""Paragraphs listed under one thing; the HTTP interface gives all."""

Citing = Sequence[tuple[Paragraph, Reference]]


def documents_panel(core: Core, texts: Texts) -> Html:
    """List the works with their languages, then how each file was read."""
    held = works(core)
    if not held:
        return tag("div", tag("p", texts("documents_empty"), class_="empty"))
    cards = [
        tag(
            "article",
            tag("h3", isolated(_title(work.expressions, texts.language) or work.title)),
            tag("p", isolated(work.symbol), class_="symbol"),
            tag(
                "p",
                f"{texts('paragraphs')}: {work.paragraphs} · {texts('date')}: ",
                _date(work.expressions) or texts("date_unknown"),
            ),
            _date_note(work.expressions),
            tag(
                "ul",
                (
                    tag(
                        "li",
                        tag(
                            "a",
                            NATIVE_NAMES[facts.language],
                            href=link_to(work.symbol, None, facts.language, texts.language),
                            lang=facts.language,
                        ),
                        " ",
                        badge(facts.official, texts),
                    )
                    for facts in sorted(
                        work.expressions, key=lambda one: LANGUAGES.index(one.language)
                    )
                ),
                class_="versions",
            ),
            class_="work",
        )
        for work in held
    ]
    return tag("div", cards, _build_report(core, texts), class_="panel")


def _build_report(core: Core, texts: Texts) -> Html:
    columns = ("file", "language", "outcome", "reason", "pages", "paragraphs", "references")
    rows = [
        tag(
            "tr",
            tag("td", isolated(report.path)),
            tag("td", NATIVE_NAMES.get(report.language or "", report.language or "–")),
            tag(
                "td",
                tag("span", texts(f"outcome_{report.outcome}"), class_=f"outcome {report.outcome}"),
            ),
            tag("td", isolated("; ".join(filter(None, (report.reason, *report.warnings))) or "–")),
            tag("td", str(report.pages)),
            tag("td", str(report.paragraphs)),
            tag("td", str(report.references)),
        )
        for report in core.reports()
    ]
    return tag(
        "section",
        tag("h3", texts("build_report")),
        tag("p", f"{texts('build')}: ", isolated(core.build), class_="note"),
        tag(
            "div",
            tag(
                "table",
                tag("thead", tag("tr", (tag("th", texts(name), scope="col") for name in columns))),
                tag("tbody", rows),
            ),
            class_="scrolling",
            tabindex="0",
            role="region",
            aria_label=texts("build_report"),
        ),
    )


def badge(official: bool, texts: Texts) -> Html:
    """Show whether a text is official."""
    status = "official" if official else "unofficial"
    return tag("span", texts(status), class_=f"badge {status}")


def _title(expressions: Sequence[DocumentFacts], language: str) -> str | None:
    return next((facts.title for facts in expressions if facts.language == language), None)


def _date(expressions: Sequence[DocumentFacts]) -> Html | None:
    stated = next((facts.date for facts in expressions if facts.date), None)
    return isolated(stated) if stated else None


def _date_note(expressions: Sequence[DocumentFacts]) -> Html | None:
    note = next((facts.date_note for facts in expressions if facts.date_note), None)
    return tag("p", note, class_="note", lang="en", dir="ltr") if note else None


def decision_choices(core: Core, texts: Texts) -> list[tuple[str, str]]:
    """Return the decisions of the registry by meeting and number, as (shown, id)."""
    entries = sorted(core.registry.decisions.values(), key=lambda one: (one.meeting, one.number))
    return [(f"{one.id} · {_in(one.titles, texts.language)}", one.id) for one in entries]


def decision_panel(core: Core, texts: Texts, identity: str | None) -> Html:
    """Show a decision: what is known of it, a picture of who cites it, the paragraphs."""
    decision = core.registry.decision(identity) if identity else None
    if decision is None:
        return Html("")
    citing = in_one_language(_citing(core, decision.id), texts.language)
    chain = [member for one in core.registry.chains_of(decision.id) for member, _ in one.members]
    related = list(dict.fromkeys((*decision.predecessors, *decision.successors, *chain)))
    related = [one for one in related if one != decision.id]
    places = [f"¶ {display_label(p.label, texts.language)}" for p, _ in citing]
    picture = citation_graph(
        decision.id,
        list(dict.fromkeys(places)),
        related,
        texts("decision_graph", id=decision.id),
        texts.language,
    )
    facts = [
        (texts("meeting"), f"COP-MOP {decision.meeting}"),
        (texts("subject"), _in(decision.titles, texts.language)),
    ]
    return tag(
        "div",
        tag("h3", isolated(decision.id), " ", _status(decision.status, texts)),
        tag("dl", ([tag("dt", name), tag("dd", isolated(value))] for name, value in facts)),
        tag("p", texts("registry_note"), class_="note"),
        picture if citing or related else None,
        _quotations(citing, texts, texts("cited_in"), texts("not_cited")),
        class_="panel",
    )


def partner_choices(core: Core, texts: Texts) -> list[tuple[str, str]]:
    """Return the organizations of the registry by name, as (shown, id)."""
    named = [(one.name(texts.language), one.id) for one in core.registry.organizations.values()]
    return sorted(named, key=lambda entry: entry[0].casefold())


def partner_panel(core: Core, texts: Texts, identity: str | None) -> Html:
    """Show a partner: when what its paragraphs tell happened, and the paragraphs."""
    partner = core.registry.organization(identity) if identity else None
    if partner is None:
        return Html("")
    citing = in_one_language(_citing(core, partner.id), texts.language)
    name = partner.name(texts.language)
    moments = [
        Moment(found.iso, found.text, f"¶ {display_label(paragraph.label, texts.language)}")
        for paragraph in dict.fromkeys(paragraph for paragraph, _ in citing)
        for found in find_dates(paragraph.text, paragraph.language)
    ]
    picture = timeline(
        list(dict.fromkeys(moments)), texts("partner_timeline", name=name), texts.language
    )
    caption = texts("partner_timeline", name=name) if picture else texts("partner_no_dates")
    others = [
        tag("li", isolated(form, language))
        for language in LANGUAGES
        if language != texts.language and (form := _name_in(partner, language)) is not None
    ]
    return tag(
        "div",
        tag("h3", isolated(name, texts.language)),
        tag("ul", others, class_="names") if others else None,
        tag("p", caption, class_="note") if citing else None,
        picture or None,
        _quotations(citing, texts, texts("named_in"), texts("not_named")),
        class_="panel",
    )


def _name_in(partner: Any, language: str) -> str | None:
    return next(
        (
            form.form
            for form in partner.forms
            if form.language == language and form.kind in ("full", "preferred", "short")
        ),
        None,
    )


def provision_choices(core: Core, texts: Texts) -> list[tuple[str, str]]:
    """Return Article 18 and its paragraphs and items, as (shown, id)."""
    article = core.registry.article("18")
    known = sorted(article.paragraphs) if article else []
    return [
        (f"{texts('tab_article18')} {identity[2:]}".strip(), identity)
        for identity in ["18", *known]
    ]


def provision_panel(core: Core, texts: Texts, identity: str | None) -> Html:
    """Show a provision of Article 18: its substance, its decisions, the paragraphs citing it."""
    article = core.registry.article("18")
    identity = identity or "18"
    if article is None:
        return tag("p", texts("not_named"), class_="empty")
    substance = article.substance if identity == "18" else article.paragraphs.get(identity)
    citing = in_one_language(_citing(core, f"Article {identity}"), texts.language)
    chains = [
        tag(
            "li",
            isolated(" → ".join(member for member, _ in chain.members)),
            tag("span", f" {chain.title}", class_="note", lang="en", dir="ltr"),
        )
        for chain in core.registry.chains
        if chain.id.startswith("article-18-")
        and (identity == "18" or chain_covers(chain.id, identity))
    ]
    return tag(
        "div",
        tag("h3", texts("tab_article18"), " ", isolated(identity[2:])),
        tag("p", isolated(_in(article.titles, texts.language))),
        tag("h4", texts("substance")),
        tag("p", substance, lang="en", dir="ltr") if substance else None,
        tag("p", texts("registry_note"), class_="note"),
        tag("h4", texts("chain")) if chains else None,
        tag("ul", chains) if chains else None,
        _quotations(citing, texts, texts("cited_in"), texts("not_named")),
        class_="panel",
    )


def parallel_panel(
    core: Core, texts: Texts, symbol: str | None, label: str | None, first: str, second: str
) -> Html:
    """Show a paragraph in two languages side by side."""
    if not symbol or not label:
        return Html("")
    try:
        versions = core.paragraph(symbol, label)
    except NotInCorpus as error:
        return tag("p", str(error), class_="empty")
    columns = [
        tag(
            "div",
            tag("p", NATIVE_NAMES[language], " ", badge(versions[language].official, texts)),
            quoted(versions[language]),
        )
        if language in versions
        else tag("div", tag("p", NATIVE_NAMES[language]), tag("p", texts("reader_missing")))
        for language in dict.fromkeys((first, second))
    ]
    some = next(iter(versions.values()))
    link = link_to(some.symbol, some.label, f"{first},{second}", texts.language)
    return tag(
        "div",
        tag("div", columns, class_="parallel"),
        tag("p", tag("a", texts("reader"), href=link)),
        class_="panel",
    )


def label_choices(core: Core, texts: Texts, symbol: str | None) -> list[tuple[str, str]]:
    """Return the paragraphs of a document in reading order, as (shown, label)."""
    if not symbol:
        return []
    work = next((one for one in works(core) if one.symbol == symbol), None)
    if work is None:
        return []
    language = next(
        (f.language for f in work.expressions if f.language == texts.language),
        work.expressions[0].language,
    )
    return [
        (
            _shown(p, texts) + p.text[:60],
            p.label,
        )
        for p in core.document(symbol, language)
    ]


def _shown(paragraph: Paragraph, texts: Texts) -> str:
    """Return the number of a paragraph as the page's language writes it; headings have none."""
    if not (paragraph.label[:1].isdigit() or paragraph.label.startswith("fn")):
        return ""
    return f"{display_label(paragraph.label, texts.language, paragraph.printed or None)} · "


def _citing(core: Core, identity: str) -> Citing:
    try:
        card: ReferenceCard = core.references(identity)
    except NotInCorpus:
        return ()
    return card.citing


def in_one_language(citing: Citing, language: str) -> list[tuple[Paragraph, Reference]]:
    """Keep each place once: in the reader's language where it is held, else the official one."""
    best: dict[tuple[str, str, str], tuple[Paragraph, Reference]] = {}
    for paragraph, reference in citing:
        key = (*paragraph.key, reference.id)
        held = best.get(key)
        if held is None or _rank(paragraph, language) < _rank(held[0], language):
            best[key] = (paragraph, reference)
    return list(best.values())


def _rank(paragraph: Paragraph, language: str) -> tuple[bool, bool, int]:
    return (
        paragraph.language != language,
        not paragraph.official,
        LANGUAGES.index(paragraph.language),
    )


def _quotations(citing: Citing, texts: Texts, title: str, empty: str) -> Html:
    if not citing:
        return tag("p", empty, class_="empty")
    by_place: dict[tuple[str, str], list[tuple[Paragraph, Reference]]] = {}
    for paragraph, reference in citing:
        by_place.setdefault(paragraph.key, []).append((paragraph, reference))
    rows = []
    for (symbol, label), found in list(by_place.items())[:MOST_QUOTED]:
        paragraph = found[0][0]
        shown = display_label(label, texts.language)
        rows.append(
            tag(
                "li",
                tag(
                    "p",
                    tag(
                        "a",
                        isolated(f"{symbol} ¶ {shown}"),
                        href=link_to(symbol, label, texts.language, texts.language),
                    ),
                    " ",
                    badge(paragraph.official, texts),
                ),
                quoted(paragraph, [reference.text for _, reference in found]),
            )
        )
    return tag("section", tag("h4", f"{title} ({len(by_place)})"), tag("ol", rows, class_="places"))


def _status(status: str, texts: Texts) -> Html:
    return tag("span", texts(f"status_{status}"), class_=f"status {status}")


def _in(titles: Mapping[str, str], language: str) -> str:
    return titles.get(language) or titles.get("en") or next(iter(titles.values()), "–")
