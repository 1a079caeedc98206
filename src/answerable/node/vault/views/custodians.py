"""Who keeps the vault: founding it, a second custodian, passphrases, traces of names."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from answerable.node.vault import forms
from answerable.node.vault.models import Custodian, Vault
from answerable.node.vault.permissions import require_custodian
from answerable.node.vault.services import keys
from answerable.node.vault.views.doing import VaultRequest, form_page, posted, sent

HERE = reverse_lazy("vault:custodians")


@require_safe
def custodian_list(request: VaultRequest) -> HttpResponse:
    """Show who has a key of the vault, and who waits for one."""
    require_custodian(request.user)
    found = list(Custodian.objects.select_related("user", "admitted_by"))
    context = {
        "vault": Vault.objects.select_related("founded_by").filter(pk=1).first(),
        "custodians": [(one, keys.fingerprint(one.recipient)) for one in found],
        "mine": next((one for one in found if one.user_id == request.user.pk), None),
        "is_alone": sum(one.is_admitted for one in found) == 1,
    }
    return render(request, "vault/custodians.html", context)


@sensitive_post_parameters()
def found(request: VaultRequest) -> HttpResponse:
    """Found the vault with a passphrase, or anew when it is lost."""
    require_custodian(request.user)
    form = forms.FoundForm(sent(request), exists=Vault.objects.exists())
    return form_page(
        request,
        form,
        lambda data: keys.found(
            data["new"], anew=bool(data.get("anew")), by=request.user, at=timezone.now()
        ),
        to=str(HERE),
        said=_("The vault is founded. Have a second custodian ask for a key soon."),
        title=_("Found the vault"),
        lead=_(
            "Only this passphrase opens it. Nobody can reset it: if it is lost and there is no "
            "second custodian, every identity in the vault is lost."
        ),
        go=_("Found the vault"),
        back=str(HERE),
    )


@sensitive_post_parameters()
def ask(request: VaultRequest) -> HttpResponse:
    """Make a key of one's own and wait to be admitted."""
    require_custodian(request.user)
    form = forms.NewPassphraseForm(sent(request))
    return form_page(
        request,
        form,
        lambda data: keys.ask(data["new"], by=request.user, at=timezone.now()),
        to=str(HERE),
        said=_("Your key is made. Read its digits to a custodian, who then admits you."),
        title=_("Ask for a key"),
        lead=_(
            "This makes a key of your own. A custodian who has one admits you after comparing its "
            "digits with you, on the telephone or face to face. A key that you had before ends."
        ),
        go=_("Make my key"),
        back=str(HERE),
    )


@sensitive_post_parameters()
def admit(request: VaultRequest, pk: int) -> HttpResponse:
    """Give another custodian the vault's key, after comparing digits."""
    require_custodian(request.user)
    waiting = get_object_or_404(
        Custodian.objects.select_related("user"), pk=pk, admitted_at__isnull=True
    )
    form = forms.PassphraseForm(sent(request))
    shown = request.POST.get("recipient", waiting.recipient)
    return form_page(
        request,
        form,
        lambda data: keys.admit(
            waiting, shown, data["passphrase"], by=request.user, at=timezone.now()
        ),
        to=str(HERE),
        said=_("Admitted."),
        template="vault/admit.html",
        waiting=waiting,
        digits=keys.fingerprint(waiting.recipient),
        title=_("Admit a custodian"),
        back=str(HERE),
    )


@require_POST
def dismiss(request: VaultRequest, pk: int) -> HttpResponse:
    """Take a custodian's key away."""
    require_custodian(request.user)
    one = get_object_or_404(Custodian.objects.select_related("user"), pk=pk)
    return posted(
        request,
        lambda: keys.dismiss(one, by=request.user, at=timezone.now()),
        to=reverse("vault:custodians"),
        said=_("The key is gone."),
    )


@sensitive_post_parameters()
def change_passphrase(request: VaultRequest) -> HttpResponse:
    """Change one's own passphrase."""
    require_custodian(request.user)
    form = forms.ChangePassphraseForm(sent(request))
    return form_page(
        request,
        form,
        lambda data: keys.change_passphrase(
            data["passphrase"], data["new"], by=request.user, at=timezone.now()
        ),
        to=str(HERE),
        said=_("Your passphrase is changed."),
        title=_("Change your vault passphrase"),
        back=str(HERE),
    )


@sensitive_post_parameters()
def keep_index(request: VaultRequest) -> HttpResponse:
    """Make traces of names anew, or do without."""
    require_custodian(request.user)
    vault = Vault.objects.filter(pk=1).first()
    form = forms.IndexForm(sent(request), initial={"keeps": vault.keeps_index if vault else True})
    return form_page(
        request,
        form,
        lambda data: keys.keep_index(
            data["keeps"], data["passphrase"], by=request.user, at=timezone.now()
        ),
        to=str(HERE),
        said=_("Done."),
        title=_("Traces of names"),
        lead=_(
            "With traces, every draft is searched for the sources' names without a passphrase. "
            "Nobody can read a trace, but whoever takes the whole disk, with the folder of keys, "
            "can test whether a guessed name is among them. Without traces, names are found only "
            "when a custodian checks a draft with the passphrase."
        ),
        back=str(HERE),
    )
