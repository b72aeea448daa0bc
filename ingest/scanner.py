"""The pass over the lines of a document that opens and closes its units.

A line opens a unit when it carries the number that is due and a unit may begin there; else it goes
on with the unit that is open, a footnote's text aside, which may cut a sentence in two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coopbot.numerals import roman_numeral
from coopbot.types import Artefact
from ingest.divisions import (
    Division,
    article_lines,
    bare_decision,
    division_at,
    part_of_item,
)
from ingest.drafts import Draft
from ingest.footnotes import Footnotes
from ingest.items import leads_item
from ingest.linebreaks import BreakSigns, is_terminal
from ingest.lines import Line
from ingest.masthead import is_masthead_fact, is_masthead_line
from ingest.numbering import HeadingMarker, heading_markers, paragraph_marker
from ingest.titles import is_subtitle

_END_MARK = re.compile(r"[-–—_*•\s]{3,}$")
_RULE = re.compile(r"[_=—–-]{5,}$")
_NOTICE_LINES = 12
"""A notice in square brackets at the head of a document is no longer than this."""
_NOTE = re.compile(r"\[\s?(¶\s?[\d*]+[^\]]{0,12}|fn\s?[\d*]+|[^\]\s]{1,24})\s?\](?=\s)")
_ALL_IN_BRACKETS = re.compile(r"\[[^\]¶]{3,80}\]$")
_TITLE_LINES = 5
_MAX_TITLE = 250
"""Lines and characters that the title of an annex or article has at most."""
_GOES_ON = ",:;，：；،؛"
_MAX_GAP = 3
"""A paragraph number may run ahead by this much where the numbers between are nowhere."""


@dataclass(frozen=True, slots=True)
class _Count:
    """What a report had counted to when its decisions began."""

    number: int
    levels: tuple[int, ...]
    base: int
    blocks: int
    unnumbered: int


class Scanner:
    """Goes through the lines once and collects drafts."""

    def __init__(
        self,
        lines: Sequence[Line],
        signs: BreakSigns,
        footnotes: Footnotes,
        page_lines: set[int],
        meeting: int | None = None,
    ) -> None:
        self.lines = lines
        self.signs = signs
        self.footnotes = footnotes
        self.page_lines = page_lines
        self.drafts: list[Draft] = []
        self.artefacts: list[Artefact] = []
        self.warnings: list[str] = []
        self._current: Draft | None = None
        self._interrupted: Draft | None = None
        self._number = 0
        self._levels = [0, 0]
        self._ended = False
        self._blocks = 0
        self._headings = 0
        self._unnumbered = 0
        self._prose = 0
        self._division: Division | None = None
        self._decision: Division | None = None
        self._item: Division | None = None
        self._untitled: Draft | None = None
        self._outside: _Count | None = None
        self._annexes = 0
        self._base = 0
        self._meeting = meeting
        self._articles = article_lines(lines)
        self._numbered = _lines_by_number(lines)

    def scan(self) -> None:
        """Collect the drafts of all lines."""
        notice_end = self._notice_end()
        for line in self.lines:
            if line.index <= notice_end:
                self._notice(line, last=line.index == notice_end)
            elif not (
                self._end_mark(line)
                or self._note(line)
                or self._footnote(line)
                or self._close_decisions(line)
                or self._open_division(line)
                or self._title_of_division(line)
                or self._heading(line)
                or self._paragraph(line)
                or self._resume(line)
                or self._continue(line)
            ):
                self._prose += not is_masthead_line(line.text)
                self._open(Draft("block", self._block_label()), line)

    def _open(self, draft: Draft, line: Line, *, start: int | None = None) -> bool:
        draft.add(line, start=start)
        self.drafts.append(draft)
        self._current = draft
        if draft.kind != "footnote":
            self._interrupted = None
        return True

    def _block_label(self) -> str:
        self._blocks += 1
        if self._division and self._division.kind == "article":
            # An article of one unnumbered paragraph is cited by its number alone.
            return self._division.prefix
        return self._scoped(f"b{self._blocks}")

    def _scoped(self, label: str) -> str:
        """Return a label as it is inside the division that is open."""
        return f"{self._division.prefix}.{label}" if self._division else label

    def _before(self, line: Line) -> Line | None:
        return self.lines[line.index - 1] if line.index else None

    def _may_begin(self, line: Line) -> bool:
        """Tell whether a unit may begin with a line, going by what stands before it."""
        before, current = self._before(line), self._current
        if before is None or current is None or line.ruled or line.role or self._starts_page(line):
            return True
        if current.kind in ("title", "heading", "footnote", "notice"):
            return True
        if self.signs.says_end(before, line) or is_terminal(before.text):
            return True
        if not self.signs.any and self.signs.has_room(before, line):
            return True
        # The lines of a title have no end of their own.
        return not self._number and current.kind == "block"

    def _starts_page(self, line: Line) -> bool:
        return line.page_break or line.index in self.page_lines

    # Notices and notes in square brackets.

    def _notice_end(self) -> int:
        """Return the number of the last line of a notice at the head, -1 without one."""
        if not self.lines or not self.lines[0].text.startswith("["):
            return -1
        for line in self.lines[:_NOTICE_LINES]:
            if line.text.endswith("]"):
                return line.index
        return -1

    def _notice(self, line: Line, *, last: bool) -> None:
        if self._current is None:
            self._open(Draft("notice", "notice"), line)
        else:
            self._current.add(line)
        if last:
            self._current = None

    def _end_mark(self, line: Line) -> bool:
        if _END_MARK.match(line.text) and (
            line.index + 1 == len(self.lines) or self._number or not _RULE.match(line.text)
        ):
            kind = "end-mark"
            self._ended = True
        elif _RULE.match(line.text):
            kind = "footer"
        else:
            return False
        self.artefacts.append(Artefact(kind, line.start, line.end))
        if kind == "end-mark":
            self._current = self._interrupted = None
        return True

    def _note(self, line: Line) -> bool:
        """Open one of the notes that a translator puts behind the end mark."""
        if not self._ended or not line.text.startswith("["):
            return False
        if _ALL_IN_BRACKETS.match(line.text) and self._current is None:
            return self._open(Draft("heading", "tn", level=1), line)
        match = _NOTE.match(line.text)
        if not match:
            return False
        target = match.group(1).replace("¶", "").replace(" ", "")
        label = f"tn-{target}" if not target[0].isdigit() else f"tn{target}"
        draft = Draft("note", label, match.group(), line.head(match.end()))
        return self._open(draft, line, start=line.visible_offset(match.end()))

    # Footnotes.

    def _footnote(self, line: Line) -> bool:
        marker = self.footnotes.bodies.get(line.index)
        if marker is None:
            # The second line of a marker that a line break cuts.
            return self._rest_of_marker(line)
        if self._current and self._current.kind != "footnote":
            self._interrupted = self._current
        whole = marker.last_line == marker.line
        printed = line.text[: line.position(marker.end)] if whole else f"{line.text}/"
        draft = Draft("footnote", marker.label, printed, (marker.start, marker.end))
        if whole:
            return self._open(draft, line, start=line.visible_offset(line.position(marker.end)))
        # The number alone: its stroke and the text stand on the next line.
        draft.last = line
        self.drafts.append(draft)
        self._current = draft
        return True

    def _rest_of_marker(self, line: Line) -> bool:
        current = self._current
        if not (current and current.kind == "footnote" and current.marker and not current.segments):
            return False
        if not line.start < current.marker[1] <= line.end:
            return False
        current.add(line, start=line.visible_offset(line.position(current.marker[1])))
        return True

    def _resume(self, line: Line) -> bool:
        """Go on with the paragraph that a footnote block has cut, where the block ends."""
        current, open_draft, before = self._current, self._interrupted, self._before(line)
        if not (current and open_draft and before and current.kind == "footnote"):
            return False
        cut_open = bool(open_draft.last and not _closes_paragraph(open_draft.last.text))
        item = leads_item(line.text)
        goes_on = (
            self._starts_page(line)
            or self.signs.ends_block(before, line)
            or (item is not None and cut_open and is_terminal(before.text))
        )
        if not goes_on or (open_draft.kind != "paragraph" and not cut_open):
            return False
        apart = self.signs.blank and line.blanks and not self._starts_page(line)
        if apart and not cut_open and item is None:
            # The sentence was at its end, and what follows stands apart from the note.
            return False
        hard = bool(
            item
            and open_draft.last
            and is_terminal(open_draft.last.text)
            and self.signs.any
            and (not self.signs.trailing or open_draft.last.trailing)
        )
        open_draft.add(line, hard=hard)
        self._current, self._interrupted = open_draft, None
        return True

    # Numbered units.

    def _open_division(self, line: Line) -> bool:
        """Open an annex, an annexed decision, an article or an agenda item."""
        division = (
            self._articles.get(line.index)
            or division_at(line.text)
            or bare_decision(line.text, self._meeting)
        )
        if division is None and self._item:
            division = part_of_item(line.text, self._item)
        if division is None or line.role == "footnote" or not self._may_begin(line):
            return False
        if division.kind == "annex" and not (self._number or self._headings):
            return False
        level = self._enter(division)
        division = self._division if division.prefix and self._division else division
        self._headings += 1
        draft = Draft("heading", division.label, level=level)
        whole = division.end >= len(line.text)
        self._untitled = draft if whole else None
        if division.prefix:
            # What names a decision or article stays in the text: it says what stands under it.
            return self._open(draft, line)
        draft.printed = line.text[: division.end]
        draft.marker = line.head(len(draft.printed.rstrip()))
        return self._open(draft, line, start=line.visible_offset(division.end))

    def _enter(self, division: Division) -> int:
        """Begin to count anew where a division does; return the level of its heading."""
        if division.kind == "agenda-item":
            self._item = division
            return self._base + (2 if self._levels[0] else 1)
        if division.kind == "part-of-item":
            return self._base + (3 if self._levels[0] else 2)
        if division.kind == "decision" and self._division is None:
            self._outside = _Count(
                self._number, tuple(self._levels), self._base, self._blocks, self._unnumbered
            )
        elif division.kind == "annex" and self._decision is None:
            self._outside = None
        division = self._placed(division)
        self._division, self._item = division, None
        self._number, self._levels, self._blocks, self._unnumbered = 0, [0, 0], 0, 0
        nested = division.kind == "annex" and self._decision is not None
        self._base = 3 if nested else {"decision": 2}.get(division.kind, 1)
        return self._base

    def _close_decisions(self, line: Line) -> bool:
        """Go back to the report where its next chapter begins behind the decisions in it."""
        outside = self._outside
        if outside is None or not outside.levels[0] or not self._may_begin(line):
            return False
        markers = [m for m in heading_markers(line.text) if m.level == 1]
        within = any(marker.value == self._levels[0] + 1 for marker in markers)
        if within or not any(marker.value == outside.levels[0] + 1 for marker in markers):
            return False
        self._number, self._levels, self._base = outside.number, [*outside.levels], outside.base
        self._blocks, self._unnumbered = outside.blocks, outside.unnumbered
        self._division = self._decision = self._outside = None
        return self._heading(line)

    def _title_of_division(self, line: Line) -> bool:
        """Take what stands alone under ``Annex I`` or ``Article 2`` for its title."""
        untitled, self._untitled = self._untitled, None
        if untitled is None or not self._is_title(line):
            return False
        if self._division and self._division.kind == "article":
            untitled.add(line)
            return True
        self._base += 1
        return self._open(Draft("heading", self._scoped("title"), level=self._base), line)

    def _is_title(self, line: Line) -> bool:
        """Tell whether the block that begins with a line is no sentence, number or item."""
        if paragraph_marker(line.text) or leads_item(line.text) or self._due_heading(line):
            return False
        if line.role == "footnote":
            return False
        text, last = line.text, line
        for following in self.lines[line.index + 1 : line.index + _TITLE_LINES]:
            if self.signs.says_end(last, following) or paragraph_marker(following.text):
                break
            text, last = f"{text} {following.text}", following
        return len(text) <= _MAX_TITLE and not is_terminal(text) and text[-1] not in _GOES_ON

    def _placed(self, division: Division) -> Division:
        """Put an annex under the decision that it belongs to, unless it goes on counting ours."""
        if division.kind == "decision":
            self._decision = division
        elif division.kind == "annex":
            own = division.label == f"annex-{roman_numeral(self._annexes + 1)}"
            if self._decision and not own:
                return division.within(self._decision)
            self._annexes += own
            self._decision = None
        return division

    def _heading(self, line: Line) -> bool:
        marker = self._due_heading(line)
        if marker is None or line.role == "footnote" or not self._may_begin(line):
            return self._unnumbered_heading(line)
        self._levels[marker.level - 1] = marker.value
        if marker.level == 1:
            self._levels[1] = 0
        draft = Draft(
            "heading",
            self._scoped(_heading_label(self._levels, marker.level)),
            line.text[: marker.end],
            line.head(marker.end),
            level=self._base + marker.level,
        )
        return self._open(draft, line, start=line.visible_offset(marker.end))

    def _unnumbered_heading(self, line: Line) -> bool:
        """Open a heading that only the layout shows; one above all numbers is the title's."""
        begun = self._prose > is_subtitle(line.text)
        if line.role != "heading" or not (self._number or self._headings or begun):
            return False
        self._headings += 1
        self._unnumbered += 1
        label = self._scoped(f"h{self._unnumbered}")
        return self._open(Draft("heading", label, level=self._base + line.level), line)

    def _due_heading(self, line: Line) -> HeadingMarker | None:
        """Return the reading of a line's numeral that is due: the deeper level first."""
        due = [
            marker
            for marker in heading_markers(line.text)
            if marker.value == self._levels[marker.level - 1] + 1
        ]
        # "I." goes on from "H." as a letter, else it is the first Roman figure.
        due.sort(key=lambda marker: (marker.value == 1, -marker.level))
        return due[0] if due else None

    def _paragraph(self, line: Line) -> bool:
        marker = paragraph_marker(line.text)
        if marker is None or not self._may_begin(line):
            return False
        again = bool(marker.suffix) and marker.value == self._number
        if not again and not self._is_due(marker.value, line):
            return False
        if marker.value > self._number + 1 and self._number:
            self.warnings.append(
                f"paragraph {marker.value} follows paragraph {self._number}: "
                "the numbers between are missing"
            )
        self._number = marker.value
        number = f"{marker.value}{marker.suffix}"
        draft = Draft(
            "paragraph",
            self._division.paragraph_label(number) if self._division else number,
            line.text[: marker.end],
            line.head(marker.end),
        )
        return self._open(draft, line, start=line.visible_offset(marker.end))

    def _is_due(self, value: int, line: Line) -> bool:
        """Tell whether a paragraph number may stand here: the next one, or one a little ahead."""
        expected = self._number + 1
        strong = self._is_strong(line)
        if value == expected:
            return strong or not any(
                self._is_strong(other)
                for other in self._numbered.get(value, ())
                if other.index > line.index
            )
        ahead = _MAX_GAP if self._number else 10_000
        missing = range(expected, value)
        return (
            strong
            and expected < value <= expected + ahead
            and not any(
                other.index > line.index
                for number in missing
                for other in self._numbered.get(number, ())
            )
        )

    def _is_strong(self, line: Line) -> bool:
        """Tell whether the layout agrees that a unit begins, in a document that shows it."""
        before = self._before(line)
        if before is None or not self.signs.any or line.ruled or self._starts_page(line):
            return True
        if before.index in self.footnotes.bodies:
            return True
        return self.signs.says_end(before, line)

    # Everything else.

    def _continue(self, line: Line) -> bool:
        current, before = self._current, self._before(line)
        if current is None or before is None:
            return False
        ends = self.signs.ends_block(before, line)
        if current.kind == "block" and not self._number and not self._headings:
            parted = self._parts_masthead(before, line)
            ends = ends or parted or self._begins_subtitle(line)
        if current.kind == "heading" and not self.signs.any:
            ends = self.signs.has_room(before, line)
        if current.kind == "paragraph" and not self.signs.any:
            # Nothing marks ends here, but an item that had room on the line before has its own.
            ends = is_terminal(before.text) and self.signs.has_room(before, line)
            ends = ends and leads_item(line.text) is not None
        if ends and _takes_items(current, before) and leads_item(line.text):
            current.add(line, hard=True)
            return True
        if ends and not (current.kind == "note" and not self.signs.blank):
            return False
        current.add(line)
        return True

    def _parts_masthead(self, before: Line, line: Line) -> bool:
        """Tell whether a line of the masthead meets a line that is none, or another one."""
        if line.blanks or (not self.signs.blank and self.signs.has_room(before, line)):
            return is_masthead_line(before.text) or is_masthead_line(line.text)
        # Where a distance parts blocks, the lines of one name belong together.
        apart = self.signs.has_room(before, line)
        return apart and (is_masthead_fact(before.text) or is_masthead_fact(line.text))

    def _begins_subtitle(self, line: Line) -> bool:
        if heading_markers(line.text):
            return False
        following = [other.text for other in self.lines[line.index : line.index + 6]]
        return is_subtitle(" ".join(following)) or is_subtitle("".join(following))


def _lines_by_number(lines: Sequence[Line]) -> dict[int, list[Line]]:
    """Return the lines that begin with each paragraph number."""
    numbered: dict[int, list[Line]] = {}
    for line in lines:
        if marker := paragraph_marker(line.text):
            numbered.setdefault(marker.value, []).append(line)
    return numbered


def _closes_paragraph(text: str) -> bool:
    """Tell whether a line ends a sentence for good, not before a list."""
    return is_terminal(text) and text.rstrip()[-1] not in "：:；;؛"


def _heading_label(levels: Sequence[int], level: int) -> str:
    first = roman_numeral(levels[0]) if levels[0] else ""
    second = chr(64 + levels[1]) if level == 2 else ""
    return ".".join(filter(None, (first, second)))


def _takes_items(draft: Draft, before: Line) -> bool:
    """Tell whether list items on lines of their own belong to the unit above them."""
    if draft.kind == "paragraph":
        return True
    announced = before.text[-1] in ":：" or bool(draft.hard)
    return draft.kind == "block" and announced
