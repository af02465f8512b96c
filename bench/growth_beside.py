"""What grows beside the cases that the demo tells: written by PostgreSQL itself, from the cases that are there.

Lists of waiting persons, calls, strangers' checks, money outside of providers, statements, parcels, looks at plain
numbers, files that came in …: most of each is over, a few in a hundred are under way. Words that nobody opens are
left empty. SQLite is filled without them.
"""

from typing import Any, NamedTuple

from django.db import connection

from anxin.core import row_seals, vault

# Cases over two years, newest first, each with its place in the order.
REPAIRS = "(SELECT *, row_number() OVER (ORDER BY created_at DESC) AS n FROM repairs_repair) AS r"
CLAIMS = "(SELECT *, row_number() OVER (ORDER BY created_at DESC) AS n FROM claims_claim) AS c"
HOUSE = "(SELECT id FROM people_organisation WHERE kind = 'operator' LIMIT 1)"
STAFF = "(SELECT 'staff:' || id FROM people_account WHERE username = 'chen')"


def ago(n: str, count: int) -> str:
    """Return a moment of the last two years, the first of so many the newest."""
    return f"(now() - {n} * interval '730 days' / {count})"


def parties(kind: str, table: str, role: str = "operator", only: str = "") -> str:
    """Return the statement that makes the house party to rows of a table."""
    return (
        "INSERT INTO people_party (id, stream_kind, stream_key, organisation_id, role, from_at) "
        f"SELECT uuidv7(), '{kind}', x.id, {HOUSE}, '{role}', x.created_at FROM {table} x {only} "
        "ON CONFLICT DO NOTHING"
    )


class Sizes(NamedTuple):
    """How many rows are written, by how often something comes to pass."""

    many: int
    some: int
    few: int


def numbers(_of: Sizes) -> list[str]:
    """Return what makes each word of a technician or outlet that was cast one about his own number."""
    return [
        """UPDATE network_authorisation SET bare = upper(regexp_replace(code, '[^0-9A-Za-z]', '', 'g'))
        WHERE kind IN ('technician', 'outlet')""",
    ]


def things(_of: Sizes) -> list[str]:
    """Return what is written of things by their serial numbers, and whose they are."""
    return [
        f"""INSERT INTO goods_device (id, product_id, serial, owner_id, proof, label, created_at)
        SELECT uuidv7(r.created_at - now()), r.product_id, 'GR' || lpad(r.n::text, 9, '0'), r.customer_id, '', '',
               r.created_at FROM {REPAIRS} WHERE r.device_id IS NULL""",
        """UPDATE repairs_repair r SET device_id = d.id FROM goods_device d
        WHERE r.device_id IS NULL AND d.owner_id = r.customer_id AND d.serial LIKE 'GR%'""",
    ]


def hours(of: Sizes) -> list[str]:
    """Return what is written of who works when, and what was promised."""
    return [
        """INSERT INTO visits_window (id, technician_id, from_at, taken, most)
        SELECT uuidv7(), v.technician_id, a.from_at, least(count(*), 3), 3 FROM visits_appointment a
        JOIN visits_visit v ON v.id = a.visit_id WHERE v.technician_id IS NOT NULL GROUP BY 2, 3
        ON CONFLICT DO NOTHING""",
        f"""INSERT INTO visits_reservation (id, stream_kind, stream_key, brand_id, division, from_at)
        SELECT uuidv7(), 'repair', r.id, r.brand_id, coalesce(p.area_code, ''), now() + r.n * interval '10 minutes'
        FROM {REPAIRS} JOIN (SELECT id, division AS area_code FROM network_territory LIMIT 1) p ON true
        WHERE r.n <= {of.few // 4} ON CONFLICT DO NOTHING""",
        *(
            f"""INSERT INTO network_{table} (id, technician_id, {more} state, created_at, updated_at)
            SELECT uuidv7(), t.id, {values} (ARRAY['agreed', 'refused', 'withdrawn', 'asked'])[1 + (k % 4)],
                   {ago("k", 24)}, {ago("k", 24)}
            FROM network_technician t, generate_series(0, 5) AS k"""
            for table, more, values in (
                ("leave", "from_date, to_date,", "current_date - k * 30, current_date - k * 30 + 2,"),
                ("swap", "colleague_id, date,", "(SELECT id FROM network_technician LIMIT 1), current_date - k * 30,"),
            )
        ),
        """INSERT INTO network_absence (id, technician_id, kind, from_date, to_date)
        SELECT uuidv7(), t.id, 'leave', current_date - k * 40, current_date - k * 40 + 3
        FROM network_technician t, generate_series(1, 8) AS k""",
    ]


def strangers(of: Sizes) -> list[str]:
    """Return what is written of who waits, who was told something false, who checked whom."""
    return [
        f"""INSERT INTO network_waiting (id, number, brand_id, category, division, division_name, for_window, town,
               person_id, state, created_at, updated_at)
        SELECT uuidv7(r.created_at - now()), 'W-GROWTH-' || r.n, r.brand_id, 'lock', t.division, '区', r.n % 2 = 0, '',
               r.customer_id,
               CASE WHEN r.n <= {of.few} THEN 'waiting' WHEN r.n % 3 = 0 THEN 'dropped' ELSE 'served' END,
               r.created_at, r.created_at
        FROM {REPAIRS} JOIN (SELECT division, row_number() OVER () AS n, count(*) OVER () AS c FROM network_territory) t
             ON t.n = 1 + r.n % t.c WHERE r.n <= {of.some * 2} ON CONFLICT DO NOTHING""",
        parties("waiting", "network_waiting"),
        f"""INSERT INTO network_check (id, number, kind, code, answer, at)
        SELECT uuidv7({ago("n", of.many)} - now()), 'C-GROWTH-' || n, 'hotline', '400' || n % 5000, 'unknown',
               {ago("n", of.many)} FROM generate_series(1, {of.many}) AS n""",
        f"""INSERT INTO network_reportednumber (id, number, bare, kind, code, looked_at, state, created_at, updated_at)
        SELECT uuidv7(), 'N-GROWTH-' || n, '4009' || n, 'hotline', '4009' || n,
               CASE WHEN n > 200 THEN {ago("n", of.few)}
               END, CASE WHEN n <= 200 THEN 'received' WHEN n % 2 = 0 THEN 'cleared' ELSE 'confirmed' END,
               {ago("n", of.few)}, {ago("n", of.few)} FROM generate_series(1, {of.few}) AS n""",
        parties("reported_number", "network_reportednumber"),
        """INSERT INTO network_report (id, about_id, kind, code, note_sealed, shared, brand_id, at)
        SELECT uuidv7(), x.id, x.kind, x.code, '', false, NULL, x.created_at
        FROM network_reportednumber x, generate_series(1, 4)""",
        """INSERT INTO network_takedown (id, number, about_id, recipient, addressee, place, reference, sent_at, state,
               created_at, updated_at)
        SELECT uuidv7(), 'T-GROWTH-' || x.code, x.id, 'platform', '平台', 'https://example.com', '', x.created_at,
               CASE WHEN random() < 0.05 THEN 'sent' ELSE 'taken_down' END, x.created_at, x.created_at
        FROM network_reportednumber x WHERE x.state = 'confirmed'""",
    ]


def calls(of: Sizes) -> list[str]:
    """Return what is written of calls and messages."""
    return [
        f"""INSERT INTO contacts_contact (id, number, operator_id, person_id, channel, direction, topic, about_kind,
               about_key, about_number, text_sealed, taker, ended_at, state, created_at, updated_at)
        SELECT uuidv7(r.created_at - now()), 'K-GROWTH-' || r.n, r.operator_id, r.customer_id, 'call', 'in', 'progress',
               'repair', r.id, r.number, '', {STAFF}, CASE WHEN r.n > {of.few // 4} THEN r.created_at END,
               CASE WHEN r.n > {of.few // 4} THEN 'answered' ELSE 'taken' END, r.created_at, r.created_at FROM
               {REPAIRS}""",
        parties("contact", "contacts_contact"),
        f"""INSERT INTO contacts_said (id, contact_id, way, direction, result, seconds, text_sealed, by, at)
        SELECT uuidv7(), x.id, 'call', 'out', 'answered', 90, '', {STAFF}, x.created_at FROM contacts_contact x""",
    ]


def contests(of: Sizes) -> list[str]:
    """Return what is written of what technicians contest, who was called afterwards."""
    return [
        f"""INSERT INTO quality_contest (id, about, technician_id, repair_id, review_id, ground, why_sealed, judged_by,
               judged_why_sealed, alone, state, created_at, updated_at)
        SELECT uuidv7(x.at - now()), 'review', x.technician_id, x.repair_id, x.id, '', '', {STAFF}, '-', false,
               CASE WHEN x.n <= 60 THEN 'opened' ELSE 'stands' END, x.at, x.at
        FROM (SELECT *, row_number() OVER (ORDER BY at DESC) AS n FROM quality_review WHERE technician_id IS NOT NULL) x
        WHERE x.n <= {of.some}""",
        f"""INSERT INTO quality_call (id, follow_up_id, by, answered, recording, at)
        SELECT uuidv7(), x.id, {STAFF}, false, '', x.created_at FROM quality_followup x, generate_series(1, 2)""",
    ]


def money(of: Sizes) -> list[str]:
    """Return what is written of money outside of providers, and what providers say of theirs."""
    return [
        f"""INSERT INTO ledger_remittance (id, direction, way, amount_fen, moved_date, reference, plain,
               payer_sealed, remark_sealed, proof, over_fen, proposed_by, state, created_at, updated_at)
        SELECT uuidv7({ago("n", of.some)} - now()), 'in', 'bank', 100 + n, ({ago("n", of.some)})::date,
               'GR' || n, 'GR' || n, '', '', '',
               0, CASE WHEN n <= 100 THEN {STAFF} ELSE '' END,
               CASE WHEN n <= 100 THEN 'proposed' WHEN n <= {of.few // 4}
               THEN 'noted' WHEN n % 9 = 0 THEN 'aside' ELSE 'booked' END, {ago("n", of.some)}, {ago("n", of.some)}
        FROM generate_series(1, {of.some}) AS n""",
        """INSERT INTO ledger_statement (id, provider, day, fetched_at, count, paid_fen, back_fen, fee_fen)
        SELECT uuidv7(), p, current_date - n, now() - n * interval '1 day', 40, 400000, 0, 240
        FROM generate_series(1, 730) AS n, unnest(ARRAY['wechatpay', 'alipay']) AS p""",
        """INSERT INTO ledger_statementline (statement_id, direction, number, reference, amount_fen, fee_fen, at)
        SELECT s.id, 'in', replace(p.id::text, '-', ''), p.reference, p.amount_fen, 6, p.created_at
        FROM ledger_payment p JOIN ledger_statement s ON s.day = p.created_at::date AND s.provider = 'wechatpay'""",
        f"""INSERT INTO ledger_difference (id, provider, kind, direction, number, reference, day, ours_fen, theirs_fen,
               found_at, correction, voucher, proposed_by, fault, ended_at, ended_by, "end", note)
        SELECT uuidv7(), 'wechatpay', 'unknown', 'in', 'GR' || n, '', current_date - n % 730, NULL, 900, {
            ago("n", of.few)
        },
               '', '', '', '', CASE WHEN n > 150 THEN {ago("n", of.few)} END, CASE WHEN n > 150 THEN {
            STAFF
        } ELSE '' END,
               CASE WHEN n > 150 THEN 'explained' ELSE '' END, '' FROM generate_series(1, {of.few}) AS n""",
        """INSERT INTO ledger_providerevent (id, provider, event, at)
        SELECT uuidv7(), 'wechatpay', p.id::text, p.created_at FROM ledger_payment p""",
        f"""INSERT INTO ledger_repayment (id, bill_id, amount_fen, reason, proposed_by, proposed_at, ended_at, ended_by,
               "end")
        SELECT uuidv7(), b.id, 100, 'goodwill', {STAFF}, b.created_at, CASE WHEN b.n > 40 THEN b.created_at END, '',
               CASE WHEN b.n > 40 THEN 'refused' ELSE '' END
        FROM (SELECT *, row_number() OVER (ORDER BY created_at DESC) AS n FROM ledger_bill WHERE state = 'paid') b
        WHERE b.n <= {of.few}""",
    ]


def parcels(of: Sizes) -> list[str]:
    """Return what is written of things at counters and on their way, and what carriers owe."""
    return [
        f"""INSERT INTO custody_custody (id, stream_kind, stream_key, number, mode, outlet_id, holder, with_whom, shelf,
               from_at, carrier_in, waybill_in, carrier_back, waybill_back, pays_in, pays_back, serial, condition,
               accessories, remark, signed_how, mended, reminded, goes_home, deposit_office, deposit_reference,
               stuck_why, homes_before, state, created_at, updated_at)
        SELECT uuidv7(r.created_at - now()), 'repair', r.id, r.number, 'mail_in', v.outlet_id, 'customer', '', '',
               r.created_at, 'sf', 'SF' || r.n, 'sf', 'SB' || r.n, 'house', 'house', '', '[]', '[]', '', 'code',
               true, 0,
               false, '', '', '', '{{}}', 'returned', r.created_at, r.created_at
        FROM {REPAIRS} JOIN visits_visit v ON v.stream_kind = 'repair' AND v.stream_key = r.id
        WHERE v.outlet_id IS NOT NULL AND r.state = 'closed' AND r.n % 4 = 0""",
        f"""INSERT INTO custody_parcelclaim (id, custody_id, way, what, carrier, waybill, reference, amount_fen,
               claimed_fen, received_fen, owed_fen, given_up_fen, state, created_at, updated_at)
        SELECT uuidv7(x.created_at - now()), x.id, 'in', 'damaged', 'sf', x.waybill_in, '', 9000, 9000,
               CASE WHEN x.n > 120 THEN 9000 ELSE 0 END, CASE WHEN x.n > 120 THEN 0 ELSE 9000 END, 0,
               CASE WHEN x.n > 120 THEN 'settled' ELSE 'filed' END, x.created_at, x.created_at
        FROM (SELECT *, row_number() OVER (ORDER BY created_at DESC) AS n FROM custody_custody) x
        WHERE x.n <= {of.some}""",
        """INSERT INTO custody_parcelpayment (id, claim_id, amount_fen, reference, at)
        SELECT uuidv7(), x.id, 9000, x.waybill, x.created_at FROM custody_parcelclaim x WHERE x.state = 'settled'""",
    ]


def looks(of: Sizes) -> list[str]:
    """Return what is written of looks at numbers, requests for a second word and for own data, and letters."""
    return [
        f"""INSERT INTO people_reveal (id, person_id, field, reason_sealed, by_kind, by_id, organisation, at, granted,
               stream_kind, stream_key, carried)
        SELECT uuidv7(r.created_at - now()), r.customer_id, 'phone', '', 'staff', split_part({STAFF}, ':', 2),
               {HOUSE}::text, r.created_at + k * interval '1 hour', true, 'repair', r.id, false
        FROM {REPAIRS}, generate_series(1, 3) AS k""",
        f"""INSERT INTO people_revealrequest (id, person_id, stream_kind, stream_key, by_kind, by_id, organisation,
               reason_sealed, answered_by, state, created_at, updated_at)
        SELECT uuidv7(r.created_at - now()), r.customer_id, 'repair', r.id, 'staff', split_part({STAFF}, ':', 2),
               {HOUSE}::text, '', CASE WHEN r.n > 30 THEN 'x' ELSE '' END, CASE WHEN r.n > 30 THEN 'agreed' ELSE
               'asked' END, r.created_at, r.created_at FROM {REPAIRS} WHERE r.n <= {of.few}""",
        f"""INSERT INTO people_datarequest (id, number, person_id, wish, purpose, told_sealed, how, asked_by,
               identified_by, seconded_by, ended_at, state, created_at, updated_at)
        SELECT uuidv7(r.created_at - now()), 'D-GROWTH-' || r.n, r.customer_id, 'copy', '', '', '',
               split_part({STAFF}, ':', 2), '', '', CASE WHEN r.n > 40 THEN r.created_at END,
               CASE WHEN r.n > 40 THEN 'done' ELSE 'asked' END, r.created_at, r.created_at
        FROM {REPAIRS} WHERE r.n <= {of.few}""",
        f"""INSERT INTO people_legalhold (id, stream_kind, stream_key, source, letter_sealed, placed_by, placed_at,
               lifted_by, lifted_at)
        SELECT uuidv7(), 'repair', r.id, 'court', '', split_part({STAFF}, ':', 2), r.created_at,
               CASE WHEN r.n > 300 THEN 'x' ELSE '' END, CASE WHEN r.n > 300 THEN r.created_at END
        FROM {REPAIRS} WHERE r.n <= {of.few // 2}""",
    ]


def groups(of: Sizes) -> list[str]:
    """Return what is written of what groups were told, who is pushed to, numbers in between."""
    return [
        f"""INSERT INTO notices_robotline (id, robot, code, key, stream_kind, number, facts, at, tries, gone_at)
        SELECT uuidv7({ago("n", of.many)} - now()), 'house', 'repair.late', 'GR' || n, 'repair', 'R', '{{}}',
               {ago("n", of.many)}, 1, {ago("n", of.many)} FROM generate_series(1, {of.many}) AS n""",
        """INSERT INTO privacy_numbers_privacynumber (id, visit_id, provider, number, extension, pool, subs, tries,
               fault,
               asked_at, until_at, bound_at, lapses_at, ended_at, released_at)
        SELECT uuidv7(), v.id, 'aliyun', '17000000000', '', '', '', 1, '', v.created_at, v.created_at + interval
               '9 days', v.created_at, v.created_at + interval '9 days', v.created_at + interval '9 days',
               v.created_at + interval '9 days' FROM visits_visit v
        WHERE v.state = 'finished'""",
    ]


def shops(of: Sizes) -> list[str]:
    """Return what is written of shops, goods and buyers."""
    return [
        f"""INSERT INTO shops_shop (id, organisation_id, platform, title, account, connected_by, connected_at,
               orders_until, claims_until)
        SELECT uuidv7(), o.id, 'taobao', o.name, 'shop-' || row_number() OVER (), {STAFF}, now(), now(), now()
        FROM people_organisation o WHERE o.kind = 'merchant'""",
        """INSERT INTO shops_heard (id, shop_id, kind, ref, order_key, claim_id, why, heard_at)
        SELECT uuidv7(c.created_at - now()), s.id, 'claim', c.number, p.order_key, c.id, '', c.created_at
        FROM claims_claim c JOIN goods_purchase p ON p.id = c.purchase_id JOIN shops_shop s
             ON s.organisation_id = c.seller_id ON CONFLICT DO NOTHING""",
        f"""INSERT INTO goods_listing (id, seller_id, code, title, product_id, named_by, named_at)
        SELECT uuidv7(), o.id, 'SKU-GR-' || n, '门锁 ' || n, NULL, {STAFF}, {ago("n", of.few)}
        FROM people_organisation o, generate_series(1, {of.few}) AS n WHERE o.kind = 'merchant'""",
        f"""INSERT INTO goods_buyerlink (id, purchase_id, made_by, made_at, expires_at, tries, sent, phone_index,
               ended_at,
               "end")
        SELECT uuidv7(), p.id, {STAFF}, p.bought_at, p.bought_at + interval '30 days', 0, 0, '',
               CASE WHEN p.n > 90 THEN p.bought_at + interval '2 days' END, CASE WHEN p.n > 90 THEN 'used' ELSE '' END
        FROM (SELECT *, row_number() OVER (ORDER BY bought_at DESC) AS n FROM goods_purchase) p WHERE p.n <= {
            of.some * 2
        }""",
    ]


def taken_over(of: Sizes) -> list[str]:
    """Return what is written of cases that came from another system."""
    return [
        f"""INSERT INTO repairs_takenover (id, repair_id, brand_id, old_number, old_end, state, window_named, at)
        SELECT uuidv7(), r.id, r.brand_id, 'OLD-' || r.n, right(r.n::text, 4), 'closed', false, r.created_at
        FROM {REPAIRS} WHERE r.n > {of.many} AND r.n % 3 = 0""",
    ]


def editions(_of: Sizes) -> list[str]:
    """Return what is written of editions of city pages, runs of the schedule of erasures."""
    return [
        """INSERT INTO publications_cityedition (id, brand_id, category, region, number, facts, at, to_at)
        SELECT uuidv7(), x.brand_id, x.category, x.region, 100 + k, x.facts, x.at - k * interval '20 days',
               x.at - (k - 1) * interval '20 days' FROM publications_cityedition x, generate_series(1, 36) AS k""",
        """INSERT INTO publications_erasure (id, what, at, count, kept, last)
        SELECT uuidv7(), w, now() - n * interval '1 day', 3, '{}', ''
        FROM generate_series(1, 730) AS n, unnest(ARRAY['codes', 'reveals', 'notices', 'repairs', 'claims']) AS w""",
    ]


def keys(of: Sizes) -> list[str]:
    """Return what is written of form keys, sessions, files of rows, acts on many, and what providers cost."""
    return [
        f"""INSERT INTO core_oncekey (id, scope, key, fingerprint, answer, at, expires_at)
        SELECT uuidv7(), 'token', md5(n::text), md5(n::text), '{{}}', now() - n * interval '10 seconds',
               now() + interval '1 day' FROM generate_series(1, {of.many}) AS n""",
        f"""INSERT INTO core_session (session_key, session_data, expire_date, owner, handle, begun_at, seen_at)
        SELECT md5(n::text) || md5(n::text), '', now() + n % 14 * interval '1 day', CASE WHEN n % 3 = 0 THEN
               split_part({STAFF}, ':', 2) ELSE '' END, gen_random_uuid()::text, now(), now()
        FROM generate_series(1, {of.some}) AS n""",
        f"""INSERT INTO core_importbatch (id, "table", sha256, new, changed, same, refused, applied_by, applied_at,
               undone_by, lost, taken_back)
        SELECT uuidv7({ago("n", of.few)} - now()), (ARRAY['outlets', 'technicians', 'purchases', 'devices'])[1 + n % 4],
               md5(n::text) || md5(n::text), 20, 0, 0, 0, {STAFF}, {ago("n", of.few)}, '', 0, 0
        FROM generate_series(1, {of.few}) AS n""",
        """INSERT INTO core_importline (id, batch_id, number, key, content, taken_back)
        SELECT uuidv7(), b.id, k, '{}', '', false FROM core_importbatch b, generate_series(1, 20) AS k""",
        f"""INSERT INTO core_bulkrun (id, action, by, started_at, rows, told_sealed, ended_at)
        SELECT uuidv7(), 'claims.take', {STAFF}, {ago("n", of.few)}, 20, '', {ago("n", of.few)}
        FROM generate_series(1, {of.few}) AS n""",
        """INSERT INTO core_bulkline (id, run_id, key, outcome, code)
        SELECT uuidv7(), b.id, k::text, 'done', '' FROM core_bulkrun b, generate_series(1, 20) AS k""",
        """INSERT INTO core_providerday (name, day, calls, faults, cost_mill)
        SELECT p, current_date - n, 100, 1, 4500
        FROM generate_series(0, 730) AS n, unnest(ARRAY['aliyun_sms', 'wechatpay', 'amap', 'aliyun']) AS p""",
    ]


PARTS = (
    numbers,
    things,
    hours,
    strangers,
    calls,
    contests,
    money,
    parcels,
    looks,
    groups,
    shops,
    taken_over,
    editions,
    keys,
)


def statements(cases: int) -> list[str]:
    """Return what is written, for so many cases."""
    of = Sizes(cases // 2, cases // 10, cases // 50)
    return [one for part in PARTS for one in part(of)]


def fill(cases: int, *, say: Any = print) -> None:
    """Write it all; a statement that this schema refuses is told of and left out."""
    sealed = [one._meta.db_table for one in row_seals.sealed_models()]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        for table in sealed:
            cursor.execute(f"ALTER TABLE \"{table}\" ALTER COLUMN seal SET DEFAULT ''")
        for one in statements(cases):
            name = one.split()[2]
            try:
                cursor.execute(one)
            except Exception as error:
                say(f"{name}: {str(error).splitlines()[0]}")
                continue
            say(f"{name}: {cursor.rowcount}")
        for table in sealed:
            cursor.execute(f'ALTER TABLE "{table}" ALTER COLUMN seal DROP DEFAULT')
        cursor.execute("SELECT id FROM quality_contest ORDER BY created_at DESC LIMIT 1000")
        words = [(vault.seal("quality.contest.judged_why", key, "看过了"), key) for (key,) in cursor.fetchall()]
        cursor.executemany("UPDATE quality_contest SET judged_why_sealed = %s WHERE id = %s", words)
