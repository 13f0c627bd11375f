"""The words of the report, in English and Chinese."""

from collections.abc import Mapping

LANGUAGES = ("en", "zh")


def _bilingual(pairs: Mapping[str, tuple[str, str]]) -> dict[str, dict[str, str]]:
    """Return phrases by key and language from pairs of English and Chinese."""
    return {key: dict(zip(LANGUAGES, pair, strict=True)) for key, pair in pairs.items()}


TITLE = {
    "en": "Backtest: {origin} to {destination}, split {split}",
    "zh": "回溯检验：{origin} 与 {destination}，截至 {split} 年",
}
QUESTION = {
    "en": (
        "On what was known at the end of {split}, every pair of an organisation from {origin} and "
        "one from {destination} with at least {least_works} works each and no joint work yet was "
        "ranked. Then it was counted which of them had a first joint work in {first}–{last}."
    ),
    "zh": (
        "仅依据截至 {split} 年底的已知信息，对 {origin} 与 {destination} 之间成果均不少于 "
        "{least_works} 篇且尚无合作成果的每一对机构进行排序，再统计其中哪些在 {first}–{last} 年"
        "首次出现合作成果。"
    ),
}
SIZE = {
    "en": (
        "{organisations:,} organisations, {pairs:,} pairs, {became:,} first collaborations "
        "({share:.1%}); {queries:,} organisations of {origin} had at least one. The model learned "
        "from {positives:,} earlier first collaborations (windows that start at {windows})."
    ),
    "zh": (
        "{organisations:,} 家机构，{pairs:,} 对，其中 {became:,} 对首次合作（{share:.1%}）；"
        "{origin} 有 {queries:,} 家机构至少有一次。模型从更早的 {positives:,} 次首次合作中学习"
        "（学习窗口起点：{windows}）。"
    ),
}
NOTES = {
    "short-horizon": {
        "en": "The record ends in {last}: fewer years than the horizon of {horizon} were counted, "
        "so likelihoods are on the low side.",
        "zh": "数据止于 {last} 年，不足 {horizon} 年的预测期，因此实际比例偏低。",
    },
    "few-answers": {
        "en": "Fewer than 30 first collaborations: the measures are uncertain, see the intervals.",
        "zh": "首次合作不足 30 次：各项指标不确定性较大，请参看区间。",
    },
}
LEFT_OUT = {
    "en": "Left out, because the library implicit is not installed: {names}.",
    "zh": "因未安装 implicit 库而略去：{names}。",
}
HEADINGS = _bilingual(
    {
        "rankings": ("How good the rankings were", "各排序方法的效果"),
        "calibration": ("What a likelihood was worth", "可能性与实际结果"),
        "exposure": ("Whom the lists show", "名单展示了哪些机构"),
        "by_field": ("By field of cooperation", "按合作领域"),
        "by_kind": ("By kind of organisation", "按机构类型"),
        "measures": ("What the measures mean", "指标说明"),
    }
)
EXPLANATIONS = {
    "rankings": {
        "en": "Brackets hold 95 % intervals from {resamples} bootstrap resamples of organisations.",
        "zh": "括号内为对机构自助重抽样 {resamples} 次所得的 95% 区间。",
    },
    "calibration": {
        "en": "When twinbay gave a likelihood within a class, so many of a hundred such pairs "
        "had a first joint work within {horizon} years. Mean distance between given and observed: "
        "{error:.2%}.",
        "zh": "当系统给出某一档的可能性时，每 100 对中有多少对在 {horizon} 年内出现首次合作成果。"
        "预测与实际的平均差距：{error:.2%}。",
    },
    "exposure": {
        "en": "Organisations of {destination} by size, and their share of the first ten places of "
        "all lists; beside it the share of first collaborations that were theirs. "
        "“Balanced” keeps three of ten places for organisations outside the largest fifth.",
        "zh": "将 {destination} 的机构按规模分档，比较其在所有名单前十位中所占份额与其在实际首次"
        "合作中所占份额。“均衡”排序在前十位中为规模最大的五分之一以外的机构保留三席。",
    },
    "by_field": {
        "en": "A pair belongs to the field in which both do most; groups with fewer than five "
        "first collaborations are counted but not measured.",
        "zh": "每对机构归入双方共同投入最多的领域；首次合作不足五次的组只计数、不计算指标。",
    },
    "by_kind": {
        "en": "Kinds of the origin and the destination.",
        "zh": "依次为双方的机构类型。",
    },
}
MEASURE_NAMES = _bilingual(
    {
        "average_precision": ("Average precision", "平均精度"),
        "precision_at_100": ("Precision@100", "前 100 精度"),
        "auc": ("AUC", "AUC"),
        "hit_at_10": ("Hit@10", "命中@10"),
        "recall_at_10": ("Recall@10", "召回@10"),
        "mrr": ("MRR", "MRR"),
        "ndcg_at_10": ("nDCG@10", "nDCG@10"),
    }
)
MEASURE_MEANINGS = _bilingual(
    {
        "average_precision": (
            "Precision at each first collaboration, averaged; all pairs in one list.",
            "全部机构对排成一列，在每个首次合作处的精度取平均。",
        ),
        "precision_at_100": (
            "Share of first collaborations among the hundred best pairs.",
            "得分最高的 100 对中首次合作所占比例。",
        ),
        "auc": (
            "Chance that a pair that came to collaborate stands above one that did not.",
            "后来合作的一对排在未合作的一对之前的概率。",
        ),
        "hit_at_10": (
            "Share of organisations whose first ten hold a later partner.",
            "前十位中包含后来合作伙伴的机构所占比例。",
        ),
        "recall_at_10": (
            "Share of an organisation's later partners among its first ten.",
            "某机构后来的合作伙伴中位于前十位者所占比例。",
        ),
        "mrr": (
            "One over the place of the first later partner, averaged.",
            "首个后来合作伙伴名次的倒数，取平均。",
        ),
        "ndcg_at_10": (
            "Later partners among the first ten, higher places counting more.",
            "前十位中的后来合作伙伴，名次越前权重越大。",
        ),
    }
)
RANKING_NAMES = _bilingual(
    {
        "twinbay": ("twinbay", "twinbay"),
        "twinbay-balanced": ("twinbay, balanced", "twinbay（均衡）"),
        "random": ("Random", "随机"),
        "preferential-attachment": ("Preferential attachment", "优先连接"),
        "common-neighbours": ("Common neighbours", "共同合作方"),
        "adamic-adar": ("Adamic-Adar", "Adamic-Adar"),
        "resource-allocation": ("Resource allocation", "资源分配"),
        "katz": ("Katz", "Katz"),
        "personalised-pagerank": ("Personalised PageRank", "个性化 PageRank"),
        "tf-idf": ("TF-IDF cosine", "TF-IDF 余弦"),
        "embedding": ("Embedding cosine", "向量余弦"),
        "sum-of-standard-scores": ("Sum of standard scores", "标准分之和"),
        "als": ("Matrix factorisation (ALS)", "矩阵分解（ALS）"),
        "bpr": ("Matrix factorisation (BPR)", "矩阵分解（BPR）"),
    }
)
KIND_NAMES = _bilingual(
    {
        "education": ("education", "高校"),
        "research-institute": ("research institute", "科研院所"),
        "enterprise": ("enterprise", "企业"),
        "investor": ("investor", "投资机构"),
        "government": ("government", "政府"),
        "healthcare": ("healthcare", "医疗机构"),
        "nonprofit": ("nonprofit", "非营利组织"),
        "other": ("other", "其他"),
    }
)
COLUMNS = _bilingual(
    {
        "ranking": ("Ranking", "排序方法"),
        "group": ("Group", "组"),
        "pairs": ("Pairs", "机构对"),
        "became": ("Became partners", "首次合作"),
        "likelihood": ("Likelihood given", "给出的可能性"),
        "per_hundred": ("Of 100, became partners", "每 100 对中合作"),
        "interval": ("95 % interval", "95% 区间"),
        "works": ("Works", "成果数"),
        "organisations": ("Organisations", "机构数"),
        "true": ("First collaborations", "实际首次合作"),
        "measure": ("Measure", "指标"),
        "meaning": ("Meaning", "含义"),
        "predicted": ("Likelihood given", "给出的可能性"),
        "observed": ("Became partners", "实际合作比例"),
        "share": ("Share", "份额"),
    }
)
PEOPLE_TITLES = {
    "researchers": {
        "en": "Backtest of researchers: {origin} to {destination}, split {split}",
        "zh": "研究人员回溯检验：{origin} 与 {destination}，截至 {split} 年",
    },
    "hosts": {
        "en": "Backtest of host organisations: {origin} to {destination}, split {split}",
        "zh": "研究人员与接收机构回溯检验：{origin} 与 {destination}，截至 {split} 年",
    },
}
PEOPLE_QUESTIONS = {
    "researchers": {
        "en": (
            "Researchers of {origin} with at least {least_works} works, the latest of them within "
            "three years before the end of {split}, who in {first}–{last} wrote for the first time "
            "with a researcher of {destination}: at which place of the whole list was that person?"
        ),
        "zh": (
            "{origin} 的研究人员（成果不少于 {least_works} 篇，且截至 {split} 年底的三年内有成果）"
            "中，在 {first}–{last} 年首次与 {destination} 的研究人员合著者：该合作者在完整名单中"
            "排在第几位？"
        ),
    },
    "hosts": {
        "en": (
            "Researchers of {origin} with at least {least_works} works, the latest of them within "
            "three years before the end of {split}, who in {first}–{last} published for the first "
            "time for an organisation in {destination}: at which place was that organisation?"
        ),
        "zh": (
            "{origin} 的研究人员（成果不少于 {least_works} 篇，且截至 {split} 年底的三年内有成果）"
            "中，在 {first}–{last} 年首次以 {destination} 某机构的名义发表成果者：该机构在名单中"
            "排在第几位？"
        ),
    },
}
PEOPLE_SIZE = {
    "en": "{queries:,} researchers, {pairs:,} pairs, {became:,} of them came true.",
    "zh": "{queries:,} 位研究人员，{pairs:,} 对，其中 {became:,} 对成真。",
}
