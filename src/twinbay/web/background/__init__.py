"""Work that no reader waits for: the task worker and what is due again and again.

A room's background work lives in its module ``tasks``, which is found by itself. A task is a
function under ``django_tasks.task``; it must be safe to run twice, because work that a killed
process left behind is begun again. What is due again and again says so::

    from twinbay.web.background.domain.periodic import periodic

    @periodic(timedelta(days=1))
    @task
    def expire_opportunities() -> None: ...
"""
