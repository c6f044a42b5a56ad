"""What a browser sends when an editor saves a form of the admin."""

from django.utils import timezone


def fields_of(form):
    """The fields as they are if nothing is changed."""
    fields = {}
    for bound in form:
        value = bound.value()
        if bound.name == "published_at":
            fields |= moment(form.initial.get("published_at"))
        elif bound.name in {"categories", "authors"}:
            fields[bound.name] = [getattr(one, "pk", one) for one in value or []]
        elif bound.name == "tags":
            fields[bound.name] = ", ".join(tag.name for tag in value or [])
        elif value is not None and value is not False:
            fields[bound.name] = value
    return fields


def moment(when):
    local = timezone.localtime(when) if when else None
    return {"published_at_0": f"{local:%d.%m.%Y}", "published_at_1": f"{local:%H:%M:%S}"} if local else {}
