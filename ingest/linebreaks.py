"""Line breaks that only the page's width made: told from real ends, and removed.

Nothing else is ever changed in a text. What marks a real end differs from document to document
(a blank line, white space left at the end of a line, a line that is shorter than it had to be), so
each kind of sign is believed only where the document itself does not contradict it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from coopbot.languages import script_of
from coopbot.types import Span
from ingest.lines import Line

TERMINAL = re.compile(r"[。．.！？!?；;：:؟؛…][”’»\"')）】》」』\]]*(?:\s?\d{1,3}/|\s?\*{1,3})?$")
"""The end of a sentence or clause at the end of a line, a footnote's marker behind it or not."""
_OPEN_END = re.compile(r"[，,、،(（\[“«-]$|\b(?:and|or|et|ou|of|the|de|la|le|y|e|и|или)$")

_CLAUSE_END = ",:，：،⁰¹²³⁴⁵⁶⁷⁸⁹"
"""What the paragraphs of a preamble end with, a footnote's raised mark behind it or not."""

_MAX_CONTRADICTED = 0.2
"""Largest share of the ends that a sign marks which may fall inside a sentence."""
_MAX_VOLUNTARY = 0.03
"""Largest share of the breaks inside sentences that may look voluntary."""
_TITLE_LINES = 2
"""Lines of a title that end as they like, without a full stop."""
_FULL = 0.6
"""A line of this share of the width ends because it is full; a shorter one is a heading or end."""
_NEVER_WRAPPED = 250
"""Columns beyond which no page wraps: a text with such lines has one block on each line ..."""
_MAX_BROKEN = 0.05
"""... unless more than this share of its lines ends inside a sentence."""


def is_terminal(text: str) -> bool:
    """Tell whether a line ends as a sentence or clause does."""
    return bool(TERMINAL.search(text[-12:]))


@dataclass(frozen=True, slots=True)
class BreakSigns:
    """Which signs of a real end a document uses."""

    trailing: bool
    """White space left at the end of a line."""
    blank: bool
    """Blank lines."""
    voluntary: bool
    """A line after which the next word would have had room."""
    unwrapped: bool
    """Every line is a whole block, or every line that the layout gives a role begins one."""
    hinted: bool
    """The layout gives roles to the lines that begin blocks."""
    width: int
    """Columns of the widest line that is not one long word."""
    parting: bool = False
    """No blank line stands between two words of a sentence."""

    @property
    def any(self) -> bool:
        """Tell whether the document marks real ends at all."""
        return self.trailing or self.blank or self.voluntary or self.unwrapped

    def says_end(self, line: Line, following: Line) -> bool:
        """Tell whether a sign of the layout stands between two lines, whatever they say."""
        if self.unwrapped:
            return not self.hinted or following.role != ""
        return (
            (self.trailing and line.trailing)
            or (self.blank and following.blanks > 0)
            or (self.voluntary and self.has_room(line, following))
        )

    def has_room(self, line: Line, following: Line) -> bool:
        """Tell whether the next line's first word would have fitted on a line."""
        return _has_room(line, following, self.width)

    def ends_block(self, line: Line, following: Line) -> bool:
        """Tell whether a block ends between two lines, layout and wording taken together."""
        if not self.says_end(line, following):
            return False
        if self.unwrapped:
            return True
        if is_terminal(line.text):
            return True
        if self.blank and following.blanks > 0:
            if not following.text[0].islower():
                return True
            # A preamble's paragraphs begin with small letters in Russian, each behind a comma.
            return self.parting and line.text[-1] in _CLAUSE_END
        return line.width < _FULL * self.width and not _OPEN_END.search(line.text)


def break_signs(
    lines: Sequence[Line], starts_unit: Callable[[Line], bool], *, unwrapped: bool = False
) -> BreakSigns:
    """Find out which signs of a real end a document uses.

    ``starts_unit`` tells whether a line begins with a printed number, so that a break before it is
    no evidence against a sign.
    """
    # A word that is longer than the page is wide says nothing of the page.
    width = max((line.width for line in lines if not line.is_one_token), default=0)
    pairs = list(pairwise(lines))
    inside = [
        not is_terminal(line.text) and line.width >= _FULL * width and not starts_unit(following)
        for line, following in pairs
    ]
    return BreakSigns(
        trailing=_believed([line.trailing for line, _ in pairs], inside),
        blank=_believed(
            [following.blanks > 0 for _, following in pairs],
            [soft and not _ends_clause(*pair) for pair, soft in zip(pairs, inside, strict=True)],
        ),
        voluntary=_voluntary_believed(pairs, starts_unit, width),
        unwrapped=unwrapped or (width > _NEVER_WRAPPED and sum(inside) <= _MAX_BROKEN * len(pairs)),
        hinted=any(line.role for line in lines),
        width=width,
        parting=not any(
            following.blanks and soft and following.text[0].islower()
            for (line, following), soft in zip(pairs, inside, strict=True)
            if line.text[-1].isalnum()
        ),
    )


def _ends_clause(line: Line, following: Line) -> bool:
    """Tell whether a break may stand between two paragraphs of a preamble."""
    return line.text[-1] in _CLAUSE_END and following.text[0].isupper()


def _believed(signs: Sequence[bool], inside: Sequence[bool]) -> bool:
    """Tell whether a sign is there, is not everywhere, and hardly ever stands in a sentence."""
    given = sum(signs)
    if not given:
        return False
    contradicted = sum(sign and soft for sign, soft in zip(signs, inside, strict=True))
    # A sign on every line says nothing, unless no line is wrapped.
    if given == len(signs) and sum(inside) > _MAX_CONTRADICTED * len(signs):
        return False
    return contradicted <= max(1, _MAX_CONTRADICTED * given)


def _voluntary_believed(
    pairs: Sequence[tuple[Line, Line]], starts_unit: Callable[[Line], bool], width: int
) -> bool:
    soft = [
        (line, following)
        for line, following in pairs
        if not is_terminal(line.text) and not starts_unit(following)
    ]
    if len(soft) < 5:
        return False
    contradicted = sum(_has_room(line, following, width) for line, following in soft)
    return contradicted <= max(_TITLE_LINES, _MAX_VOLUNTARY * len(soft))


def _has_room(line: Line, following: Line, width: int) -> bool:
    return line.width + 1 + following.first_token_width <= width


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of repaired text that is a stretch of the source."""

    text_start: int
    source_start: int
    length: int


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text without its soft line breaks, and where each part of it stands in the source."""

    text: str
    runs: tuple[Run, ...]
    cut: tuple[Span, ...] = ()
    """Hyphens of the source that only parted a word at a line end."""

    def spans(self, source: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
        """Return the spans of the source that carry ``text[start:end]``.

        Stretches that only white space parts are one span.
        """
        end = len(self.text) if end is None else end
        merged: list[Span] = []
        for run in self.runs:
            low = max(start, run.text_start)
            high = min(end, run.text_start + run.length)
            if low >= high:
                continue
            shift = run.source_start - run.text_start
            span = (low + shift, high + shift)
            if merged and not source[merged[-1][1] : span[0]].strip():
                span = (merged.pop()[0], span[1])
            merged.append(span)
        return tuple(merged)

    def text_offset(self, source_offset: int) -> int | None:
        """Return the place of a source offset in the text, None where the text lacks it."""
        for run in self.runs:
            if run.source_start <= source_offset < run.source_start + run.length:
                return source_offset - run.source_start + run.text_start
        return None


_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff65\u3000-\u303f\U00020000-\U000323af]")
_CJK_QUOTES = "“”‘’…—·"
_SET_HYPHEN = "\u2010"
_WORD_PART = re.compile(r"[^\W\d_]+-$")


@dataclass(frozen=True, slots=True)
class Joiner:
    """How the two sides of a soft line break are put together again in one document."""

    spaced: bool
    """The document prints a space between Chinese characters and Latin words or figures."""
    words: frozenset[str] = field(default_factory=frozenset)
    """Words of the document with a hyphen taken out, and hyphenated words as they are."""
    set_hyphens: bool = False
    """A program set the hyphens U+2010: the document has them at line ends only."""

    def repair(self, source: str, segments: Sequence[Span], hard: frozenset[int]) -> Repaired:
        """Join segments of the source, each a line or a part of one.

        ``hard`` holds the numbers of the segments in front of which a line break stays.
        """
        parts: list[str] = []
        runs: list[Run] = []
        cut: list[Span] = []
        length = 0
        for number, (start, end) in enumerate(segments):
            if parts:
                separator = (
                    "\n"
                    if number in hard
                    else self._separator(source, segments[number - 1][1], start, end)
                )
                if separator is None:
                    # The hyphen goes: it parted a word at the line end.
                    last = runs.pop()
                    runs.append(Run(last.text_start, last.source_start, last.length - 1))
                    parts[-1] = parts[-1][:-1]
                    length -= 1
                    cut.append((segments[number - 1][1] - 1, segments[number - 1][1]))
                    separator = ""
                if separator:
                    parts.append(separator)
                    length += len(separator)
            parts.append(source[start:end])
            runs.append(Run(length, start, end - start))
            length += end - start
        return Repaired("".join(parts), tuple(runs), tuple(cut))

    def _separator(self, source: str, before_end: int, start: int, end: int) -> str | None:
        """Return what stands between two segments; None asks to drop the hyphen before."""
        gap = source[before_end:start]
        if "\n" not in gap and "\r" not in gap and "\f" not in gap and not gap.strip():
            return gap
        if gap.strip() == "\u00ad":
            # A soft hyphen at the line end says that the word goes on.
            return ""
        if gap.strip() and not any(character.isspace() for character in gap):
            # Only hidden characters stood here: nothing was broken.
            return ""
        before, after = source[max(0, before_end - 40) : before_end], source[start:end]
        return self._between(before, after)

    def _between(self, before: str, after: str) -> str | None:
        left, right = before[-1], after[0]
        if _is_cjk(left, before) and _is_cjk(right, before):
            return ""
        if _is_cjk(left, before) or _is_cjk(right, before):
            return self._mixed(left, right)
        if left == _SET_HYPHEN and self.set_hyphens and right.isalpha():
            return None
        if left == "-" and len(before) > 1 and before[-2].isalnum() and right.isalnum():
            return None if self._parts_word(before, after) else ""
        if left == "/" and len(before) > 1 and not before[-2].isspace() and right.isalnum():
            return "" if not re.search(r"(?:^|\s)\d{1,3}/$", before) else " "
        if re.search(r"(?<!\d)\d{1,3},$", before) and re.match(r"\d{3}(?!\d)", after):
            return ""
        if re.search(r"https?://\S*[./?&=_]$", before):
            return ""
        return " "

    def _mixed(self, left: str, right: str) -> str:
        """Join Chinese and Latin the way the document prints them side by side."""
        other = right if _CJK.match(left) else left
        han = left if other is right else right
        if script_of(han) != "han" or not other.isalnum():
            return ""
        return " " if self.spaced else ""

    def _parts_word(self, before: str, after: str) -> bool:
        left = _WORD_PART.search(before)
        right = re.match(r"[^\W\d_]+", after)
        if not left or not right or not right.group().islower():
            return False
        whole = left.group()[:-1] + right.group()
        if left.group() + right.group() in self.words:
            return False
        return whole in self.words or whole.lower() in self.words


def _is_cjk(character: str, context: str) -> bool:
    if _CJK.match(character):
        return True
    return character in _CJK_QUOTES and bool(_CJK.search(context))


_MIXED_SPACED = re.compile(r"[\u4e00-\u9fff] [A-Za-z0-9]|[A-Za-z0-9] [\u4e00-\u9fff]")
_MIXED_GLUED = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def joiner_for(source: str, lines: Sequence[Line]) -> Joiner:
    """Return the joiner that fits a document: its own spacing, its own words."""
    spaced = len(_MIXED_SPACED.findall(source))
    glued = len(_MIXED_GLUED.findall(source))
    words: frozenset[str] = frozenset()
    if any(_WORD_PART.search(line.text[-40:]) for line in lines):
        words = frozenset(word for line in lines for word in _WORD.findall(line.text.rstrip("-")))
        words |= frozenset(word.lower() for word in words)
    set_hyphens = not any(_SET_HYPHEN in line.text[:-1] for line in lines)
    return Joiner(spaced=spaced >= glued and spaced > 0, words=words, set_hyphens=set_hyphens)
