from django.urls import path

from comments import views

app_name = "comments"

urlpatterns = [
    path("<int:pk>/", views.permalink, name="permalink"),
    path("antwort/<int:pk>/", views.answer, name="answer"),
    path("freigabe/<str:token>/", views.errand, name="errand"),
    path("erhalten/<str:token>/", views.received, name="received"),
    path("<str:kind>/<int:pk>/", views.submit, name="submit"),
]
