from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from linkbacks import reception, targets
from linkbacks.models import Incoming
from linkbacks.protocols import Reason, Refusal
from linkbacks.protocols import pingback as pingbacks
from linkbacks.views.posting import content_type, posted

TAKEN = "Thank you. The page is looked at now; when it links here, the editors decide whether this is shown."


@csrf_exempt  # other servers call; they carry no cookie, and nobody's rights hang on one
@require_POST
def pingback(request: HttpRequest) -> HttpResponse:
    """The door for XML-RPC. Whatever comes is answered with the status 200, the answer says the rest."""
    try:
        asked = pingbacks.read(posted(request, pingbacks.LARGEST), content_type(request))
        return _xml(_answer(asked))
    except Refusal as refusal:
        response = _xml(pingbacks.fault(refusal))
        if refusal.retry_after:
            response["Retry-After"] = str(refusal.retry_after)
        return response


def _answer(asked: pingbacks.Request) -> str:
    if asked.method == pingbacks.METHODS:
        return pingbacks.methods()
    path = targets.path_at(asked.target)
    if asked.method == pingbacks.PINGBACKS:
        return pingbacks.response(_sources(path))
    incoming = reception.receive(asked.call, path)
    if incoming.is_repeat:
        raise _known(incoming)
    return pingbacks.response(TAKEN)


def _sources(path: str) -> list[str]:
    """The addresses of those pages that readers see below ours, too."""
    target = targets.unlocked_at(path)
    if target is None:
        raise Refusal("There is no page at this address.", reason=Reason.NO_TARGET)
    return [linkback.source for linkback in Incoming.objects.on(target).shown().oldest_first()]


def _known(incoming: Incoming) -> Refusal:
    """A call that came before is looked at again all the same; the caller hears what is known so far."""
    if incoming.proof == Incoming.Proof.FAILED:
        return Refusal("The source could not be read so far.", reason=Reason.NO_SOURCE)
    if incoming.proof == Incoming.Proof.LOST:
        return Refusal("The source has no link to this page.", reason=Reason.NO_LINK)
    return Refusal("This pingback is registered already.", reason=Reason.KNOWN)


def _xml(document: str) -> HttpResponse:
    return HttpResponse(document, content_type=pingbacks.CONTENT_TYPE)
