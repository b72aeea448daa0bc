"""The tabs of the registry's things: decisions, partners, Article 18, and who cites them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coopbot.dates import find_dates
from coopbot.entries import Decision, Titled
from coopbot.errors import NotInCorpus
from coopbot.languages import LANGUAGES, direction
from coopbot.types import Paragraph, Reference
from coopbot.view_cards import chain_covers, own_name, related_decisions
from coopbot.view_cells import in_one_language
from coopbot.wording import title_text
from ui.core import Core
from ui.drawing import Moment, citation_graph, timeline
from ui.markup import Html, isolated, join, quoted, tag
from ui.paragraphs import badge, link_to, place_shown
from ui.texts import Texts

MOST_QUOTED = 60
"""Paragraphs listed under one thing; the HTTP interface gives all."""

RIGHT_TO_LEFT_MARK = "\u200f"

Citing = Sequence[tuple[Paragraph, Reference]]


def decision_choices(core: Core, texts: Texts) -> list[tuple[str, str]]:
    """Return the decisions of the registry by meeting and number, as (shown, id)."""
    entries = sorted(core.registry.decisions.values(), key=lambda one: (one.meeting, one.number))
    return [(_choice(one, texts.language), one.id) for one in entries]


def _choice(decision: Decision, language: str) -> str:
    title = decision.best_title(language)
    shown = title_text(title, language, confirmed=decision.confirmed) if title else "–"
    # A field takes its direction from the first letter, which is Latin in every language.
    mark = RIGHT_TO_LEFT_MARK if direction(language) == "rtl" else ""
    return f"{mark}{decision.id} · {shown}"


def decision_panel(core: Core, texts: Texts, identity: str | None) -> Html:
    """Show a decision: what is known of it, a picture of who cites it, the paragraphs."""
    decision = core.registry.decision(identity) if identity else None
    if decision is None:
        return Html("")
    citing = _citing(core, decision.id, texts.language)
    related = related_decisions(decision, core.registry)
    places = [place_shown(p.label, texts.language) for p, _ in citing]
    picture = citation_graph(
        decision.id,
        list(dict.fromkeys(places)),
        related,
        texts("decision_graph", id=decision.id),
        texts.language,
        (texts("cited_in"), texts("chain")),
    )
    facts = [
        (texts("meeting"), isolated(f"COP-MOP {decision.meeting}")),
        (texts("subject"), _titled(decision, texts)),
    ]
    if topics := _topics(core, decision, texts):
        facts.append((texts("topics"), topics))
    return tag(
        "div",
        tag("h3", isolated(decision.id), " ", _status(decision.status, texts)),
        tag("dl", ([tag("dt", name), tag("dd", value)] for name, value in facts)),
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
    citing = _citing(core, partner.id, texts.language)
    name = partner.name(texts.language)
    moments = [
        Moment(found.iso, found.text, place_shown(paragraph.label, texts.language))
        for paragraph in dict.fromkeys(paragraph for paragraph, _ in citing)
        for found in find_dates(paragraph.text, paragraph.language)
    ]
    picture = timeline(
        list(dict.fromkeys(moments)), texts("partner_timeline", name=name), texts.language
    )
    caption = texts("partner_timeline", name=name) if picture else texts("partner_no_dates")
    others = [
        tag("li", isolated(own.form, language))
        for language in LANGUAGES
        if language != texts.language and (own := own_name(partner, language)) is not None
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
    citing = _citing(core, f"Article {identity}", texts.language)
    chains = [
        tag(
            "li",
            tag("div", _in_line([member for member, _ in chain.members]), dir="ltr"),
            tag("p", _titled(chain, texts), class_="note"),
        )
        for chain in core.registry.chains
        if chain.id.startswith("article-18-")
        and (identity == "18" or chain_covers(chain.id, identity))
    ]
    return tag(
        "div",
        tag("h3", texts("tab_article18"), " ", isolated(identity[2:])),
        tag("p", _words(article.titles, texts.language)),
        tag("h4", texts("substance")),
        tag("p", substance, lang="en", dir="ltr") if substance else None,
        tag("p", texts("registry_note"), class_="note"),
        tag("h4", texts("chain")) if chains else None,
        tag("ul", chains, class_="chains") if chains else None,
        _quotations(citing, texts, texts("cited_in"), texts("not_named")),
        class_="panel",
    )


def _citing(core: Core, identity: str, language: str) -> Citing:
    try:
        card = core.references(identity)
    except NotInCorpus:
        return ()
    return in_one_language(card.citing, language)


def _quotations(citing: Citing, texts: Texts, title: str, empty: str) -> Html:
    if not citing:
        return tag("p", empty, class_="empty")
    by_place: dict[tuple[str, str], list[tuple[Paragraph, Reference]]] = {}
    for paragraph, reference in citing:
        by_place.setdefault(paragraph.key, []).append((paragraph, reference))
    rows = []
    for (symbol, label), found in list(by_place.items())[:MOST_QUOTED]:
        paragraph = found[0][0]
        rows.append(
            tag(
                "li",
                tag(
                    "p",
                    tag(
                        "a",
                        isolated(f"{symbol} {place_shown(label, texts.language)}"),
                        href=link_to(symbol, label, texts.language, texts.language),
                    ),
                    " ",
                    badge(paragraph.official, texts),
                ),
                quoted(paragraph, [reference.text for _, reference in found]),
            )
        )
    return tag("section", tag("h4", f"{title} ({len(by_place)})"), tag("ol", rows, class_="places"))


def _in_line(members: Sequence[str]) -> Html:
    """Join the ids of decisions by arrows; each id stays in one piece where the line breaks."""
    first, *others = (tag("bdi", member) for member in members)
    return join([first, *([" → ", member] for member in others)])


def _status(status: str, texts: Texts) -> Html:
    return tag("span", texts(f"status_{status}"), class_=f"status {status}")


def _topics(core: Core, decision: Decision, texts: Texts) -> Html | None:
    """List the subjects that a decision is filed under, unless they only repeat its own."""
    own = decision.best_title(texts.language)
    filed = core.registry.subjects_of(decision)
    shown = [one.best_title(texts.language) for one in filed]
    if own and {one.text for one in shown if one} <= {own.text}:
        return None
    return tag("ul", (tag("li", _titled(one, texts)) for one in filed), class_="topics")


def _titled(thing: Titled, texts: Texts) -> Html:
    """Show a title in the language of the page; one rendered for coopbot says so."""
    title = thing.best_title(texts.language)
    if title is None:
        return isolated("–")
    shown = isolated(title.text, title.language)
    return join([shown, " ", badge(False, texts)]) if title.rendered else shown


def _words(titles: Mapping[str, str], language: str) -> Html:
    """Show a title in a language, else in another one, which is said to who has it read aloud."""
    shown = next((one for one in (language, "en", *LANGUAGES) if one in titles), None)
    return isolated(titles[shown], shown) if shown else isolated("–")
