"""Sample deals: every stage, all marked, made once."""

from pathlib import Path


def test_samples_show_every_stage_and_are_made_once(lake_home: Path) -> None:
    from twinbay.web.accounts.samples import make_samples as make_members
    from twinbay.web.deals.models import Deal, Interest
    from twinbay.web.deals.queries.funnel import funnel
    from twinbay.web.deals.samples import DEALS, make_samples

    make_members()
    before = Interest.objects.count()
    make_samples()
    make_samples()
    made = Interest.objects.filter(organisation__org_id__startswith="member:sample-")
    assert Interest.objects.count() - before == made.count() == len(DEALS)
    assert {one.state for one in made} == {"open", "accepted", "declined"}
    deals = Deal.objects.filter(interest__in=made)
    stages = {"contact", "nda", "evaluation", "negotiation", "signed", "closed"}
    assert {deal.stage for deal in deals} == stages
    assert all(deal.sample for deal in deals) and all(one.sample for one in made)
    for deal in deals:
        assert "sample" in deal.title.lower() and "示例" in deal.title_zh
        texts = [m.body for thread in deal.threads.all() for m in thread.messages.all()]
        assert all("[sample]" in text or "[示例]" in text for text in texts)
    steps = {one.step: one for one in funnel(deals, made)}
    assert steps["contact"].number == 6 and steps["signed"].number == 1
    assert steps["nda"].median_days and steps["nda"].median_days > 5
