from __future__ import annotations

import pytest

from coopbot.claims import unsupported_claims
from tests.bundled import SYMBOL, bundled_bot, read_question


def missing(asked, label):
    index = bundled_bot().index
    evidence = index.ledger.expressions(SYMBOL, label).values()
    return unsupported_claims(read_question(asked), index, evidence)


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ("Is it true that the Secretariat joined as “a partner in 2006”?", "4"),
        ("秘书处是否于“2006年作为伙伴加入了绿色海关组织”？", "4"),
        ("秘書處是否於「2006年作為夥伴加入了綠色海關組織」？", "4"),
        ("Is it true that one meeting costs 10,000 United States dollars?", "fn1"),
        ("一次会议的费用真的是10,000美元吗？", "fn1"),
        ("Est-il vrai que les ateliers coûtent 100 000 dollars ?", "fn1"),
        ("Is it true that the memorandum was signed in 2007?", "21"),
        ("Does paragraph 21(c) of UNEP/CBD/BS/COP-MOP/4/6 cite Article 18?", "21"),
    ],
)
def test_claim_that_the_evidence_holds_is_not_objected_to(asked, label):
    assert missing(asked, label) == ()


@pytest.mark.parametrize(
    ("asked", "label", "objected"),
    [
        (
            "Is it true that it “joined as an observer in 2006”?",
            "4",
            "joined as an observer in 2006",
        ),
        (
            "文件写道“秘书处于2006年退出了绿色海关组织”，对吗？",
            "4",
            "秘书处于2006年退出了绿色海关组织",
        ),
        ("Is it true that one meeting costs 50,000 dollars?", "fn1", "50,000 dollars"),
        ("一次会议的费用真的是50,000美元吗？", "fn1", "50,000美元"),
        ("Is it true that the memorandum was signed in 2012?", "21", "2012"),
        ("工发组织备忘录是2012年签署的，对吗？", "21", "2012年"),
    ],
)
def test_claim_that_the_evidence_lacks_is_given_as_it_was_written(asked, label, objected):
    assert missing(asked, label) == (objected,)


def test_claim_without_evidence_is_objected_to():
    index = bundled_bot().index
    question = read_question("Is it true that it costs 10,000 dollars?")
    assert unsupported_claims(question, index, ()) == ("10,000 dollars",)
