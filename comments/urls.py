from django.urls import path

from comments import feeds, views
from startalking.core import pages

app_name = "comments"

urlpatterns = [
    path("<int:pk>/", views.permalink, name="permalink"),
    path("antwort/<int:pk>/", views.answer, name="answer"),
    path("freigabe/<str:token>/", views.errand, name="errand"),
    path("schluessel/", views.key_request, name="key_request"),
    path("schluessel/<str:token>/", views.key, name="key"),
    path("schluessel/<str:token>/neu/", views.key_renew, name="key_renew"),
    path("schluessel/<str:token>/bestaetigen/", views.key_confirm, name="key_confirm"),
    path("schluessel/<str:token>/daten/", views.key_export, name="key_export"),
    path("schluessel/<str:token>/loeschen/", views.key_erase, name="key_erase"),
    path("schluessel/<str:token>/<int:pk>/korrigieren/", views.key_correct, name="key_correct"),
    path("schluessel/<str:token>/<int:pk>/zurueckziehen/", views.key_withdraw, name="key_withdraw"),
    path("schluessel/<str:token>/<int:pk>/folgen/", views.key_follow, name="key_follow"),
    path("schluessel/<str:token>/folgen/<int:pk>/ja/", views.key_follow_confirm, name="key_follow_confirm"),
    path("schluessel/<str:token>/folgen/<int:pk>/ende/", views.key_follow_end, name="key_follow_end"),
    path("folgen/bestaetigen/<str:token>/", views.follow_confirm, name="follow_confirm"),
    path("folgen/ende/<str:token>/", views.follow_end, name="follow_end"),
    path("folgen/<str:kind>/<int:pk>/", views.follow, name="follow"),
    path("erhalten/<str:token>/", views.received, name="received"),
    path("melden/<int:pk>/", views.report, name="report"),
    path("gemeldet/<int:pk>/", views.reported, name="reported"),
    path("feed/", pages.kept("comments")(feeds.Comments()), name="feed"),
    path("<str:kind>/<int:pk>/", views.submit, name="submit"),
    path("<str:kind>/<int:pk>/vorschau/", views.preview, name="preview"),
    path("<str:kind>/<int:pk>/feed/", pages.kept("comments")(feeds.CommentsOn()), name="feed_of"),
]
