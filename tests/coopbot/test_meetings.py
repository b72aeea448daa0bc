"""Meetings of the COP-MOP by their names."""

import pytest

from coopbot.folded import fold
from coopbot.meetings import find_meetings


def numbers(text):
    return [int(match.id.removeprefix("COP-MOP-")) for match in find_meetings(fold(text))]


@pytest.mark.parametrize(
    "text",
    [
        "COP-MOP 4",
        "COP-MOP-4",
        "COP/MOP-4",
        "MOP-4",
        "MOP-04",
        "MOP 4",
        "BS COP-MOP 4",
        "CP-MOP 4",
        "BS COP MOP 4",
        "CdP-MdP 4",
        "CdP-RdP 4",
        "КС-СС 4",
        "作为议定书缔约方会议的缔约方大会第四次会议",
        "议定书缔约方会议第四次会议",
        "议定书缔约方第四次会议",
        "议定书\n缔约方会议第四次会议",
        "the fourth meeting of the Conference of the Parties serving as the meeting of the Parties",
        "the fourth meeting of the Parties to the Protocol",
        "quatrième réunion de la Conférence des Parties siégeant en tant que réunion des Parties",
        "la cuarta reunión de la Conferencia de las Partes que actúa como reunión de las Partes",
        "на четвертом совещании Конференции Сторон, выступающей в качестве совещания Сторон",
        "الاجتماع الرابع لمؤتمر الأطراف العامل كاجتماع للأطراف",
        "The Parties to the Protocol, at their fourth meeting,",
    ],
)
def test_find_meetings_reads_every_name(text):
    assert numbers(text) == [4]


@pytest.mark.parametrize(
    "text",
    [
        "在其第二和第三次会议上，议定书缔约方请执行秘书",
        "At their second and third meetings, the Parties to the Protocol requested",
        "À leurs deuxième et troisième réunions, les Parties au Protocole ont prié",
        "En sus reuniones segunda y tercera, las Partes en el Protocolo pidieron",
        "На своем втором и третьем совещаниях Стороны Протокола просили",
        "طلبت الأطراف في البروتوكول، في اجتماعيها الثاني والثالث، إلى الأمين التنفيذي",
    ],
)
def test_find_meetings_reads_two_joined(text):
    assert sorted(numbers(text)) == [2, 3]


@pytest.mark.parametrize(
    "text",
    [
        "UNEP/CBD/BS/COP-MOP/4/6",
        "the fourth meeting of the Committee",
        "工作队第七次会议",
        "at its third meeting, the Codex Alimentarius Commission",
        "mop 4 times",
    ],
)
def test_find_meetings_leaves_other_meetings(text):
    assert numbers(text) == []
