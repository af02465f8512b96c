"""Who knows the addresses of each carrier, and what becomes of a message that it carries."""

from anxin.domain.notices.queries import address_of, message_over
from anxin.domain.notices.queries.followers import wechat_of
from anxin.domain.opening.queries.lookup import mail_of
from anxin.domain.people.queries.programs import webhook_of

ADDRESSES = {"mail": mail_of, "sms": address_of, "wechat": wechat_of, "webhook": webhook_of}
"""Who knows the addresses of each carrier."""
OVERS = {"sms": message_over}
"""Who knows whether what a message of a carrier tells is true no more."""
LOST = {"invoices.mail": "anxin.domain.invoices.tasks.look_at_mail"}
"""Who looks at a message that did not leave, by its template."""
