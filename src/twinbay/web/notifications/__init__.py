"""What members are told: a list in the page, and letters.

Other rooms use two names only::

    from twinbay.web.notifications.domain import notify, register

    register("interest-received", _("%(organisation)s is interested in %(title)s"))
    notify(organisation, "interest-received", reverse(...), {"organisation": ..., "title": ...})

A room registers its kinds in its module ``notices``, which is found by itself. A value of the
context is a text, or a mapping of language to text for what has a name in both.
"""
