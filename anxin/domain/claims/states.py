"""Which steps a claim, its decisions, disputes, appeals, recoveries and referrals know.

`decide` leaves `review` only, and `review` is entered only by the merchant's answer, its timeout, an offer refused,
its leaving or silence before what it said yes to or offered was carried out,
returned goods found wanting or confirmed by nobody, a decided repair that was not made, or a buyer's word against what
somebody only says that a platform decided: no setting opens another way to a contested decision. A claim before a
platform enters it never: every answer is one to the platform, and the claim waits for its outcome.
"""

from anxin.core.states import machine, step

SELLER = "merchant_owner merchant_agent"
DECIDES = "reviewer"
WORKS = "reviewer agent finance quality"  # the desk's who do something with a claim, and see its buyer for a reason
READS = f"{WORKS} operator"
TAKES = "reviewer operator quality"  # the desk's who take a dossier or a list along, and open a case to an authority
WRITES_DOWN = frozenset({"agent", "reviewer"})  # who write down where a buyer says that somebody is to come to
HEARD = "merchant_answer offer_made review need_evidence"

CLAIM = machine(
    "claim",
    start="submitted",
    ends="closed withdrawn",
    steps=[
        #    step              from                  to                who
        step("ask_merchant", "submitted", "merchant_answer", "system"),
        step("open_return", "submitted", "waiting_return", "system"),
        step("agree", HEARD, "decided", f"{SELLER} system"),
        step("contest", "merchant_answer", "review", SELLER),
        step("time_out", "merchant_answer", "review", "system"),
        step("offer", "merchant_answer review", "offer_made", SELLER),
        step("accept_offer", "offer_made", "decided", "customer system"),
        step("refuse_offer", "offer_made", "review", "customer"),
        step("offer_lapses", "offer_made", "review", "system"),
        step("lose_seller", "merchant_answer offer_made", "review", "system"),
        step("leave_there", "offer_made", "merchant_answer", "system"),
        step("ask_evidence", "review", "need_evidence", "reviewer"),
        step("bring_evidence", "need_evidence", "review", "customer system"),
        step("waive_evidence", "need_evidence", "review", "reviewer"),
        step("decide", "review", "decided", "reviewer"),
        step("correct", "decided", "decided", "reviewer"),
        step("appeal", "decided", "review", f"customer {SELLER}"),
        step("drop_appeal", "review", "decided", f"customer {SELLER}"),
        step("await_return", "decided", "waiting_return", "system"),
        step("receive_back", "waiting_return", "inspecting", f"{SELLER} packer system"),
        step("receive_late", "review", "review", f"{SELLER} packer"),
        step("miss_parcel", "waiting_return", "review", "system"),
        step("miss_address", "waiting_return", "review", "system"),
        step("return_lapses", "waiting_return", "closed", "system"),
        step("pass_inspection", "inspecting", "executing", f"{SELLER} packer system"),
        step("fail_inspection", "inspecting", "review", SELLER),
        step("miss_repair", "executing", "review", "system"),
        step("miss_piece", "executing", "review", "system"),
        step("send_piece", "review", "closed", SELLER),
        step("miss_goods", "executing", "review", "system"),
        step("send_goods", "review", "closed", SELLER),
        step("send_goods_before_money", "review", "executing", SELLER),
        step("execute", "decided", "executing", "system"),
        step("close", "decided executing outcome_taken", "closed", f"system finance {SELLER}"),
        step("owe_again", "closed", "executing", "system"),
        step(
            "take_outcome", f"submitted {HEARD} outcome_taken", "outcome_taken", f"token agent finance system {SELLER}"
        ),
        step("contradict", "outcome_taken", "review", "customer"),
        step("withdraw", f"submitted {HEARD} waiting_return", "withdrawn", "customer"),
    ],
    capabilities={
        "bring": f"submitted {HEARD} waiting_return inspecting",
        "answer": "merchant_answer review",
        "refer": f"{HEARD} decided executing closed outcome_taken inspecting waiting_return",
        "inspect": f"{HEARD} inspecting",
        "take_in": "waiting_return inspecting",
        "add": "merchant_answer offer_made review waiting_return inspecting",
        "over": "closed withdrawn outcome_taken",
        "judge": f"submitted {HEARD}",
        "take_case": "review need_evidence",
        "judge_anew": "decided",
        "demand": "outcome_taken closed withdrawn",
        "replace": "executing review",
        "ask_buyer": "offer_made need_evidence waiting_return decided",
    },
)

DECISION = machine(
    "decision",
    start="proposed",
    ends="sent_back final replaced",
    steps=[
        step("give", "proposed", "given", f"reviewer system {SELLER} customer"),
        step("send_back", "proposed", "sent_back", "reviewer system"),
        step("finish", "given", "final", f"system customer reviewer {SELLER}"),
        step("replace", "given", "replaced", "reviewer system"),
    ],
)

DISPUTE = machine(
    "dispute",
    start="opened",
    ends="decided withdrawn",
    steps=[
        step("assign", "opened assigned", "assigned", "reviewer"),
        step("release", "assigned", "opened", "operator reviewer system"),
        step("decide", "opened assigned", "decided", f"reviewer system customer {SELLER}"),
        step("withdraw", "opened assigned", "withdrawn", "customer system"),
    ],
)

APPEAL = machine(
    "appeal",
    start="opened",
    ends="decided withdrawn",
    steps=[
        step("assign", "opened assigned", "assigned", "reviewer"),
        step("release", "assigned", "opened", "operator reviewer system"),
        step("decide", "opened assigned", "decided", "reviewer system"),
        step("withdraw", "opened assigned", "withdrawn", f"customer system {SELLER}"),
    ],
)

RECOVERY_STEPS = ("promise", "instalments", "court", "police", "give_up")
"""How a recovery goes on by somebody's word; that money came back is a command of its own."""
RECOVERY = machine(
    "recovery",
    start="demanded",
    ends="repaid given_up",
    steps=[
        step("promise", "demanded promised", "promised", f"customer agent {SELLER}"),
        step("instalments", "demanded promised instalments court police", "instalments", f"agent finance {SELLER}"),
        step("court", "demanded promised instalments", "court", f"agent {SELLER}"),
        step("police", "demanded promised", "police", f"agent {SELLER}"),
        step("repay", "demanded promised instalments court police", "repaid", f"agent finance system {SELLER}"),
        step("give_up", "demanded promised instalments court police", "given_up", f"agent finance system {SELLER}"),
    ],
)

REFERRAL = machine(
    "referral",
    start="made",
    ends="not_taken outcome",
    steps=[
        step("receive", "made", "received", f"customer agent reviewer {SELLER}"),
        step("take_up", "made received", "taken", f"customer agent reviewer {SELLER}"),
        step("refuse", "made received", "not_taken", f"customer agent reviewer {SELLER}"),
        step("end", "taken", "outcome", f"customer agent reviewer {SELLER}"),
    ],
)
