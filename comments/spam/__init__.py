"""What tells spam from what people say. Pure: no database, no clock, no request; facts go in, findings come out."""
