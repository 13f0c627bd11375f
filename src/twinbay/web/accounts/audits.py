"""Whom the trails of accounts' records are open to."""

from twinbay.web.accounts.domain.subjects import subject_of_organisation
from twinbay.web.audit.domain.registry import audited
from twinbay.web.permissions import Subject

audited("accounts.user", lambda user: Subject(user_id=user.pk))
audited("accounts.memberorganisation", subject_of_organisation)
audited("accounts.membership", lambda one: subject_of_organisation(one.organisation))
audited("accounts.claim", lambda one: Subject(user_id=one.user_id))
audited("accounts.invitation", lambda one: subject_of_organisation(one.organisation))
audited("accounts.platformrole", lambda one: Subject(user_id=one.user_id))
