"""Cards: what a decision, an organization or Article 18 is, and where the documents speak of it."""

from __future__ import annotations

from coopbot.entries import Decision, Organization
from coopbot.intents import generic_words
from coopbot.labels import sort_key
from coopbot.languages import LANGUAGES
from coopbot.names import Form
from coopbot.question import Question
from coopbot.registry import Registry
from coopbot.types import Paragraph, Reference, View, ViewCell
from coopbot.view_cells import MOST_ROWS, CellWriter, sentence_at
from coopbot.view_tables import moment_rows, moments_in
from coopbot.wording import language_name, title_text, view_text

Row = tuple[ViewCell, ...]

MOST_QUOTES = 6
"""Sentences shown for one provision of an article."""

MOST_PRINTING = 50
"""Paragraphs in which a name's printed form is looked for."""

WORDS_BESIDE = 1
"""Telling words that a question may have beside the name of a body to be about the body itself."""


def decision_card(question: Question, cells: CellWriter) -> View | None:
    """Return what a decision is, where it is cited and what is held of it.

    None unless the question names one decision of the registry and nothing else.
    """
    named = {r.id.partition("(")[0] for r in question.specific_references()}
    kinds = {reference.kind for reference in question.specific_references()}
    if kinds != {"decision"} or len(named) != 1 or question.claims:
        return None
    decision = cells.index.registry.decision(named.pop())
    if decision is None:
        return None
    citing = _citing_rows("decision", decision.id, cells)
    rows = _decision_facts(decision, cells, cited=bool(citing)) + citing
    return _card(
        "decision", view_text("decision_card", cells.language, id=decision.id), rows, cells
    )


def _decision_facts(decision: Decision, cells: CellWriter, *, cited: bool) -> list[Row]:
    rows: list[Row] = []
    if title := decision.best_title(cells.language):
        shown = title_text(title, cells.language, confirmed=decision.confirmed)
        rows.append((cells.frame("subject"), cells.known(shown, title.language)))
    meeting = cells.index.registry.meeting(f"COP-MOP-{decision.meeting}")
    shown = f"COP-MOP {decision.meeting}"
    if meeting is not None:
        # ISO 8601 parts the ends of a period by a slash, which no reader knows.
        dates = (date.replace("/", " – ") for date in meeting.dates)
        shown = "; ".join((shown, *meeting.places, *dates))
    rows.append((cells.frame("meeting"), cells.known(shown, "en")))
    if related := related_decisions(decision, cells.index.registry):
        rows.append((cells.frame("related"), cells.known(", ".join(related))))
    held = decision.symbol is not None and decision.symbol in cells.index.symbols
    missing = cells.frame("only_cited" if cited else "not_held")
    state = cells.frame("held", symbol=decision.symbol or "") if held else missing
    rows.append((cells.frame("text_held"), state))
    return rows


def related_decisions(decision: Decision, registry: Registry) -> list[str]:
    """Return the ids of the decisions on the same subject, without the decision itself."""
    chains = registry.chains_of(decision.id)
    chained = (member for chain in chains for member, _ in chain.members)
    related = dict.fromkeys((*decision.predecessors, *decision.successors, *chained))
    return [id for id in related if id != decision.id]


def _known(text: str, status: str, language: str, cells: CellWriter) -> ViewCell:
    """Return a fact of the registry; one that is not confirmed says so."""
    doubt = f" ({view_text('unverified', cells.language)})" if status == "unverified" else ""
    return cells.known(text + doubt, language)


def _citing_rows(kind: str, id: str, cells: CellWriter, heading: str = "cited_in") -> list[Row]:
    """Return the sentences that cite a thing, each once, with their places."""
    sentences: dict[tuple[str, str], Paragraph] = {}
    for paragraph, reference in cells.citing(kind, id):
        sentence = sentence_at(paragraph, reference.start)
        sentences.setdefault((paragraph.id, sentence), paragraph)
    cells.left_out |= len(sentences) > MOST_ROWS
    return [
        (
            ViewCell(
                f"{view_text(heading, cells.language)} {cells.place(paragraph, sentence).text}",
                cells.language,
            ),
            cells.quote(paragraph, sentence),
        )
        for (_, sentence), paragraph in list(sentences.items())[:MOST_ROWS]
    ]


def _card(kind: str, title: str, rows: list[Row], cells: CellWriter) -> View:
    columns = (view_text("aspect", cells.language), view_text("known", cells.language))
    return View(kind, title, columns, cells.limited(rows))


# -- organizations -------------------------------------------------------------------------


def organization_card(question: Question, cells: CellWriter) -> View | None:
    """Return a body's names, what it is, what it did when, and the paragraphs that name it.

    None unless the question is about one body and hardly about anything else.
    """
    registry = cells.index.registry
    bodies = [body for id in question.names if (body := registry.organization(id)) is not None]
    if len(bodies) != 1 or cells.answer.abstained or not _is_about(question, bodies[0], cells):
        return None
    body = bodies[0]
    citing = cells.citing("organization", body.id)
    if not citing:
        return None
    activities = _activities(body, citing, cells)
    told = {row[1].text for row in activities}
    naming = _citing_rows("organization", body.id, cells, "named_in")
    rows = [
        *_names(body, citing, cells),
        (cells.frame("role"), cells.known(_role(body, cells))),
        *activities,
        *(row for row in naming if row[1].text not in told),
    ]
    return _card("organization", body.name(cells.language), rows, cells)


def _is_about(question: Question, body: Organization, cells: CellWriter) -> bool:
    if {r.kind for r in question.references} - {"organization"}:
        return False
    if {"time", "place", "number", "comparison", "aggregate"} & set(question.intents):
        return False
    analyzer, language = cells.index.analyzer, question.language
    own = {
        term
        for form in body.forms
        for term in analyzer.terms(form.form, form.language if form.language in LANGUAGES else "en")
    }
    generic = set(analyzer.terms(generic_words(language), language))
    beside = [
        term
        for term in question.terms
        if term not in own | generic and (language != "zh" or len(term) > 1)
    ]
    allowed = 0 if "list" in question.intents else WORDS_BESIDE
    return len(beside) <= allowed and not question.claims


def _names(
    body: Organization, citing: list[tuple[Paragraph, Reference]], cells: CellWriter
) -> list[Row]:
    """Return the name in each language; cited where a paragraph of that language prints it."""
    rows: list[Row] = []
    for language in LANGUAGES:
        form = own_name(body, language)
        if form is None:
            continue
        heading = cells.frame("name_in", name=language_name(language, cells.language))
        printing = _printing(citing, form.form, language, cells)
        cell = (
            cells.quote(printing, form.form)
            if printing is not None
            else _known(form.form, form.status, language, cells)
        )
        rows.append((heading, cell))
    return rows


def own_name(body: Organization, language: str) -> Form | None:
    """Return the name of a body in a language; None where the registry knows none."""
    named = (form for form in body.forms if form.language == language)
    return next((form for form in named if form.kind in ("full", "preferred", "short")), None)


def _printing(
    citing: list[tuple[Paragraph, Reference]], form: str, language: str, cells: CellWriter
) -> Paragraph | None:
    for paragraph, _ in citing[:MOST_PRINTING]:
        held = cells.index.expressions(*paragraph.key).get(language)
        if held is not None and form in held.text:
            return held
    return None


def _role(body: Organization, cells: CellWriter) -> str:
    parent = cells.index.registry.organization(body.parent) if body.parent else None
    kind = view_text(body.type, cells.language)
    if parent is None:
        return kind
    return view_text("part_of", cells.language, type=kind, parent=parent.name(cells.language))


def _activities(
    body: Organization, citing: list[tuple[Paragraph, Reference]], cells: CellWriter
) -> list[Row]:
    """Return the dated sentences that name a body, the earliest first."""
    naming: dict[str, set[str]] = {}
    for paragraph, reference in citing:
        naming.setdefault(paragraph.id, set()).add(sentence_at(paragraph, reference.start))
    paragraphs = dict.fromkeys(paragraph for paragraph, _ in citing)
    moments = [
        moment
        for moment in moments_in(paragraphs)
        if moment.sentence in naming[moment.paragraph.id]
    ]
    return [row[:2] for row in moment_rows(moments, cells)]


# -- Article 18 ----------------------------------------------------------------------------


def article_card(question: Question, cells: CellWriter) -> View | None:
    """Return Article 18 by paragraph and item: documentation, decisions in line, who cites it.

    None unless the question names Article 18, or a provision of it, and nothing else.
    """
    asked = {reference.id for reference in question.specific_references()}
    article = cells.index.registry.article("18")
    kinds = {reference.kind for reference in question.specific_references()}
    if article is None or kinds != {"article"} or question.claims:
        return None
    if {"time", "place", "number"} & set(question.intents):
        # Where the course on Article 18 was held is no question about Article 18.
        return None
    if {id.partition("(")[0] for id in asked} != {"18"}:
        return None
    rows: list[Row] = []
    for provision in sorted(article.paragraphs, key=sort_key):
        if any(_within(provision, id) or _within(id, provision) for id in asked):
            rows += _provision_rows(provision, article.paragraphs[provision], cells)
    if "18" in asked:
        empty = cells.text("")
        rows += [(cells.text("18"), empty, empty, cell) for cell in _quotes("18", cells)]
    columns = tuple(
        view_text(key, cells.language) for key in ("provision", "required", "decisions", "cited_in")
    )
    title = view_text(
        "article_card",
        cells.language,
        title=article.titles.get(cells.language) or article.titles.get("en", ""),
    )
    return View("article18", title, columns, cells.limited(rows))


def _within(part: str, whole: str) -> bool:
    return part == whole or part.startswith(f"{whole}(")


def _provision_rows(provision: str, substance: str, cells: CellWriter) -> list[Row]:
    """Return a row for a provision, and one more for each further sentence that cites it."""
    decisions = [
        " → ".join(member for member, _ in chain.members)
        for chain in cells.index.registry.chains
        if chain_covers(chain.id, provision)
    ]
    empty = cells.text("")
    first, *more = _quotes(provision, cells) or [empty]
    return [
        (
            cells.text(provision),
            cells.known(substance, "en"),
            cells.known("; ".join(decisions)) if decisions else empty,
            first,
        ),
        *((cells.text(provision), empty, empty, cell) for cell in more),
    ]


def _quotes(provision: str, cells: CellWriter) -> list[ViewCell]:
    """Return the sentences that cite a provision itself, no part of it; a few of many."""
    sentences = dict.fromkeys(
        (paragraph, sentence_at(paragraph, reference.start))
        for paragraph, reference in cells.citing("article", provision)
        if reference.id == provision
    )
    cells.left_out |= len(sentences) > MOST_QUOTES
    return [cells.quote(*place) for place in list(sentences)[:MOST_QUOTES]]


def chain_covers(chain: str, provision: str) -> bool:
    """Tell whether a chain such as ``article-18-2bc`` is about a provision such as ``18(2)(b)``."""
    if not chain.startswith("article-18-"):
        return False
    rest = chain.removeprefix("article-18-")
    number, items = rest[:1], rest[1:]
    paragraph, _, item = provision.removeprefix("18(").partition(")")
    item = item.strip("()")
    return number == paragraph and (not items or not item or item in items)
