import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "startalking.settings")
django.setup(set_prefix=False)

from startalking.core.pages.door import Door  # noqa: E402 (it asks the settings)
from startalking.handler import Handler  # noqa: E402

application = Door(Handler())
