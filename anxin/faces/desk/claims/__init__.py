"""The reviewer's desk: claims by clock, one claim with both sides' evidence, and what a person decides about it."""
