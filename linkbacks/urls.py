from django.urls import path, re_path

from linkbacks import views

app_name = "linkbacks"

urlpatterns = [
    # With or without the last slash: a redirect would lose what was posted.
    re_path(r"^(?P<path>.+/)trackback/?$", views.trackback, name="trackback"),
    # Blogs that came from WordPress without speaking addresses.
    path("wp-trackback.php", views.numbered_trackback, name="numbered_trackback"),
    re_path(r"^pingback/?$", views.pingback),
    path("pingback/", views.pingback, name="pingback"),
    path("xmlrpc.php", views.pingback),  # what pages of WordPress have advertised for years
    re_path(r"^webmention/?$", views.webmention),
    path("webmention/", views.webmention, name="webmention"),
    path("webmention/<str:token>/", views.status, name="status"),
]
