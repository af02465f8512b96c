"""Providers: who outside does something for the house, what it is asked with, how it goes and what it costs."""

from anxin.core.providers.accounts import (
    SEALED_AS,
    ProviderAccess,
    ProviderHealth,
    Spent,
    account,
    accounts,
    end,
    health,
    history,
    keep,
    kept_since,
    names_among,
    names_of,
    note_call,
    note_cost,
    note_look,
    note_trial,
    remember,
    spent,
)
