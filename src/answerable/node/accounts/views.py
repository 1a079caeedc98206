"""A person's own settings."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from answerable.node.accounts.forms import MySettingsForm
from answerable.node.accounts.requests import SignedIn


def my_settings(request: SignedIn) -> HttpResponse:
    """Show and keep language, colours and keys."""
    user = request.user
    now = {name: getattr(user, name) for name in ("language", "theme", "single_keys")}
    form = MySettingsForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        for name in now:
            setattr(user, name, form.cleaned_data[name])
        user.save(update_fields=list(now))
        with translation.override(user.language or translation.get_language()):
            messages.success(request, _("Your settings were kept."))
        response = redirect("my_settings")
        # What was chosen in the header of this browser gives way to what was chosen here.
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        response.delete_cookie(settings.THEME_COOKIE_NAME)
        return response
    return render(request, "accounts/my_settings.html", {"form": form})
