"""The outbox: every message that leaves, and everything that follows along by cursor.

A message is a row in the same transaction as its reason: a template, ids, a unique key. What calls the world
outside runs after the commit: intent row, call with the key, outcome row.
"""

from anxin.core.carriers.carriers import Attached, Carrier, NotSent, Unclear, register
from anxin.core.outbox.cursor import BadPosition, after, all_behind, behind, head, place_of, rebase, unsettled
from anxin.core.outbox.delivery import deliver
from anxin.core.outbox.messages import TASK, MessageAddress, address_of, carried, install, put, put_last, tell
from anxin.core.outbox.models import UNSETTLED, Message, Place
from anxin.core.outbox.receipts import Became, all_became, arrivals, became_of, refused, take_receipts
from anxin.core.outbox.repeats import ENDED, can_be_sent, heed, send_again
from anxin.core.outbox.turns import give_turns
