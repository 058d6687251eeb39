"""What mailers put before a subject: answers, forwards, list tags, and answers to an invitation, in their languages.

Patterns for folded text (see `subject.folded`). A prefix ends with a colon, so that a title like "Re-election" stays.
"""

from __future__ import annotations

import re

_REPLIES = (
    # English, French, Italian, Spanish, Portuguese, Romanian
    *("re", "r", "rép", "rep", "réf", "rif", "res", "resp", "rsp", "ris", "i"),
    # German, Dutch, the Nordic languages, Icelandic, Finnish, Estonian
    *("aw", "antw", "antwort", "antwoord", "sv", "svar", "vs", "vast"),
    # Polish, Czech, Slovak, Croatian, Hungarian, Greek, Turkish, Indonesian, Latvian, Swahili
    *("odp", "odg", "vá", "va", "απ", "ynt", "yan", "bls", "balas", "atb", "jibu", "jb"),
    # Russian, Ukrainian, Bulgarian
    *("отв", "ответ", "на", "отг", "відп", "відповідь"),
    # Chinese, Japanese, Korean
    *("回复", "回覆", "答复", "答覆", "返信", "답장", "회신", "re返信"),
    # Arabic, Persian, Hebrew, Hindi, Bengali, Thai, Vietnamese
    *("رد", "الرد", "پاسخ", "השב", "תשובה", "उत्तर", "उत्तर दें", "উত্তর", "ตอบ", "ตอบกลับ", "trả lời", "tl"),
)

_FORWARDS = (
    *("fw", "fwd", "wg", "tr", "rv", "rvd", "vb", "vl", "vl", "vs", "enc", "res", "pd", "fs", "tov", "továbbítás"),
    *("πρθ", "σχετ", "ilt", "ileti", "doorst", "trs", "teruskan", "пересл", "fwd", "пер", "переслано", "preposl"),
    *("转发", "轉寄", "轉發", "転送", "전달", "إعادة توجيه", "ارجاع", "הועבר", "अग्रेषित", "ส่งต่อ", "chuyển tiếp", "ct"),
)

_ANY = "|".join(sorted({re.escape(word) for word in (*_REPLIES, *_FORWARDS)}, key=len, reverse=True))

PREFIX = re.compile(rf"\s?(?:{_ANY})(?:\s?[\[(^*]\s?[0-9]{{1,5}}\s?[\])]?)?\s?:\s?")
"""One prefix, also numbered: `Re[2]:`, `Re^2:`, `AW (3):`."""

TAG = re.compile(r"\s?\[[^\[\]]{1,80}\]\s?")
"""One `[list]` tag."""

_INVITATION_ANSWERS = (
    *("accepted", "declined", "tentative", "tentatively accepted", "zugesagt", "abgesagt", "abgelehnt"),
    *("mit vorbehalt", "vorläufig", "angenommen", "accepté", "refusé", "provisoire", "aceptada", "aceptado"),
    *("rechazada", "rechazado", "provisional", "aceite", "aceito", "recusado", "recusada", "provisório"),
    *("accettato", "accettata", "rifiutato", "rifiutata", "provvisorio", "geaccepteerd", "afgewezen", "voorlopig"),
    *("zaakceptowano", "odrzucono", "wstępnie zaakceptowano", "принято", "отклонено", "под вопросом", "прийнято"),
    *("відхилено", "accepterat", "avböjt", "kabul edildi", "reddedildi", "diterima", "ditolak"),
    *("已接受", "已拒绝", "已拒絕", "暂定", "暫定", "承諾済み", "辞退", "仮承諾", "수락", "거절", "미정"),
    *("مقبول", "تم القبول", "مرفوض", "تم الرفض", "התקבל", "נדחה"),
)

INVITATION_ANSWER = re.compile(rf"(?:{'|'.join(map(re.escape, _INVITATION_ANSWERS))})\s?:")
"""A calendar's answer to an invitation, as its subject begins."""
