"""The key that readers get by mail: how to ask for one, what it opens, and how all is taken along or erased."""

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments import belongings, keys, origins, wishes
from comments.circumstances import Circumstances
from comments.correspondence import AddressForm
from comments.models import Comment, Hand, Means, Writer
from comments.views.doors import acting, back, is_from_here, key_page, opened, unseen


@csrf_exempt  # readers have no cookie to check against: see origins.py
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def key_request(request: HttpRequest) -> HttpResponse:
    """Ask for a key. The answer is the same for every address."""
    form = address_form(request)
    if form.is_valid():
        wishes.wish_key(form.cleaned_data["email"])
        return redirect(f"{request.path}?gesendet=1")
    facts = {"form": form, "sent": "gesendet" in request.GET, "erased": "geloescht" in request.GET}
    return with_form(render(request, "comments/key_request.html", facts), form)


@opened
def key(request: HttpRequest, writer: Writer, token: str) -> HttpResponse:
    return key_page(request, writer, token)


@acting
def key_confirm(_request: HttpRequest, _writer: Writer, token: str) -> HttpResponse:
    """Nothing is left to do: whoever acts has confirmed the address."""
    return back(token, "bestaetigt")


@unseen
def key_renew(request: HttpRequest, token: str) -> HttpResponse:
    """A new key in the place of one that is too old, by mail to the same address, which is not said."""
    try:
        writer = keys.owner(token, worn=True)
    except BadSignature:
        raise Http404 from None
    if request.method != "POST" or not is_from_here(request):
        return back(token)
    wishes.renew_key(writer)
    return redirect(f"{reverse('comments:key_request')}?gesendet=1")


@opened
def key_export(_request: HttpRequest, writer: Writer, _token: str) -> HttpResponse:
    """Everything that is kept about the writer, as a file."""
    response = JsonResponse(belongings.export(writer), json_dumps_params={"ensure_ascii": False, "indent": 2})
    name = f"kommentare-{timezone.localdate():%Y-%m-%d}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@opened
def key_erase(request: HttpRequest, writer: Writer, token: str) -> HttpResponse:
    """Ask once more, then leave nothing."""
    if request.method == "POST":
        writer.erase(Hand(means=Means.WRITER))
        return redirect(f"{reverse('comments:key_request')}?geloescht=1")
    number = Comment.objects.by(writer.email).count()
    return render(request, "comments/key_erase.html", {"token": token, "number": number})


def address_form(request: HttpRequest) -> AddressForm:
    """The form for an address, with its circumstances where it was sent."""
    if request.method != "POST":
        return AddressForm()
    return AddressForm(request.POST, circumstances=Circumstances(origins.is_ours(request), wishes.wait(request)))


def with_form(response: HttpResponse, form: AddressForm) -> HttpResponse:
    """The answer that shows the form again, with the status that says why."""
    if wait := form.circumstances.wait:
        response.status_code, response.headers["Retry-After"] = 429, str(wait)
    elif form.is_bound:
        response.status_code = 422
    return response
