"""Look things up: paragraphs by words, documents, one paragraph in its languages, references."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from ui.bodies import Language
from ui.desk import Shared
from ui.paragraphs import paragraph_view, works

router = APIRouter(prefix="/api/v1", tags=["documents"])


@router.get("/search")
async def search(
    service: Shared,
    q: Annotated[str, Query(min_length=1)],
    k: Annotated[int, Query(ge=1, le=100)] = 10,
    language: Language | None = None,
) -> dict[str, Any]:
    """Rank the paragraphs that a query finds."""
    service.check(q)
    hits = await service.workers.call(lambda: service.core.search(q, k, language))
    return {
        "query": q,
        "hits": [
            {
                "symbol": hit.paragraph.symbol,
                "label": hit.paragraph.label,
                "language": hit.paragraph.language,
                "text": hit.paragraph.text,
                "score": round(hit.score, 6),
                "found_by": list(hit.found_by),
            }
            for hit in hits
        ],
    }


@router.get("/documents")
async def documents(service: Shared) -> dict[str, Any]:
    """List the works held, with their languages, and how each file was read."""
    held = await service.workers.call(lambda: works(service.core))
    reports = await service.workers.call(service.core.reports)
    return {
        "build": service.core.build,
        "documents": [
            {
                "symbol": work.symbol,
                "title": work.title,
                "paragraphs": work.paragraphs,
                "languages": {
                    facts.language: {
                        "title": facts.title,
                        "status": "official" if facts.official else "unofficial",
                        "meeting": facts.meeting,
                        "series": facts.series,
                        "date": facts.date,
                        "source": facts.url,
                    }
                    for facts in work.expressions
                },
            }
            for work in held
        ],
        "files": [
            {
                "path": report.path,
                "symbol": report.symbol,
                "language": report.language,
                "outcome": report.outcome,
                "reason": report.reason,
                "pages": report.pages,
                "paragraphs": report.paragraphs,
            }
            for report in reports
        ],
    }


@router.get("/documents/{symbol:path}/paragraphs/{label}")
async def paragraph(symbol: str, label: str, service: Shared) -> dict[str, Any]:
    """Return one paragraph in every language held, with its neighbours."""
    return await service.workers.call(lambda: paragraph_view(service.core, symbol, label))


@router.get("/refs/{identity:path}")
async def references(identity: str, service: Shared) -> dict[str, Any]:
    """Return what a decision, article, symbol or organization is, and what cites it."""
    return await service.workers.call(lambda: service.core.references(identity).to_dict())
