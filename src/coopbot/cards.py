"""What a thing is and who cites it: decisions, articles, documents, bodies, meetings."""

from __future__ import annotations

from typing import Any

from coopbot.entries import Decision, Titled
from coopbot.errors import NotInCorpus
from coopbot.index import IndexReader
from coopbot.languages import LANGUAGES
from coopbot.references import QuestionReferences, references_in_question
from coopbot.registry import Registry
from coopbot.types import Reference, ReferenceCard
from coopbot.wording import title_text

_ORDER = ("decision", "article", "symbol", "organization", "meeting", "date")


def reference_card(index: IndexReader, id: str, language: str = "en") -> ReferenceCard:
    """Return what is known of a thing and every paragraph that cites it, in document order.

    :param id: in any form that a person types.
    :param language: of the title of a decision.
    :raises NotInCorpus: when nothing can be recognised in it, or nothing is known of it.
    """
    registry = index.registry
    if id in registry.organizations:
        return _card(index, Reference("organization", id, id, 0, len(id)), language)
    found = _recognised(id, index)
    references = sorted(found.references, key=lambda r: (_ORDER.index(r.kind), -(r.end - r.start)))
    if found.ambiguities:
        readings = found.ambiguities[0].readings
        raise NotInCorpus(
            f"{id!r} fits several things: {', '.join(readings)}; write which one is meant.",
            nearest=readings,
            thing=id,
            several=True,
        )
    if not references:
        raise NotInCorpus(
            f"{id!r} names no decision, article, document, organization or meeting that can be "
            "recognised; write it like BS-III/10, Article 18(2), UNEP/CBD/BS/COP-MOP/4/4 or WCO.",
            thing=id,
        )
    card = _card(index, references[0], language)
    if not card.citing and not card.facts:
        near = _near(index, references[0])
        written = ", ".join(_written(card.kind, other) for other in near)
        shown = f"; the nearest that are cited are {written}" if near else ""
        raise NotInCorpus(
            f"No paragraph cites {_written(card.kind, card.id)} and the registry does not know "
            f"it{shown}.",
            nearest=tuple(near),
            thing=id,
        )
    return card


def _recognised(id: str, index: IndexReader) -> QuestionReferences:
    """Return what an id names; III/6 by itself is read as the number of a decision."""
    found = references_in_question(id, None, index.registry, index.symbols)
    if "/" not in id or found.references or found.ambiguities:
        return found
    return references_in_question(f"decision {id}", None, index.registry, index.symbols)


def _written(kind: str, id: str) -> str:
    """Return an id as a sentence names it: the bare number of an article says little."""
    return f"Article {id}" if kind == "article" else id


def _card(index: IndexReader, reference: Reference, language: str) -> ReferenceCard:
    title, facts = _facts(index, reference, language)
    citing = index.ledger.citing(reference.kind, reference.id)
    return ReferenceCard(
        kind=reference.kind,
        id=reference.id,
        title=title,
        facts=facts,
        citing=tuple((paragraph, cited) for _, paragraph, cited in _ordered(citing)),
    )


def _ordered(citing: list[Any]) -> list[Any]:
    """Sort by document, then place, then language in the UN order."""
    return sorted(
        citing,
        key=lambda entry: (
            entry[1].symbol,
            not entry[1].official,
            LANGUAGES.index(entry[1].language),
            entry[1].ordinal,
            entry[2].start,
        ),
    )


def _is_held(index: IndexReader, decision: str, symbol: str | None) -> bool:
    """Tell whether a decision's text is held: as a document, or in the report of its meeting."""
    if symbol and symbol in index.symbols:
        return True
    return any(text.startswith(decision) for _, _, text in index.topics("decision", decision))


def _facts(index: IndexReader, reference: Reference, language: str) -> tuple[str, dict[str, Any]]:
    registry: Registry = index.registry
    if reference.kind == "decision":
        decision = registry.decision(reference.id)
        if decision is None:
            return reference.id, {}
        return _decision_title(decision, language), {
            "titles": dict(decision.titles),
            "renderings": _renderings(decision),
            "status": decision.status,
            "subjects": [
                {"id": one.id, "titles": dict(one.titles), "renderings": _renderings(one)}
                for one in registry.subjects_of(decision)
            ],
            "meeting": f"COP-MOP-{decision.meeting}",
            "items": dict(decision.items),
            "predecessors": list(decision.predecessors),
            "successors": list(decision.successors),
            "page": decision.page,
            "text_held": _is_held(index, decision.id, decision.symbol),
        }
    if reference.kind == "article":
        article = None if ":" in reference.id else registry.article(reference.id)
        if article is None:
            return f"Article {reference.id}", {}
        title = article.titles.get("en") or reference.id
        return f"Article {reference.id} – {title}", {
            "titles": dict(article.titles),
            "status": article.status,
            "substance": article.substance,
            "paragraphs": dict(article.paragraphs),
            "decisions": list(article.decisions),
        }
    if reference.kind == "symbol":
        held = reference.id in index.symbols
        known = registry.document(reference.id)
        titles = {f.language: f.title for f in index.facts if f.symbol == reference.id and f.title}
        if known is None:
            return reference.id, {"titles": titles, "text_held": held} if held else {}
        return reference.id, {
            "titles": titles or dict(known.titles),
            "status": known.status,
            "text_held": held,
        }
    if reference.kind == "organization":
        organization = registry.organization(reference.id)
        if organization is None:
            return reference.id, {}
        return organization.name("en"), {
            "names": {
                language: [
                    {"form": form.form, "kind": form.kind, "status": form.status}
                    for form in organization.forms
                    if form.language == language
                ]
                for language in LANGUAGES
            },
            "type": organization.type,
            "parent": organization.parent,
        }
    if reference.kind == "meeting":
        meeting = registry.meeting(reference.id)
        if meeting is not None:
            return reference.id, {
                "status": meeting.status,
                "dates": list(meeting.dates),
                "places": list(meeting.places),
                "report": meeting.report,
            }
    return reference.id, {}


def _decision_title(decision: Decision, language: str) -> str:
    title = decision.best_title(language)
    if title is None:
        return decision.id
    return f"{decision.id} – {title_text(title, language, confirmed=decision.confirmed)}"


def _renderings(thing: Titled) -> dict[str, dict[str, str]]:
    """Return the renderings by language, each with the status that it has wherever it is shown."""
    return {
        language: {"text": rendering, "status": "unofficial"}
        for language, rendering in thing.renderings.items()
    }


def _near(index: IndexReader, reference: Reference) -> list[str]:
    """Return up to three cited things of the same kind, those written most alike first."""
    import difflib

    known = sorted(id for kind, id in index.ledger.reference_counts() if kind == reference.kind)
    return difflib.get_close_matches(reference.id, known, n=3, cutoff=0.0)
