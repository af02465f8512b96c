"""What is kept of organisations, accounts and persons."""

from anxin.domain.people.models.accounts import Account, AccountManager, LoginCode, MessageDay, NewPhone, Passage, Role
from anxin.domain.people.models.factors import Challenge, Factor, RecoveryCode
from anxin.domain.people.models.parties import CaseLink, ErasureMark, NameGram, Organisation, Party, Person
from anxin.domain.people.models.programs import ApiToken, WebhookEndpoint
from anxin.domain.people.models.requests import DataRequest
from anxin.domain.people.models.reveals import Consent, Hold, LegalHold, Reveal, RevealRequest
