"""The audit trail: who changed what, when, with what was before and after.

Every table that members write has a history (django-simple-history). The database itself refuses to
change or delete a row of a history (``domain.append_only``). What people wrote is shown only to
those whom the record belongs to, not to whoever runs the platform. A room says whom a record's
trail is open to with :func:`twinbay.web.audit.domain.registry.audited` in its module ``audits``,
which is found by itself; of a record without such words only
those who run the platform see the trail.
"""
