from django.urls import path

from blog import feeds, views
from startalking.core import pages

app_name = "blog"

urlpatterns = [
    path("", views.home, name="home"),
    path("feed/", pages.kept("posts")(feeds.Posts()), name="feed"),
    path("kategorie/<slug:slug>/", views.category, name="category"),
    path("kategorie/<slug:slug>/feed/", pages.kept("posts")(feeds.CategoryPosts()), name="category_feed"),
    path("schlagwort/<slug:slug>/", views.tag, name="tag"),
    path("autor/<slug:slug>/", views.author, name="author"),
    path("archiv/", views.archive, name="archive"),
    path("archiv/<int:year>/", views.period, name="year"),
    path("archiv/<int:year>/<int:month>/", views.period, name="month"),
    path("archiv/<int:year>/<int:month>/<int:day>/", views.period, name="day"),
    # Everything else may be the address of a post or of a page, today's or a former one.
    path("<path:path>", views.entry, name="entry"),
]
