from django.urls import path, re_path

from linkbacks import views

app_name = "linkbacks"

urlpatterns = [
    # With or without the last slash: a redirect would lose what was posted.
    re_path(r"^(?P<path>.+/)trackback/?$", views.trackback, name="trackback"),
    # Blogs that came from WordPress without speaking addresses.
    path("wp-trackback.php", views.numbered_trackback, name="numbered_trackback"),
]
