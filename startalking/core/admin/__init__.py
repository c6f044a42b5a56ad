"""What the admin pages of all apps share. Registers nothing."""
