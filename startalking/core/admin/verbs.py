"""Verbs of models as buttons below a form and as actions above a list: status fields are never set from outside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from startalking.core.admin.long import LongAdmin

Words = Any  # a lazy translation; lazy plurals have no type of their own


def always(_thing: Any) -> bool:
    return True


@dataclass(frozen=True)
class Verb:
    """Something an editor may do to a row. `done` is a lazy plural with `%(count)d`; `when` says for which rows it is
    offered below the form. The first one offered is the main button beside "Save"."""

    name: str
    label: Words
    done: Words
    do: Callable[[Any], Any]
    when: Callable[[Any], bool] = always
    in_bulk: bool = True


class VerbAdmin(LongAdmin):
    """Offers `verbs` wherever an editor looks for them. Rows are never deleted here."""

    verbs: ClassVar[Sequence[Verb]] = ()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if self.has_change_permission(request):
            bulk = [verb for verb in self.verbs if verb.in_bulk]
            actions.update({verb.name: (_action(verb), verb.name, str(verb.label)) for verb in bulk})
        return actions

    def offered(self, thing: Any) -> list[Verb]:
        return [verb for verb in self.verbs if verb.when(thing)]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        thing = context.get("original") or self.model()
        context["show_save_and_add_another"] = False
        context["verbs"] = self.offered(thing) if self.has_change_permission(request, thing) else []
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        super().save_related(request, form, formsets, change)
        if verb := self._asked(request, form.instance):
            self.carry_out(verb, request, [form.instance])

    def carry_out(self, verb: Verb, request: HttpRequest, things: Sequence[Any]) -> None:
        for thing in things:
            verb.do(thing)
            self.log_change(request, thing, str(verb.label))
        self.message_user(request, verb.done % {"count": len(things)}, messages.SUCCESS)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self._back_to(obj) if "_verb" in request.POST else super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._back_to(obj) if "_verb" in request.POST else super().response_change(request, obj)

    def _asked(self, request: HttpRequest, thing: Any) -> Verb | None:
        return next((verb for verb in self.offered(thing) if verb.name == request.POST.get("_verb")), None)

    def _back_to(self, thing: Any) -> HttpResponse:
        options = self.opts
        name = f"{self.admin_site.name}:{options.app_label}_{options.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[thing.pk]))


def _action(verb: Verb) -> Callable[[VerbAdmin, HttpRequest, "QuerySet[Any]"], None]:
    def act(modeladmin: VerbAdmin, request: HttpRequest, chosen: "QuerySet[Any]") -> None:
        modeladmin.carry_out(verb, request, list(chosen))

    return act
