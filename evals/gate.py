"""Decide whether a change may go out: every rule of a gate file must hold.

A gate file names suites and what they must reach::

    suites:
      - suite: suites/seed_check.jsonl
        system: coopbot
        rules:
          - {metric: paragraph_right, at_least: 0.92, each_language: 0.88}
          - {metric: verbatim_quotes, at_least: 1.0}
          - {metric: facts, not_below: results/baseline.json, tolerance: 0.02}
          - {latency: p95, at_most_ms: 60}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from coopbot.errors import UsageError
from evals.metrics import SYMPTOMS, TITLES
from evals.results import Results, load_results

_RULE_FIELDS = {
    "metric": frozenset(
        {"metric", "at_least", "each_language", "each_class", "not_below", "tolerance"}
    ),
    "latency": frozenset({"latency", "at_most_ms"}),
    "errors": frozenset({"errors"}),
    "unscored": frozenset({"unscored"}),
}
_WORST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """One condition, checked for its form when the file is read."""

    kind: str
    """``metric``, ``latency``, ``errors`` or ``unscored``."""
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GatedSuite:
    """A suite, the system that answers it and the rules for the outcome."""

    suite: Path
    system: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a gate holds, with a sentence for each rule that does not."""

    reasons: tuple[str, ...]
    checked: int
    """Number of conditions that were checked."""

    @property
    def passed(self) -> bool:
        """True when nothing speaks against the change."""
        return not self.reasons


def load_gate(path: Path) -> tuple[GatedSuite, ...]:
    """Read a gate file; paths in it are relative to it.

    :raises UsageError: naming the entry that is wrong.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UsageError(f"The gate file {path} cannot be read ({error}).") from None
    if not isinstance(data, dict) or not isinstance(data.get("suites"), list) or not data["suites"]:
        raise UsageError(f"The gate file {path} has no list of suites; add `suites:`.")
    return tuple(
        _gated(entry, f"{path}, suite {number}", path.parent)
        for number, entry in enumerate(data["suites"], start=1)
    )


def check_gate(gated: GatedSuite, results: Results) -> Verdict:
    """Check the results of one suite against its rules.

    :raises UsageError: when a rule names a figure that the results do not have.
    """
    reasons: list[str] = []
    checked = 0
    for rule in gated.rules:
        for reason in _check(rule, results):
            checked += 1
            if reason:
                reasons.append(reason)
    return Verdict(tuple(reasons), checked)


def _gated(entry: object, place: str, folder: Path) -> GatedSuite:
    if not isinstance(entry, Mapping) or not {"suite", "rules"} <= entry.keys():
        raise UsageError(f"{place}: give suite and rules, not {entry!r}.")
    if not isinstance(entry["rules"], list) or not entry["rules"]:
        raise UsageError(f"{place}: rules must be a list that is not empty.")
    return GatedSuite(
        folder / str(entry["suite"]),
        str(entry.get("system", "coopbot")),
        tuple(
            _rule(rule, f"{place}, rule {number}", folder)
            for number, rule in enumerate(entry["rules"], start=1)
        ),
    )


def _rule(entry: object, place: str, folder: Path) -> Rule:
    if not isinstance(entry, Mapping):
        raise UsageError(f"{place}: a rule is a mapping, not {entry!r}.")
    kind = next((name for name in _RULE_FIELDS if name in entry), None)
    if kind is None:
        raise UsageError(f"{place}: a rule names one of {', '.join(_RULE_FIELDS)}.")
    unknown = sorted(set(entry) - _RULE_FIELDS[kind])
    if unknown:
        raise UsageError(
            f"{place}: unknown field {unknown[0]!r}; allowed are "
            f"{', '.join(sorted(_RULE_FIELDS[kind]))}."
        )
    if kind == "metric" and entry["metric"] not in TITLES:
        raise UsageError(
            f"{place}: there is no metric {entry['metric']!r}; use one of {', '.join(TITLES)}."
        )
    bounds = [name for name in entry if name not in (kind, "not_below")]
    if kind in ("errors", "unscored"):
        bounds = [kind]
    for name in bounds:
        if isinstance(entry[name], bool) or not isinstance(entry[name], (int, float)):
            raise UsageError(f"{place}: {name} must be a number, not {entry[name]!r}.")
    if kind in ("metric", "latency") and len(entry) == 1:
        raise UsageError(f"{place}: give a bound, such as at_least: 0.9.")
    values = dict(entry)
    if "not_below" in values:
        values["not_below"] = folder / str(values["not_below"])
    return Rule(kind, values)


def _check(rule: Rule, results: Results) -> Iterator[str | None]:
    """Yield, for each condition of a rule, None or the reason why it does not hold."""
    if rule.kind == "latency":
        yield _latency(rule, results)
    elif rule.kind == "errors":
        yield _at_most(results.data["errors"], rule.values["errors"], "cases got no answer at all")
    elif rule.kind == "unscored":
        count = sum(results.data["unscored"].values())
        yield _at_most(count, rule.values["unscored"], "checks could not be made")
    else:
        yield from _metric(rule, results)


def _metric(rule: Rule, results: Results) -> Iterator[str | None]:
    name = rule.values["metric"]
    value = results.metrics.get(name)
    if value is None:
        raise UsageError(
            f"The results {results.name} have no figure {name!r}, which the gate asks for; "
            "run the whole suite, or drop the rule."
        )
    if "at_least" in rule.values:
        yield _below(name, "", value["value"], rule.values["at_least"], results)
    for field, groups in (("each_language", "by_language"), ("each_class", "by_class")):
        if field in rule.values:
            for group, values in results.data[groups].items():
                if name in values:
                    yield _below(name, group, values[name]["value"], rule.values[field], results)
    if "not_below" in rule.values:
        baseline = load_results(rule.values["not_below"])
        before = baseline.metrics.get(name, {}).get("value")
        if before is None:
            raise UsageError(f"The baseline {baseline.name} has no figure {name!r}.")
        bound = before - rule.values.get("tolerance", 0.0)
        yield _below(name, "", value["value"], bound, results)


def _below(name: str, group: str, value: float, bound: float, results: Results) -> str | None:
    if value >= bound - 1e-9:
        return None
    where = f" in {group}" if group else ""
    return (
        f"{TITLES[name]}{where} is {value:.3f}, below {bound:.3f} ({results.suite}): "
        f"{SYMPTOMS[name]}; see {_examples(name, group, results)}."
    )


def _examples(name: str, group: str, results: Results) -> str:
    """Name the worst cases of a metric."""
    rows = [
        row
        for row in results.rows
        if row["scores"].get(name, 1.0) < 1.0 and group in ("", row["language"], row["class"])
    ]
    rows.sort(key=lambda row: (row["scores"][name], row["id"]))
    return ", ".join(row["id"] for row in rows[:_WORST_NAMED]) or "the report"


def _latency(rule: Rule, results: Results) -> str | None:
    name = rule.values["latency"]
    value = results.data["latency"].get(name)
    if value is None:
        raise UsageError(
            f"The results {results.name} have no latency {name!r}; use one of "
            f"{', '.join(results.data['latency']) or 'none: nothing was answered'}."
        )
    bound = rule.values["at_most_ms"]
    if value["value"] * 1000 <= bound:
        return None
    return (
        f"Time per answer {name} is {value['value'] * 1000:.0f} ms, above {bound:g} ms "
        f"({results.suite}): users wait longer than the budget allows."
    )


def _at_most(count: int, bound: float, what: str) -> str | None:
    return None if count <= bound else f"{count} {what}, more than {bound:g}."
