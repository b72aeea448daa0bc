"""The report as one HTML file that needs nothing from outside."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from typing import Any

from coopbot.languages import LANGUAGES, direction
from evals import calibration, charts
from evals.checks import Texts
from evals.metrics import TITLES
from evals.results import Results
from evals.table_forms import Table
from evals.tables import (
    MAIN,
    by_class,
    by_language,
    faults,
    latencies,
    overview,
    refusals,
    worst,
)

_WORST_SHOWN = 60

_STYLE = """
:root{color-scheme:light dark;--ink:#16242f;--soft:#5a6b78;--line:#d5dde3;--bad:#a3341f}
body{font:16px/1.5 system-ui,"Noto Sans","Noto Sans CJK SC","Noto Naskh Arabic",sans-serif;
max-width:72rem;margin:0 auto;padding:1.5rem;color:var(--ink);background:#fff}
h1{font-size:1.5rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .5rem}
p.sub{color:var(--soft);margin:.2rem 0 1rem}
table{border-collapse:collapse;font-size:.9rem;margin:.5rem 0;display:block;overflow-x:auto}
th,td{text-align:start;padding:.3rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:600}td:not(:first-child){font-variant-numeric:tabular-nums}
svg{max-width:100%;height:auto}svg text{font-family:inherit}
details{border:1px solid var(--line);border-radius:6px;padding:.5rem .8rem;margin:.5rem 0}
summary{cursor:pointer}.fault{color:var(--bad);font-size:.9rem}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem}.pair>div{min-width:0}
@media(max-width:48rem){.pair{grid-template-columns:1fr}}
blockquote{margin:.3rem 0;padding-inline-start:.7rem;border-inline-start:3px solid var(--line)}
.label{font-size:.8rem;color:var(--soft)}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf2;--soft:#9fb0bc;--line:#33434f;--bad:#ff9c85}
body{background:#10181e}svg{background:#fff;border-radius:6px}}
"""


def render_page(
    results: Results, texts: Texts | None = None, history: Sequence[Results] = ()
) -> str:
    """Return the page.

    :param texts: to show the expected paragraphs beside what was cited.
    :param history: earlier results of the same suite and system, oldest first.
    """
    data = results.data
    system = data["system"]
    identity = "".join(
        f"{name} {system[name]} · " for name in ("build", "embedder", "model") if system.get(name)
    )
    sections = [
        f"<h1>{_e(results.suite)} – {_e(results.system)}</h1>",
        f'<p class="sub">{_e(data["date"])} · commit {_e(data["commit"] or "unknown")} · '
        f"{_e(identity)}{data['suite']['cases']} cases, {data['errors']} failed · "
        f"results {_e(data['hash'])}</p>",
        _section("Figures", overview(results).as_html()),
        _section("By language", by_language(results).as_html(), _bars(data["by_language"])),
        _section("By class", by_class(results).as_html(), _bars(data["by_class"])),
        _section("Answering and refusing", refusals(results).as_html()),
        _section("Speed", latencies(results).as_html(), _speed(results)),
        _calibration(results),
        _history([*history, results]) if history else "",
        _cases(results, texts),
        _section("Settings", f"<pre>{_e(json.dumps(system, ensure_ascii=False, indent=1))}</pre>"),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>{_e(results.suite)} – {_e(results.system)}</title><style>{_STYLE}</style></head>"
        f"<body><main>{''.join(sections)}</main></body></html>\n"
    )


def _e(text: object) -> str:
    return html.escape(str(text))


def _section(title: str, *parts: str) -> str:
    return f"<section><h2>{_e(title)}</h2>{''.join(parts)}</section>"


def _bars(groups: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    parts = []
    for name in ("paragraph_right", "facts", "handled"):
        bars = [
            charts.Bar(group, v["value"], v["low"], v["high"], int(v["n"]))
            for group, values in groups.items()
            if (v := values.get(name))
        ]
        if bars:
            parts.append(f"<h3>{_e(TITLES[name])}</h3>" + charts.interval_bars(bars, TITLES[name]))
    return "".join(parts)


def _speed(results: Results) -> str:
    seconds = [row["seconds"] * 1000 for row in results.rows if row["seconds"] is not None]
    return charts.histogram(seconds, "Milliseconds per answer", "ms")


def _calibration(results: Results) -> str:
    points = calibration.curve(results.rows)
    chosen = calibration.best(points)
    if chosen is None:
        return ""
    chart = charts.lines(
        {
            "answerable answered": [(p.threshold, p.answered) for p in points],
            "others turned away": [(p.threshold, p.withheld) for p in points],
        },
        "Threshold of sufficiency",
        x_label="threshold",
        y_label="share",
    )
    cells = []
    for language in LANGUAGES:
        own = calibration.best(
            calibration.curve(row for row in results.rows if row["language"] == language)
        )
        if own:
            cells.append(
                [language, f"{own.threshold:.2f}", f"{own.answered:.3f}", f"{own.withheld:.3f}"]
            )
    table = Table("", ("Language", "Best threshold", "Answered", "Turned away"), cells)
    note = f"<p>Best balance at {chosen.threshold:.2f}.</p>"
    return _section("Threshold of sufficiency", chart, note, table.as_html())


def _history(runs: Sequence[Results]) -> str:
    chart = charts.lines(
        {
            TITLES[name]: [
                (float(number), run.metrics[name]["value"])
                for number, run in enumerate(runs)
                if name in run.metrics
            ]
            for name in MAIN
            if any(name in run.metrics for run in runs)
        },
        "Metrics over builds",
        x_label="day and build",
        y_label="mean",
        x_names=[
            f"{run.data['date'][5:10]} {str(run.data['system'].get('build', '–'))[:4]}"
            for run in runs
        ],
    )
    return _section("Over builds", chart)


def _cases(results: Results, texts: Texts | None) -> str:
    wrong = worst(results.rows)
    shown = "".join(_case(row, texts) for row in wrong[:_WORST_SHOWN])
    count = f"<p>{len(wrong)} cases have a fault; the worst {min(len(wrong), _WORST_SHOWN)}:</p>"
    return _section("Worst cases", count, shown)


def _case(row: Mapping[str, Any], texts: Texts | None) -> str:
    answer = row.get("answer") or {}
    got = answer.get("answer") or row.get("error") or "no answer"
    turns = "".join(
        f"<p>{_e(turn['role'])}: <bdi>{_e(turn['text'])}</bdi></p>"
        for turn in row.get("history", ())
    )
    expected = "".join(_paragraph(t["symbol"], t["label"], row, texts) for t in row["expected"])
    facts = "".join(f"<li{_missing(row, fact)}>{_e(fact)}</li>" for fact in row.get("facts", ()))
    cited = "".join(
        _quotation(c.get("symbol"), c.get("label"), c.get("language"), c.get("quote"))
        for c in answer.get("citations", ())
    )
    nearest = "".join(
        _quotation(c.get("symbol"), c.get("label"), c.get("language"), c.get("text"))
        for c in answer.get("nearest", ())[:3]
    )
    way = direction(row["language"])
    return (
        f"<details><summary><b>{_e(row['id'])}</b> ({_e(row['class'])}, expected "
        f"{_e(row['expect'])}, was {_e(row['outcome'])}) "
        f'<span lang="{row["language"]}" dir="{way}">{_e(row["question"])}</span></summary>'
        f'<p class="fault">{_e("; ".join(faults(row)))}</p>{turns}<div class="pair">'
        f"<div><h4>Expected</h4>{expected or '<p>no answer</p>'}<ul>{facts}</ul></div>"
        f'<div><h4>Got</h4><p lang="{row["language"]}" dir="auto">{_e(got)}</p>{cited}'
        f"{'<p class=label>nearest</p>' + nearest if nearest and not cited else ''}</div></div>"
        "</details>"
    )


def _missing(row: Mapping[str, Any], fact: str) -> str:
    return ' class="fault"' if fact in row.get("missing", ()) else ""


def _paragraph(symbol: str, label: str, row: Mapping[str, Any], texts: Texts | None) -> str:
    held = texts.languages(symbol, label) if texts else {}
    language = row["language"] if row["language"] in held else next(iter(held), "")
    return _quotation(symbol, label, language, held.get(language, ""))


def _quotation(symbol: object, label: object, language: object, text: object) -> str:
    way = direction(str(language))
    return (
        f'<p class="label">{_e(symbol)} ¶{_e(label)} {_e(language or "")}</p>'
        f'<blockquote lang="{_e(language or "")}" dir="{way}">{_e(text or "")}</blockquote>'
    )
