"""What may be done with a brand's network: with one authorisation, and with the brand's hotlines, outlets and keys."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.commands import Command, RecordedReason, Table, calling
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.commands import fields, work
from anxin.domain.network.commands.appearance import APPEARANCE
from anxin.domain.network.commands.leave_and_swaps import LEAVES, PLACEMENTS, SWAPS
from anxin.domain.network.commands.outlets import OUTLETS
from anxin.domain.network.commands.reports import REPORTED, WAITING
from anxin.domain.network.commands.rosters import TECHNICIANS
from anxin.domain.network.commands.takedowns import TAKEDOWNS
from anxin.domain.network.models import Authorisation
from anxin.domain.network.queries import standings
from anxin.domain.network.rules import situation as rules
from anxin.domain.network.rules.situation import AuthorisationSituation, NetworkSituation
from anxin.domain.network.states import NETWORK
from anxin.domain.people.models import Organisation

ENTERED = _(
    "Entered by the brand lead it is signed at once where the brand's key is kept here, else it waits for his "
    "signature; what others enter waits for a check, too."
)

TABLE = Table(
    "authorisation",
    situation=queries.situation,
    commands=(
        Command[Authorisation, AuthorisationSituation](
            name="check",
            title=_("Papers are in order"),
            steps="authorisation.check",
            when=rules.keeps,
            fields=fields.Papers,
            options={"papers": work.papers_of_kind},
            do=calling("authorisation", network.check, "papers"),
            follows=_("It waits for the brand's signature. Until then the public check does not know it."),
        ),
        Command(
            name="authorisation",
            title=_("Authorise"),
            steps="authorisation.authorise",
            when=rules.may_sign,
            because="network.key_elsewhere",
            do=calling("authorisation", network.authorise),
            asks=True,
            shows=standings.shown,
            follows=_("Signed with the brand's key. From its first day on the public check vouches for it."),
        ),
        Command(
            name="signature",
            title=_("Sign anew"),
            who="merchant_owner",
            when=rules.may_sign_again,
            do=calling("authorisation", network.sign_again),
            asks=True,
            follows=_("The key it was signed with is lost. Signed with the new one the check vouches for it again."),
        ),
        Command(
            name="renewal",
            title=_("Renew"),
            who=NETWORK,
            when=rules.may_renew,
            fields=fields.RenewedUntil,
            options={"goods": work.goods_of_word},
            do=calling("authorisation", network.renew, "to_date", "goods"),
            follows=_("From the day after its last one. Given by the brand lead it is signed at once, else it waits."),
        ),
        Command(
            name="goods",
            title=_("Set its goods"),
            who=NETWORK,
            when=rules.may_set_goods,
            fields=fields.SignedGoods,
            options={"goods": work.goods_of_word},
            do=calling("authorisation", network.set_goods, "goods", "scope", "scope_en"),
            follows=_(
                "The same word anew, for these goods and no others; what he holds of others goes to somebody else "
                "then. Given by the brand lead it is signed at once, else it waits, and the word of before counts "
                "until then."
            ),
        ),
        Command(
            name="resumption",
            title=_("Resume"),
            steps="authorisation.resume",
            when=rules.may_resume,
            do=calling("authorisation", network.resume),
            asks=True,
            follows=_("The public check vouches for it again at once."),
        ),
        Command(
            name="portrait",
            title=_("Add his photo"),
            who="operator",
            when=rules.may_portray,
            fields=fields.Portrait,
            do=work.portray,
            follows=fields.PORTRAIT_FOLLOWS,
        ),
        Command(
            name="scan",
            title=_("Add scans of papers"),
            who=NETWORK,
            when=rules.may_hand_in,
            fields=fields.HandedIn,
            do=calling("authorisation", network.hand_in, "paper", "files"),
            follows=_(
                "Sealed. Only the brand's people and the house's administrators open it, each time written down. It is "
                "erased some months after nothing stands on it any more."
            ),
        ),
        Command(
            name="scan-removal",
            title=_("Erase this scan"),
            who=NETWORK,
            when=rules.keeps,
            fields=fields.Erased,
            do=calling("authorisation", network.drop_scan, "scan", "why"),
            final=True,
            follows=_("It is gone for good. That it was here, who erased it and why stays in the record."),
        ),
        Command(
            name="refusal",
            title=pgettext_lazy("an application", "Refuse"),
            steps="authorisation.refuse",
            when=rules.keeps,
            fields=RecordedReason,
            do=calling("authorisation", network.refuse, "why"),
            final=True,
            follows=_("It ends here. Apply anew once the papers are in order."),
        ),
        Command(
            name="suspension",
            title=_("Suspend"),
            steps="authorisation.suspend",
            when=rules.keeps,
            fields=RecordedReason,
            do=calling("authorisation", network.suspend, "why"),
            follows=_("The public check warns of it at once, and nobody is sent on it. The brand can resume it."),
        ),
        Command(
            name="revocation",
            title=_("Revoke"),
            steps="authorisation.revoke",
            when=rules.is_own,
            fields=RecordedReason,
            do=calling("authorisation", network.revoke, "why"),
            final=True,
            follows=_("It ends for good. The number stays known to the check as one that is no longer authorised."),
        ),
    ),
)

NETWORKS = Table(
    "network",
    situation=queries.network_situation,
    commands=(
        Command[Organisation, NetworkSituation](
            name="hotline",
            title=_("Add a hotline"),
            who=NETWORK,
            when=rules.keeps,
            fields=fields.Hotline,
            do=work.hotline,
            follows=ENTERED,
        ),
        Command(
            name="typed-hotline",
            title=_("Correct the typed hotline"),
            who=NETWORK,
            when=rules.has_typed,
            fields=fields.TypedHotline,
            do=calling("brand", network.correct_hotline, "number"),
            follows=_(
                "It was typed at set-up, and stands in legal texts until the brand vouches for one. A published text "
                "that names the old one warns of it from now on, and the checklist leads to its next edition. Where "
                "the imprint names the old one, too, a second administrator agrees to the new one under settings."
            ),
        ),
        Command(
            name="outlet",
            title=_("Add an outlet"),
            who=NETWORK,
            when=rules.keeps,
            fields=fields.Outlet,
            do=work.outlet,
            follows=ENTERED,
        ),
        Command(
            name="technician",
            title=_("Add a technician"),
            who=NETWORK,
            when=rules.keeps,
            fields=fields.Technician,
            do=work.technician,
            follows=ENTERED,
        ),
        Command(
            name="promise",
            title=_("Publish a promise"),
            who="operator",
            when=rules.keeps,
            fields=fields.Promise,
            options={"category": work.classes},
            do=work.promise,
            follows=_("It never changes from here on: a later one follows, or it is withdrawn before its first day."),
        ),
        Command(
            name="withdrawal",
            title=_("Withdraw a promise"),
            who="operator",
            when=rules.keeps,
            fields=fields.WithdrawnPromise,
            options={"promise": work.coming_promises},
            do=work.withdraw_promise,
            final=True,
            follows=_(
                "It never counts; the one it was to follow goes on. The public history says that it was withdrawn."
            ),
        ),
        Command(
            name="mistake",
            title=_("A number was a mistake"),
            who=NETWORK,
            when=rules.keeps,
            fields=fields.Mistake,
            do=calling("brand", network.call_mistake, "number", "why"),
            follows=_(
                "It waits for a second person. From then on the check knows the number as nobody's, and says that it "
                "never was the brand's."
            ),
        ),
        Command(
            name="mistake-agreement",
            title=_("Agree: it was a mistake"),
            who=NETWORK,
            when=rules.has_mistakes,
            fields=fields.AgreedMistake,
            options={"mistake": work.waiting_mistakes},
            do=calling("brand", network.agree_mistake, "mistake"),
            final=True,
            follows=_("Only somebody else than who said it can agree. The record keeps both."),
        ),
        Command(
            name="mistake-refusal",
            title=_("It was no mistake"),
            who=NETWORK,
            when=rules.has_mistakes,
            fields=fields.RefusedMistake,
            options={"mistake": work.waiting_mistakes},
            do=calling("brand", network.refuse_mistake, "mistake", "why"),
            follows=_("It stays known as a number that was the brand's once."),
        ),
        Command(
            name="key",
            title=_("Make a key here"),
            who="merchant_owner",
            when=rules.is_the_brand,
            fields=fields.MadeKey,
            do=calling("brand", network.make_key, "until_date", "seen"),
            follows=_("Kept sealed here. An earlier key signs no more; what it has signed stays valid."),
        ),
        Command(
            name="public-key",
            title=pgettext_lazy("a brand's key", "Publish your own"),
            who="merchant_owner",
            when=rules.is_the_brand,
            fields=fields.PublishedKey,
            do=calling("brand", network.publish_key, "public", "until_date", "seen"),
            follows=_("Only its public half comes here. You sign elsewhere, and hand in what was signed."),
        ),
        Command(
            name="lost-key",
            title=_("A key is lost"),
            who="merchant_owner",
            when=rules.may_lose,
            fields=fields.LostKey,
            options={"key": work.losable},
            do=calling("brand", network.lose_key, "key", "since", "why"),
            final=True,
            follows=_(
                "What it has signed since that day counts no more from this moment on: the check says so, and nobody "
                "is sent on it. Make another key, then sign that anew. Also a key that signs no more can be lost."
            ),
        ),
    ),
)
