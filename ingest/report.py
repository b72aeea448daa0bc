"""The build report: what happened to each file and how languages line up, for people and programs.

A work that did not change keeps the entry of the build before: the second ingest of a large corpus
does not compare all of it again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from html import escape
from typing import Any

from coopbot.builds import BuildPaths
from coopbot.ledger import Ledger
from coopbot.types import FileReport
from ingest.alignment_report import align_works

Work = Mapping[str, Any]
"""How the versions of one work line up, as ``WorkAlignment.to_dict`` gives it."""

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Build {build}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem;
  padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ text-align: start; padding: .4rem .6rem; border-bottom: 1px solid #ccc;
  vertical-align: top; }}
td.number {{ text-align: end; font-variant-numeric: tabular-nums; }}
.bad {{ color: #a40000; font-weight: 600; }}
</style></head><body>
<h1>Build {build}</h1>
<p>{summary}</p>
<table><thead><tr><th>File</th><th>Symbol</th><th>Language</th><th>Outcome</th><th>Pages</th>
<th>Paragraphs</th><th>References</th><th>Remarks</th></tr></thead><tbody>
{rows}
</tbody></table>
<h2>Language versions</h2>
<p>{aligned}</p>
<table><thead><tr><th>Work</th><th>Leading</th><th>Paragraphs</th><th>Coverage</th>
<th>Gaps and doubts</th></tr></thead><tbody>
{works}
</tbody></table></body></html>
"""


def write_report(
    paths: BuildPaths, build: str, files: Sequence[FileReport], works: Sequence[Work]
) -> None:
    """Write ``report.html`` and ``report.json`` into the folder of a build."""
    paths.report.write_text(report_page(build, files, works), "utf-8")
    paths.report.with_suffix(".json").write_text(
        json.dumps(
            {"build": build, "files": [asdict(file) for file in files], "alignment": list(works)},
            ensure_ascii=False,
            indent=1,
        ),
        "utf-8",
    )


def aligned_works(
    paths: BuildPaths, ledger: Ledger, changed: Collection[str] | None = None
) -> list[Work]:
    """Return how each work held in several languages lines up, in the order of the symbols.

    :param changed: symbols of the works that differ from the build whose report lies in the
        folder; None where there is no such report.
    """
    works = [work.to_dict() for work in align_works(ledger, changed)]
    if changed is not None:
        before = json.loads(paths.report.with_suffix(".json").read_text("utf-8"))["alignment"]
        works += [work for work in before if work["symbol"] not in changed]
    return sorted(works, key=lambda work: str(work["symbol"]))


def report_page(build: str, files: Sequence[FileReport], works: Sequence[Work]) -> str:
    """Return the report as one page that needs nothing from elsewhere."""
    read = [file for file in files if file.paragraphs]
    summary = (
        f"{len(read)} of {len(files)} files read, {sum(f.paragraphs for f in read)} paragraphs, "
        f"{sum(f.references for f in read)} references."
    )
    sound = sum(work["sound"] for work in works)
    aligned = (
        f"{sound} of the {len(works)} works held in several languages line up without a gap or "
        "doubt."
    )
    return _PAGE.format(
        build=escape(build),
        summary=escape(summary),
        rows="\n".join(_row(file) for file in sorted(files, key=lambda file: file.path)),
        aligned=escape(aligned),
        works="\n".join(map(_work, works)),
    )


def _row(file: FileReport) -> str:
    kind = "" if file.paragraphs else ' class="bad"'
    remarks = "; ".join(filter(None, (file.reason, *file.warnings)))
    return (
        f"<tr><td>{escape(file.path)}</td><td>{escape(file.symbol or '')}</td>"
        f"<td>{escape(file.language or '')}</td><td{kind}>{escape(file.outcome)}</td>"
        f'<td class="number">{file.pages}</td><td class="number">{file.paragraphs}</td>'
        f'<td class="number">{file.references}</td><td>{escape(remarks)}</td></tr>'
    )


def _work(work: Work) -> str:
    coverage = ", ".join(f"{pair['language']} {pair['coverage']:.1%}" for pair in work["pairs"])
    findings = [escape(text) for pair in work["pairs"] for text in pair["findings"]]
    kind = ' class="bad"' if findings else ""
    return (
        f"<tr><td>{escape(work['symbol'])}</td><td>{escape(work['leading'])}</td>"
        f'<td class="number">{work["paragraphs"]}</td><td>{escape(coverage)}</td>'
        f"<td{kind}>{'<br>'.join(findings) or 'none'}</td></tr>"
    )
