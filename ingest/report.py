"""The build report: what happened to each file, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from html import escape

from coopbot.builds import BuildPaths
from coopbot.types import FileReport

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
</tbody></table></body></html>
"""


def write_report(paths: BuildPaths, build: str, files: Sequence[FileReport]) -> None:
    """Write ``report.html`` and ``report.json`` into the folder of a build."""
    paths.report.write_text(report_page(build, files), "utf-8")
    paths.report.with_suffix(".json").write_text(
        json.dumps(
            {"build": build, "files": [asdict(file) for file in files]},
            ensure_ascii=False,
            indent=1,
        ),
        "utf-8",
    )


def report_page(build: str, files: Sequence[FileReport]) -> str:
    """Return the report as one self-contained HTML page."""
    read = [file for file in files if file.paragraphs]
    summary = (
        f"{len(read)} of {len(files)} files read, {sum(f.paragraphs for f in read)} paragraphs, "
        f"{sum(f.references for f in read)} references."
    )
    return _PAGE.format(
        build=escape(build),
        summary=escape(summary),
        rows="\n".join(_row(file) for file in sorted(files, key=lambda file: file.path)),
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
