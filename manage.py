#!/usr/bin/env python
"""The command line of start:talking. This file stays readable for old Pythons: it has to tell them so."""

import os
import sys

OLDEST = (3, 11)

if sys.version_info < OLDEST:
    sys.exit("start:talking braucht Python 3.11 oder neuer, dies ist Python %d.%d." % sys.version_info[:2])


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "startalking.settings")
    try:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
