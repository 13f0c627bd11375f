"""One's tokens: a list, a form for a new one, and revoking."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from twinbay.web.tokens.domain.tokens import make_token, revoke, tokens_of
from twinbay.web.tokens.forms.token import TokenForm
from twinbay.web.tokens.models import Scope


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: Any) -> HttpResponse:
    """List the tokens; make one and show it, this once."""
    made = ""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _record, made = make_token(request.user, **form.cleaned_data)
        form = TokenForm()
    names = dict(Scope.choices)
    listed = [
        {"token": one, "scopes": [names[scope] for scope in one.scopes if scope in names]}
        for one in tokens_of(request.user)
    ]
    content = {"form": form, "made": made, "tokens": listed}
    return render(request, "tokens/tokens.html", content)


@login_required
@require_POST
def revoke_token(request: Any, pk: int) -> HttpResponse:
    """Revoke one of one's own tokens."""
    if not revoke(request.user, pk):
        raise Http404
    return HttpResponseRedirect(reverse("tokens:tokens"))
