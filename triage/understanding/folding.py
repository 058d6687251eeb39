"""One spelling for words that people type in many ways. For matching only: nothing folded is ever shown or stored.

It does not touch account names: a folded name is another person's name.
"""

from __future__ import annotations

import re
import unicodedata

_TRADITIONAL = (
    "請问請問題會議參與參與連結鏈結給發送錄時間開麼說過們個來對這還見覺應該為無從後實際經動與關於點頭樂處學習讓謝幫"
    "報導據種規則護權選舉舉報員會總統計畫劃組織編輯條項頁貼號戶帳賬區執單殺殘傷藥槍彈脅嚇絕訊視聽譯聲證據擾騷罵攻擊"
    "壞貴廣告費優惠買賣貸銀業務網繼續請將轉換換長遠進當歡迎話語簡體裡邊幾歲誰沒記憶獲認識專門興趣錯誤調負責麗萬"
    "離線斷連絡禮節憂鬱負擔邀請註冊冊報名額滿補償還願意聯繫現場預約響"
)
_SIMPLIFIED = (
    "请问请问题会议参与参与连结链结给发送录时间开么说过们个来对这还见觉应该为无从后实际经动与关于点头乐处学习让谢帮"
    "报导据种规则护权选举举报员会总统计画划组织编辑条项页贴号户帐账区执单杀残伤药枪弹胁吓绝讯视听译声证据扰骚骂攻击"
    "坏贵广告费优惠买卖贷银业务网继续请将转换换长远进当欢迎话语简体里边几岁谁没记忆获认识专门兴趣错误调负责丽万"
    "离线断连络礼节忧郁负担邀请注册册报名额满补偿还愿意联系现场预约响"
)
_DROPPED = "".join(
    chr(c) for c in (*range(0x0300, 0x0370), *range(0x0591, 0x05C8), *range(0x064B, 0x0660), 0x0670, 0x0640)
)
_LETTERS = {
    **{ord(c): "ا" for c in "أإآٱ"},
    **dict(zip(map(ord, "ىیيكکةۀئؤ"), "يييككههيو", strict=True)),
    **dict(zip(map(ord, "ıłđøæœ’‘ʼ`´“”„«»"), ("i", "l", "d", "o", "ae", "oe", *"'''''", *'"""""'), strict=True)),
    **dict(zip(map(ord, _TRADITIONAL), _SIMPLIFIED, strict=True)),
    **dict.fromkeys(map(ord, _DROPPED), ""),
    # Joiners and direction marks are typing habits, not letters.
    **dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0xFEFF, 0x00AD, 0xFE0F), ""),
    **dict.fromkeys(range(0x202A, 0x202F), ""),
    **dict.fromkeys(range(0x2066, 0x206A), ""),
}

MARKS = "".join(
    chr(code) for code in (*range(0x300, 0x3100), *range(0xA800, 0xAC00)) if unicodedata.category(chr(code))[0] == "M"
)
"""Vowel signs and other marks on a letter: parts of a word (Unicode, category M), though not "alphanumeric"."""

WORD = re.compile(rf"(?:[^\W_]+|['{MARKS}]+)+")
"""A word: letters, marks and digits in a row, with the apostrophes inside."""


def fold(text: str) -> str:
    """`text` without case, accents (Latin, Greek, Cyrillic, Arabic, Hebrew), tatweel, joiners and full-width forms.

    Vowel signs of Indic scripts stay: they are letters. Arabic alef, yeh, kaf and teh marbuta forms fall together, so
    that Persian and Arabic keyboards agree; traditional characters of common words fall to the simplified ones.
    """
    if text.isascii():
        return text.lower()
    # NFD after casefold: "İ" and "É" lose their marks; Hangul and Indic letters are composed again at the end.
    spread = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", spread.translate(_LETTERS))
