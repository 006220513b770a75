"""What an editor sees of a file before it is taken into the record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from knowledge.documents import Draft, FileKind, Settled
from knowledge.model import LANGS, Event, Fact, Pack, Text

Status = Literal["waiting", "accepted", "cancelled"]
_SAMPLES = 3
_PROBLEMS = 5
_SHOWN = 300  # characters of a sample


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of things in a file, and of what the record has already."""

    passages: int = 0
    people: int = 0
    facts: int = 0  # besides passages and people
    events: int = 0
    new: int = 0  # of all facts and events
    known: int = 0  # on record by their id: compared, and changed only where they differ
    gone: int = 0  # on record from an earlier edition of the document: taken back
    duplicates: int = 0  # on record word for word from another source: left out
    kept: int = 0  # changed by an editor since: stay as they are
    skipped: int = 0  # rows or entries left out


@dataclass(frozen=True, slots=True)
class Sample:
    """A fact or an event as it would be kept.

    `kind` and `number` say where in the document it stands; 0: that is not said.
    """

    text: str
    kind: str = ""
    number: int = 0
    when: str = ""  # EDTF, of an event


@dataclass(frozen=True, slots=True)
class Preview:
    number: int
    name: str  # of the file
    title: str  # of the document, as far as it has one of its own
    kind: FileKind
    status: Status
    counts: Counts
    samples: tuple[Sample, ...] = ()
    problems: tuple[str, ...] = ()

    def report(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "title": self.title,
            "kind": self.kind,
            "counts": asdict(self.counts),
            "samples": [asdict(sample) for sample in self.samples],
            "problems": list(self.problems),
        }


def stored_preview(number: int, name: str, status: Status, report: Mapping[str, Any]) -> Preview:
    return Preview(
        number=number,
        name=name,
        title=report["title"],
        kind=report["kind"],
        status=status,
        counts=Counts(**report["counts"]),
        samples=tuple(Sample(**sample) for sample in report["samples"]),
        problems=tuple(report["problems"]),
    )


def preview_of(draft: Draft, settled: Settled, on_record: Collection[str], name: str) -> Preview:
    """`on_record`: the ids of the facts and events there are."""
    pack = draft.pack
    passages = [fact for fact in pack.facts if is_passage(fact)]
    people = [fact for fact in pack.facts if "post" in fact.gives]
    ids = [*(fact.id for fact in pack.facts), *(event.id for event in pack.events)]
    known = sum(name in on_record for name in ids)
    counts = Counts(
        passages=len(passages),
        people=len(people),
        facts=len(pack.facts) - len(passages) - len(people),
        events=len(pack.events),
        new=len(ids) - known - len(settled.duplicates),
        known=known,
        gone=len(settled.gone),
        duplicates=len(settled.duplicates),
        kept=len(settled.kept),
        skipped=draft.skipped_count,
    )
    title = said(pack.documents[0].title) if draft.kind == "document" and pack.documents else ""
    return Preview(
        number=0,
        name=name,
        title=title if title != name else "",
        kind=draft.kind,
        status="waiting",
        counts=counts,
        samples=tuple(_samples(passages, people, pack)),
        problems=tuple(_problem(skipped.line, skipped.reason) for skipped in draft.skipped[:_PROBLEMS]),
    )


def is_passage(fact: Fact) -> bool:
    """Whether a fact is a text as it stands, with nothing read out of it."""
    return fact.relation == "states" and not (fact.about or fact.gives or fact.tags)


def samples_of(pack: Pack) -> list[Sample]:
    """Everything in a pack as it would be kept: what was read out of the document first, then its passages."""
    ordered = sorted(pack.facts, key=is_passage)
    return [*map(_of_event, pack.events), *map(_of_fact, ordered)]


def said(text: Text) -> str:
    return next((text[lang] for lang in LANGS if text.get(lang)), "")


def _samples(passages: Iterable[Fact], people: Iterable[Fact], pack: Pack) -> Iterable[Sample]:
    """One of each sort, more of what there is only one sort of."""
    others = [fact for fact in pack.facts if not is_passage(fact) and "post" not in fact.gives]
    sorts = [list(people), others, list(passages)]
    chosen: list[Fact] = []
    for place in range(_SAMPLES):
        chosen += [sort[place] for sort in sorts if place < len(sort)]
    yield from map(_of_fact, chosen[:_SAMPLES])
    yield from map(_of_event, pack.events[:1] if chosen else pack.events[:_SAMPLES])


def _of_fact(fact: Fact) -> Sample:
    source = fact.source
    return Sample(_cut(said(fact.statement)), source.kind if source else "", source.number if source else 0)


def _of_event(event: Event) -> Sample:
    return Sample(_cut(said(event.title)), when=event.when)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + "…"


def _problem(line: int, reason: str) -> str:
    return f"{line}: {reason}" if line else reason
