"""What expertise is judged by and what comes of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Work:
    """A work, or the text that expertise is asked for.

    Attributes:
        title: "" when there is none.
        abstract: "" when there is none.
        work_id: the work's id, "" when it has none.
    """

    title: str
    abstract: str = ""
    work_id: str = ""

    @property
    def text(self) -> str:
        """Title and abstract as one text."""
        return ". ".join(part for part in (self.title.strip(), self.abstract.strip()) if part)


@dataclass(frozen=True, slots=True)
class Profile:
    """Somebody's works: of a person, a team or an organisation.

    Attributes:
        profile_id: names the profile in the result.
        works: in any order; works without a word are left out of account.
    """

    profile_id: str
    works: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """A work that shows expertise.

    Attributes:
        place: position of the work in its profile, from 0.
        work: the work.
        score: of this work alone, on the scale of ``Expert.score``.
        shared: words and pairs of words that the text and the work share, as the text has them,
            the most telling first; empty when only the meaning is near.
    """

    place: int
    work: Work
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expert:
    """How much one profile knows about one text.

    Attributes:
        profile_id: as given.
        score: 0 for a work of the same field as any other, 1 for one standard deviation nearer
            (``docs/explanation/expertise.md``); None when there is not enough evidence.
        reason: why there is no score; "" when there is one.
        proofs: the works that are nearer than any other work of the field, the nearest first.
    """

    profile_id: str
    score: float | None
    reason: str = ""
    proofs: tuple[Proof, ...] = ()
