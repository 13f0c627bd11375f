"""Versions of one work: a preprint and the paper that it became, as Ibis expressions.

The judgement and how often it is right: docs/explanation/evidence.md.
"""

import ibis
from ibis import _

MOST_YEARS_APART = 2
SHORTEST_TITLE = 10  # letters and digits; shorter ones (Preface, Erratum) tell no work
LONGEST_TITLE = 300  # letters and digits compared, which bounds the time that any title takes
LONGEST_ABSTRACT = 2_000  # characters compared
TITLE_DISTANCE = 0.25  # most changed letters of a title that is nearly the same, as a share
ABSTRACT_OVERLAP = 0.8  # least Jaccard index of the abstracts' words where titles differ
_BLOCK = 12  # letters at the beginning or at the end that nearly equal titles share
# Names of preprint servers as sources write them: "arXiv (Cornell University)", "Preprints.org".
REPOSITORIES = r"arxiv|biorxiv|medrxiv|chemrxiv|techrxiv|psyarxiv|eartharxiv|engrxiv|chinaxiv"
REPOSITORY_VENUE = rf"(?i){REPOSITORIES}|ssrn electronic journal|research square|preprints"


def is_preprint(works: ibis.Table) -> ibis.Value:
    """Say which works are preprints: by kind, or by a venue that is a preprint server."""
    by_venue = works.venue.re_search(REPOSITORY_VENUE).fill_null(False)
    return (works.kind == "preprint") | ((works.kind == "paper") & by_venue)


def work_versions(preprints: ibis.Table, papers: ibis.Table, authors: ibis.Table) -> ibis.Table:
    """Find the paper that each preprint became.

    The two are one work when they are at most ``MOST_YEARS_APART`` years apart and

    - their titles have the same letters and digits, and they share an author or an organisation
      (rule ``same-title``), or
    - their titles differ in few letters and not in a number or part, they share an author, and
      their abstracts have nearly the same words (rule ``near-title``). Titles and authors alone
      do not do: authors name their next work much like the last.

    Only works that share their title, or an author and a title's beginning or end, are compared.

    Arguments:
        preprints, papers: work_id, title, abstract, year. A work in both is not compared with
            itself.
        authors: work_id, name_key (folded name), org_id; one row per work, author, organisation.

    Returns:
        work_id (the preprint), version_of (the paper), rule; at most one row per preprint: the
        same title first, then the nearest year, then the first id.
    """
    first, second = _compared(preprints), _compared(papers)
    names = authors.filter(_.name_key.notnull()).select("work_id", "name_key").distinct()
    organisations = authors.filter(_.org_id.notnull()).select("work_id", "org_id").distinct()
    same = _apart(first.inner_join(_renamed(second), [("title_key", "other_title_key")]))
    same = ibis.union(_sharing(same, names, "name_key"), _sharing(same, organisations, "org_id"))
    near = _near(first, second, names)
    near = _alike(near, preprints, papers).anti_join(same, "work_id")
    found = ibis.union(
        same.distinct().mutate(rule=ibis.literal("same-title")),
        near.distinct().mutate(rule=ibis.literal("near-title")),
    )
    order = ibis.window(group_by="work_id", order_by=["years_apart", "version_of"])
    ranked = found.mutate(place=ibis.row_number().over(order))
    return ranked.filter(_.place == 0).select("work_id", "version_of", "rule")


def counted_once(
    works: ibis.Table, authorships: ibis.Table, versions: ibis.Table
) -> tuple[ibis.Table, ibis.Table]:
    """Return works and authorships in which each paper stands for its preprints too.

    The paper keeps its year and topics; it has the organisations and regions of all its versions,
    and the citations of the most cited one, as works that cite several would count twice in a sum.
    """
    links = versions.select("work_id", "version_of")
    cited = (
        works.inner_join(links, "work_id")
        .group_by("version_of")
        .aggregate(preprint_citations=_.citations.max())
    )
    papers = works.anti_join(links, "work_id").left_join(cited, [("work_id", "version_of")])
    papers = papers.mutate(citations=ibis.greatest(_.citations, _.preprint_citations))
    linked = authorships.left_join(links, "work_id").drop("work_id_right")
    linked = linked.mutate(work_id=ibis.coalesce(_.version_of, _.work_id))
    return papers.drop("version_of", "preprint_citations"), linked.drop("version_of")


def _compared(works: ibis.Table) -> ibis.Table:
    lower = works.title.lower()
    key = lower.re_replace(r"[^\p{L}\p{N}]+", "").left(LONGEST_TITLE)
    keyed = works.select(
        "work_id",
        "year",
        title_key=key,
        # What tells parts of a series apart: numbers, the word after "part", a Roman number.
        part=lower.re_replace(r"[^0-9]+", " ").strip()
        + "/"
        + lower.re_extract(r"\bpart\W+(\w+)", 1)
        + "/"
        + lower.re_extract(r"\b([ivx]+)\W*$", 1),
    )
    return keyed.filter(_.year.notnull() & (_.title_key.length() >= SHORTEST_TITLE))


def _renamed(works: ibis.Table) -> ibis.Table:
    return works.rename({f"other_{name}": name for name in works.columns})


def _apart(pairs: ibis.Table) -> ibis.Table:
    """Return pairs of two works of nearby years."""
    paired = pairs.filter(_.work_id != _.other_work_id).mutate(
        years_apart=(_.year - _.other_year).abs(), version_of=_.other_work_id
    )
    return paired.filter(_.years_apart <= MOST_YEARS_APART)


def _sharing(pairs: ibis.Table, of_work: ibis.Table, what: str) -> ibis.Table:
    """Return the pairs whose works share a value, with years_apart."""
    theirs = of_work.rename(version_of="work_id")
    return (
        pairs.select("work_id", "version_of", "years_apart")
        .inner_join(of_work, "work_id")
        .semi_join(theirs, ["version_of", what])
        .select("work_id", "version_of", "years_apart")
    )


def _near(first: ibis.Table, second: ibis.Table, names: ibis.Table) -> ibis.Table:
    """Return the pairs of a shared author whose titles differ in few letters only."""
    shared = [(name, f"other_{name}") for name in ("block", "name_key", "part")]
    pairs = _blocks(first, names).inner_join(_renamed(_blocks(second, names)), shared)
    longer = ibis.greatest(_.title_key.length(), _.other_title_key.length())
    close = _.title_key.levenshtein(_.other_title_key) <= TITLE_DISTANCE * longer
    differ = _.title_key != _.other_title_key
    return _apart(pairs).filter(differ).filter(close).select("work_id", "version_of", "years_apart")


def _blocks(works: ibis.Table, names: ibis.Table) -> ibis.Table:
    named = works.inner_join(names, "work_id")
    begin = named.mutate(block="begin:" + named.title_key.left(_BLOCK))
    return begin.union(named.mutate(block="end:" + named.title_key.right(_BLOCK)))


def _alike(pairs: ibis.Table, preprints: ibis.Table, papers: ibis.Table) -> ibis.Table:
    """Return the pairs whose abstracts have nearly the same words."""
    mine = preprints.select("work_id", words=_words(preprints))
    theirs = papers.select(version_of=papers.work_id, other_words=_words(papers))
    compared = pairs.distinct().inner_join(mine, "work_id").inner_join(theirs, "version_of")
    shared = compared.words.intersect(compared.other_words).length()
    # |A ∩ B| / |A ∪ B| >= limit, without the union.
    both = compared.words.length() + compared.other_words.length()
    alike = compared.filter(shared >= ABSTRACT_OVERLAP * (both - shared))
    return alike.select("work_id", "version_of", "years_apart")


def _words(works: ibis.Table) -> ibis.Value:
    """Return the distinct words of an abstract; null, which is like nothing, where it has none."""
    text = works.abstract.lower().left(LONGEST_ABSTRACT).nullif("")
    return text.re_split(r"[^\p{L}\p{N}]+").unique()
